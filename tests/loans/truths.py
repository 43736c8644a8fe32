"""What must hold for a pre-application whatever was done to it; each says what it found."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, func, select, text

from portal import clock
from portal.audit.models import AuditEvent
from portal.audit.queries import faults
from portal.db import Base, db
from portal.identity.queries import life_events
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.rules import CLOSED, INCLUSIVE, TRANSITIONS, LoanAction, LoanStatus, Question, decision_due
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
    clocks: list[tuple[datetime, datetime]] = field(default_factory=list)

    def take(self, event: AuditEvent) -> None:
        action = LoanAction(event.action)
        following = TRANSITIONS[self.status, action]
        assert (event.detail["was"], event.detail["becomes"]) == (self.status, following)
        self.status = following
        if action == LoanAction.SUBMIT:
            self.submitted_at, self.owner_id = event.at, event.detail["owner"]
        if action == LoanAction.SEND_TO_REVIEW:
            self.clocks.append((event.at, decision_due(event.at, INCLUSIVE)))
        if action in (LoanAction.APPROVE, LoanAction.REFUSE):
            self.decided_at, self.decided_by_id = event.at, event.person_id
        if following in CLOSED:
            self.closed_at = event.at


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
    assert [(each.started_at, each.due_at) for each in loan.clocks] == told.clocks
    assert all(each.stopped_at == told.closed_at for each in loan.clocks)


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
    assert (loan.decision is not None) == (loan.decided_at is not None)


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
