"""Balances at any moment of the ledger: whole months from their totals, the last one from its transactions."""

from datetime import date

from sqlalchemy import and_, func, or_, select

from portal.accounts.models import Account, MonthlyTotal, Transaction
from portal.accounts.rules import Status, first_of
from portal.db import db


def balance_before(account: Account, day: date) -> int:
    """The booked balance at the start of `day`, in minor units."""
    return account.opening_minor + booked_until(account, day)


def balance_after(account: Account, transaction: Transaction) -> int:
    """The booked balance after a booked transaction, in minor units."""
    return account.opening_minor + booked_until(account, transaction.booked_on, transaction.id)


def booked_until(account: Account, day: date, key: int = 0) -> int:
    """What was booked before `day` and on it up to the transaction `key`, in minor units; one query."""
    month = first_of(day)
    net = func.coalesce(func.sum(MonthlyTotal.in_minor - MonthlyTotal.out_minor), 0)
    months = select(net).where(MonthlyTotal.account_id == account.id, MonthlyTotal.month < month)
    on_day = and_(Transaction.booked_on == day, Transaction.id <= key)
    in_month = select(func.coalesce(func.sum(Transaction.amount_minor), 0)).where(
        Transaction.account_id == account.id,
        Transaction.booked_on.between(month, day),
        Transaction.status == Status.BOOKED,
        or_(Transaction.booked_on < day, on_day),
    )
    return int(db.session.scalar(select(months.scalar_subquery() + in_month.scalar_subquery())) or 0)


def booked_on_day(account: Account, day: date) -> int:
    """What was booked on `day`, in minor units."""
    total = select(func.coalesce(func.sum(Transaction.amount_minor), 0)).where(
        Transaction.account_id == account.id,
        Transaction.booked_on == day,
        Transaction.status == Status.BOOKED,
    )
    return int(db.session.scalar(total) or 0)
