"""What must hold for a pre-application whatever was done to it; each says what it found."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import CheckConstraint, func, select, text

from portal import clock
from portal.audit.models import AuditEvent
from portal.audit.queries import faults
from portal.casework.queries import clocks_in_history, open_request
from portal.db import Base, db
from portal.identity.queries import life_events
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.rules import (
    CLOSED,
    TO_DECIDE,
    TRANSITIONS,
    WAITING_FOR_CUSTOMER,
    LoanAction,
    LoanStatus,
    Question,
)
from portal.visits.models import Appointment
from portal.visits.queries import appointment_of
from portal.visits.rules import SEATS


@dataclass
class Told:
    """What a history alone says about its case."""

    status: LoanStatus = LoanStatus.DRAFT
    submitted_at: datetime | None = None
    owner_id: int | None = None
    decided_at: datetime | None = None
    decided_by_id: int | None = None
    closed_at: datetime | None = None
    offered_by_id: int | None = None

    def take(self, event: AuditEvent) -> None:
        action = LoanAction(event.action)
        following = TRANSITIONS[self.status, action]
        assert (event.detail["was"], event.detail["becomes"]) == (self.status, following)
        self.status = following
        if action == LoanAction.SUBMIT:
            self.submitted_at, self.owner_id = event.at, event.detail["owner"]
        if action in (LoanAction.OFFER, LoanAction.APPROVE, LoanAction.REFUSE):
            self.offered_by_id = event.person_id
        if following in (LoanStatus.APPROVED, LoanStatus.REFUSED):
            self.decided_at, self.decided_by_id = event.at, self.offered_by_id
        if following == LoanStatus.IN_SECOND_LOOK:
            self.decided_at = self.decided_by_id = None
        self.closed_at = event.at if following in CLOSED else None


def rebuilt(events: list[AuditEvent]) -> Told:
    """The case as its history tells it."""
    told = Told()
    for event in events:
        if event.action in set(LoanAction):
            told.take(event)
    return told


def history_rebuilds(loan: LoanApplication, events: list[AuditEvent]) -> None:
    told = rebuilt(events)
    for fact in ("status", "submitted_at", "owner_id", "decided_at", "decided_by_id", "closed_at"):
        assert getattr(loan, fact) == getattr(told, fact), fact
    assert loan.decided_by_machine == (told.decided_at is not None and told.decided_by_id is None)
    kept = {(each.kind, each.level): each for each in loan.clocks}
    clocks = clocks_in_history(loan)
    assert kept.keys() == clocks.keys()
    for key, each in kept.items():
        for fact in ("started_at", "due_at", "paused_at", "stopped_at"):
            assert getattr(each, fact) == getattr(clocks[key], fact), (key, fact)
    waits = loan.status in WAITING_FOR_CUSTOMER
    assert [each.is_running for each in loan.clocks if not each.stopped_at] == (
        [not waits] if loan.status in (*TO_DECIDE, *WAITING_FOR_CUSTOMER) else []
    )


def no_answer_is_lost(
    loan: LoanApplication, events: list[AuditEvent], given: dict[Question, list[Any]]
) -> None:
    """Every answer that was ever accepted can be read, and is the one that the chain hashed."""
    kept: dict[str, list[Any]] = {}
    for answer in loan.answers:
        kept.setdefault(answer.question, []).append(answer.value)
    assert kept == given
    hashed = {
        (event.detail["question"], event.detail["version"]): event.detail["sealed"]
        for event in events
        if event.action == "answered"
    }
    assert hashed == {
        (answer.question, answer.version): hashlib.sha256(answer.text_sealed).hexdigest()
        for answer in loan.answers
    }


def somebody_looks_after_it(loan: LoanApplication, owner_id: int | None) -> None:
    assert loan.is_draft == (loan.owner_id is None) == (loan.branch_id is None)
    assert loan.owner_id == owner_id
    if loan.owner:
        assert (loan.owner.role, loan.owner.branch_id) == ("officer", loan.branch_id)


def one_code_at_most_lives(loan: LoanApplication) -> None:
    codes = db.session.scalars(select(PickUpCode).where(PickUpCode.case_id == loan.id))
    assert sum(code.is_live(clock.now()) for code in codes) <= 1


def one_seat_while_it_runs(loan: LoanApplication) -> None:
    assert (appointment_of(loan.id) is None) == (loan.status in (LoanStatus.DRAFT, LoanStatus.WITHDRAWN))


def an_approval_is_one_event_of_life(loan: LoanApplication) -> None:
    events = [event for event in life_events(loan.customer_id) if event.source == loan.subject]
    assert len(events) == (loan.status == LoanStatus.APPROVED)
    assert loan.decided_at is None or loan.decision is not None


def nobody_decides_twice(loan: LoanApplication) -> None:
    """Two pairs of eyes are two people's, a second look is a third one's, and the machine only says yes."""
    rounds = loan.decisions
    assert [each.number for each in rounds] == list(range(1, len(rounds) + 1))
    assert not {each.by_id for each in rounds} & loan.handlers
    for before, each in pairwise(rounds):
        if each.stage == LoanStatus.IN_SECOND_REVIEW:
            assert each.by_id != before.by_id
    looks = [each for each in rounds if each.stage == LoanStatus.IN_SECOND_LOOK]
    assert len(looks) <= 1
    assert not {each.by_id for each in looks} & {each.by_id for each in rounds if each not in looks}
    assert all(each.outcome == "approve" for each in rounds if each.by_id is None)


def one_question_while_it_is_asked(loan: LoanApplication) -> None:
    assert (open_request(loan) is not None) == (loan.status == LoanStatus.ASKED)


def an_offer_is_open_while_it_is_offered(loan: LoanApplication) -> None:
    waiting = [each for each in loan.decisions if each.expires_at and not each.answer]
    assert len(waiting) == (loan.status == LoanStatus.OFFERED) or loan.status == LoanStatus.WITHDRAWN


def of_the_whole_bank() -> Iterator[str]:
    """Broken chains, rows that a CHECK forbids, overbooked slots."""
    yield from faults()
    for table in Base.metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                broken = text(f"NOT ({check.sqltext})")
                if db.session.scalar(select(func.count()).select_from(table).where(broken)):
                    yield f"{table.name}: {check.sqltext}"
    slot = (Appointment.branch_id, Appointment.starts_at)
    for row in db.session.execute(select(*slot).group_by(*slot).having(func.count() > SEATS)):
        yield f"overbooked: {row}"
