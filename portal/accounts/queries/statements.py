from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select, tuple_

from portal.accounts.models import Account, Transaction
from portal.accounts.queries.balances import balance_before
from portal.accounts.queries.transactions import Movement
from portal.accounts.rules import Status
from portal.db import db
from portal.money import Money

BATCH = 500


@dataclass(frozen=True)
class Statement:
    """An account between two days, both included: what it opened and closed with, and what was booked."""

    account: Account
    first_on: date
    last_on: date
    opening: Money
    came_in: Money
    went_out: Money
    count: int

    @property
    def closing(self) -> Money:
        return self.opening + self.came_in - self.went_out

    def lines(self) -> Iterator[Movement]:
        """Every booked transaction in order, with the balance after it; fetched batch by batch.

        RuntimeError at the end if something was booked meanwhile, so that no statement is wrong without notice.
        """
        balance = self.opening
        for transaction in _in_order(self):
            balance += transaction.amount
            yield Movement(transaction, balance)
        if balance != self.closing:
            raise RuntimeError(f"{self.account.reference} changed while its statement was written")


def statement_of(account: Account, first_on: date, last_on: date) -> Statement:
    """The account's statement from `first_on` to `last_on`; two queries, and one for each batch of lines."""
    amount = Transaction.amount_minor
    sums = (func.sum(case((amount > 0, amount), else_=0)), func.sum(case((amount < 0, -amount), else_=0)))
    row = db.session.execute(
        select(*sums, func.count()).where(
            Transaction.account_id == account.id,
            Transaction.booked_on.between(first_on, last_on),
            Transaction.status == Status.BOOKED,
        )
    ).one()
    opening = balance_before(account, first_on)
    came_in, went_out = (Money(int(each or 0), account.currency) for each in row[:2])
    return Statement(account, first_on, last_on, Money(opening, account.currency), came_in, went_out, row[2])


def _in_order(statement: Statement) -> Iterator[Transaction]:
    place = tuple_(Transaction.booked_on, Transaction.id)
    wanted = (
        select(Transaction)
        .where(
            Transaction.account_id == statement.account.id,
            Transaction.booked_on.between(statement.first_on, statement.last_on),
            Transaction.status == Status.BOOKED,
        )
        .order_by(Transaction.booked_on, Transaction.id)
        .limit(BATCH)
    )
    batch = list(db.session.scalars(wanted))
    while batch:
        yield from batch
        last = batch[-1]
        for transaction in batch:
            db.session.expunge(transaction)
        batch = list(db.session.scalars(wanted.where(place > tuple_(last.booked_on, last.id))))
