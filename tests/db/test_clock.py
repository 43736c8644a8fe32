"""The only source of now: it can be moved in testing alone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal import clock as portal_clock
from tests.clocks import START, MovableClock


def test_now_is_aware_and_in_utc(clock: MovableClock) -> None:
    assert portal_clock.now().tzinfo is UTC
    assert abs(portal_clock.now() - START) < timedelta(minutes=1)


def test_today_is_the_day_of_the_place(clock: MovableClock) -> None:
    clock.to(datetime(2026, 11, 24, 18, tzinfo=UTC))
    assert portal_clock.today("Asia/Shanghai") == date(2026, 11, 25)
    assert portal_clock.today("Europe/London") == date(2026, 11, 24)


def test_the_clock_of_a_running_bank_cannot_be_moved(
    clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.forward(days=3000)
    monkeypatch.delenv("PORTAL_TESTING")
    assert abs(portal_clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_without_the_file_time_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TESTING", "true")
    monkeypatch.setenv("PORTAL_CLOCK_FILE", str(tmp_path / "none"))
    assert abs(portal_clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
