"""What the branch changes for a customer, and what she confirms of it."""

from datetime import datetime
from typing import Any

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.loans.models import LoanApplication
from portal.loans.operations.papers import expect_open
from portal.loans.parties.operations import lapse_signatures
from portal.loans.rules import SIGNED_FOR, LoanStatus, Proof, Question, may_be_proposed
from portal.notices.operations import tell


@operation
def propose(
    loan: LoanApplication,
    question: Question,
    value: Any,
    by: Actor,
    now: datetime,
    seen: int,
    seen_proposal: int,
) -> None:
    """Put the officer's answer beside the customer's; she is told of the first that waits for her."""
    expect_at_branch(loan, by, now)
    if not may_be_proposed(question):
        raise casework.IllegalMove(f"{loan.reference}: {question} is not the branch's to change")
    waits = bool(loan.open_proposals)
    made = casework.propose(loan, question, value, by, now, seen, seen_proposal)
    if made and not waits:
        tell(loan.customer_id, "loan to confirm", now, reference=loan.reference)


@operation
def dispute(loan: LoanApplication, question: Question, note: str, by: Actor, now: datetime) -> None:
    """Note beside an answer that the bank's record may be wrong."""
    expect_at_branch(loan, by, now)
    casework.dispute_record(loan, question, note, by, now)


@operation
def settle(
    loan: LoanApplication,
    question: Question,
    confirms: bool,
    number: int,
    seen: int,
    by: Actor,
    now: datetime,
    proof: Proof | None = None,
) -> None:
    """The customer takes the branch's answer or keeps hers; who signed for another loan than this signs again.

    `proof`: how, where the tablet was turned to her.
    """
    casework.expect_other_hands(loan, by)
    if not confirms:
        return casework.decline(loan, question, number, seen, by, now)
    detail = {"proof": proof} if proof else {}
    casework.take_proposal(loan, question, number, seen, by, now, **detail)
    if question in SIGNED_FOR:
        lapse_signatures(loan, by, now)
    return None


@operation
def tell_settled(loan: LoanApplication, now: datetime) -> None:
    """She is told at once of what was confirmed on the branch's tablet."""
    tell(loan.customer_id, "loan confirmed at branch", now, reference=loan.reference)


def expect_at_branch(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Raise `IllegalMove` unless the branch has the file open and completes it."""
    expect_open(loan, by, now)
    if loan.status != LoanStatus.AT_BRANCH:
        raise casework.IllegalMove(f"{loan.reference} is not being completed at the branch")
