"""A moment in a column is aware and in UTC, on every database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from portal.db import Moment, db
from tests.clocks import START

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(datetime.fromtimestamp, st.integers(0, 32_000_000_000), ZONES)


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moment=MOMENTS)
def test_it_comes_back_as_it_was_in_utc(app: Flask, moment: datetime) -> None:
    with app.app_context():
        kept = db.session.scalar(select(literal(moment, Moment())))
    assert kept == moment
    assert kept is not None
    assert kept.tzinfo is UTC


def test_one_without_a_zone_is_refused(app: Flask) -> None:
    naive = START.replace(tzinfo=None)
    with app.app_context(), pytest.raises(Exception, match="must say its zone"):
        db.session.scalar(select(literal(naive, Moment())))


def test_none_stays_none(app: Flask) -> None:
    with app.app_context():
        assert db.session.scalar(select(literal(None, Moment()))) is None
