from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.audit.models import AuditEvent
from portal.casework.models import CHAIN, Answer, AnswerProposal, CaseClock, RecordDispute
from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Staff
from portal.identity.sealing import load_data_keys
from portal.loans.models import LoanApplication, LoanDecision, LoanPaperCheck
from portal.loans.queries.applications import seen_by
from portal.loans.queries.turns import UNANSWERED
from portal.loans.rules import DECIDING_CLOCKS, HANDLING, LoanStatus


def review_queue(
    viewer: Staff, statuses: Collection[LoanStatus], product: str | None = None
) -> list[LoanApplication]:
    """What waits in one of these statuses for this reviewer and may be decided by him, the nearest deadline first.

    `product`: its code, for one kind of loan alone.
    """
    is_kind = [LoanApplication.product_code == product] if product else []
    found = list(
        db.session.scalars(
            seen_by(viewer)
            .where(LoanApplication.status.in_(statuses), _may_decide(viewer), *is_kind)
            .join(LoanApplication.clocks)
            .where(CaseClock.kind.in_(DECIDING_CLOCKS), CaseClock.stopped_at.is_(None))
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
    """`LoanApplication.may_be_decided_by`, asked of the database of those that the viewer sees."""
    loan, decision = LoanApplication, LoanDecision
    handled = select(Answer.id).where(Answer.case_id == loan.id, Answer.by_id == viewer.id).exists()
    check = LoanPaperCheck
    judged = select(check.id).where(check.case_id == loan.id, check.by_id == viewer.id).exists()
    hers = (loan.owner_id == viewer.id) | judged | handled | _proposed(viewer) | _acted(viewer)
    counts = decision.taken_back_at.is_(None) | (decision.stage != loan.status)
    of_case = select(decision.by_id).where(decision.case_id == loan.id, counts)
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


def _acted(viewer: Staff) -> ColumnElement[bool]:
    """Whether the viewer worked on the file, as its history tells."""
    is_its = AuditEvent.subject == CHAIN + LoanApplication.reference
    is_handling = AuditEvent.action.in_(HANDLING)
    return select(AuditEvent.id).where(is_its, is_handling, AuditEvent.person_id == viewer.id).exists()


def open_offers_until(now: datetime) -> list[LoanApplication]:
    """Whose offers waited for an answer until now."""
    lapsed = (*UNANSWERED, LoanDecision.expires_at <= now)
    wanted = select(LoanApplication).join(LoanApplication.rounds)
    return list(
        db.session.scalars(wanted.where(LoanApplication.status == LoanStatus.OFFERED, *lapsed).limit(500))
        .unique()
        .all()
    )
