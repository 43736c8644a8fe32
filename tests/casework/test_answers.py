"""Answers stand side by side; the last one counts, and none is written over another unseen."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import MACHINE, Actor
from portal.audit.queries import faults, history
from portal.casework import operations
from portal.casework.models import AnswerSource, Case, Consent
from portal.casework.operations import AnswerChanged
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer
from tests.factories.cases import draft, online, person
from tests.stored import is_stored


def say(case: Case, value: Any, seen: int | None = None, **more: Any) -> None:
    told = {"source": AnswerSource.CUSTOMER, "by": online(case.customer)} | more
    with transaction():
        operations.answer(case, "amount", value, now=now(), seen=seen, **told)


def test_the_last_one_counts_and_every_one_stays(james: Customer) -> None:
    case, officer = draft(james), person("officer")
    say(case, {"minor": 1}, seen=0)
    say(case, {"minor": 2}, seen=1)
    say(case, {"minor": 2}, source=AnswerSource.OFFICER, by=Actor(officer.id, "branch", james.id))
    db.session.expire_all()
    assert [(each.version, each.value["minor"], each.source) for each in case.answers] == [
        (1, 1, "customer"),
        (2, 2, "customer"),
        (3, 2, "officer"),
    ]
    assert case.current_answers["amount"].version == 3
    events = [event for event in history(case.subject) if event.action == "answered"]
    assert [event.detail["version"] for event in events] == [1, 2, 3]
    assert (events[-1].person_id, events[-1].on_behalf_of_id) == (officer.id, james.id)
    assert list(faults()) == []


def test_what_was_said_is_sealed(app: Any, james: Customer) -> None:
    say(draft(james), "面粉和食用油")
    assert not is_stored(app, "面粉和食用油")


def test_the_same_answer_again_is_none(james: Customer) -> None:
    case = draft(james)
    say(case, "面粉")
    say(case, "面粉", seen=1)
    assert len(case.answers) == 1


def test_an_answer_given_from_an_old_page_is_a_conflict(james: Customer) -> None:
    case = draft(james)
    say(case, 1, seen=0)
    with pytest.raises(AnswerChanged):
        say(case, 2, seen=0)
    assert case.current_answers["amount"].value == 1


def test_a_machine_answers_nothing(james: Customer) -> None:
    case = draft(james)
    with pytest.raises(ValueError, match="no answers of its own"):
        say(case, 1, by=MACHINE)


def test_consents_are_rows_of_their_own(james: Customer) -> None:
    case = draft(james)
    with transaction():
        operations.note_consent(case, "process", 1, True, "zh_Hans", online(james), now())
        operations.note_consent(case, "offers", 1, False, "zh_Hans", online(james), now())
    rows = db.session.scalars(select(Consent).where(Consent.case_id == case.id).order_by(Consent.id))
    assert [(row.purpose, row.given, row.locale, row.channel) for row in rows] == [
        ("process", True, "zh_Hans", "online"),
        ("offers", False, "zh_Hans", "online"),
    ]
    assert [event.action for event in history(case.subject)] == ["started", "consent", "consent"]
