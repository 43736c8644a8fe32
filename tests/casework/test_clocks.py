"""Clocks that cannot lie: late ones rise, each to each level once, and history alone rebuilds them."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.audit.models import Actor
from portal.audit.queries import faults, history
from portal.casework import operations, queries, rules
from portal.casework.models import Case, CaseClock, Escalation
from portal.casework.queries import clocks_in_history, risen_to
from portal.casework.rules import AskingOutcome, CaseEvent, ClockState, Rise
from portal.cli.operators import raise_late_clocks
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer, Staff
from portal.identity.operations import add_staff
from portal.identity.queries import branch_coded, person_named
from portal.loans.rules import LoanAction, LoanStatus
from tests.casework.racing import at_once
from tests.clocks import START, MovableClock
from tests.factories.cases import at_status, change, online, person

SUPERVISOR, HEAD = (1, "supervisor"), (2, "head")


@pytest.fixture
def case(james: Customer) -> Case:
    return at_status(james, LoanStatus.IN_REVIEW)


def start(case: Case, hours: float = 24, kind: str = "decision") -> CaseClock:
    with transaction():
        return operations.start_clock(case, kind, now(), now() + timedelta(hours=hours))


def look(at: datetime | None = None) -> list[tuple[int, str]]:
    """What rises when the bank looks at its clocks."""
    with transaction():
        return [(each.level, each.role) for each in operations.escalate_due(at or now())]


def watched(clock: MovableClock, hours: float) -> list[tuple[int, str]]:
    """What rises while the worker looks every ten minutes."""
    risen = []
    for _ in range(round(hours * 6)):
        clock.forward(minutes=9.9)
        risen += look()
    return risen


def staff(name: str) -> Staff:
    found = person_named(name)
    assert isinstance(found, Staff)
    return found


def newcomer(name: str, role: Role, branch: str | None) -> Staff:
    with transaction():
        return add_staff(name, "x", role, {"en": name}, branch_coded(branch) if branch else None, now())


def test_a_late_clock_rises_to_the_supervisor_and_hours_later_to_the_head(
    case: Case, clock: MovableClock
) -> None:
    start(case, hours=1)
    look()
    assert watched(clock, 0.9) == []
    assert watched(clock, 0.3) == [SUPERVISOR]
    assert watched(clock, 3.5) == []
    assert watched(clock, 1) == [HEAD]
    assert watched(clock, 24) == []
    told = [event.detail for event in history(case.subject) if event.action == CaseEvent.CLOCK_RISEN]
    assert [(each["to_level"], each["role"]) for each in told] == [SUPERVISOR, HEAD]
    assert list(faults()) == []


def test_the_heads_hours_are_those_of_the_branch(case: Case, clock: MovableClock) -> None:
    clock.forward(hours=5)
    start(case, hours=1)
    start(case, hours=1, kind="letter")
    look()
    assert watched(clock, 1.2) == [SUPERVISOR, SUPERVISOR]
    assert watched(clock, 4.3) == [HEAD]
    assert list(db.session.scalars(select(Escalation.kind).where(Escalation.level == 2))) == ["letter"]
    clock.to(START + timedelta(hours=25, minutes=59))
    assert look() == look() == []
    assert watched(clock, 0.2) == [HEAD]


def test_a_clock_set_back_takes_nothing_back_and_nothing_rises_twice(case: Case, clock: MovableClock) -> None:
    start(case, hours=1)
    clock.forward(hours=1, minutes=1)
    assert look() == [SUPERVISOR]
    clock.forward(hours=-3)
    assert look() == []
    assert [each.level for each in risen_to(staff("supervisor"))] == [1]
    assert watched(clock, 4) == []
    assert watched(clock, 4) == [HEAD]


@pytest.mark.parametrize(("minutes", "risen"), [(9.9, [SUPERVISOR]), (10.1, [])])
def test_a_jump_forward_holds_that_run_and_warns(
    case: Case, clock: MovableClock, caplog: pytest.LogCaptureFixture, minutes: float, risen: list[object]
) -> None:
    start(case, hours=0.01)
    look()
    clock.forward(minutes=minutes)
    assert look() == risen
    warned = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert bool(warned) is not bool(risen)


def test_what_a_held_run_left_rises_in_the_next(case: Case, clock: MovableClock) -> None:
    start(case, hours=1)
    look()
    clock.forward(hours=9)
    assert look() == []
    clock.forward(minutes=1)
    assert look() == [SUPERVISOR, HEAD]


def test_the_first_look_of_all_is_no_jump(case: Case, clock: MovableClock) -> None:
    start(case, hours=1)
    clock.forward(hours=2)
    assert look() == [SUPERVISOR]


def test_paused_and_stopped_clocks_do_not_rise(case: Case, clock: MovableClock) -> None:
    waits, ended = start(case, hours=1), start(case, hours=1, kind="visit")
    with transaction():
        operations.stop_clock(ended, now())
        operations.ask(case, "paper", "为什么？", Actor(person("reviewer").id, "branch"), now())
    clock.forward(hours=2)
    assert look() == []
    with transaction():
        operations.settle_asking(case, AskingOutcome.ANSWERED, online(case.customer), now())
    assert look() == []
    assert watched(clock, 1.1) == [SUPERVISOR]
    assert not waits.paused_at


def test_a_kind_of_clock_may_rise_otherwise(
    case: Case, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"visit": (Rise(1, Role.HEAD, timedelta(minutes=30)),), "letter": ()}
    for place in (rules, queries):
        monkeypatch.setattr(place, "RISES_OF", own)
    for kind in ("decision", "visit", "letter"):
        start(case, hours=0, kind=kind)
    clock.forward(minutes=1)
    assert look() == [SUPERVISOR]
    assert watched(clock, 1) == [(1, "head")]
    risen = db.session.scalars(select(Escalation.kind).order_by(Escalation.id))
    assert list(risen) == ["decision", "visit"]


def test_the_database_knows_each_level_once(case: Case, clock: MovableClock) -> None:
    late = start(case, hours=0)
    clock.forward(minutes=1)
    look()
    again = Escalation(
        case_id=case.id, clock=late, kind=late.kind, level=1, role="head", due_at=late.due_at, risen_at=now()
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.add(again)


def test_the_database_knows_no_clock_that_waits_and_is_over(case: Case) -> None:
    ended = start(case)
    with transaction():
        operations.stop_clock(ended, now())
    with pytest.raises(IntegrityError):
        change(ended, paused_at=now())  # type: ignore[arg-type]


def test_two_workers_look_at_once(app: Flask, case: Case, clock: MovableClock) -> None:
    start(case, hours=0)
    clock.forward(minutes=1)
    assert sorted(at_once(app, lambda _worker: look(), range(4))) == [[], [], [], [SUPERVISOR]]


def test_the_worker_does_it_every_minute(app: Flask, case: Case, clock: MovableClock) -> None:
    assert raise_late_clocks in app.extensions["clockwork"]
    start(case, hours=0)
    clock.forward(minutes=1)
    raise_late_clocks()
    raise_late_clocks()
    assert [each.level for each in risen_to(staff("supervisor"))] == [1]


def test_it_rises_to_the_branchs_own_people_else_to_the_banks(case: Case, clock: MovableClock) -> None:
    start(case, hours=0)
    clock.forward(minutes=1)
    look()
    bank_wide, west = staff("supervisor"), newcomer("west", Role.SUPERVISOR, "west")
    assert [each.case_id for each in risen_to(bank_wide)] == [case.id]
    assert risen_to(west) == []
    east = newcomer("east", Role.SUPERVISOR, "east")
    assert [each.case_id for each in risen_to(east)] == [case.id]
    assert risen_to(bank_wide) == []
    with transaction():
        east.disabled_at = now()
    assert [each.case_id for each in risen_to(bank_wide)] == [case.id]
    assert risen_to(staff("head")) == []


def test_what_was_done_is_on_nobodys_list(case: Case, clock: MovableClock) -> None:
    start(case, hours=0)
    clock.forward(minutes=1)
    look()
    with transaction():
        operations.move(case, LoanAction.WITHDRAW, online(case.customer), now())
    assert risen_to(staff("supervisor")) == []


def test_the_longest_late_comes_first(james: Customer, clock: MovableClock) -> None:
    cases = [at_status(james, LoanStatus.IN_REVIEW) for _ in range(3)]
    for each, hours in zip(cases, (2, 3, 1), strict=True):
        start(each, hours=hours)
    clock.forward(hours=4)
    look()
    assert [each.case_id for each in risen_to(staff("supervisor"))] == [cases[at].id for at in (2, 0, 1)]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["start", "ask", "settle", "withdraw the question", "stop", "look"]),
        st.integers(-90, 3000),
    ),
    max_size=25,
)


class Bank:
    """A case whose clocks are turned in any order; what may not be done is refused and changes nothing."""

    def __init__(self, case: Case, clock: MovableClock) -> None:
        self.case, self.clock = case, clock
        self.kinds = chain(sorted(case.branch_clocks), "abcdefghijklmnopqrstuvwxyz")
        self.asker = Actor(person("reviewer").id, "branch")

    def do(self, act: str, minutes: int) -> None:
        self.clock.forward(minutes=minutes)
        with transaction():
            if act == "start":
                due_at = now() + timedelta(minutes=abs(minutes))
                operations.start_clock(self.case, next(self.kinds), now(), due_at)
            elif act == "ask" and queries.open_request(self.case) is None:
                operations.ask(self.case, "paper", "?", self.asker, now())
            elif "settle" in act or "question" in act:
                self.settle(AskingOutcome.ANSWERED if act == "settle" else AskingOutcome.WITHDRAWN)
            elif act == "stop" and self.case.clocks:
                operations.stop_clock(self.case.clocks[minutes % len(self.case.clocks)], now())
            elif act == "look":
                operations.escalate_due(now())

    def settle(self, outcome: AskingOutcome) -> None:
        if queries.open_request(self.case):
            operations.settle_asking(self.case, outcome, online(self.case.customer), now())

    def states(self) -> Iterator[tuple[tuple[str, int], ClockState]]:
        for each in self.case.clocks:
            yield (
                (each.kind, each.level),
                ClockState(each.started_at, each.due_at, each.paused_at, each.stopped_at),
            )


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_history_alone_rebuilds_every_clock(
    james: Customer, clock: MovableClock, acts: list[tuple[str, int]]
) -> None:
    clock.to(START)
    bank = Bank(at_status(james, LoanStatus.IN_REVIEW), clock)
    for act, minutes in acts:
        bank.do(act, minutes)
    db.session.expire_all()
    assert clocks_in_history(bank.case) == dict(bank.states())
    risen = [
        (each.kind, each.level)
        for each in db.session.scalars(select(Escalation).where(Escalation.case_id == bank.case.id))
    ]
    told = [
        (event.detail["kind"], event.detail["to_level"])
        for event in history(bank.case.subject)
        if event.action == CaseEvent.CLOCK_RISEN
    ]
    assert sorted(risen) == sorted(told)
    assert len(told) == len(set(told))
