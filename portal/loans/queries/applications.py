from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload, selectinload

from portal.casework.models import Case
from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Customer, Person, Staff
from portal.identity.queries import hold_people
from portal.identity.sealing import load_data_keys
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.parties.models import LoanParty
from portal.loans.rules import (
    DECISION_CLOCK,
    INCLUSIVE,
    SEEN_IN_REVIEW,
    LoanStatus,
    Question,
)
from portal.visits.models import Appointment


def loan_for(customer: Customer, reference: str) -> LoanApplication | None:
    return _one(select(LoanApplication).where(LoanApplication.customer_id == customer.id), reference)


def loan_referred(reference: str) -> LoanApplication:
    """Whosever it is, for what the bank does of itself."""
    return db.session.scalars(select(LoanApplication).where(LoanApplication.reference == reference)).one()


def is_hers(customer: Person, reference: str) -> bool:
    """Whether there is a loan of the customer's of that reference; an erased draft is none."""
    hers = select(LoanApplication.id).where(LoanApplication.customer_id == customer.id)
    return db.session.scalar(hers.where(LoanApplication.reference == reference)) is not None


def status_of(customer: Person, reference: str) -> str | None:
    """Where a loan of the customer's stands; None where there is none."""
    hers = select(LoanApplication.status).where(LoanApplication.customer_id == customer.id)
    return db.session.scalar(hers.where(LoanApplication.reference == reference))


def loan_for_staff(viewer: Staff, reference: str) -> LoanApplication | None:
    """A loan of the viewer's branch that was sent; a reviewer sees it once it is in review."""
    return _one(seen_by(viewer), reference)


def was_taken_back(viewer: Staff, reference: str) -> bool:
    """Whether its customer withdrew what the viewer had to decide; nothing of it is shown any more."""
    withdrawn = select(LoanApplication.id).where(
        LoanApplication.reference == reference,
        LoanApplication.status == LoanStatus.WITHDRAWN,
        LoanApplication.clocks.any(kind=DECISION_CLOCK),
    )
    return viewer.role == "reviewer" and db.session.scalar(withdrawn) is not None


def walk_in_for(viewer: Staff, reference: str, now: datetime) -> LoanApplication | None:
    """A draft that the viewer's branch began for a customer at the counter and may fill in still."""
    return _one(_begun_at(viewer, now), reference)


def walk_ins_of(viewer: Staff, now: datetime) -> list[LoanApplication]:
    """All of them, the last begun first."""
    begun = _begun_at(viewer, now).options(joinedload(LoanApplication.customer))
    found = list(db.session.scalars(begun.order_by(LoanApplication.id.desc()).limit(PAGE)))
    load_data_keys(loan.customer_id for loan in found)
    return found


def open_loans_of(customer: Customer, viewer: Staff, now: datetime) -> list[LoanApplication]:
    """What she has under way at the viewer's branch, the last begun first; drafts that she began herself are hers."""
    hers = LoanApplication.customer_id == customer.id
    sent = seen_by(viewer).where(hers, LoanApplication.closed_at.is_(None))
    begun = _begun_at(viewer, now).where(hers)
    wanted = [each.options(selectinload(LoanApplication.owner)).limit(PAGE) for each in (sent, begun)]
    found = [loan for each in wanted for loan in db.session.scalars(each)]
    return sorted(found, key=lambda loan: loan.id, reverse=True)


def _begun_at(viewer: Staff, now: datetime) -> Select[LoanApplication]:
    return select(LoanApplication).where(
        LoanApplication.status == LoanStatus.DRAFT,
        LoanApplication.branch_id == viewer.branch_id,
        LoanApplication.file_open_until > now,
        is_not_own(viewer),
    )


Visit = tuple[LoanApplication, Appointment]


def visits_from(viewer: Staff, day: datetime) -> tuple[list[Visit], list[Visit], list[Visit]]:
    """By the day that begins then: its visits, the open files of days before, and the visits to come."""
    day_ends, starts_at = day + timedelta(days=1), Appointment.starts_at
    is_open = LoanApplication.status == LoanStatus.AT_BRANCH
    comes = (LoanApplication.status == LoanStatus.SUBMITTED) & (starts_at >= day_ends)
    rows = db.session.execute(
        seen_by(viewer)
        .add_columns(Appointment)
        .join(Appointment, Appointment.case_id == LoanApplication.id)
        .where(is_open | comes | ((starts_at >= day) & (starts_at < day_ends)))
        .where(LoanApplication.status != LoanStatus.WITHDRAWN)
        .options(joinedload(LoanApplication.customer), selectinload(LoanApplication.owner))
        .order_by(starts_at, Appointment.id)
        .limit(PAGE * 4)
    ).all()
    load_data_keys(loan.customer_id for loan, _visit in rows)
    found = [(loan, visit) for loan, visit in rows]
    return (
        [each for each in found if day <= each[1].starts_at < day_ends],
        [each for each in found if each[1].starts_at < day],
        [each for each in found if each[1].starts_at >= day_ends],
    )


def code_of(loan: LoanApplication) -> PickUpCode | None:
    """The code that counts: the last one made."""
    return db.session.scalar(
        select(PickUpCode).where(PickUpCode.case_id == loan.id).order_by(PickUpCode.id.desc()).limit(1)
    )


def drafts_of(customer: Customer) -> list[LoanApplication]:
    """What the customer began and has not sent, the last touched first."""
    return list(
        db.session.scalars(
            select(LoanApplication)
            .where(LoanApplication.customer_id == customer.id, LoanApplication.status == LoanStatus.DRAFT)
            .options(selectinload(LoanApplication.answers))
            .order_by(LoanApplication.touched_at.desc(), LoanApplication.id.desc())
            .limit(PAGE)
        )
    )


def drafts_untouched_since(moment: datetime) -> list[LoanApplication]:
    return list(
        db.session.scalars(
            select(LoanApplication)
            .where(LoanApplication.status == LoanStatus.DRAFT, LoanApplication.touched_at <= moment)
            .options(selectinload(LoanApplication.answers))
            .limit(500)
        )
    )


def on_record(customer: Customer, question: Question) -> Any:
    """What the bank's record already answers; None where it does not."""
    business = customer.business
    if question == Question.BORN_ON:
        return customer.born_on.isoformat() if customer.born_on else None
    if business is None or business.yearly_income is None:
        return None
    known: dict[Question, Any] = {
        Question.BUSINESS_NAME: business.name,
        Question.STARTED_ON: business.started_on.isoformat(),
        Question.YEARLY_INCOME: {"minor": int(business.yearly_income), "currency": INCLUSIVE.currency},
    }
    return known.get(question)


def own_files(member: Staff) -> list[LoanApplication]:
    """What the member of staff owns, is not closed, and is his own."""
    owned = (LoanApplication.owner_id == member.id, LoanApplication.closed_at.is_(None))
    return list(db.session.scalars(select(LoanApplication).where(*owned, ~is_not_own(member))))


def is_not_own(viewer: Staff) -> ColumnElement[bool]:
    """Whether a case is nobody's with whom the viewer is one: `Case.is_own_of`, asked of the database."""
    if viewer.customer_id is None:
        return true()
    beside = (LoanParty.case_id == Case.id, LoanParty.customer_id == viewer.customer_id)
    return (Case.customer_id != viewer.customer_id) & ~select(LoanParty.id).where(*beside).exists()


def seen_by(viewer: Staff) -> Select[LoanApplication]:
    """What the viewer may see, if not drafts: of his branch, but for his own."""
    seen = select(LoanApplication).where(LoanApplication.status != LoanStatus.DRAFT, is_not_own(viewer))
    if viewer.branch_id is not None:
        seen = seen.where(LoanApplication.branch_id == viewer.branch_id)
    return seen.where(LoanApplication.status.in_(SEEN_IN_REVIEW)) if viewer.role == "reviewer" else seen


def _one(seen: Select[LoanApplication], reference: str) -> LoanApplication | None:
    found = db.session.scalars(
        seen.where(LoanApplication.reference == reference)
        .options(joinedload(LoanApplication.customer).joinedload(Customer.business))
        .options(joinedload(LoanApplication.owner), joinedload(LoanApplication.branch))
        .options(selectinload(LoanApplication.answers), joinedload(LoanApplication.clocks))
        .options(joinedload(LoanApplication.lease), joinedload(LoanApplication.proposals))
        .options(joinedload(LoanApplication.parties).selectinload(LoanParty.consents))
        .options(joinedload(LoanApplication.paper_checks), joinedload(LoanApplication.rounds))
        .options(joinedload(LoanApplication.disputes))
    )
    loan = found.unique().one_or_none()
    if loan is not None:
        hold_people(_named_on(loan))
    return loan


def _named_on(loan: LoanApplication) -> set[int]:
    """Whose names its pages may say. Joined to it one by one, they made the query twice as wide."""
    hands = [check.by_id for check in loan.paper_checks] + [each.by_id for each in loan.open_proposals]
    deciders = [each.by_id for each in loan.rounds]
    holders = [loan.lease.holder_id, loan.lease.wanted_by_id] if loan.lease else []
    return {each for each in (loan.customer_id, *hands, *deciders, *holders) if each is not None}
