"""How long a sign-in lasts, and how many tries there are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.identity.rules import (
    CUSTOMER_IDLE,
    ELDER_IDLE,
    LONGEST_SESSION,
    STAFF_IDLE,
    Tries,
    has_lapsed,
    idle_limit,
    must_wait,
)

START = datetime(2026, 11, 24, 2, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(), timedelta(hours=10))


@pytest.mark.parametrize(
    ("tries", "waits"),
    [
        (Tries(0, 0, 0, 0, False), False),
        (Tries(9, 29, 99, 4999, False), False),
        (Tries(10, 10, 10, 10, False), True),
        (Tries(0, 30, 0, 30, False), True),
        (Tries(0, 0, 100, 100, False), True),
        (Tries(0, 0, 0, 5000, False), True),
        (Tries(9, 30, 100, 5000, True), False),
        (Tries(10, 0, 0, 0, True), True),
    ],
)
def test_the_next_try_waits_after_too_many(tries: Tries, waits: bool) -> None:
    assert must_wait(tries) is waits


@given(st.integers(0, 9), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_strangers_never_lock_a_browser_out_that_the_person_used(
    here: int, name: int, address: int, everywhere: int
) -> None:
    assert not must_wait(Tries(here, name, address, everywhere, known_device=True))


@pytest.mark.parametrize(
    ("is_staff", "mode", "limit"),
    [
        (False, "standard", CUSTOMER_IDLE),
        (False, "accessible", CUSTOMER_IDLE),
        (False, "elder", ELDER_IDLE),
        (True, "elder", STAFF_IDLE),
        (True, "standard", STAFF_IDLE),
    ],
)
def test_the_idle_limit(is_staff: bool, mode: str, limit: timedelta) -> None:
    assert idle_limit(is_staff, mode) == limit


@given(SPANS, SPANS)
def test_a_session_lapses_when_idle_or_old(age: timedelta, idle: timedelta) -> None:
    seen = START + age
    lapsed = has_lapsed(START, seen, CUSTOMER_IDLE, seen + idle)
    assert lapsed is (idle > CUSTOMER_IDLE or age + idle > LONGEST_SESSION)


def test_a_clock_set_back_ends_nothing() -> None:
    assert not has_lapsed(START, START, CUSTOMER_IDLE, START - timedelta(hours=1))
