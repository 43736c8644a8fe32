"""The file goes back to the customer with a message, and comes again."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.casework.rules import AskingOutcome
from portal.db import operation
from portal.loans.models import LoanApplication
from portal.loans.operations.applications import Incomplete
from portal.loans.operations.changes import expect_at_branch
from portal.loans.operations.evenings import next_evening
from portal.loans.rules import Asked, LoanAction
from portal.notices.operations import tell


@operation
def hand_back(loan: LoanApplication, message: str, by: Actor, now: datetime) -> None:
    """Have the customer change or add something herself; `message` says what, in the officer's words."""
    expect_at_branch(loan, by, now)
    casework.ask(loan, Asked.HANDED_BACK, message, by, now)
    casework.move(loan, LoanAction.HAND_BACK, by, now)
    casework.release_lease(loan, by)
    tell(loan.customer_id, "loan handed back", now, reference=loan.reference)


@operation
def return_to_branch(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The customer is done. Sending it back lets her branch open it until its next working day ends.

    `Incomplete` when a change of hers opened a question.
    """
    casework.lock(loan)
    if (loan.status, LoanAction.SEND_BACK) not in loan.transitions:
        raise casework.IllegalMove(f"{loan.reference} is not with the customer")
    if loan.unanswered:
        raise Incomplete(loan.unanswered)
    casework.settle_asking(loan, AskingOutcome.ANSWERED, by, now)
    facts = {"file_open_until": next_evening(now)}
    casework.move(loan, LoanAction.SEND_BACK, by, now, facts)
    tell(loan.customer_id, "loan sent back", now, reference=loan.reference)
