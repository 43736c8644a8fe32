"""The history alone tells where a case stands and what its clocks show."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.casework.models import Escalation
from portal.casework.queries import clocks_in_history, hours_of
from portal.casework.rules import RISES, UNDO, CaseEvent, rises_at
from portal.db import db
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    CLOSED,
    TO_DECIDE,
    TRANSITIONS,
    UNDOABLE,
    WAITING_FOR_CUSTOMER,
    LoanAction,
    LoanStatus,
)


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
    moved_at: datetime | None = None
    moved_by_id: int | None = None
    before: "Told | None" = None
    """As it was before its last move."""

    def take(self, event: AuditEvent) -> None:
        if event.action == CaseEvent.HANDED_OVER:
            assert event.detail["was"] == self.owner_id
            self.owner_id = event.detail["becomes"]
        if event.action in set(LoanAction):
            self.before = replace(self, before=None)
            self.move(event, LoanAction(event.action))
        if event.action == CaseEvent.TAKEN_BACK:
            self.undo(event)

    def undo(self, event: AuditEvent) -> None:
        """By the same hand, soon; the owner stays whoever it is by now."""
        assert self.before
        assert self.moved_at
        assert event.detail["undone"] in UNDOABLE
        assert (event.detail["was"], event.detail["becomes"]) == (self.status, self.before.status)
        assert (event.person_id, event.at - self.moved_at < UNDO) == (self.moved_by_id, True)
        self.status, self.offered_by_id = self.before.status, self.before.offered_by_id
        self.decided_at = self.decided_by_id = self.closed_at = self.before = None

    def move(self, event: AuditEvent, action: LoanAction) -> None:
        following = TRANSITIONS[self.status, action]
        assert (event.detail["was"], event.detail["becomes"]) == (self.status, following)
        self.status, self.moved_at, self.moved_by_id = following, event.at, event.person_id
        if action == LoanAction.SUBMIT:
            self.submitted_at, self.owner_id = event.at, event.detail["owner"]
        if action in (LoanAction.OFFER, LoanAction.APPROVE, LoanAction.REFUSE):
            self.offered_by_id = event.person_id
        if following in (LoanStatus.APPROVED, LoanStatus.REFUSED):
            self.decided_at, self.decided_by_id = event.at, self.offered_by_id
        if following == LoanStatus.IN_SECOND_LOOK:
            self.decided_at = self.decided_by_id = None
        self.closed_at = event.at if following in CLOSED else None


def history_rebuilds(loan: LoanApplication, events: list[AuditEvent]) -> None:
    told = Told()
    for event in events:
        told.take(event)
    for fact in ("status", "submitted_at", "owner_id", "decided_at", "decided_by_id", "closed_at"):
        assert getattr(loan, fact) == getattr(told, fact), fact
    assert loan.decided_by_machine == (told.decided_at is not None and told.decided_by_id is None)


def hold_the_clocks(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """Each row is what its history says, stands still while she is waited for, and rose once to a level."""
    kept = {(each.kind, each.level): each for each in loan.clocks}
    clocks = clocks_in_history(loan)
    assert kept.keys() == clocks.keys()
    for key, each in kept.items():
        for fact in ("started_at", "due_at", "paused_at", "stopped_at"):
            assert getattr(each, fact) == getattr(clocks[key], fact), (key, fact)
    waits = loan.status not in TO_DECIDE
    assert {each.is_running for each in loan.clocks if not each.stopped_at} <= {not waits}
    if loan.status in (*TO_DECIDE, *WAITING_FOR_CUSTOMER):
        assert sum(not each.stopped_at for each in loan.clocks) == 1
    risen = Counter((each.kind, each.level, each.risen_at) for each in _escalations(loan))
    assert risen == Counter(
        (event.detail["kind"], event.detail["to_level"], event.at)
        for event in events
        if event.action == CaseEvent.CLOCK_RISEN
    )
    assert not [each for each in _escalations(loan) if each.risen_at <= each.due_at]


def late_clocks_rose(loan: LoanApplication, looked_at: datetime) -> None:
    """The bank looked at its clocks just now: none that is late was overlooked."""
    due = {
        (clock.kind, rise.level)
        for clock in loan.clocks
        for rise in RISES
        if clock.is_running and rises_at(clock.due_at, rise, hours_of(loan)) < looked_at
    }
    assert due <= {(each.kind, each.level) for each in _escalations(loan)}


def _escalations(loan: LoanApplication) -> list[Escalation]:
    return list(db.session.scalars(select(Escalation).where(Escalation.case_id == loan.id)))
