"""Which moments a branch offers. Bank time zone; weekends and public holidays are closed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SEATS = 2
SLOT = timedelta(minutes=60)
DAYS_OFFERED = 7
EARLIEST = timedelta(hours=2)  # so that the branch can prepare


def is_open(day: date, country: str) -> bool:
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


def open_days(first: date, country: str) -> list[date]:
    """The next days on which branches are open, `first` included if it is one."""
    days: list[date] = []
    day = first
    while len(days) < DAYS_OFFERED:
        if is_open(day, country):
            days.append(day)
        day += timedelta(days=1)
    return days


def slots(day: date, opens_at: time, closes_at: time, timezone: str, now: datetime) -> Iterator[datetime]:
    """The moments of `day`, aware, that are far enough in the future to be offered."""
    zone = ZoneInfo(timezone)
    start = datetime.combine(day, opens_at, zone)
    while start + SLOT <= datetime.combine(day, closes_at, zone):
        if start >= now + EARLIEST:
            yield start
        start += SLOT


@lru_cache
def _public_holidays(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)
