from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.attachments.models import Attachment
from portal.attachments.queries import attachment_of
from portal.casework.models import Answer, CaseClock
from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Customer, Staff
from portal.identity.sealing import load_data_keys
from portal.loans.models import LoanApplication, LoanDecision, PickUpCode
from portal.loans.rules import (
    DECISION_CLOCK,
    INCLUSIVE,
    SECOND_LOOK_CLOCK,
    SEEN_IN_REVIEW,
    LoanStatus,
    Question,
)
from portal.visits.models import Appointment


def loan_for(customer: Customer, reference: str) -> LoanApplication | None:
    return _one(select(LoanApplication).where(LoanApplication.customer_id == customer.id), reference)


def loan_for_staff(viewer: Staff, reference: str) -> LoanApplication | None:
    """A loan of the viewer's branch that was sent; a reviewer sees it once it is in review."""
    return _one(_seen_by(viewer), reference)


Visit = tuple[LoanApplication, Appointment]


def visits_from(viewer: Staff, day: datetime) -> tuple[list[Visit], list[Visit], list[Visit]]:
    """By the day that begins then: its visits, the open files of days before, and the visits to come."""
    day_ends, starts_at = day + timedelta(days=1), Appointment.starts_at
    is_open = LoanApplication.status == LoanStatus.AT_BRANCH
    comes = (LoanApplication.status == LoanStatus.SUBMITTED) & (starts_at >= day_ends)
    rows = db.session.execute(
        _seen_by(viewer)
        .add_columns(Appointment)
        .join(Appointment, Appointment.case_id == LoanApplication.id)
        .where(is_open | comes | ((starts_at >= day) & (starts_at < day_ends)))
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


def review_queue(
    viewer: Staff, statuses: Collection[LoanStatus], product: str | None = None
) -> list[LoanApplication]:
    """What waits in one of these statuses for this reviewer and may be decided by him, the nearest deadline first.

    `product`: its code, for one kind of loan alone.
    """
    kinds = (DECISION_CLOCK, SECOND_LOOK_CLOCK)
    is_kind = [LoanApplication.product_code == product] if product else []
    found = list(
        db.session.scalars(
            _seen_by(viewer)
            .where(LoanApplication.status.in_(statuses), _may_decide(viewer), *is_kind)
            .join(LoanApplication.clocks)
            .where(CaseClock.kind.in_(kinds), CaseClock.stopped_at.is_(None))
            .options(contains_eager(LoanApplication.clocks))
            .options(joinedload(LoanApplication.customer), selectinload(LoanApplication.owner))
            .options(selectinload(LoanApplication.answers))
            .order_by(CaseClock.due_at, LoanApplication.id)
            .limit(PAGE)
        ).unique()
    )
    load_data_keys(loan.customer_id for loan in found)
    return found


def _may_decide(viewer: Staff) -> ColumnElement[bool]:
    """`LoanApplication.may_be_decided_by`, asked of the database."""
    loan, decision = LoanApplication, LoanDecision
    handled = select(Answer.id).where(Answer.case_id == loan.id, Answer.by_id == viewer.id).exists()
    hers = (loan.owner_id == viewer.id) | (func.coalesce(loan.paper_seen_by_id, 0) == viewer.id) | handled
    of_case = select(decision.by_id).where(decision.case_id == loan.id)
    last = of_case.order_by(decision.number.desc()).limit(1).scalar_subquery()
    is_second = loan.status == LoanStatus.IN_SECOND_REVIEW
    is_look = loan.status == LoanStatus.IN_SECOND_LOOK
    decided = of_case.where(decision.by_id == viewer.id).exists()
    return ~hers & ~(is_second & (last == viewer.id)) & ~(is_look & decided)


def open_offers_until(now: datetime) -> list[LoanApplication]:
    """Whose offers waited for an answer until now."""
    lapsed = (LoanDecision.answer.is_(None), LoanDecision.expires_at <= now)
    wanted = select(LoanApplication).join(LoanApplication.decisions)
    return list(
        db.session.scalars(wanted.where(LoanApplication.status == LoanStatus.OFFERED, *lapsed).limit(500))
        .unique()
        .all()
    )


def code_of(loan: LoanApplication) -> PickUpCode | None:
    """The code that counts: the last one made."""
    return db.session.scalar(
        select(PickUpCode).where(PickUpCode.case_id == loan.id).order_by(PickUpCode.id.desc()).limit(1)
    )


def paper_of(loan: LoanApplication, paper: Question) -> Attachment | None:
    public_id = loan.paper_id(paper)
    return attachment_of(loan.customer_id, public_id) if public_id else None


def papers_in(loan: LoanApplication) -> list[Attachment]:
    """Every paper that an answer of this application named, the replaced ones too."""
    values = [answer.value for answer in loan.answers if Question(answer.question).is_paper]
    found = (
        attachment_of(loan.customer_id, value["attachment"]) for value in values if "attachment" in value
    )
    return [paper for paper in found if paper]


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


def _seen_by(viewer: Staff) -> Select[LoanApplication]:
    seen = select(LoanApplication).where(LoanApplication.status != LoanStatus.DRAFT)
    if viewer.branch_id is not None:
        seen = seen.where(LoanApplication.branch_id == viewer.branch_id)
    return seen.where(LoanApplication.status.in_(SEEN_IN_REVIEW)) if viewer.role == "reviewer" else seen


def _one(seen: Select[LoanApplication], reference: str) -> LoanApplication | None:
    found = db.session.scalars(
        seen.where(LoanApplication.reference == reference)
        .options(joinedload(LoanApplication.customer).joinedload(Customer.business))
        .options(selectinload(LoanApplication.owner), joinedload(LoanApplication.branch))
        .options(selectinload(LoanApplication.answers), joinedload(LoanApplication.clocks))
        .options(joinedload(LoanApplication.decisions).joinedload(LoanDecision.by))
    )
    return found.unique().one_or_none()
