"""The bank's calendar: on which days and in which hours its branches are open.

All moments are aware. Weekends and the country's public holidays are closed. Opening hours are wall-clock
times of the bank's zone; spans are reckoned in UTC, so that a change to summer time neither adds nor loses an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from zoneinfo import ZoneInfo

import holidays

from portal import clock

A_DAY = timedelta(days=1)
HOLIDAYS = f"holidays {version('holidays')}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a branch is open: between two times of the bank's zone, on the open days of its country (ISO 3166-1)."""

    opens_at: time
    closes_at: time
    timezone: str
    country: str

    def __post_init__(self) -> None:
        if self.opens_at >= self.closes_at:
            raise ValueError(f"{self.opens_at}-{self.closes_at} is never")

    @property
    def calendar(self) -> str:
        """What its open days rest on, for a record that is read in years."""
        return f"{self.country}, {HOLIDAYS}"

    @property
    def a_day(self) -> timedelta:
        """How long it is open on an open day."""
        return datetime.combine(date.min, self.closes_at) - datetime.combine(date.min, self.opens_at)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """When it opens and closes on that day, in UTC, if it is an open one."""
        zone = ZoneInfo(self.timezone)
        opens, closes = (datetime.combine(day, at, zone) for at in (self.opens_at, self.closes_at))
        return opens.astimezone(UTC), closes.astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        """The bank's day at that moment."""
        return clock.day_of(moment, self.timezone)


def is_open(day: date, country: str) -> bool:
    """Whether branches open on that day. `country`: ISO 3166-1 code."""
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


def open_days_from(first: date, country: str, step: timedelta = A_DAY) -> Iterator[date]:
    """The days on which branches are open, without end; `first` included if it is one. A negative `step` looks back."""
    day = first
    while True:
        if is_open(day, country):
            yield day
        day += step


def due_in_working_time(start: datetime, working: timedelta, hours: OpeningHours) -> datetime:
    """The moment, in UTC, at which `working` hours of the branch's opening time have passed since `start`.

    A start outside opening hours counts from the next opening. What ends as the branch closes is due at closing,
    not at the next opening. `ValueError`: a negative span.
    """
    if working < timedelta():
        raise ValueError(f"{working} never ends")
    left = working
    for opens, closes in _openings_from(start, hours):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise AssertionError("the calendar has no end")


def since_working_time(end: datetime, working: timedelta, hours: OpeningHours) -> datetime:
    """The moment, in UTC, since which `working` hours of the branch's opening time have passed at `end`.

    What would begin as the branch opens began as it closed before.
    """
    left = working
    for opens, closes in _openings_before(end, hours):
        if closes - left > opens:
            return closes - left
        left -= closes - opens
    raise AssertionError("the calendar has no beginning")


def working_time_between(start: datetime, end: datetime, hours: OpeningHours) -> timedelta:
    """How long the branch is open from `start` to `end`; nothing if `end` comes first."""
    passed = timedelta()
    for opens, closes in _openings_from(start, hours):
        if opens >= end:
            return passed
        passed += min(closes, end) - opens
    raise AssertionError("the calendar has no end")


def due_in_working_days(start: datetime, days: int, hours: OpeningHours) -> datetime:
    """When the branch closes, in UTC, on the `days`-th open day after the day of `start` in the bank's zone.

    `ValueError`: fewer than one day.
    """
    if days < 1:
        raise ValueError(f"{days} working days are no deadline")
    coming = open_days_from(hours.day_of(start) + A_DAY, hours.country)
    return hours.on(next(islice(coming, days - 1, None)))[1]


def _openings_from(start: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, datetime]]:
    """What is left at `start` of each time that the branch is open, the next first."""
    for day in open_days_from(hours.day_of(start), hours.country):
        opens, closes = hours.on(day)
        if start < closes:
            yield max(opens, start.astimezone(UTC)), closes


def _openings_before(end: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, datetime]]:
    """What is over at `end` of each time that the branch was open, the last first."""
    for day in open_days_from(hours.day_of(end), hours.country, -A_DAY):
        opens, closes = hours.on(day)
        if opens < end:
            yield opens, min(closes, end.astimezone(UTC))


@lru_cache
def _public_holidays(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)
