"""Transactions in the ledger, by the portal's own operations."""

from collections.abc import Iterable
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import Any

from portal import clock
from portal.accounts.formats.lines import Control, Line, Part
from portal.accounts.operations import Moved, prepare, take
from portal.accounts.rules import Kind, Status
from portal.db import transaction

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 24)


def line(number: int = 0, amount: int = 100, account: str = "A-900001", **changes: Any) -> Line:
    """A booked card payment of 1 October 2026; other facts by name."""
    usual: dict[str, Any] = {
        "place": f"line {number}",
        "account": account,
        "reference": f"R{number:06d}",
        "kind": Kind.CARD,
        "status": Status.BOOKED,
        "booked_on": DAY,
        "value_on": DAY,
        "amount_minor": amount,
        "currency": "CNY",
        "counterparty": f"Shop {number}",
    }
    return Line(**usual | changes)


def lines(
    count: int, account: str = "A-900001", days: int = 30, first: date = DAY, **changes: Any
) -> list[Line]:
    """`count` payments of different amounts, in order over `days` days."""
    return [
        line(each, each + 1, account, booked_on=first + timedelta(days=each * days // count), **changes)
        for each in range(count)
    ]


def control(of: Iterable[Line], opening: int = 0, **changes: Any) -> Control:
    """What a statement of these lines says when the account opened with `opening` minor units."""
    told = list(of)
    booked = sum(each.amount_minor for each in told if each.status == Status.BOOKED)
    known = {"place": "statement 1", "account": told[0].account, "currency": told[0].currency}
    return Control(**{**known, "opening_minor": opening, "closing_minor": opening + booked, **changes})


def take_in(*parts: Part) -> Moved:
    """Import these parts, as a file has them."""
    with TemporaryFile() as spool:
        prepared = prepare(parts, spool)
        with transaction():
            return take(prepared, clock.now())


def book(*told: Line, opening: int = 0) -> Moved:
    """Import a statement of these lines."""
    return take_in(*told, control(told, opening))
