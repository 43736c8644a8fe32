"""One open request at a time; the bank's clocks wait for the customer and go on where they stood."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from portal.audit.models import MACHINE, Actor
from portal.audit.queries import faults, history
from portal.casework import operations
from portal.casework.models import Case, CaseClock, InformationRequest
from portal.casework.operations import AlreadyAsked, IllegalMove, NothingAsked
from portal.casework.queries import open_request, requests_of
from portal.casework.rules import AskingOutcome, CaseEvent
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.loans.rules import LoanAction, LoanStatus
from tests.casework.racing import at_once, gathered
from tests.clocks import START, MovableClock
from tests.factories.cases import at_status, change, draft, online, person
from tests.stored import is_stored

WORDS = "请补充去年的纳税证明"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=START.tzinfo)


def reviewer() -> Actor:
    return Actor(person("reviewer").id, "branch")


def ask(case: Case, **more: Any) -> InformationRequest:
    told = {"kind": "paper", "words": WORDS, "by": reviewer(), "now": now()} | more
    with transaction():
        return operations.ask(case, **told)


def settle(case: Case, outcome: AskingOutcome = AskingOutcome.ANSWERED) -> InformationRequest:
    with transaction():
        return operations.settle_asking(case, outcome, online(case.customer), now())


def start(case: Case, kind: str = "reply", hours: int = 24) -> CaseClock:
    """Of a kind that counts round the clock, unless it is a decision's."""
    with transaction():
        return operations.start_clock(case, kind, now(), now() + timedelta(hours=hours))


@pytest.fixture
def case(james: Customer) -> Case:
    return at_status(james, LoanStatus.IN_REVIEW)


def test_what_is_asked_is_kept_with_who_and_when(app: Flask, case: Case) -> None:
    asked = ask(case)
    db.session.expire_all()
    found = open_request(case)
    assert found is asked
    assert (asked.number, asked.kind, asked.words, asked.asked_by_id) == (
        1,
        "paper",
        WORDS,
        person("reviewer").id,
    )
    assert not is_stored(app, WORDS)
    (event,) = [event for event in history(case.subject) if event.action == CaseEvent.ASKED]
    assert set(event.detail) == {"number", "kind", "sealed"}


def test_asking_and_settling_are_news_for_an_open_page(case: Case) -> None:
    versions = [case.version]
    for act in (ask, settle):
        act(case)
        versions.append(case.version)
    assert versions == sorted(set(versions))


def test_a_second_open_request_is_refused(case: Case) -> None:
    ask(case)
    with pytest.raises(AlreadyAsked):
        ask(case)
    assert len(requests_of(case)) == 1


def test_once_settled_another_may_be_asked(case: Case, clock: MovableClock) -> None:
    ask(case)
    clock.forward(hours=1)
    first = settle(case)
    assert (first.outcome, first.settled_by_id, first.settled_at is not None) == (
        "answered",
        case.customer_id,
        True,
    )
    assert open_request(case) is None
    assert ask(case).number == 2
    assert settle(case, AskingOutcome.WITHDRAWN).outcome == "withdrawn"
    assert [each.outcome for each in requests_of(case)] == ["answered", "withdrawn"]
    assert list(faults()) == []


def test_what_is_not_asked_is_not_settled(case: Case) -> None:
    with pytest.raises(NothingAsked):
        settle(case)


def test_every_running_clock_waits_and_none_is_overdue(case: Case, clock: MovableClock) -> None:
    running, other, stopped = start(case), start(case, "visit", 1), start(case, "stopped", 1)
    with transaction():
        operations.stop_clock(stopped, now())
    due = {each: each.due_at for each in (running, other, stopped)}
    ask(case)
    clock.forward(hours=48)
    assert [each.is_overdue(now()) for each in due] == [False, False, False]
    settle(case)
    moved = {each.kind: each.due_at - before for each, before in due.items()}
    assert moved.pop("stopped") == timedelta()
    assert all(timedelta(hours=48) <= span < timedelta(hours=48, minutes=1) for span in moved.values())
    clock.forward(hours=25)
    assert running.is_overdue(now())


def test_a_decision_goes_on_with_what_was_left_of_the_branchs_day(case: Case, clock: MovableClock) -> None:
    clock.to(local("2026-11-27 15:00"))
    running = start(case, "decision", 2)
    ask(case)
    clock.to(local("2026-11-28 12:00"))
    settle(case)
    assert local("2026-11-30 10:59") < running.due_at <= local("2026-11-30 11:00")
    told = {event.action: event.detail for event in history(case.subject)}
    for action in (CaseEvent.CLOCK_STARTED, CaseEvent.CLOCK_RESUMED):
        assert told[action]["calendar"].startswith("CN, holidays ")
    assert told[CaseEvent.CLOCK_RESUMED]["due_at"] == running.due_at.isoformat()
    clock.to(local("2026-11-30 11:01"))
    assert running.is_overdue(now())


def test_another_branch_has_other_hours(case: Case, clock: MovableClock) -> None:
    change(case.branch, closes_at=time(15, 30))
    running = start(case, "decision", 5)
    ask(case)
    clock.to(local("2026-11-24 15:00"))
    settle(case)
    assert local("2026-11-25 13:29") < running.due_at <= local("2026-11-25 13:30")


def test_a_clock_in_opening_hours_needs_a_branch(case: Case) -> None:
    change(case, branch_id=None)
    with pytest.raises(LookupError, match="at no branch"):
        start(case, "decision")


def test_a_clock_that_was_late_stays_as_late_as_it_was(case: Case, clock: MovableClock) -> None:
    late = start(case, hours=1)
    clock.forward(hours=3)
    ask(case)
    assert not late.is_overdue(now())
    clock.forward(hours=10)
    settle(case)
    assert late.is_overdue(now())
    assert timedelta(hours=2) <= now() - late.due_at < timedelta(hours=2, minutes=1)


def test_a_clock_of_the_machine_that_went_back_takes_nothing_away(case: Case, clock: MovableClock) -> None:
    running = start(case)
    due_at = running.due_at
    ask(case)
    clock.forward(hours=-5)
    settle(case)
    assert running.due_at == due_at


def test_closing_the_case_withdraws_the_question_and_stops_what_waited(
    case: Case, clock: MovableClock
) -> None:
    running = start(case)
    asked = ask(case)
    clock.forward(hours=1)
    with transaction():
        operations.move(case, LoanAction.WITHDRAW, online(case.customer), now())
    assert (asked.outcome, asked.settled_at) == ("withdrawn", case.closed_at)
    assert (running.paused_at, running.stopped_at) == (None, case.closed_at)


@pytest.mark.parametrize("status", [LoanStatus.DRAFT, LoanStatus.WITHDRAWN])
def test_nothing_is_asked_before_a_case_is_sent_or_after_it_closed(
    james: Customer, status: LoanStatus
) -> None:
    case = draft(james) if status == LoanStatus.DRAFT else at_status(james, status)
    with pytest.raises(IllegalMove):
        ask(case)


def test_a_machine_asks_for_nothing(case: Case) -> None:
    with pytest.raises(ValueError, match="asks for nothing"):
        ask(case, by=MACHINE)


def test_the_database_knows_one_open_request_only(case: Case) -> None:
    first = ask(case)
    second = InformationRequest(
        case=case, number=2, kind="paper", asked_by_id=first.asked_by_id, asked_at=now()
    )
    second.words = WORDS
    with pytest.raises(IntegrityError), transaction():
        db.session.add(second)


@pytest.mark.parametrize("broken", [{"settled_at": now()}, {"outcome": "answered"}, {"outcome": "perhaps"}])
def test_the_database_refuses_half_settled_requests(case: Case, broken: dict[str, Any]) -> None:
    asked = ask(case)
    with pytest.raises(IntegrityError):
        change(asked, **broken)  # type: ignore[arg-type]


def test_two_ask_at_once(app: Flask, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = case.id
    gathered(monkeypatch, "portal.casework.operations.asking", "lock")

    def race(kind: str) -> str | None:
        try:
            return ask(db.session.get_one(Case, case_id), kind=kind).kind
        except AlreadyAsked:
            return None

    won = [kind for kind in at_once(app, race, ("paper", "income")) if kind]
    db.session.expire_all()
    assert [each.kind for each in requests_of(case)] == won
    assert len(won) == 1


def test_two_settle_at_once(app: Flask, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id, running = case.id, start(case)
    ask(case)
    gathered(monkeypatch, "portal.casework.operations.asking", "lock")

    def race(outcome: AskingOutcome) -> str | None:
        try:
            return settle(db.session.get_one(Case, case_id), outcome).outcome
        except NothingAsked:
            return None

    won = [outcome for outcome in at_once(app, race, AskingOutcome) if outcome]
    db.session.expire_all()
    assert [each.outcome for each in requests_of(case)] == won
    assert running.paused_at is None
    actions = [event.action for event in history(case.subject)]
    assert actions.count(CaseEvent.CLOCK_RESUMED) == 1
