"""PDF/UA: tagged, named, in its language, every word in reading order, and nothing in it is markup."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from portal.documents import fonts
from portal.documents.description import Document, Heading, Items, Paragraph, Said
from portal.documents.making import Wanted, made
from portal.documents.press import typesetting
from portal.documents.press.typesetting import typeset
from portal.documents.printing import order
from portal.documents.rules import Form, Kind, Refusal, Unprintable
from portal.documents.statements import statement
from portal.documents.wording import say, say_both, texts
from portal.preferences.rules import PrintSize
from tests.documents.papers import plain, said, statement_of
from tests.documents.pdf_text import elements, languages, opened, reading

CATALOGUES = ["en", "zh_Hans", "ar"]
LANGUAGE = {
    "en": "en",
    "zh_Hans": "zh-CN",
    "ar": "ar",
    "th": "th",
    "ko": "ko",
    "ja": "ja",
    "vi": "vi",
    "ru": "ru",
}
MARKUP = [
    "#set page(fill: red)",
    "*bold* _soft_ $x^2$ `raw` <label> @ref",
    r"\u{41} \\ // no comment /* none */",
    '"quoted" #{panic("x")} [square] = Heading',
    "{page} {pages} {label}",
    "<script>alert(1)</script> &amp; %s %(name)s",
]


def printed(papers: list[Said], size: int = 11) -> bytes:
    return typeset(json.loads(order(Form.PDF, papers, 1_795_000_000, size=size)))


def expected(paper: Said) -> str:
    """The words of a said document as they are read: bank, phone, recipient, title, and so on."""
    parts = paper.parts
    told = [
        paper.bank,
        paper.phone,
        parts["recipient"],
        parts["title"],
        *texts(parts["head"]),
        *texts(parts["body"]),
    ]
    return plain("".join([*told, *(texts(parts["seal"]) if parts["seal"] else ())]))


@pytest.mark.parametrize("size", [int(size) for size in PrintSize])
@pytest.mark.parametrize("locale", CATALOGUES)
def test_a_statement_is_tagged_and_its_text_is_in_reading_order(app: Flask, locale: str, size: int) -> None:
    with app.app_context():
        paper = say(statement(statement_of(40)), locale)
    pdf = opened(printed([paper], size))
    assert str(pdf.Root.Lang) == LANGUAGE[locale]
    assert str(pdf.docinfo["/Title"]) == paper.parts["title"]
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    tags = elements(pdf)
    assert tags.count("TH") == 4
    assert tags.count("TR") == 41
    assert len(pdf.pages) > 1
    assert plain(reading(pdf)) == expected(paper)


@pytest.mark.parametrize("size", [11, 24])
@pytest.mark.parametrize(
    ("locale", "title", "words"),
    [
        ("th", "รายการเดินบัญชี", "ธนาคารฮาร์เบอร์ ยอดเงินคงเหลือ"),
        ("ko", "거래 내역서", "잔액과 거래"),
        ("ja", "取引明細書", "残高は次のとおりです。"),
        ("vi", "Sao kê tài khoản", "Số dư đầu kỳ của quý khách"),
        ("ru", "Выписка по счёту", "Остаток на начало периода"),
    ],
)
def test_other_languages_can_be_set_before_their_catalogues_are_there(
    locale: str, title: str, words: str, size: int
) -> None:
    paper = said(locale, title, words)
    pdf = opened(printed([paper], size))
    assert str(pdf.Root.Lang) == LANGUAGE[locale]
    assert plain(reading(pdf)) == expected(paper)


def test_a_reader_of_lines_finds_arabic_words_whole(app: Flask) -> None:
    """Another reader than the tree's: PDFium, which goes by where letters stand."""
    with app.app_context():
        paper = say(statement(statement_of(0)), "ar")
    page = pypdfium2.PdfDocument(printed([paper]))[0]
    seen = plain(page.get_textpage().get_text_range())
    for words in ("كشف حساب", "الرصيد الختامي", "المبالغ الواردة"):
        assert plain(words) in seen


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
@pytest.mark.parametrize("text", MARKUP)
def test_nothing_that_a_document_says_is_read_as_markup(locale: str, text: str) -> None:
    paper = said(locale, "T", text, rows=1)
    paper = replace(paper, bank=text, phone=text)
    seen = plain(reading(opened(printed([paper]))))
    if locale == "ar":  # a bracket in a line of Arabic is drawn as its mirror
        assert sorted(seen) == sorted(expected(paper))
    else:
        assert seen == expected(paper)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a 😀 b", "a [grinning face] b"),
        ("a 😀😀 🏦 b", "a [grinning face][grinning face] [bank] b"),
        ("ဗမာ", "[myanmar letter ba][myanmar letter ma][myanmar vowel sign aa]"),
        ("ok \ue000", "ok [U+E000]"),
    ],
)
def test_what_no_font_can_draw_is_put_into_words(text: str, seen: str) -> None:
    assert plain(seen) in plain(reading(opened(printed([said("en", "T", text)]))))


def test_marks_that_turn_text_around_do_not_reach_the_paper(app: Flask) -> None:
    hostile = "\u202e000,1 diap \u2066x\u200b\x07"
    with app.app_context():
        paper = say(Document(Kind.RECEIPT, "T", (Paragraph(hostile),)), "en")
    assert paper.parts["body"][0]["text"] == "000,1 diap x"


@pytest.mark.parametrize("first", ["zh_Hans", "en"])
def test_an_arabic_name_inside_another_letter_keeps_its_words_and_its_language(
    app: Flask, first: str
) -> None:
    words = Document(Kind.RECEIPT, "T", (Paragraph("أمينة السيد"), Items(("محمد علي بن سعيد",))))
    with app.app_context():
        paper = say(words, first)
    pdf = opened(printed([paper]))
    assert plain(reading(pdf)) == expected(paper)
    assert "أمينة السيد" in reading(pdf)
    assert "ar" in languages(pdf)


def test_two_languages_stand_side_by_side_and_what_is_the_same_stands_once(app: Flask) -> None:
    words = Document(
        Kind.RECEIPT, statement(statement_of(0)).title, (Heading("Same"), *statement(statement_of(2)).body)
    )
    with app.app_context():
        own, other = say_both(words, "ar", "zh_Hans")
    text = plain(reading(opened(printed([own, other]))))
    assert text.count("账户对账单") == text.count(plain("كشف حساب")) == 1
    assert text.count("Same") == 1
    assert "期初余额" in text
    assert text.count("محمدعلي") == 2  # in two sentences, whose commas differ


def test_each_size_is_what_it_says(app: Flask) -> None:
    with app.app_context():
        paper = say(statement(statement_of(3)), "en")
    heights = {size: height_of("Opening", printed([paper], size)) for size in (11, 18, 24)}
    assert heights[18] / heights[11] == pytest.approx(18 / 11, rel=0.03)
    assert heights[24] / heights[11] == pytest.approx(24 / 11, rel=0.03)


def height_of(word: str, pdf: bytes) -> float:
    """How tall a word stands on the first page, in points."""
    found = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    start = found.get_text_range().index(word)
    boxes = [found.get_charbox(start + at) for at in range(len(word))]
    return max(top for _left, _bottom, _right, top in boxes) - min(bottom for _left, bottom, *_rest in boxes)


def test_large_print_turns_the_page_only_for_a_wide_table(app: Flask) -> None:
    with app.app_context():
        table, letter = say(statement(statement_of(3)), "en"), say(statement(statement_of(0)), "en")
    for paper, size, is_turned in (
        (table, 11, False),
        (table, 24, True),
        (letter, 11, False),
        (letter, 24, False),
    ):
        width, height = pypdfium2.PdfDocument(printed([paper], size))[0].get_size()
        assert (width > height) == is_turned


@pytest.mark.parametrize(
    ("module", "locale"),
    [
        ("fontpkg_ibm_plex_sans_arabic", "ar"),
        ("cvttf_NotoSansCJK_Bold", "zh_Hans"),
        ("fontpkg_noto_sans", "en"),
        ("typst", "en"),
    ],
)
def test_without_its_font_a_language_is_not_offered_and_not_printed_in_boxes(
    monkeypatch: pytest.MonkeyPatch, module: str, locale: str
) -> None:
    missing(monkeypatch, module)
    assert not fonts.can_print(locale)
    assert fonts.can_print("ru") == (module not in ("fontpkg_noto_sans", "typst"))
    with pytest.raises(Unprintable) as refused:
        printed([said(locale, "T", "words")])
    assert refused.value.reason == Refusal.FONT_MISSING


def test_a_name_whose_font_is_missing_is_put_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    missing(monkeypatch, "fontpkg_sarabun")
    text = reading(opened(printed([said("en", "T", "ก")])))
    assert "[thai character ko kai]" in text


def test_the_same_document_at_the_same_moment_is_the_same_file(app: Flask) -> None:
    with app.app_context():
        papers = [say(statement(statement_of(5)), locale) for locale in ("en", "ar")]
    assert [printed([paper]) for paper in papers] == [printed([paper]) for paper in papers]


def test_the_seal_leads_to_the_question(app: Flask) -> None:
    wanted, now = Wanted(Form.PDF, "en"), datetime(2026, 12, 1, tzinfo=UTC)
    with app.app_context():
        pdf = opened(made(statement(statement_of(1)), wanted, "7K3M92QF5XTA41", now))
    assert "Figure" in elements(pdf)
    assert "7K3M 92QF 5XTA 41" in reading(pdf)
    assert "http://127.0.0.1:8000/documents/verify" in reading(pdf)


def missing(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """As if a wheel had not been installed."""
    find: Callable[..., Any] = fonts.find_spec
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if name == module else find(name))
    monkeypatch.setattr(typesetting, "_fonts", typesetting._fonts.__wrapped__)
