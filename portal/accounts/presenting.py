"""Months and transactions as pages tell them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.accounts import labels
from portal.accounts.models import Account, Transaction
from portal.accounts.queries import Month, Movement
from portal.accounts.rules import Direction, Kind, first_of
from portal.languages import format_month
from portal.money import Money
from portal.web.templating import day, money_text

Item = dict[str, Any]
SEPARATOR = " · "
ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # a name of another script does not turn the sentence around
MONTHS_SHOWN = 12
KINDS_SHOWN = 3
"""So many kinds of spending are drawn by themselves; the others together."""


@dataclass
class Bar:
    """A month of the picture: its name, what went out by the kinds that are drawn, and in all."""

    month: date
    label: str
    parts: list[Money]
    total: Money


@dataclass
class Spending:
    names: list[str]
    bars: list[Bar]

    @property
    def most(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.total)


def spending(account: Account, months: Sequence[Month]) -> Spending | None:
    """What went out in the last months, by kind; None where nothing did."""
    shown = [month for month in months[:MONTHS_SHOWN] if month.went_out.minor][::-1]
    sizes = Counter(dict.fromkeys(Kind, 0))
    for month in shown:
        sizes.update({kind: spent.minor for kind, spent in month.spent.items()})
    kinds = [kind for kind, size in sizes.most_common(KINDS_SHOWN) if size]
    others = any(size for kind, size in sizes.items() if kind not in kinds)
    if not shown:
        return None
    names = [str(labels.KINDS[kind]) for kind in kinds] + ([_("Everything else")] if others else [])
    return Spending(names, [_bar(account, month, kinds, others) for month in shown])


def _bar(account: Account, month: Month, kinds: list[Kind], others: bool) -> Bar:
    parts = [month.spent.get(kind, Money.zero(account.currency)) for kind in kinds]
    if others:
        drawn = Money(sum(part.minor for part in parts), account.currency)
        parts.append(month.went_out - drawn)
    label = format_month(month.first_on, str(get_locale()), short=True)
    return Bar(month.first_on, label, parts, month.went_out)


def sentence(transaction: Transaction) -> str:
    """What happened, in plain words."""
    direction = Direction.OUT if transaction.amount_minor < 0 else Direction.IN
    words = labels.SENTENCES[Kind(transaction.kind), direction]
    return str(words) % {
        "amount": money_text(transaction.size),
        "name": f"{ISOLATE}{transaction.counterparty or _('somebody who is not named')}{END_ISOLATE}",
        "day": day(transaction.booked_on),
    }


def by_month(
    movements: Sequence[Movement], months: Sequence[Month] = ()
) -> list[tuple[date, Month | None, list[Item]]]:
    """Movements in their order under their months, each month with what is known of it."""
    known = {month.first_on: month for month in months}
    grouped = groupby(movements, key=lambda movement: first_of(movement.transaction.booked_on))
    return [(month, known.get(month), [item(each) for each in of]) for month, of in grouped]


def item(movement: Movement) -> Item:
    """A transaction as it stands in a list."""
    transaction = movement.transaction
    kind = str(labels.KINDS[Kind(transaction.kind)])
    return {
        "title": transaction.counterparty or kind,
        "meta": f"{kind}{SEPARATOR}{day(transaction.booked_on)}",
        "number": transaction.number,
        "amount": transaction.amount,
        "balance": movement.balance,
        "is_pending": transaction.is_pending,
    }
