"""Braille: every word of the document, in cells that fit the page, and nothing left out in silence.

The golden files were looked at cell by cell when they were made; liblouis is Debian's.
"""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents import braille
from portal.documents.description import Said
from portal.documents.press import translating
from portal.documents.press.embossing import ASCII, emboss
from portal.documents.press.scripts import name_of, runs, script_of
from portal.documents.press.translating import BLANK, back, translated
from portal.documents.printing import order
from portal.documents.rules import Form, Refusal, Unprintable
from portal.documents.statements import statement
from portal.documents.wording import say, texts
from portal.languages import LOCALES
from portal.preferences.rules import Braille
from tests.documents.papers import said, statement_of

GOLDEN = Path(__file__).with_name("golden")
TEXTS = {
    "zh_Hans": ("账户对账单", "2026年11月24日，您的账户收到货款12,345.67人民币，余额充足。", "ltr"),
    "ar": ("كشف حساب", "الرصيد الختامي 12,345.67 يوان صيني في 24 نوفمبر 2026.", "rtl"),
    "ru": ("Выписка по счёту", "Остаток на 24 ноября 2026 года: 12 345,67 китайского юаня.", "ltr"),
    "ko": ("거래 내역서", "2026년 11월 24일 잔액은 12,345.67 중국 위안화예요.", "ltr"),
    "vi": ("Sao kê tài khoản", "Số dư ngày 24 tháng 11 năm 2026 là 12.345,67 nhân dân tệ.", "ltr"),
}
SENTENCES = {
    "en": [
        "Opening balance",
        "You pay back in total 51,435.94 Chinese yuan",
        "Reference L-7K3M-92QF-5, please",
    ],
    "fr": [
        "Solde d’ouverture",
        "Vous remboursez au total 51 435,94 yuans",
        "Relevé de compte du 24 novembre 2026",
    ],
    "es": [
        "Saldo inicial",
        "En total devuelve 51.435,94 yuanes",
        "Extracto de la cuenta del 24 de noviembre de 2026",
    ],
}
WORD = re.compile(r"[^\W\d_]+|\d+")


def embossed(paper: Said, cells: int = 40, lines: int = 25) -> bytes:
    return emboss(json.loads(order(Form.BRF, [paper], 0, cells=cells, lines=lines)))


def cells_of(brf: bytes) -> str:
    """The patterns that a BRF stands for, a row a line, its pages apart."""
    ends = {"\n": "\n", "\f": "\f"}
    text = brf.decode("ascii").replace("\r\n", "\n")
    return "".join(ends.get(cell) or chr(0x2800 + ASCII.index(cell)) for cell in text)


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


@pytest.mark.parametrize("locale", TEXTS)
def test_braille_is_as_it_was_looked_at(locale: str) -> None:
    title, text, direction = TEXTS[locale]
    made = embossed(said(locale, title, text, direction=direction))
    assert made == (GOLDEN / f"{locale}.brf").read_bytes()


@pytest.mark.parametrize(
    ("locale", "text"), [(locale, text) for locale, told in SENTENCES.items() for text in told]
)
def test_braille_says_the_same_words_back(locale: str, text: str) -> None:
    (cells,) = translated([text], locale)
    assert words(back(cells, locale)) == words(text)


@settings(max_examples=25)
@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=12))
def test_any_english_words_come_back(told: list[str]) -> None:
    (cells,) = translated([" ".join(told)], "en")
    assert back(cells, "en").split() == told


@settings(max_examples=20)
@given(st.integers(0, 10**12))
def test_any_figure_comes_back(number: int) -> None:
    (cells,) = translated([f"{number:,}"], "en")
    assert back(cells, "en") == f"{number:,}"


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
@pytest.mark.parametrize("size", [each for each in Braille if each != Braille.NONE])
def test_every_word_of_a_statement_is_there_and_every_row_fits(
    app: Flask, locale: str, size: Braille
) -> None:
    with app.app_context():
        paper = say(statement(statement_of(30)), locale, spelled=True)
    cells, lines = size.page
    pages = cells_of(embossed(paper, cells, lines)).split("\f")
    rows = [row for page in pages for row in page.split("\n")[1 if lines else 0 :]]
    assert not cells or max(map(len, rows)) <= cells
    flat = re.sub(rf"[{BLANK}\s]", "", "".join(rows))
    told = [text for text in texts([paper.parts["title"], paper.parts["body"]]) if text]
    assert len(told) > 120
    for text, line in zip(told, translated(told, locale), strict=True):
        assert line.replace(BLANK, "") in flat, text


def test_pages_are_numbered_and_as_long_as_they_may_be(app: Flask) -> None:
    with app.app_context():
        paper = say(statement(statement_of(30)), "en", spelled=True)
    pages = [page.split("\r\n")[:-1] for page in embossed(paper).decode().split("\f")]
    assert len(pages) > 3
    assert all(len(page) <= 25 for page in pages)
    assert [page[0].strip() for page in pages[:3]] == ["#A", "#B", "#C"]
    assert pages[0][0] == "#A".rjust(40)


def test_a_transaction_is_a_block_with_labels_that_stays_on_its_page(app: Flask) -> None:
    with app.app_context():
        paper = say(statement(statement_of(30)), "en", spelled=True)
    pages = [page.split("\r\n")[1:-1] for page in embossed(paper).decode().split("\f")]
    blocks = [
        block for page in pages for block in "\n".join(page).split("\n\n") if block.startswith(",DATE3")
    ]
    assert len(blocks) == 30
    assert all(block.count(",DESCRIPTION3") == block.count(",BALANCE IN ,,CNY3") == 1 for block in blocks)
    assert all(",*INESE YUAN" in block or ",CHINESE YUAN" in block.replace("\n  ", " ") for block in blocks)


def test_without_pages_a_text_is_a_row(app: Flask) -> None:
    with app.app_context():
        paper = say(statement(statement_of(2)), "en", spelled=True)
    made = embossed(paper, 0, 0).decode()
    assert "\f" not in made
    assert ",IF SOMETHING HERE WAS NOT DONE BY YOU1 CALL US AT ONCE4 ,WE LOOK AT IT WITH YOU4" in made.split(
        "\r\n"
    )


def test_currencies_and_days_are_spelled(app: Flask) -> None:
    with app.app_context():
        told = list(texts(say(statement(statement_of(1)), "en", spelled=True).parts["body"]))
    assert "1,000.00 Chinese yuan" in told
    assert "1 November 2026" in told
    assert not any("¥" in text for text in told)


@pytest.mark.parametrize(
    ("locale", "text", "same_as"),
    [
        ("zh_Hans", "海港銀行對賬單", "海港银行对账单"),
        ("zh_Hant", "海港银行对账单", "海港銀行對賬單"),
        ("en", "paid 100 − 20", "paid 100 - 20"),
        ("en", "a\u2066b\u2069\u00adc", "abc"),
        ("fr", "5\u202f000 yuans", "5 000 yuans"),
        ("en", "ok 😀", "ok [grinning face]"),
        ("fr", "Solde 😀", "Solde [grinning face]"),
        ("ar", "المبلغ بـ CNY", "المبلغ ب CNY"),
    ],
)
def test_what_is_the_same_is_written_the_same(locale: str, text: str, same_as: str) -> None:
    assert translated([text], locale) == translated([same_as], locale)


@pytest.mark.parametrize(
    ("locale", "text", "inside", "other"),
    [
        ("en", "Paid to 海港 today", "海港", "zh_Hans"),
        ("zh_Hans", "付给محمد علي", "محمد علي", "ar"),
        ("ar", "دفعة من Привет", "Привет", "ru"),
        ("en", "Nguyễn", "Nguyễn", "vi"),
        ("es", "De 한국", "한국", "ko"),
    ],
)
def test_a_name_in_another_script_is_written_as_its_language_does(
    locale: str, text: str, inside: str, other: str
) -> None:
    (cells,), (name,) = translated([text], locale), translated([inside], other)
    assert name in cells


@pytest.mark.parametrize(
    ("locale", "first", "sign", "second", "other"),
    [("ar", "永辉超市", "،", "早市购物", "zh_Hans"), ("zh_Hans", "محمد", "，", "علي", "ar")],
)
def test_a_sign_of_the_language_between_foreign_names_is_its_own(
    locale: str, first: str, sign: str, second: str, other: str
) -> None:
    (cells,), (own,) = translated([f"{first}{sign} {second}"], locale), translated([sign], locale)
    names = translated([first, second], other)
    assert cells == f"{names[0]}{own}{BLANK}{names[1]}"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "ไทย"),
        ("en", "ひらがな"),
        ("zh_Hans", "नमस्ते"),
        ("fr", "abc ไทย"),
        ("en", "a Ωmega"),
        ("ar", "ქართული"),
    ],
)
def test_letters_without_a_table_are_refused_and_never_dropped(locale: str, text: str) -> None:
    with pytest.raises(Unprintable) as refused:
        translated([text], locale)
    assert refused.value.reason == Refusal.NOT_IN_BRAILLE


def test_an_escape_that_slipped_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a character taken for known, the escape that liblouis writes for it would still be found."""
    monkeypatch.setattr(translating, "_unknown", lambda _text, _table: set())
    with pytest.raises(Unprintable) as refused:
        translated(["abc 😀"], "ru")
    assert refused.value.reason == Refusal.NOT_IN_BRAILLE


def test_braille_is_offered_where_its_table_is_sound() -> None:
    assert {locale for locale in LOCALES if braille.can_emboss(locale)} == set(LOCALES) - {"th", "id", "ja"}
    assert not any("noUndefined" in table for table in braille.TABLES.values())


def test_without_the_library_it_is_not_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not any(braille.can_emboss(locale) for locale in LOCALES)
    with pytest.raises(Unprintable) as refused:
        translated(["abc\u0142"], "en")
    assert refused.value.reason == Refusal.BRAILLE_MISSING


def test_a_text_of_any_length_is_one_text() -> None:
    told = "word " * 2_000 + "end"
    (cells,) = translated([told], "en")
    assert len(cells.split(BLANK)) == 2_001
    (chinese,) = translated(["银行对账单" * 500], "zh_Hans")
    assert chinese.count(translated(["银行"], "zh_Hans")[0]) == 500


def test_a_word_that_is_longer_than_a_row_is_cut() -> None:
    made = embossed(said("en", "T", "x" * 100), 32, 25).decode()
    assert max(map(len, made.replace("\f", "").split("\r\n"))) <= 32
    assert "X" * 100 in made.replace("\r\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("character", "script"),
    [
        ("中", "Han"),
        ("ب", "Arabic"),
        ("ж", "Cyrillic"),
        ("é", "Latin"),
        ("ก", "Thai"),
        ("ア", "Kana"),
        ("한", "Hangul"),
    ]
    + [("7", "Common"), (" ", "Common"), ("！", "Common"), ("ก็"[1], "Thai"), ("ა", "Other")],
)
def test_a_character_has_its_script(character: str, script: str) -> None:
    assert script_of(character) == script


def test_signs_stay_with_the_foreign_letters_around_them() -> None:
    assert list(runs("to علي بن: 5", frozenset({"Latin"}))) == [
        ("", "to "),
        ("Arabic", "علي بن"),
        ("", ": 5"),
    ]


def test_what_has_no_name_has_a_number() -> None:
    assert name_of("\ue000") == "[U+E000]"
    assert name_of("😀") == "[grinning face]"
