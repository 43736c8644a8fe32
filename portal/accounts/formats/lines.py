from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from portal.accounts.rules import (
    LONGEST_ACCOUNT,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    LONGEST_TEXT,
    Kind,
    Status,
    tidied,
)
from portal.money import Money, minor_digits

LARGEST_MINOR = 10**17
"""So that the sum of many fits a column of 64 bits."""


class BadFile(ValueError):
    """What is wrong with a file, where, and how to mend it: said to the operator as it stands."""


class Line(NamedTuple):
    """A transaction as a file has it. `amount_minor` is signed; `place` is how the operator finds it."""

    place: str
    account: str
    reference: str
    kind: Kind
    status: Status
    booked_on: date
    value_on: date
    amount_minor: int
    currency: str
    counterparty: str | None = None
    counterparty_account: str | None = None
    remittance: str | None = None


class Control(NamedTuple):
    """What a file says of an account as a whole, after its last line; amounts in minor units.

    `first_on` is where the statement begins, `made_at` when the bank's core made it, if the file says so.
    """

    place: str
    account: str
    currency: str
    opening_minor: int
    closing_minor: int
    first_on: date | None = None
    made_at: datetime | None = None


Part = Line | Control
Texts = tuple[str | None, str | None, str | None]


@dataclass
class Written:
    """An account between two days, to be written: `lines` may be read once. Amounts in minor units."""

    account: str
    kind: str
    currency: str
    bank: str
    bank_code: str
    first_on: date
    last_on: date
    made_at: datetime
    opening_minor: int
    closing_minor: int
    count: int
    in_minor: int
    out_minor: int
    lines: Iterable[Line] = field(default_factory=tuple)


def made(
    place: str, amount: str, currency: str, reference: str, texts: tuple[str | None, ...], **known: Any
) -> Line:
    """A line of what a file says, with texts as the ledger keeps them; BadFile where it cannot be kept."""
    name, account, remittance = texts
    return Line(
        place=place,
        reference=reference_of(reference, place),
        amount_minor=minor_of(amount, currency, place),
        currency=currency,
        counterparty=tidied(name, LONGEST_NAME),
        counterparty_account=tidied(account, LONGEST_ACCOUNT),
        remittance=tidied(remittance, LONGEST_TEXT),
        **known,
    )


def reference_of(text: str | None, place: str) -> str:
    reference = (text or "").strip()
    if not reference:
        raise BadFile(f"{place}: it has no entry reference, so that nobody could tell it from others")
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        raise BadFile(f"{place}: an entry reference has at most {LONGEST_REFERENCE} visible characters")
    return reference


def minor_of(text: str | None, currency: str, place: str) -> int:
    """ "12.30" in minor units; BadFile where it is no amount or too precise for its currency."""
    try:
        minor = Decimal((text or "").strip()).scaleb(minor_digits(currency))
        whole = int(minor)
    except (InvalidOperation, OverflowError, ValueError):
        raise BadFile(f"{place}: {text or 'nothing'} is not an amount; write it as -1234.50") from None
    if whole != minor:
        raise BadFile(f"{place}: {text} has more decimals than {currency} has")
    if abs(whole) >= LARGEST_MINOR:
        raise BadFile(f"{place}: {text} is too large")
    return whole


def major_text(minor: int, currency: str) -> str:
    """Minor units as files write them: -1230 of CNY is "-12.30"."""
    return f"{Money(minor, currency).major:f}"


def day_of(text: str | None, place: str) -> date:
    """An ISO date, or the day of an ISO date and time as it stands."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        raise BadFile(f"{place}: {text or 'nothing'} is not a date; write it as 2026-11-24") from None


def in_batches(parts: Iterable[Line], size: int) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for part in parts:
        batch.append(part)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
