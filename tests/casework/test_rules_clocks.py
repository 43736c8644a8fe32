"""A deadline that waited goes on with the time that was left, in the hours in which it counts."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.rules import CaseEvent, ClockState, due_after_pause, replay
from portal.identity.calendar import OpeningHours, due_in_working_time, is_open, working_time_between

SHANGHAI = ZoneInfo("Asia/Shanghai")
EAST = OpeningHours(time(9), time(17), "Asia/Shanghai", "CN")
BRANCHES = st.sampled_from([EAST, OpeningHours(time(10), time(15, 30), "Asia/Shanghai", "CN")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(hours=40))
PAUSES = st.timedeltas(timedelta(), timedelta(days=20))
PROPERTY = settings(max_examples=100)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "becomes"),
    [
        pytest.param(
            "2026-11-25 10:00", "2026-11-24 12:00", "2026-11-24 15:00", "2026-11-25 13:00", id="an afternoon"
        ),
        pytest.param(
            "2026-11-25 10:00", "2026-11-24 16:00", "2026-11-24 23:00", "2026-11-25 11:00", id="a night"
        ),
        pytest.param(
            "2026-11-27 17:00", "2026-11-27 15:00", "2026-11-29 12:00", "2026-11-30 11:00", id="a weekend"
        ),
        pytest.param(
            "2026-11-25 10:00", "2026-11-24 18:00", "2026-11-25 08:00", "2026-11-25 10:00", id="while closed"
        ),
        pytest.param(
            "2026-09-30 17:00", "2026-09-30 16:00", "2026-10-06 10:00", "2026-10-08 10:00", id="a holiday"
        ),
        pytest.param(
            "2026-11-24 10:00", "2026-11-24 12:00", "2026-11-27 14:00", "2026-11-27 12:00", id="late"
        ),
        pytest.param(
            "2026-11-24 10:00", "2026-11-24 12:00", "2026-11-30 10:00", "2026-11-27 16:00", id="late, Monday"
        ),
        pytest.param(
            "2026-11-25 10:00", "2026-11-24 12:00", "2026-11-24 08:00", "2026-11-25 10:00", id="set back"
        ),
        pytest.param(
            "2026-11-25 03:00",
            "2026-11-24 16:00",
            "2026-11-24 16:00",
            "2026-11-25 03:00",
            id="at night, as it was promised before",
        ),
    ],
)
def test_what_was_left_goes_on(due: str, paused: str, resumed: str, becomes: str) -> None:
    assert due_after_pause(local(due), local(paused), local(resumed), EAST) == local(becomes)


def test_round_the_clock_the_pause_is_added() -> None:
    due = due_after_pause(local("2026-11-28 10:00"), local("2026-11-27 12:00"), local("2026-11-28 12:00"))
    assert due == local("2026-11-29 10:00")


@PROPERTY
@given(MOMENTS, SPANS, BRANCHES, PAUSES)
def test_a_pause_of_no_length_changes_nothing(
    start: datetime, working: timedelta, hours: OpeningHours, later: timedelta
) -> None:
    due, moment = due_in_working_time(start, working, hours), start + later
    assert due_after_pause(due, moment, moment, hours) == due


@PROPERTY
@given(MOMENTS, SPANS, BRANCHES, PAUSES, PAUSES)
def test_as_much_is_left_or_missed_as_before_and_the_branch_is_open(
    start: datetime, working: timedelta, hours: OpeningHours, later: timedelta, waited: timedelta
) -> None:
    due, paused = due_in_working_time(start, working, hours), start + later
    resumed = paused + waited
    becomes = due_after_pause(due, paused, resumed, hours)
    here = becomes.astimezone(SHANGHAI)
    assert becomes >= due
    assert is_open(here.date(), hours.country)
    assert hours.opens_at <= here.time() <= hours.closes_at
    assert working_time_between(resumed, becomes, hours) == working_time_between(paused, due, hours)
    assert working_time_between(becomes, resumed, hours) == working_time_between(due, paused, hours)


@PROPERTY
@given(MOMENTS, SPANS, BRANCHES, PAUSES, PAUSES, PAUSES)
def test_who_answers_later_is_not_decided_on_earlier(
    start: datetime,
    working: timedelta,
    hours: OpeningHours,
    later: timedelta,
    one: timedelta,
    other: timedelta,
) -> None:
    due, paused = due_in_working_time(start, working, hours), start + later
    found = [due_after_pause(due, paused, paused + waited, hours) for waited in sorted((one, other))]
    assert found == sorted(found)


START, DUE, PAUSED, RESUMED = (
    local(f"2026-11-{at}") for at in ("24 10:00", "25 10:00", "24 12:00", "28 12:00")
)
CLOCK = {"kind": "decision", "level": 1}


@pytest.mark.parametrize(
    ("told", "due"),
    [
        pytest.param(
            {"due_at": "2026-11-30T15:00:00+08:00", "calendar": "CN"}, "2026-11-30 15:00", id="told"
        ),
        pytest.param({}, "2026-11-29 10:00", id="before it was told, round the clock"),
    ],
)
def test_history_alone_says_when_a_resumed_clock_is_due(told: dict[str, str], due: str) -> None:
    events = [
        (START, CaseEvent.CLOCK_STARTED, CLOCK | {"due_at": DUE.isoformat()}),
        (PAUSED, CaseEvent.CLOCK_PAUSED, CLOCK),
        (RESUMED, CaseEvent.CLOCK_RESUMED, CLOCK | told),
    ]
    assert replay(events) == {("decision", 1): ClockState(START, local(due))}
