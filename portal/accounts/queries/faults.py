"""Every way in which what is kept differs from what the transactions come to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from portal.accounts.models import Account, MonthlyTotal, OwnAccount, Transaction
from portal.accounts.rules import Status, first_of
from portal.db import db
from portal.languages import format_money
from portal.money import Money

AT_ONCE = 500  # accounts
AMOUNT = Transaction.amount_minor
IN, OUT = case((AMOUNT > 0, AMOUNT), else_=0), case((AMOUNT < 0, -AMOUNT), else_=0)
Place = tuple[int, date, str]
Sums = dict[Place, tuple[int, int, int]]


def faults() -> Iterator[str]:
    """Differences in words for the operator; nothing when the ledger is whole."""
    accounts = db.session.execute(
        select(Account.id, Account.reference, Account.currency).order_by(Account.id)
    ).all()
    yield from _wrong_balances()
    for start in range(0, len(accounts), AT_ONCE):
        yield from _wrong_totals(accounts[start : start + AT_ONCE])
    yield from _wrong_own_accounts()


def transaction_count() -> int:
    return db.session.scalar(select(func.count(Transaction.id))) or 0


def _wrong_balances() -> Iterator[str]:
    booked = (
        select(Transaction.account_id, func.sum(AMOUNT).label("minor"))
        .where(Transaction.status == Status.BOOKED)
        .group_by(Transaction.account_id)
        .subquery()
    )
    right = Account.opening_minor + func.coalesce(booked.c.minor, 0)
    wanted = (
        select(Account.reference, Account.currency, Account.balance_minor, right)
        .outerjoin(booked, booked.c.account_id == Account.id)
        .where(Account.balance_minor != right)
        .order_by(Account.reference)
    )
    for reference, currency, kept, come_to in db.session.execute(wanted):
        said = _said(kept, currency), _said(come_to, currency)
        yield f"{reference}: the balance is kept as {said[0]}, opening and transactions come to {said[1]}"


def _wrong_totals(accounts: Sequence[Any]) -> Iterator[str]:
    ids = [account.id for account in accounts]
    kept, right = _kept(ids), _reckoned(ids)
    known = {account.id: account for account in accounts}
    nothing = (0, 0, 0)
    for place in sorted(kept.keys() | right.keys()):
        if kept.get(place, nothing) != right.get(place, nothing):
            account, month, kind = known[place[0]], place[1], place[2]
            has, is_right = (_sums_said(each.get(place, nothing), account.currency) for each in (kept, right))
            yield f"{account.reference}, {month:%Y-%m}, {kind}: kept as {has}; the transactions come to {is_right}"


def _wrong_own_accounts() -> Iterator[str]:
    """The two sides of the ledger: what customers have is what the bank's own accounts gave."""
    theirs = select(Account.currency, func.sum(Account.balance_minor)).group_by(Account.currency)
    owed = {row[0]: int(row[1]) for row in db.session.execute(theirs)}
    own = {
        row[0]: int(row[1])
        for row in db.session.execute(select(OwnAccount.currency, OwnAccount.balance_minor))
    }
    for currency in sorted(owed.keys() | own.keys()):
        if owed.get(currency, 0) + own.get(currency, 0):
            said = _said(own.get(currency, 0), currency), _said(owed.get(currency, 0), currency)
            yield f"the bank's own account in {currency} is kept as {said[0]}, the customers' come to {said[1]}"


def _kept(ids: list[int]) -> Sums:
    wanted = select(MonthlyTotal.__table__).where(MonthlyTotal.account_id.in_(ids))
    return {
        (row.account_id, row.month, row.kind): (row.in_minor, row.out_minor, row.entries)
        for row in db.session.execute(wanted)
    }


def _reckoned(ids: list[int]) -> Sums:
    places = (Transaction.account_id, Transaction.booked_on, Transaction.kind)
    wanted = (
        select(*places, func.sum(IN), func.sum(OUT), func.count())
        .where(Transaction.account_id.in_(ids), Transaction.status == Status.BOOKED)
        .group_by(*places)
    )
    sums: Sums = defaultdict(lambda: (0, 0, 0))
    for account_id, day, kind, *more in db.session.execute(wanted):
        place = (account_id, first_of(day), kind)
        came_in, went_out, count = (
            before + int(each) for before, each in zip(sums[place], more, strict=True)
        )
        sums[place] = (came_in, went_out, count)
    return sums


def _sums_said(sums: tuple[int, int, int], currency: str) -> str:
    return f"{_said(sums[0], currency)} in, {_said(sums[1], currency)} out, {sums[2]} of them"


def _said(minor: int, currency: str) -> str:
    return format_money(Money(minor, currency), "en")
