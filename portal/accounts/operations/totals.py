"""Monthly totals, kept in step with the transactions that they are of."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from portal.accounts.models import MonthlyTotal
from portal.accounts.rules import Status, first_of
from portal.db import db

AT_ONCE = 500  # accounts
Place = tuple[int, date, str]
"""Account, first day of the month, kind."""


class Sums:
    """Minor units that came in and went out by account, month and kind, and how many transactions that were."""

    def __init__(self) -> None:
        self._of: dict[int, dict[Place, list[int]]] = {}

    def add(self, account_id: int, facts: dict[str, Any]) -> None:
        """Count a transaction's columns, if it is booked."""
        if facts["status"] != Status.BOOKED:
            return
        place = (account_id, first_of(facts["booked_on"]), facts["kind"])
        sums = self._of.setdefault(account_id, {}).setdefault(place, [0, 0, 0])
        amount = facts["amount_minor"]
        sums[amount < 0] += abs(amount)
        sums[2] += 1

    def net(self, account_id: int) -> int:
        """What they change in the account's balance."""
        return sum(came_in - went_out for came_in, went_out, _count in self._of.get(account_id, {}).values())

    def keep(self) -> None:
        """Add them to the totals that are kept."""
        accounts = iter(self._of.items())
        while some := dict(islice(accounts, AT_ONCE)):
            sums = {place: each for of_account in some.values() for place, each in of_account.items()}
            known = set(_places(list(some)))
            _insert({place: each for place, each in sums.items() if place not in known})
            _update({place: each for place, each in sums.items() if place in known})


def _places(account_ids: list[int]) -> Iterator[Place]:
    wanted = select(MonthlyTotal.account_id, MonthlyTotal.month, MonthlyTotal.kind)
    for row in db.session.execute(wanted.where(MonthlyTotal.account_id.in_(account_ids))):
        yield row.account_id, row.month, row.kind


def _insert(sums: dict[Place, list[int]]) -> None:
    if sums:
        names = ("account_id", "month", "kind", "in_minor", "out_minor", "entries")
        rows = [dict(zip(names, (*place, *each), strict=True)) for place, each in sums.items()]
        db.session.execute(insert(MonthlyTotal.__table__), rows)  # type: ignore[arg-type]


def _update(sums: dict[Place, list[int]]) -> None:
    table = MonthlyTotal.__table__
    keys = ("account_id", "month", "kind")
    change = (
        update(table)  # type: ignore[arg-type]
        .where(and_(*(table.c[key] == bindparam(f"of_{key}") for key in keys)))
        .values(
            {name: table.c[name] + bindparam(f"more_{name}") for name in ("in_minor", "out_minor", "entries")}
        )
    )
    names = ("of_account_id", "of_month", "of_kind", "more_in_minor", "more_out_minor", "more_entries")
    if sums:
        rows = [dict(zip(names, (*place, *each), strict=True)) for place, each in sums.items()]
        db.session.connection().execute(change, rows)
