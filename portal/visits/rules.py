"""Which moments a branch offers: on its open days, in its hours, far enough ahead."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from portal.identity.calendar import open_days_from

SEATS = 2
SLOT = timedelta(minutes=60)
DAYS_OFFERED = 7
EARLIEST = timedelta(hours=2)  # so that the branch can prepare


def open_days(first: date, country: str) -> list[date]:
    """The next days on which branches are open, `first` included if it is one."""
    return list(islice(open_days_from(first, country), DAYS_OFFERED))


def slots(day: date, opens_at: time, closes_at: time, timezone: str, now: datetime) -> Iterator[datetime]:
    """The moments of `day`, aware, that are far enough in the future to be offered."""
    zone = ZoneInfo(timezone)
    start = datetime.combine(day, opens_at, zone)
    while start + SLOT <= datetime.combine(day, closes_at, zone):
        if start >= now + EARLIEST:
            yield start
        start += SLOT
