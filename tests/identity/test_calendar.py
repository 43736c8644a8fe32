"""The bank's calendar: open days, and deadlines that count opening hours alone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.identity.calendar import due_in_working_days, due_in_working_time, is_open, open_days_from

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE, FIVE = time(9), time(17)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(), timedelta(hours=60))
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Asia/Kathmandu", "Asia/Riyadh", "Europe/Paris", "America/New_York"]
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 10, 1), False),
        (date(2026, 1, 1), False),
        (date(2026, 12, 25), True),
    ],
)
def test_branches_open_on_working_days(day: date, is_one: bool) -> None:
    assert is_open(day, "CN") is is_one


def test_another_country_has_other_holidays() -> None:
    assert not is_open(date(2026, 12, 25), "FR")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("2026-11-24 10:00", 4, "2026-11-24 14:00", id="the same day"),
        pytest.param("2026-11-24 15:00", 4, "2026-11-25 11:00", id="over night"),
        pytest.param("2026-11-24 13:00", 4, "2026-11-24 17:00", id="to the very end of the day"),
        pytest.param("2026-11-24 13:01", 4, "2026-11-25 09:01", id="a minute over the end of the day"),
        pytest.param("2026-11-24 17:00", 1, "2026-11-25 10:00", id="begun as the branch closes"),
        pytest.param("2026-11-24 06:00", 1, "2026-11-24 10:00", id="begun before it opens"),
        pytest.param("2026-11-24 23:30", 1, "2026-11-25 10:00", id="begun at night"),
        pytest.param("2026-11-27 16:00", 2, "2026-11-30 10:00", id="over a weekend"),
        pytest.param("2026-11-28 12:00", 2, "2026-11-30 11:00", id="begun on a Saturday"),
        pytest.param("2026-09-30 16:00", 2, "2026-10-08 10:00", id="over the October holidays"),
        pytest.param("2026-12-31 16:30", 1, "2027-01-04 09:30", id="over the new year"),
        pytest.param("2026-11-24 10:00", 24, "2026-11-27 10:00", id="three days of eight hours"),
        pytest.param("2026-11-24 10:00", 0, "2026-11-24 10:00", id="at once"),
        pytest.param("2026-11-24 20:00", 0, "2026-11-25 09:00", id="at once, at night"),
    ],
)
def test_hours_count_while_the_branch_is_open(start: str, hours: int, due: str) -> None:
    found = due_in_working_time(local(start), timedelta(hours=hours), NINE, FIVE, "Asia/Shanghai", "CN")
    assert (found, found.tzinfo) == (local(due), UTC)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2026-11-24 10:00", 1, "2026-11-25 17:00", id="tomorrow"),
        pytest.param("2026-11-24 23:59", 1, "2026-11-25 17:00", id="however late it is today"),
        pytest.param("2026-11-27 10:00", 1, "2026-11-30 17:00", id="over a weekend"),
        pytest.param("2026-11-28 10:00", 1, "2026-11-30 17:00", id="from a Saturday"),
        pytest.param("2026-11-24 10:00", 5, "2026-12-01 17:00", id="a week"),
        pytest.param("2026-09-30 10:00", 2, "2026-10-09 17:00", id="over the October holidays"),
    ],
)
def test_days_count_when_the_branch_opens(start: str, days: int, due: str) -> None:
    found = due_in_working_days(local(start), days, FIVE, "Asia/Shanghai", "CN")
    assert (found, found.tzinfo) == (local(due), UTC)


def test_the_day_is_the_banks_and_not_the_servers() -> None:
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # half past midnight on Wednesday in Shanghai
    assert due_in_working_days(late, 1, FIVE, "Asia/Shanghai", "CN") == local("2026-11-26 17:00")


def test_the_night_in_which_clocks_change_costs_no_working_hour() -> None:
    paris = ZoneInfo("Europe/Paris")
    start = datetime(2026, 3, 27, 16, tzinfo=paris)
    due = due_in_working_time(start, timedelta(hours=2), NINE, FIVE, "Europe/Paris", "FR")
    assert due == datetime(2026, 3, 30, 10, tzinfo=paris)


@pytest.mark.parametrize(
    ("working", "opens", "closes"),
    [(timedelta(-1), NINE, FIVE), (timedelta(1), FIVE, FIVE), (timedelta(1), FIVE, NINE)],
)
def test_what_never_ends_is_refused(working: timedelta, opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="never ends"):
        due_in_working_time(local("2026-11-24 10:00"), working, opens, closes, "Asia/Shanghai", "CN")


def test_no_days_are_no_deadline() -> None:
    with pytest.raises(ValueError, match="no deadline"):
        due_in_working_days(local("2026-11-24 10:00"), 0, FIVE, "Asia/Shanghai", "CN")


@settings(derandomize=True, deadline=None, max_examples=100)
@given(MOMENTS, SPANS, ZONES)
def test_between_start_and_due_the_branch_was_open_that_long(
    start: datetime, working: timedelta, timezone: str
) -> None:
    due, zone = due_in_working_time(start, working, NINE, FIVE, timezone, "CN"), ZoneInfo(timezone)
    assert due >= start
    assert is_open(due.astimezone(zone).date(), "CN")
    assert NINE <= due.astimezone(zone).time() <= FIVE
    was_open = timedelta()
    for day in islice(open_days_from(start.astimezone(zone).date(), "CN"), 30):
        opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (NINE, FIVE))
        was_open += max(min(closes, due) - max(opens, start), timedelta())
    assert was_open == working


@settings(derandomize=True, deadline=None, max_examples=100)
@given(MOMENTS, SPANS, SPANS)
def test_a_longer_span_is_never_due_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    short, long = sorted((one, other))
    due = [due_in_working_time(start, span, NINE, FIVE, "Asia/Shanghai", "CN") for span in (short, long)]
    assert due == sorted(due)
