"""When the bank may make a telephone ring."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(21)
"""An SMS comes between them, on the bank's clock; the inbox and e-mail wake nobody."""


def when_awake(moment: datetime, timezone: str) -> datetime:
    """The moment itself by day, else the next morning; aware, `timezone` an IANA name."""
    local = moment.astimezone(ZoneInfo(timezone))
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, local.tzinfo)
