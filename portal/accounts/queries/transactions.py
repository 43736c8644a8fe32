from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select, tuple_

from portal.accounts.models import Account, Transaction
from portal.accounts.queries.balances import balance_after
from portal.accounts.rules import PENDING_LAPSES, Kind, Status
from portal.db import db
from portal.money import Money

PAGE = 25
MOST_PENDING = 50


class Movement(NamedTuple):
    """A transaction and the booked balance after it; None while it is pending."""

    transaction: Transaction
    balance: Money | None


def transactions_of(
    account: Account, before: int | None = None, until: date | None = None
) -> tuple[list[Movement], int | None]:
    """A page of booked transactions, the newest first, and the key of the next page if there is one.

    `before` is the key of the last one seen; `until` the day that the list begins with.
    """
    wanted = newest_first(account).where(Transaction.status == Status.BOOKED)
    if before is not None:
        wanted = wanted.where(behind(account, before))
    elif until is not None:
        wanted = wanted.where(Transaction.booked_on <= until)
    found = list(db.session.scalars(wanted.limit(PAGE + 1)))
    is_newest = before is None and until is None
    page = with_balances(account, found[:PAGE], account.balance if is_newest else None)
    return page, found[PAGE - 1].id if len(found) > PAGE else None


def newest_first(account: Account) -> Select[Transaction]:
    return (
        select(Transaction)
        .where(Transaction.account_id == account.id)
        .order_by(Transaction.booked_on.desc(), Transaction.id.desc())
    )


def behind(account: Account, key: int) -> ColumnElement[bool]:
    """Older than the transaction `key` of this account; nothing is older than one that it has not."""
    columns = (Transaction.booked_on, Transaction.id)
    last = db.session.execute(
        select(*columns).where(Transaction.id == key, Transaction.account_id == account.id)
    ).first()
    return tuple_(*columns) < (tuple_(*last) if last else tuple_(date.min, 0))


def with_balances(
    account: Account, found: Iterable[Transaction], first: Money | None = None
) -> list[Movement]:
    """Booked transactions that follow each other, the newest first, each with the balance after it.

    `first` is the balance after the newest, where it is known.
    """
    movements, balance = list[Movement](), first
    for transaction in found:
        if balance is None:
            balance = Money(balance_after(account, transaction), account.currency)
        movements.append(Movement(transaction, balance))
        balance -= transaction.amount
    return movements


def pending_of(account: Account, today: date) -> list[Transaction]:
    """What is not booked yet, the newest first; what was not booked in time is not expected any more."""
    return list(
        db.session.scalars(
            newest_first(account)
            .where(Transaction.status == Status.PENDING, Transaction.booked_on >= today - PENDING_LAPSES)
            .limit(MOST_PENDING)
        )
    )


def incomes_of(account: Account, first_on: date, last_on: date) -> list[Transaction]:
    """Every salary or pension that was booked between two days, both included, the oldest first."""
    return list(
        db.session.scalars(
            select(Transaction)
            .where(Transaction.account_id == account.id, Transaction.booked_on.between(first_on, last_on))
            .where(Transaction.status == Status.BOOKED, Transaction.kind == Kind.SALARY)
            .where(Transaction.amount_minor > 0)
            .order_by(Transaction.booked_on, Transaction.id)
        )
    )


def transaction_for(account: Account, number: str) -> Movement | None:
    """A transaction of the account by its public number, with the balance after it."""
    found = db.session.scalar(
        select(Transaction).where(Transaction.account_id == account.id, Transaction.number == number)
    )
    if found is None:
        return None
    is_booked = found.status == Status.BOOKED
    return Movement(found, Money(balance_after(account, found), account.currency) if is_booked else None)
