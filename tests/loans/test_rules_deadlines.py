"""By when it is decided: the days promised are days on which the branch is open."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.identity.calendar import A_DAY, OpeningHours, is_open
from portal.loans import labels
from portal.loans.rules import CONSUMER, INCLUSIVE, PRODUCTS, Product, decision_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
EAST = OpeningHours(time(9), time(17), "Asia/Shanghai", "CN")
SHORT = OpeningHours(time(10), time(15, 30), "Asia/Shanghai", "CN")
MORTGAGE = PRODUCTS["mortgage"]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
OF_ANY = (MOMENTS, st.sampled_from(list(PRODUCTS.values())), st.sampled_from([EAST, SHORT]))
PROPERTY = settings(max_examples=100)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("sent", "product", "hours", "due"),
    [
        pytest.param("2026-11-24 10:00", INCLUSIVE, EAST, "2026-11-25 10:00", id="a Tuesday"),
        pytest.param("2026-11-27 16:00", INCLUSIVE, EAST, "2026-11-30 16:00", id="over a weekend"),
        pytest.param("2026-11-28 12:00", INCLUSIVE, EAST, "2026-11-30 17:00", id="on a Saturday"),
        pytest.param("2026-11-24 07:00", INCLUSIVE, EAST, "2026-11-24 17:00", id="before it opens"),
        pytest.param("2026-11-24 09:00", INCLUSIVE, EAST, "2026-11-24 17:00", id="as it opens"),
        pytest.param("2026-11-24 17:00", INCLUSIVE, EAST, "2026-11-25 17:00", id="as it closes"),
        pytest.param("2026-11-27 20:00", INCLUSIVE, EAST, "2026-11-30 17:00", id="on a Friday evening"),
        pytest.param("2026-09-30 16:00", INCLUSIVE, EAST, "2026-10-08 16:00", id="over National Day week"),
        pytest.param("2026-10-02 10:00", INCLUSIVE, EAST, "2026-10-08 17:00", id="in National Day week"),
        pytest.param("2026-12-31 16:30", INCLUSIVE, EAST, "2027-01-04 16:30", id="over the new year"),
        pytest.param("2026-11-27 15:00", INCLUSIVE, SHORT, "2026-11-30 15:00", id="other hours"),
        pytest.param("2026-11-24 09:30", INCLUSIVE, SHORT, "2026-11-24 15:30", id="other hours, before"),
        pytest.param("2026-11-27 16:00", INCLUSIVE, SHORT, "2026-11-30 15:30", id="other hours, after"),
        pytest.param("2026-11-27 16:00", CONSUMER, EAST, "2026-12-01 16:00", id="two days"),
        pytest.param("2026-11-24 10:00", MORTGAGE, EAST, "2026-12-03 10:00", id="seven days"),
    ],
)
def test_by_when_it_is_decided(sent: str, product: Product, hours: OpeningHours, due: str) -> None:
    assert decision_due(local(sent), product, hours) == local(due)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_whole_days_are_promised_and_a_week_at_most(product: Product) -> None:
    assert product.decided_within % A_DAY == timedelta()
    assert A_DAY <= product.decided_within <= 7 * A_DAY


@PROPERTY
@given(*OF_ANY)
def test_it_is_due_while_the_branch_is_open(sent: datetime, product: Product, hours: OpeningHours) -> None:
    due = decision_due(sent, product, hours).astimezone(SHANGHAI)
    assert is_open(due.date(), hours.country)
    assert hours.opens_at <= due.time() <= hours.closes_at


@PROPERTY
@given(*OF_ANY, st.timedeltas(timedelta(), timedelta(days=20)))
def test_what_is_sent_later_is_not_due_earlier(
    sent: datetime, product: Product, hours: OpeningHours, later: timedelta
) -> None:
    assert decision_due(sent, product, hours) <= decision_due(sent + later, product, hours)


@PROPERTY
@given(*OF_ANY)
def test_the_words_are_true(sent: datetime, product: Product, hours: OpeningHours) -> None:
    """ "24 hours on days when the branches are open" and "5 working days" are never exceeded."""
    due = decision_due(sent, product, hours)
    day, passed = sent.astimezone(SHANGHAI).date(), timedelta()
    while (starts := datetime.combine(day, time(), SHANGHAI)) < due:
        ends = starts + A_DAY
        passed += (min(ends, due) - max(starts, sent)) * is_open(day, hours.country)
        day += A_DAY
    assert passed <= product.decided_within


@pytest.mark.parametrize(
    ("locale", "day", "days"),
    [
        ("en", "24 hours", "2 working days"),
        ("zh_Hans", "24小时", "2个工作日"),
        ("ar", "24 ساعة", "يومَي عمل"),
    ],
)
def test_it_says_working_days_and_a_day_is_24_hours(app: Flask, locale: str, day: str, days: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert day in labels.working_days(INCLUSIVE.decided_within)
        assert days in labels.working_days(CONSUMER.decided_within)
