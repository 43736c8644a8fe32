"""Whose turn it is and until when, asked of the database: what a list of many cases says without opening them."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.casework.models import Answer, AnswerProposal, Case, CaseClock
from portal.loans.models import LoanDecision, LoanPaperCheck
from portal.loans.parties.models import LoanParty
from portal.loans.rules import DECIDING_CLOCKS, HER_TURN, TAKES_PAPERS_AGAIN, LoanStatus, Verdict

UNANSWERED = (LoanDecision.answer.is_(None), LoanDecision.taken_back_at.is_(None))
"""An offer that stands and waits, where it is one."""


def is_her_turn() -> ColumnElement[bool]:
    """Whether the customer has something to do before it goes on."""
    is_open = Case.closed_at.is_(None)
    return or_(
        Case.status.in_(HER_TURN), and_(is_open, has_proposal()), waits_for_paper(), misses_signature()
    )


def has_proposal() -> ColumnElement[bool]:
    """Whether the branch suggests something beside her answers that she has not settled."""
    unsettled = (AnswerProposal.case_id == Case.id, AnswerProposal.settled_at.is_(None))
    return select(AnswerProposal.id).where(*unsettled).exists()


def waits_for_paper() -> ColumnElement[bool]:
    """Whether an officer sent a paper back and she has not touched it since."""
    check, later = LoanPaperCheck, aliased(LoanPaperCheck)
    judged_again = select(later.id).where(
        later.case_id == check.case_id, later.question == check.question, later.number > check.number
    )
    given_again = select(Answer.id).where(
        Answer.case_id == check.case_id, Answer.question == check.question, Answer.version > check.version
    )
    sent_back = select(check.id).where(
        check.case_id == Case.id,
        check.verdict == Verdict.SENT_BACK,
        ~judged_again.exists(),
        ~given_again.exists(),
    )
    return and_(Case.status.in_(TAKES_PAPERS_AGAIN), sent_back.exists())


def misses_signature() -> ColumnElement[bool]:
    """Whether somebody whom she named does not sign what she sent, or not any more, and is named still."""
    gone = (LoanParty.declined_at.is_not(None), LoanParty.removed_at.is_(None))
    declined = select(LoanParty.id).where(LoanParty.case_id == Case.id, *gone)
    return and_(Case.status != LoanStatus.DRAFT, Case.closed_at.is_(None), declined.exists())


def decided_by() -> ScalarSelect[datetime]:
    """The moment by which somebody decides, while that time passes."""
    running = (CaseClock.stopped_at.is_(None), CaseClock.paused_at.is_(None))
    is_deciding = CaseClock.kind.in_(DECIDING_CLOCKS)
    due = select(func.max(CaseClock.due_at)).where(CaseClock.case_id == Case.id, is_deciding, *running)
    return due.scalar_subquery()


def offered_until() -> ScalarSelect[datetime | None]:
    """Until when she may say yes or no to an offer."""
    of_case = LoanDecision.case_id == Case.id
    return select(func.max(LoanDecision.expires_at)).where(of_case, *UNANSWERED).scalar_subquery()


def had_second_look() -> ColumnElement[bool]:
    """Whether a refusal was looked at again already."""
    again = (LoanDecision.stage == LoanStatus.IN_SECOND_LOOK, LoanDecision.taken_back_at.is_(None))
    return select(LoanDecision.id).where(LoanDecision.case_id == Case.id, *again).exists()
