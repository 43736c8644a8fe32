"""While it is reviewed: something is asked of the customer; after a refusal: somebody else looks."""

from datetime import datetime

from portal.attachments.queries import attachment_of
from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.queries import open_request
from portal.casework.rules import AskingOutcome
from portal.db import operation
from portal.loans.holding import tell_held
from portal.loans.models import LoanApplication
from portal.loans.operations.decisions import expect_decidable, promise
from portal.loans.rules import (
    SECOND_LOOK_CLOCK,
    Asked,
    LoanAction,
    LoanStatus,
    Way,
)
from portal.notices.operations import tell


@operation
def ask_customer(loan: LoanApplication, kind: str, words: str, by: Actor, now: datetime) -> None:
    """Ask for a paper of the application (its question's name) or an explanation; the bank's time stands still."""
    expect_decidable(loan, LoanAction.ASK, by, LoanStatus.IN_REVIEW)
    if kind != Asked.EXPLANATION and kind not in loan.papers:
        raise ValueError(f"{loan.reference} has no paper {kind}")
    casework.ask(loan, kind, words, by, now)
    casework.move(loan, LoanAction.ASK, by, now)
    tell(loan.customer_id, "loan asked", now, reference=loan.reference)


@operation
def stop_asking(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The reviewer needs it no longer."""
    casework.expect_other_hands(loan, by)
    _settle(loan, LoanAction.STOP_ASKING, AskingOutcome.WITHDRAWN, None, by, now)
    tell(loan.customer_id, "loan asks no more", now, reference=loan.reference)


@operation
def reply(loan: LoanApplication, text: str, paper_id: str | None, by: Actor, now: datetime) -> None:
    """She answers with words, or with the paper that was asked for, and the bank's time goes on."""
    asked = open_request(loan)
    if paper_id and asked and asked.kind in loan.papers and attachment_of(loan.customer_id, paper_id):
        value = {"way": Way.UPLOAD, "pages": [paper_id]}
        casework.answer(loan, asked.kind, value, AnswerSource.CUSTOMER, by, now)
    _settle(loan, LoanAction.REPLY, AskingOutcome.ANSWERED, text or None, by, now)


@operation
def ask_second_look(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Her right to have a refusal reviewed by somebody who did not decide it: the case is open again."""
    casework.lock(loan)
    if not loan.may_be_looked_at_again(now):
        raise casework.IllegalMove(f"{loan.reference} cannot be looked at again")
    tell_held(loan, now)
    facts = {"decided_at": None, "decided_by_id": None, "decided_by_machine": False}
    casework.move(loan, LoanAction.ASK_SECOND_LOOK, by, now, facts)
    due_at = promise(loan, SECOND_LOOK_CLOCK, now)
    tell(loan.customer_id, "loan second look", now, reference=loan.reference, due_at=due_at.isoformat())


def _settle(
    loan: LoanApplication,
    action: LoanAction,
    outcome: AskingOutcome,
    text: str | None,
    by: Actor,
    now: datetime,
) -> None:
    casework.lock(loan)
    if (loan.status, action) not in loan.transitions:
        raise casework.IllegalMove(f"{loan.reference} asks nothing in {loan.status}")
    casework.settle_asking(loan, outcome, by, now, text)
    casework.move(loan, action, by, now)
