"""What is kept of a text, and which months have a statement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.rules import (
    NoStatement,
    first_of,
    income_period,
    last_of,
    month_named,
    period_named,
    statement_months,
    statement_period,
    tidied,
)

TODAY = date(2026, 11, 24)
FROM = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, None),
        ("", None),
        (" \t\n ", None),
        ("  a\r\n b\u3000c\u00a0 ", "a b c"),
        ("pay\u202eroll\u200b\x00\ufeff", "payroll"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("永辉超市", "永辉超市"),
        ("abcdefghijk", "abcdefghi…"),
        ("abcdefgh  jkl", "abcdefgh…"),
    ],
)
def test_what_is_kept_of_a_text(text: str | None, kept: str | None) -> None:
    assert tidied(text, 10) == kept


@given(st.text(max_size=40), st.integers(2, 30))
def test_what_was_kept_is_kept_again(text: str, longest: int) -> None:
    once = tidied(text, longest)
    assert tidied(once, longest) == once
    assert once is None or len(once) <= longest


@pytest.mark.parametrize(
    "text", ["2026-00", "2026-13", "0000-01", "26-01", "2026-1", "2026-02-30", "٢٠٢٦-١٠", "x", ""]
)
def test_what_is_no_month(text: str) -> None:
    assert month_named(text) is None
    assert period_named(text) is None


@pytest.mark.parametrize("text", ["0000", "206", "20266", "２０２６", "2026-", "-2026", "2026-10-01"])
def test_what_is_no_period(text: str) -> None:
    assert period_named(text) is None


@pytest.mark.parametrize(
    ("month", "period"),
    [
        ("2026-10", (date(2026, 10, 1), date(2026, 10, 31))),
        ("2026-03", (FROM, date(2026, 3, 31))),
        ("2026-02", NoStatement.BEFORE),
        ("0001-01", NoStatement.BEFORE),
        ("2026-11", NoStatement.NOT_OVER),
        ("9999-12", NoStatement.NOT_OVER),
        ("2025", NoStatement.BEFORE),
        ("2026", NoStatement.NOT_OVER),
        ("9999", NoStatement.NOT_OVER),
    ],
)
def test_the_statement_of_a_month_or_year(month: str, period: object) -> None:
    named = period_named(month)
    assert named is not None
    assert statement_period(*named, FROM, TODAY) == period


def test_the_statement_of_a_year_that_the_ledger_knows_in_part() -> None:
    days = statement_period(date(2026, 1, 1), date(2026, 12, 31), FROM, date(2027, 1, 1))
    assert days == (FROM, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("months", "known_from", "period"),
    [
        (3, FROM, (date(2026, 8, 1), date(2026, 10, 31))),
        (7, FROM, (date(2026, 4, 1), date(2026, 10, 31))),
        (8, FROM, None),
        (8, date(2026, 3, 1), (date(2026, 3, 1), date(2026, 10, 31))),
        (1, TODAY, None),
        (0, FROM, None),
        (-1, FROM, None),
    ],
)
def test_an_income_is_of_whole_months(months: int, known_from: date, period: object) -> None:
    assert income_period(months, known_from, TODAY) == period


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-40, 2000))
def test_every_month_that_is_offered_has_a_statement(today: date, age: int) -> None:
    known_from = date.fromordinal(today.toordinal() - age)
    months = statement_months(known_from, today)
    found = [statement_period(month, last_of(month), known_from, today) for month in months]
    assert not [each for each in found if isinstance(each, NoStatement)]
    assert months == sorted(set(months), reverse=True)
    assert statement_period(first_of(today), last_of(today), known_from, today) in NoStatement
    if months:
        assert (first_of(known_from), last_of(months[0]) < today) == (months[-1], True)
