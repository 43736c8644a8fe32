"""When a branch has time: never on a closed day, never too soon."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.identity.calendar import is_open
from portal.visits.rules import DAYS_OFFERED, EARLIEST, SLOT, open_days, slots

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Paris", "America/New_York", "Asia/Kathmandu"])


@settings(max_examples=50)
@given(DAYS)
def test_the_days_offered_are_the_next_open_ones(first: date) -> None:
    days = open_days(first, "CN")
    assert len(days) == DAYS_OFFERED
    assert days == sorted(set(days))
    assert all(day >= first and is_open(day, "CN") for day in days)
    between = [first + timedelta(n) for n in range((days[-1] - first).days)]
    assert [day for day in between if is_open(day, "CN")] == days[:-1]


@settings(max_examples=50)
@given(DAYS, ZONES, st.integers(0, 12), st.integers(12, 23), st.integers(-36, 36))
def test_a_slot_is_within_opening_hours_and_never_too_soon(
    day: date, timezone: str, opens: int, closes: int, hours: int
) -> None:
    zone = ZoneInfo(timezone)
    now = datetime.combine(day, time(9), zone).astimezone(UTC) + timedelta(hours=hours)
    offered = list(slots(day, time(opens), time(closes), timezone, now))
    assert offered == sorted(set(offered))
    for moment in offered:
        assert moment >= now + EARLIEST
        assert moment.date() == day
        assert time(opens) <= moment.time()
        assert moment + SLOT <= datetime.combine(day, time(closes), zone)


def test_a_whole_day_ahead_is_offered_whole() -> None:
    now = datetime(2026, 11, 23, 1, tzinfo=UTC)
    offered = slots(date(2026, 11, 24), time(9), time(17), "Asia/Shanghai", now)
    assert [moment.hour for moment in offered] == [9, 10, 11, 12, 13, 14, 15, 16]
