"""A year of the demo people's habits as transactions: the same every time, up to today."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from tempfile import TemporaryFile

from portal.accounts.formats.lines import Control, Line, Part
from portal.accounts.models import Account
from portal.accounts.operations import prepare, take
from portal.accounts.rules import Kind, Status, first_of, last_of
from portal.cli.demo_habits import HABITS, Habit

MONTHS = 12
"""Whole months of history, and the one that runs."""


def write_history(accounts: dict[tuple[str, int], Account], now: datetime, today: date) -> None:
    """Give each account (by sign-in name and place) its history, so that it ends with the balance that it has."""
    parts = (part for key, account in accounts.items() for part in _history(key, account, today))
    with TemporaryFile() as spool:
        take(prepare(parts, spool), now)


def _history(key: tuple[str, int], account: Account, today: date) -> Iterator[Part]:
    begins_on = first_of(today)
    for _ in range(MONTHS):
        begins_on = first_of(begins_on - timedelta(days=1))
    lines = list(_numbered(key, account, begins_on, today))
    booked = sum(line.amount_minor for line in lines if line.status == Status.BOOKED)
    yield from lines
    opening = account.balance_minor - booked
    yield Control("demo", account.reference, account.currency, opening, account.balance_minor, begins_on)


def _numbered(key: tuple[str, int], account: Account, begins_on: date, today: date) -> Iterator[Line]:
    found = [
        each for habit in HABITS.get(key, []) for each in _days(habit, _chance(key, habit), begins_on, today)
    ]
    for number, (day, habit, name, amount) in enumerate(sorted(found, key=lambda each: each[0])):
        is_pending = day == today and habit.kind == Kind.CARD
        yield Line(
            "demo",
            account.reference,
            f"{day:%Y%m%d}{number:06d}",
            habit.kind,
            Status.PENDING if is_pending else Status.BOOKED,
            day,
            day,
            amount,
            account.currency,
            name,
            habit.account or None,
            habit.text.format(month=day.month, year=day.year) or None,
        )


def _days(
    habit: Habit, chance: Random, begins_on: date, today: date
) -> Iterator[tuple[date, Habit, str, int]]:
    """When, with whom and how much, from `begins_on` until today; card payments of today are pending."""
    month, number = begins_on, 0
    while month <= today:
        last = last_of(month).day
        days = habit.days or sorted(chance.sample(range(1, 29), habit.times))
        for day in (each for each in days if each <= last and number % habit.every == 0):
            on, name = month.replace(day=day), chance.choice(habit.names)
            amount = chance.randint(habit.fen[0], habit.fen[-1])
            if on < today:
                yield on, habit, name, amount
        month, number = month + timedelta(days=last), number + 1
    if habit.pending:
        yield today, habit, habit.names[0], habit.fen[-1]


def _chance(key: tuple[str, int], habit: Habit) -> Random:
    return Random(f"{key}{habit}")  # noqa: S311 - the same chance every time
