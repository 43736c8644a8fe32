"""The only source of now."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC) + _shift()


def today(timezone: str) -> date:
    """The calendar day that it is in `timezone` (an IANA name)."""
    return day_of(now(), timezone)


def day_of(moment: datetime, timezone: str) -> date:
    """The calendar day that it is in `timezone` (an IANA name) at an aware moment."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def _shift() -> timedelta:
    """In testing alone: the seconds written in the file that PORTAL_CLOCK_FILE names."""
    name = os.environ.get("PORTAL_CLOCK_FILE")
    if not name or os.environ.get("PORTAL_TESTING") != "true":
        return timedelta()
    try:
        return timedelta(seconds=float(Path(name).read_text()))
    except FileNotFoundError:
        return timedelta()
