from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.attachments.models import Attachment
from portal.attachments.queries import attachment_of, attachments_of
from portal.casework.models import Answer, AnswerProposal, CaseClock, CaseLease, RecordDispute
from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Customer, Staff
from portal.identity.sealing import load_data_keys
from portal.loans.models import LoanApplication, LoanDecision, LoanPaperCheck, PickUpCode
from portal.loans.rules import (
    DECISION_CLOCK,
    HELD_FOR,
    INCLUSIVE,
    SECOND_LOOK_CLOCK,
    SEEN_IN_REVIEW,
    LoanStatus,
    Paper,
    Question,
    Verdict,
    Way,
)
from portal.visits.models import Appointment


def loan_for(customer: Customer, reference: str) -> LoanApplication | None:
    return _one(select(LoanApplication).where(LoanApplication.customer_id == customer.id), reference)


def loan_for_staff(viewer: Staff, reference: str) -> LoanApplication | None:
    """A loan of the viewer's branch that was sent; a reviewer sees it once it is in review."""
    return _one(_seen_by(viewer), reference)


def walk_in_for(viewer: Staff, reference: str, now: datetime) -> LoanApplication | None:
    """A draft that the viewer's branch began for a customer at the counter and may fill in still."""
    begun = select(LoanApplication).where(
        LoanApplication.status == LoanStatus.DRAFT,
        LoanApplication.branch_id == viewer.branch_id,
        LoanApplication.file_open_until > now,
    )
    return _one(begun, reference)


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
    check = LoanPaperCheck
    judged = select(check.id).where(check.case_id == loan.id, check.by_id == viewer.id).exists()
    hers = (loan.owner_id == viewer.id) | judged | handled | _proposed(viewer)
    of_case = select(decision.by_id).where(decision.case_id == loan.id)
    last = of_case.order_by(decision.number.desc()).limit(1).scalar_subquery()
    is_second = loan.status == LoanStatus.IN_SECOND_REVIEW
    is_look = loan.status == LoanStatus.IN_SECOND_LOOK
    decided = of_case.where(decision.by_id == viewer.id).exists()
    return ~hers & ~(is_second & (last == viewer.id)) & ~(is_look & decided)


def _proposed(viewer: Staff) -> ColumnElement[bool]:
    """Whether the viewer put something beside an answer or the bank's record."""
    made, noted = AnswerProposal, RecordDispute
    proposed = select(made.id).where(made.case_id == LoanApplication.id, made.by_id == viewer.id).exists()
    return (
        proposed
        | select(noted.id).where(noted.case_id == LoanApplication.id, noted.by_id == viewer.id).exists()
    )


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


def pages_of(loan: LoanApplication, paper: Question) -> list[Attachment]:
    """The files of a paper that are there, in their order."""
    return attachments_of(loan.customer_id, loan.pages(paper))


def page_of(loan: LoanApplication, paper: Question, public_id: str) -> Attachment | None:
    """One of the paper's files."""
    return attachment_of(loan.customer_id, public_id) if public_id in loan.pages(paper) else None


def papers_in(loan: LoanApplication) -> list[Attachment]:
    """Every file that this application brought, the replaced ones too; not what another one rests on."""
    others = db.session.scalars(
        select(LoanApplication)
        .where(LoanApplication.customer_id == loan.customer_id, LoanApplication.id != loan.id)
        .options(selectinload(LoanApplication.answers))
    )
    elsewhere = {page for other in others for page in _named_in(other)}
    return attachments_of(loan.customer_id, sorted(_named_in(loan) - elsewhere))


def _named_in(loan: LoanApplication) -> set[str]:
    values = [answer.value for answer in loan.answers if Question(answer.question).is_paper]
    return {page for value in values for page in [*value.get("pages", []), value.get("attachment")] if page}


@dataclass(frozen=True)
class HeldPaper:
    """A paper that the bank holds from an earlier application; verified when an officer saw the original."""

    verified_at: datetime
    pages: list[str]

    @property
    def value(self) -> dict[str, Any]:
        """As an answer."""
        return {"way": Way.HELD, "pages": self.pages, "verified_at": self.verified_at.isoformat()}


def held_paper(loan: LoanApplication, paper: Question, now: datetime) -> HeldPaper | None:
    """The last paper of this kind that an officer verified for her, if that is not too long ago."""
    checks = db.session.scalars(
        select(LoanPaperCheck)
        .join(LoanPaperCheck.loan)
        .where(
            LoanApplication.customer_id == loan.customer_id,
            LoanPaperCheck.case_id != loan.id,
            LoanPaperCheck.question == paper,
            LoanPaperCheck.verdict == Verdict.VERIFIED,
            LoanPaperCheck.at >= now - HELD_FOR,
        )
        .order_by(LoanPaperCheck.at.desc(), LoanPaperCheck.id.desc())
    )
    for check in checks:
        pages = check.loan.pages(paper)
        stands = check.loan.paper_state(paper) == Paper.CHECKED and check.loan.way(paper) == Way.UPLOAD
        if stands and pages and len(attachments_of(loan.customer_id, pages)) == len(pages):
            return HeldPaper(check.at, pages)
    return None


def no_longer_held(loan: LoanApplication, now: datetime) -> list[Question]:
    """Papers that she chose to have reused, and that the bank may not reuse any more."""
    held = [paper for paper in loan.papers if loan.way(paper) == Way.HELD]
    return [paper for paper in held if held_paper(loan, paper, now) is None]


def drafts_of(customer: Customer) -> list[LoanApplication]:
    """What the customer began and has not sent, the last touched first."""
    return list(
        db.session.scalars(
            select(LoanApplication)
            .where(LoanApplication.customer_id == customer.id, LoanApplication.status == LoanStatus.DRAFT)
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
        .options(joinedload(LoanApplication.lease).joinedload(CaseLease.holder))
        .options(joinedload(LoanApplication.open_proposals).joinedload(AnswerProposal.by))
        .options(joinedload(LoanApplication.proposals), joinedload(LoanApplication.disputes))
        .options(joinedload(LoanApplication.parties))
        .options(joinedload(LoanApplication.paper_checks).joinedload(LoanPaperCheck.by))
        .options(joinedload(LoanApplication.decisions).joinedload(LoanDecision.by))
    )
    return found.unique().one_or_none()
