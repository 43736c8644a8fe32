"""The bank's policy on accounts: kinds of transactions, which months have a statement, what is kept of a text."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    CARD = "card"
    TRANSFER = "transfer"
    SALARY = "salary"
    TAKINGS = "takings"
    BILL = "bill"
    CASH = "cash"
    FEE = "fee"
    INTEREST = "interest"
    LOAN = "loan"
    OTHER = "other"


class Status(StrEnum):
    PENDING = "pending"
    BOOKED = "booked"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class NoStatement(StrEnum):
    """Why there is no statement of a month or year."""

    NOT_OVER = "not_over"
    BEFORE = "before"


LONGEST_REFERENCE = 35  # characters, as ISO 20022 has them
LONGEST_NAME = 140
LONGEST_ACCOUNT = 34
LONGEST_TEXT = 500
PENDING_LAPSES = timedelta(days=30)
"""A pending payment that was not booked by then is not shown any more."""

INCOME_MONTHS = (3, 6, 12)
"""Over how many months an income is confirmed."""

JOINERS = {"\u200c", "\u200d"}  # letters' business in many scripts


def tidied(text: str | None, longest: int) -> str | None:
    """A text as the ledger keeps it: single spaces, nothing that hides or reorders it; None if nothing is left."""
    if text is None:
        return None
    if not text.isprintable():
        text = "".join(map(_kept, text))
    text = " ".join(text.split())
    return (text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…") or None


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_named(text: str) -> date | None:
    """The first day of the month that an address names as "2026-10"; None for what is no month."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    if match is None or match[1] == "0000" or not 1 <= int(match[2]) <= 12:
        return None
    return date(int(match[1]), int(match[2]), 1)


def period_named(text: str) -> tuple[date, date] | None:
    """First and last day of the month or year that an address names as "2026-10" or "2026"; None for neither."""
    if re.fullmatch(r"[0-9]{4}", text) and text != "0000":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    month = month_named(text)
    return (month, last_of(month)) if month else None


def statement_period(
    first: date, last: date, known_from: date, today: date
) -> tuple[date, date] | NoStatement:
    """First and last day of the statement of a month or year, given from when on the ledger knows the account."""
    if last >= today:
        return NoStatement.NOT_OVER
    if last < known_from:
        return NoStatement.BEFORE
    return max(first, known_from), last


def statement_months(known_from: date, today: date) -> list[date]:
    """Every month that has a statement, the newest first."""
    months, month = list[date](), first_of(known_from)
    while last_of(month) < today:
        months.append(month)
        month = last_of(month) + timedelta(days=1)
    return months[::-1]


def income_period(months: int, known_from: date, today: date) -> tuple[date, date] | None:
    """First and last day of so many whole months that are over; None where the ledger does not know them all."""
    over = [month for month in statement_months(known_from, today) if month >= known_from]
    return (over[months - 1], last_of(over[0])) if 0 < months <= len(over) else None


def _kept(character: str) -> str:
    """It, a space for any white space, or nothing for what cannot be seen."""
    if character.isprintable() or character in JOINERS:
        return character
    return " " if character.isspace() else ""
