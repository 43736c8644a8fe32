from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.audit.models import AuditEvent
from portal.audit.queries import history
from portal.casework.models import (
    AnswerProposal,
    Case,
    CaseClock,
    CaseLease,
    Consent,
    Escalation,
    InformationRequest,
)
from portal.casework.rules import RISES_OF, UNDO, CaseEvent, ClockState, Rise, replay
from portal.db import db
from portal.identity.calendar import OpeningHours
from portal.identity.models import Staff
from portal.identity.queries import is_none_of, opening_hours
from portal.identity.sealing import load_data_keys

PAGE = 25


def least_loaded(branch_id: int, role: str, people: Collection[int] = ()) -> Staff | None:
    """The enabled member of the branch with that role who owns the fewest open cases: the next case's owner.

    `people`: the customers whose case it is; he is none of them. None when the branch has nobody of that role;
    `identity.queries.branches_with` names those that have.
    """
    load = func.count(Case.id)
    staff_id = db.session.scalar(
        select(Staff.id)
        .outerjoin(Case, (Case.owner_id == Staff.id) & Case.closed_at.is_(None))
        .where(Staff.branch_id == branch_id, Staff.role == role, Staff.disabled_at.is_(None))
        .where(is_none_of(people))
        .group_by(Staff.id)
        .order_by(load, Staff.id)
        .limit(1)
    )
    return db.session.get(Staff, staff_id) if staff_id else None


def lease_of(case: Case, now: datetime) -> CaseLease | None:
    """Who edits the case and since when; None when nobody does, or the lease has lapsed."""
    lease = db.session.scalar(
        select(CaseLease).where(CaseLease.case_id == case.id).options(selectinload(CaseLease.holder))
    )
    return lease if lease and lease.is_live(now) else None


def open_proposal(case: Case, question: str) -> AnswerProposal | None:
    """What staff propose in place of her answer and she has not settled, as it is now."""
    return db.session.scalar(
        select(AnswerProposal)
        .where(
            AnswerProposal.case_id == case.id,
            AnswerProposal.question == question,
            AnswerProposal.settled_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )


def open_request(case: Case) -> InformationRequest | None:
    """What the customer is asked for and has not answered."""
    return db.session.scalar(
        select(InformationRequest).where(
            InformationRequest.case_id == case.id, InformationRequest.settled_at.is_(None)
        )
    )


def requests_of(case: Case) -> list[InformationRequest]:
    """All that the customer was ever asked for in this case, the oldest first."""
    wanted = select(InformationRequest).where(InformationRequest.case_id == case.id)
    return list(db.session.scalars(wanted.order_by(InformationRequest.number)))


def consents_of(case: Case) -> dict[str, Consent]:
    """What she agrees to now, by purpose."""
    hers = (Consent.case_id == case.id, Consent.party_id.is_(None))
    current = select(Consent).where(*hers, Consent.withdrawn_at.is_(None))
    return {consent.purpose: consent for consent in db.session.scalars(current.order_by(Consent.id))}


def hours_of(case: Case) -> OpeningHours:
    """When the branch is open that the case is at. `LookupError` where it is at none."""
    if case.branch is None:
        raise LookupError(f"{case.reference} is at no branch")
    return opening_hours(case.branch)


def clocks_in_history(case: Case) -> dict[tuple[str, int], ClockState]:
    """The case's clocks by (kind, level), rebuilt from its history alone."""
    return replay((event.at, event.action, event.detail) for event in history(case.subject))


def undoable_move(
    case: Case, events: Sequence[AuditEvent], person_id: int | None, now: datetime
) -> AuditEvent | None:
    """This person's last move of the case, while it may be taken back. `events`: its history."""
    last = _last_turn(case, events)
    if last is None or last.action not in case.undoable or last.person_id != person_id:
        return None
    return last if now - last.at < UNDO else None


def was_taken_back(case: Case, seq: int, person_id: int | None) -> bool:
    """Whether this person took that move back already, and nothing moved the case since."""
    last = _last_turn(case, history(case.subject))
    if last is None or last.action != CaseEvent.TAKEN_BACK:
        return False
    return (last.detail["seq"], last.person_id) == (seq, person_id)


def _last_turn(case: Case, events: Sequence[AuditEvent]) -> AuditEvent | None:
    """Its last move, or what took that back."""
    turns = {action for _status, action in case.transitions} | {CaseEvent.TAKEN_BACK}
    return next((event for event in reversed(events) if event.action in turns), None)


def standing(events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """The history without the moves that were taken back; what came with them stays in it."""
    stands: list[AuditEvent] = []
    for event in events:
        if event.action == CaseEvent.TAKEN_BACK:
            undone = max(place for place, each in enumerate(stands) if each.action == event.detail["undone"])
            del stands[undone]
        stands.append(event)
    return stands


def clocks_to_rise(kind: str | None, rise: Rise, now: datetime) -> list[CaseClock]:
    """Running clocks that are late enough for this rise and did not make it yet, the latest first.

    By the clock on the wall: in opening hours it may not be time yet. `kind` None: the kinds without a row of
    their own in `rules.RISES_OF`.
    """
    is_kind = CaseClock.kind.not_in(RISES_OF) if kind is None else CaseClock.kind == kind
    made = select(Escalation.id).where(
        Escalation.case_id == CaseClock.case_id,
        Escalation.kind == CaseClock.kind,
        Escalation.level == rise.level,
    )
    wanted = select(CaseClock).where(
        CaseClock.stopped_at.is_(None),
        CaseClock.paused_at.is_(None),
        CaseClock.due_at < now - rise.after,
        is_kind,
        ~made.exists(),
    )
    wanted = wanted.options(joinedload(CaseClock.case).joinedload(Case.branch))
    return list(db.session.scalars(wanted.order_by(CaseClock.due_at, CaseClock.id).limit(PAGE * 4)))


def risen_to(viewer: Staff, *conditions: ColumnElement[bool]) -> list[Escalation]:
    """What rose to the viewer's role and still runs or waits for the customer, the longest late first.

    A branch's cases rise to its own people; where it has none of that role, to those of the whole bank.
    `conditions`: what else the rooms above ask of a case.
    """
    wanted = (
        select(Escalation)
        .join(Escalation.clock)
        .join(Escalation.case)
        .where(Escalation.role == viewer.role, CaseClock.stopped_at.is_(None), _answers_for(viewer))
        .where(*conditions)
    )
    load = joinedload(Escalation.case)
    found = list(
        db.session.scalars(
            wanted.options(joinedload(Escalation.clock), load.joinedload(Case.customer))
            .options(load.joinedload(Case.branch), load.joinedload(Case.owner))
            .order_by(CaseClock.due_at, Escalation.id)
            .limit(PAGE * 4)
        )
    )
    load_data_keys(each.case.customer_id for each in found)
    return found


def _answers_for(viewer: Staff) -> ColumnElement[bool]:
    """Whether a case is the viewer's to answer for: her branch's, else that of nobody else of her role."""
    if viewer.branch_id is not None:
        return Case.branch_id == viewer.branch_id
    colleague = aliased(Staff)
    at_the_branch = select(colleague.id).where(
        colleague.branch_id == Case.branch_id,
        colleague.role == viewer.role,
        colleague.disabled_at.is_(None),
        colleague.customer_id.is_distinct_from(Case.customer_id),
    )
    return ~at_the_branch.exists()
