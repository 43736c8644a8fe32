"""The bank's calendar: open days, and deadlines that count opening hours alone."""

from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.identity.calendar import (
    OpeningHours,
    due_in_working_days,
    due_in_working_time,
    is_open,
    open_days_from,
    since_working_time,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE, FIVE = time(9), time(17)
HOURS = OpeningHours(NINE, FIVE, "Asia/Shanghai", "CN")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(), timedelta(hours=60))
BRANCHES = st.builds(
    OpeningHours,
    st.sampled_from([time(7, 30), NINE, time(12)]),
    st.sampled_from([time(13), FIVE, time(23, 59)]),
    st.sampled_from(["Asia/Shanghai", "Asia/Kathmandu", "Asia/Riyadh", "Europe/Paris", "America/New_York"]),
    st.sampled_from(["CN", "FR", "US"]),
)
PROPERTY = settings(max_examples=100)


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
    found = due_in_working_time(local(start), timedelta(hours=hours), HOURS)
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
    found = due_in_working_days(local(start), days, HOURS)
    assert (found, found.tzinfo) == (local(due), UTC)


def test_the_day_is_the_banks_and_not_the_servers() -> None:
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # half past midnight on Wednesday in Shanghai
    assert due_in_working_days(late, 1, HOURS) == local("2026-11-26 17:00")


def test_the_night_in_which_clocks_change_costs_no_working_hour() -> None:
    paris = ZoneInfo("Europe/Paris")
    start = datetime(2026, 3, 27, 16, tzinfo=paris)
    there = OpeningHours(NINE, FIVE, "Europe/Paris", "FR")
    due = due_in_working_time(start, timedelta(hours=2), there)
    assert due == datetime(2026, 3, 30, 10, tzinfo=paris)


@pytest.mark.parametrize(
    ("end", "hours", "since"),
    [
        pytest.param("2026-11-24 14:00", 4, "2026-11-24 10:00", id="the same day"),
        pytest.param("2026-11-25 11:00", 4, "2026-11-24 15:00", id="over night"),
        pytest.param("2026-11-30 10:00", 2, "2026-11-27 16:00", id="over a weekend"),
        pytest.param("2026-10-08 10:00", 2, "2026-09-30 16:00", id="over the October holidays"),
        pytest.param("2026-11-29 12:00", 1, "2026-11-27 16:00", id="ended on a Sunday"),
        pytest.param("2026-11-25 10:00", 1, "2026-11-24 17:00", id="a whole morning"),
        pytest.param("2026-11-25 09:00", 0, "2026-11-24 17:00", id="nothing, as it opens"),
        pytest.param("2026-11-24 10:00", 0, "2026-11-24 10:00", id="nothing, while it is open"),
    ],
)
def test_looking_back_opening_hours_count_alone(end: str, hours: int, since: str) -> None:
    found = since_working_time(local(end), timedelta(hours=hours), HOURS)
    assert (found, found.tzinfo) == (local(since), UTC)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:30", 2.5),
        ("2026-11-24 16:00", "2026-11-25 10:00", 2),
        ("2026-11-27 16:00", "2026-11-30 09:00", 1),
        ("2026-11-27 18:00", "2026-11-30 08:00", 0),
        ("2026-09-30 09:00", "2026-10-09 09:00", 16),
        ("2026-11-25 10:00", "2026-11-24 10:00", 0),
    ],
)
def test_how_long_it_was_open(start: str, end: str, hours: float) -> None:
    assert working_time_between(local(start), local(end), HOURS) == timedelta(hours=hours)


def test_a_span_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="never ends"):
        due_in_working_time(local("2026-11-24 10:00"), timedelta(-1), HOURS)


@pytest.mark.parametrize(("opens", "closes"), [(FIVE, FIVE), (FIVE, NINE)])
def test_a_branch_that_never_opens_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="is never"):
        OpeningHours(opens, closes, "Asia/Shanghai", "CN")


def test_a_record_of_its_calendar_names_the_country_and_what_knows_its_holidays() -> None:
    assert HOURS.calendar == f"CN, holidays {version('holidays')}"


def test_no_days_are_no_deadline() -> None:
    with pytest.raises(ValueError, match="no deadline"):
        due_in_working_days(local("2026-11-24 10:00"), 0, HOURS)


@PROPERTY
@given(MOMENTS, SPANS, BRANCHES)
def test_between_start_and_due_the_branch_was_open_that_long(
    start: datetime, working: timedelta, hours: OpeningHours
) -> None:
    due, zone = due_in_working_time(start, working, hours), ZoneInfo(hours.timezone)
    assert due >= start
    assert is_open(due.astimezone(zone).date(), hours.country)
    assert hours.opens_at <= due.astimezone(zone).time() <= hours.closes_at
    was_open = timedelta()
    for day in islice(open_days_from(start.astimezone(zone).date(), hours.country), 70):
        at = (hours.opens_at, hours.closes_at)
        opens, closes = (datetime.combine(day, each, zone).astimezone(UTC) for each in at)
        if opens > due:
            break
        was_open += max(min(closes, due) - max(opens, start), timedelta())
    assert was_open == working == working_time_between(start, due, hours)


@PROPERTY
@given(MOMENTS, SPANS, BRANCHES)
def test_looking_back_leads_where_looking_forward_came_from(
    end: datetime, working: timedelta, hours: OpeningHours
) -> None:
    since = since_working_time(end, working, hours)
    assert since <= end
    assert working_time_between(since, end, hours) == working


@PROPERTY
@given(MOMENTS, SPANS, SPANS)
def test_a_longer_span_is_never_due_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    short, long = sorted((one, other))
    due = [due_in_working_time(start, span, HOURS) for span in (short, long)]
    assert due == sorted(due)
