"""The bank's calendar: on which days and in which hours its branches are open.

All moments are aware. Weekends and the country's public holidays are closed. Opening hours are wall-clock
times of the bank's zone; spans are reckoned in UTC, so that a change to summer time neither adds nor loses an hour.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays


def is_open(day: date, country: str) -> bool:
    """Whether branches open on that day. `country`: ISO 3166-1 code."""
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


def open_days_from(first: date, country: str) -> Iterator[date]:
    """The days on which branches are open, without end; `first` included if it is one."""
    day = first
    while True:
        if is_open(day, country):
            yield day
        day += timedelta(days=1)


def due_in_working_time(
    start: datetime, working: timedelta, opens_at: time, closes_at: time, timezone: str, country: str
) -> datetime:
    """The moment, in UTC, at which `working` hours of the branch's opening time have passed since `start`.

    A start outside opening hours counts from the next opening. What ends as the branch closes is due at closing,
    not at the next opening. `ValueError`: a negative span, or hours in which the branch never opens.
    """
    if working < timedelta() or opens_at >= closes_at:
        raise ValueError(f"{working} within {opens_at}-{closes_at} never ends")
    zone, left = ZoneInfo(timezone), working
    for day in open_days_from(start.astimezone(zone).date(), country):
        opens = max(start, datetime.combine(day, opens_at, zone)).astimezone(UTC)
        closes = datetime.combine(day, closes_at, zone).astimezone(UTC)
        if opens < closes and opens + left <= closes:
            return opens + left
        left -= max(closes - opens, timedelta())
    raise AssertionError("the calendar has no end")


def due_in_working_days(start: datetime, days: int, closes_at: time, timezone: str, country: str) -> datetime:
    """When the branch closes, in UTC, on the `days`-th open day after the day of `start` in the bank's zone.

    `ValueError`: fewer than one day.
    """
    if days < 1:
        raise ValueError(f"{days} working days are no deadline")
    zone = ZoneInfo(timezone)
    tomorrow = start.astimezone(zone).date() + timedelta(days=1)
    day = next(islice(open_days_from(tomorrow, country), days - 1, None))
    return datetime.combine(day, closes_at, zone).astimezone(UTC)


@lru_cache
def _public_holidays(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)
