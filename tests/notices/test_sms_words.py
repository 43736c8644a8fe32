"""What every kind of notice says by SMS: short, and nothing that a stranger who sees the telephone should know."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.notices import sms
from portal.notices.labels import wording
from portal.preferences.rules import Preferences
from tests.notices.everything import KINDS, LOCALES, REFERENCE, notice, secrets
from tests.notices.people import prefer
from tests.sms import segments


@pytest.fixture(params=LOCALES)
def james(app: Flask, request: pytest.FixtureRequest) -> Iterator[Customer]:
    prefer(app, "james", Preferences(locale=request.param))
    with app.app_context():
        person = person_named("james")
        assert isinstance(person, Customer)
        yield person


def test_these_are_all_kinds_there_are(app: Flask) -> None:
    assert sorted(app.extensions["wordings"]) == KINDS


def test_no_code_amount_day_link_or_call_is_in_any(james: Customer) -> None:
    for kind in KINDS:
        text = sms.compose(notice(kind, james), james)
        rest = text.replace(REFERENCE, "")
        assert not any(unicodedata.category(each) in ("Nd", "Sc") for each in rest), text
        assert not re.search(r"://|www|\b\w+\.\w|[@%/\\]", rest), text


def test_no_reason_and_no_name_is_in_any(app: Flask, james: Customer) -> None:
    hidden = secrets(app)
    for kind in KINDS:
        text = sms.compose(notice(kind, james), james).casefold()
        assert [secret for secret in hidden if secret.casefold() in text] == [], text


def test_each_names_the_bank_and_fits_two_messages(app: Flask, james: Customer) -> None:
    for kind in KINDS:
        text = sms.compose(notice(kind, james), james)
        assert any(name in text for name in app.config["BANK_NAMES"].values())
        assert segments(text) <= 2, text


@pytest.mark.parametrize(
    "alike",
    [
        ("loan approved", "loan refused", "loan offered"),
        ("loan in review", "loan second look", "loan offer lapsed"),
    ],
)
def test_how_it_was_decided_cannot_be_read_off_a_telephone(james: Customer, alike: tuple[str, ...]) -> None:
    assert len({sms.compose(notice(kind, james), james) for kind in alike}) == 1


def test_a_subject_that_says_too_much_is_hidden_outside_alone(app: Flask) -> None:
    with app.test_request_context():
        approved = wording("loan approved")
        assert "approved" in str(approved.subject)
        assert approved.outside == wording("loan refused").subject
        assert wording("loan asked").outside == wording("loan asked").subject


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("字" * 70, 1), ("字" * 71, 2), ("字" * 135, 3), ("’" + "a" * 70, 2)],
)
def test_messages_are_counted_as_the_networks_do(text: str, count: int) -> None:
    assert segments(text) == count
