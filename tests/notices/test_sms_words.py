"""What every kind of notice says by SMS: short, and nothing that a stranger who sees the telephone should know."""

import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.clock import now
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.loans import labels
from portal.loans.notices import WORDINGS as LOAN_WORDINGS
from portal.loans.parties.notices import WORDINGS as PARTY_WORDINGS
from portal.loans.rules import Question, SendBackReason
from portal.notices import sms
from portal.notices.labels import wording
from portal.notices.models import Notice
from portal.preferences.rules import Preferences
from tests.notices.people import prefer
from tests.sms import segments

REFERENCE = "L-7K3M-92QF-5"
MOMENT = "2026-12-24T09:30:00+00:00"
PEOPLE = {"en": "Zhang Min", "zh_Hans": "张敏", "ar": "تشانغ مين"}
PLACES = {"en": "Harbour East", "zh_Hans": "海港东支行", "ar": "فرع الميناء الشرقي"}
EVERYTHING = {
    "reference": REFERENCE,
    "starts_at": MOMENT,
    "due_at": MOMENT,
    "on": MOMENT,
    "paper": Question.PAPER,
    "reason": next(iter(SendBackReason)),
    "code": "482913",
    "amount": "50,000",
    "owner": PEOPLE,
    "branch": PLACES,
    "person": "Nguyễn Văn Minh",
    "party": "a-party",
    "role": "guarantor",
}
"""Whatever any kind of notice knows."""
LOCALES = ["en", "zh_Hans", "ar"]
KINDS = sorted(LOAN_WORDINGS | PARTY_WORDINGS)


@pytest.fixture(params=LOCALES)
def james(app: Flask, request: pytest.FixtureRequest) -> Iterator[Customer]:
    prefer(app, "james", Preferences(locale=request.param))
    with app.app_context():
        person = person_named("james")
        assert isinstance(person, Customer)
        yield person


def notice(kind: str, reader: Customer) -> Notice:
    made = Notice(public_id="a-notice", person_id=reader.id, kind=kind, created_at=now())
    made.facts_text = json.dumps(EVERYTHING)
    return made


def test_these_are_all_kinds_there_are(app: Flask) -> None:
    assert sorted(app.extensions["wordings"]) == KINDS


def test_no_code_amount_day_link_or_call_is_in_any(james: Customer) -> None:
    for kind in KINDS:
        text = sms.compose(notice(kind, james), james)
        rest = text.replace(REFERENCE, "")
        assert not any(unicodedata.category(each) in ("Nd", "Sc") for each in rest), text
        assert not re.search(r"://|www|\b\w+\.\w|[@%/\\]", rest), text


def test_no_reason_and_no_name_is_in_any(app: Flask, james: Customer) -> None:
    secrets = {"James", "Porter", "Minh", "Nguyễn", *PEOPLE.values(), *PLACES.values()}
    for locale in LOCALES:
        with app.test_request_context(), force_locale(locale):
            words = [*labels.SEND_BACK_REASONS.values(), *labels.REFUSAL_REASONS.values()]
            words += [labels.ANSWERS[question] for question in Question if question.is_paper]
            words += labels.PARTY_ROLES.values()
            secrets |= {str(each) for each in words}
    for kind in KINDS:
        text = sms.compose(notice(kind, james), james).casefold()
        assert [secret for secret in secrets if secret.casefold() in text] == [], text


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
