from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlalchemy import select

from portal.accounts.models import Account, MonthlyTotal
from portal.accounts.rules import Kind
from portal.db import db
from portal.money import Money


@dataclass
class Month:
    """What was booked in a month; `spent` by kind, what went out alone."""

    first_on: date
    came_in: Money
    went_out: Money
    closing: Money
    count: int = 0
    spent: dict[Kind, Money] = field(default_factory=dict)


def months_of(account: Account) -> list[Month]:
    """Every month in which something was booked, the newest first; one query."""
    wanted = select(MonthlyTotal.__table__).where(MonthlyTotal.account_id == account.id)
    rows = db.session.execute(wanted.order_by(MonthlyTotal.month, MonthlyTotal.kind)).all()
    months, closing = list[Month](), account.opening
    for first_on, totals in groupby(rows, key=lambda row: row.month):
        zero = Money.zero(account.currency)
        month = Month(first_on, zero, zero, closing)
        for row in totals:
            month.came_in += Money(row.in_minor, account.currency)
            month.went_out += Money(row.out_minor, account.currency)
            month.count += row.entries
            if row.out_minor:
                month.spent[Kind(row.kind)] = Money(row.out_minor, account.currency)
        closing = month.closing = closing + month.came_in - month.went_out
        months.append(month)
    return months[::-1]


def income_months_of(account: Account) -> list[date]:
    """The first day of every month in which a salary or pension was booked; one query."""
    wanted = select(MonthlyTotal.month).where(MonthlyTotal.account_id == account.id)
    return list(db.session.scalars(wanted.where(MonthlyTotal.kind == Kind.SALARY, MonthlyTotal.in_minor > 0)))
