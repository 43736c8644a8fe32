"""One description, said in each language once; figures that do not add up are no statement."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.documents.description import (
    AccountTail,
    Document,
    Facts,
    Figure,
    Names,
    Paragraph,
    Percent,
    Phrase,
    Reference,
    ShortDay,
)
from portal.documents.facts import AccountLetterFacts, Entry, Income, IncomeFacts, ReceiptFacts
from portal.documents.letters import account_letter, proof_of_income
from portal.documents.rules import Kind
from portal.documents.statements import receipt, statement
from portal.documents.wording import Speech, bare, say, say_both, texts
from portal.languages import LOCALES, spell_money
from portal.money import Money
from tests.documents.papers import ACCOUNT, cny, statement_of

DAY, MOMENT = date(2026, 11, 24), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)


def said(value: Any, locale: str, spelled: bool = False) -> str:
    parts = say(Document(Kind.RECEIPT, "T", (Paragraph(value),)), locale, spelled).parts
    return bare(parts["body"][0]["text"]).replace("\u200f", "")


@pytest.mark.parametrize(
    ("value", "en", "zh_Hans", "ar"),
    [
        (cny(1_234_567), "CN¥12,345.67", "¥12,345.67", "12,345.67\xa0CN¥"),
        (cny(-500), "−CN¥5.00", "−¥5.00", "−5.00\xa0CN¥"),
        (Figure(cny(-1_234_567)), "−12,345.67", "−12,345.67", "−12,345.67"),
        (Figure(Money(500, "JPY")), "500", "500", "500"),
        (DAY, "24 November 2026", "2026年11月24日", "24 نوفمبر 2026"),
        (ShortDay(DAY), "24 Nov 2026", "2026年11月24日", "24 نوفمبر 2026"),
        (MOMENT, "24 November 2026, 10:00", "2026年11月24日 10:00", "24 نوفمبر 2026، 10:00 ص"),
        (Percent(Decimal("0.0540")), "5.40%", "5.40%", "5.40%"),
        (AccountTail("4821"), "ending in 4821", "尾号4821", "آخر الأرقام: 4821"),
        (Reference("L-7K3M"), "L-7K3M", "L-7K3M", "L-7K3M"),
        (Names({"en": "East", "zh_Hans": "东"}), "East", "东", "East"),
        (_l("Opening balance"), "Opening balance", "期初余额", "الرصيد الافتتاحي"),
        ("=x", "=x", "=x", "=x"),
    ],
)
def test_a_value_is_said_as_the_language_has_it(
    app: Flask, value: Any, en: str, zh_Hans: str, ar: str
) -> None:
    with app.app_context():
        assert [said(value, locale).replace("\u200e", "") for locale in ("en", "zh_Hans", "ar")] == [
            en,
            zh_Hans,
            ar,
        ]


def test_in_arabic_a_minus_stands_left_of_its_number_as_in_the_rows(app: Flask) -> None:
    with app.app_context():
        text = Speech("ar", "Asia/Shanghai", spelled=False)(cny(-500))
    assert text.startswith("\u200f\u200e\u22125.00\u200f")


@pytest.mark.parametrize(
    ("value", "en"),
    [
        (cny(-500), "-5.00 Chinese yuan"),
        (Figure(cny(500)), "5.00 Chinese yuan"),
        (ShortDay(DAY), "24 November 2026"),
        (Phrase(_l("%(amount)s each month"), {"amount": cny(500)}), "5.00 Chinese yuan each month"),
    ],
)
def test_for_braille_figures_are_spelled(app: Flask, value: Any, en: str) -> None:
    with app.app_context():
        assert said(value, "en", spelled=True) == en


@pytest.mark.parametrize("locale", LOCALES)
def test_amounts_in_ready_sentences_are_spelled_too(locale: str) -> None:
    from portal.languages import format_money, format_money_spelled

    for minor in (0, 5, 1_234_567, -1_234_567, 10**11):
        sentence = f"a {format_money(cny(minor), locale)}, b"
        spelled = spell_money(sentence, "CNY", locale)
        assert format_money_spelled(cny(abs(minor)), locale) in spelled
        assert not {"¥", "元"} & set(spelled.replace("人民币", "").replace("人民元", ""))
    assert spell_money("12 and 13", "CNY", locale) == "12 and 13"


def test_directions_are_kept_apart_only_where_they_meet(app: Flask) -> None:
    phrase = Phrase(_l("%(first)s to %(last)s"), {"first": "محمد", "last": "Anna"})
    with app.app_context():
        english, arabic = (
            say(Document(Kind.RECEIPT, "T", (Paragraph(phrase),)), each) for each in ("en", "ar")
        )
    assert english.parts["body"][0]["text"] == "\u2068محمد\u2069 to Anna"
    assert arabic.parts["body"][0]["text"].count("\u2068") == 2


def test_what_two_languages_say_alike_is_in_the_first_alone(app: Flask) -> None:
    rows = ((_l("Opening balance"), Reference("7")), (_l("Period"), DAY))
    with app.app_context():
        own, other = say_both(Document(Kind.RECEIPT, "T", (Facts(rows),)), "ar", "zh_Hans")
    assert other.parts["title"] is None
    assert other.parts["body"][0]["rows"] == [["期初余额", None], ["期间", "2026年11月24日"]]
    assert own.parts["body"][0]["is"] == other.parts["body"][0]["is"] == "facts"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda facts: replace(facts, closing=facts.closing + cny(1)),
        lambda facts: replace(facts, opening=facts.opening + cny(1)),
        lambda facts: replace(facts, entries=facts.entries[1:]),
        lambda facts: replace(facts, entries=(replace(facts.entries[0], amount=cny(7)), *facts.entries[1:])),
    ],
)
def test_a_statement_that_does_not_add_up_is_none(wrong: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match="balance"):
        wrong(statement_of(3))


def test_a_statement_says_every_sum(app: Flask) -> None:
    facts = statement_of(4)
    sums = facts.sums
    assert (sums.money_in, sums.money_out) == (cny(1_234 + 1_236), cny(-(1_235 + 1_237)))
    assert sums.opening + sums.money_in + sums.money_out == sums.closing
    with app.app_context():
        told = list(texts(say(statement(facts), "en").parts["body"]))
    for sum_ in ("CN¥1,000.00", "CN¥24.70", "−CN¥24.72", "CN¥999.98"):
        assert sum_ in told


def test_a_month_without_movements_says_so(app: Flask) -> None:
    with app.app_context():
        told = list(texts(say(statement(statement_of(0)), "en").parts["body"]))
    assert "Nothing was booked in this period." in told
    assert statement(statement_of(0)).table is None


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
def test_letters_are_said_whole_in_each_language(app: Flask, locale: str) -> None:
    entry = Entry(DAY, "Payment", "Seaview Logistics", cny(-2_000), cny(8_000))
    incomes = tuple(
        Income(date(2026, month, 25), "Seaview Logistics", cny(2_480_000)) for month in (9, 10, 11)
    )
    documents = [
        receipt(ReceiptFacts(ACCOUNT, "A-100001-1-0001", entry, DAY)),
        account_letter(AccountLetterFacts(ACCOUNT, date(2011, 3, 1), cny(8_000), MOMENT, DAY)),
        proof_of_income(IncomeFacts(ACCOUNT, (FIRST, LAST), 3, incomes, DAY)),
    ]
    with app.app_context():
        for document in documents:
            told = bare(" ".join(texts(say(document, locale).parts)))
            assert "%(" not in told
            assert "4821" in told
            assert "王秀兰" in told


def test_an_average_promises_nothing_too_much() -> None:
    facts = IncomeFacts(
        ACCOUNT, (FIRST, LAST), 3, (Income(DAY, "A", cny(100)), Income(DAY, "B", cny(100))), DAY
    )
    assert (facts.total, facts.monthly) == (cny(200), cny(66))
