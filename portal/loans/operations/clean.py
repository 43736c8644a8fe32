"""The review begins; a small, clean file comes out of it at once."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.loans.models import LoanApplication
from portal.loans.operations.decisions import approve_by_machine, machine_says_yes, promise
from portal.loans.operations.papers import expect_open
from portal.loans.rules import DECISION_CLOCK, LoanAction
from portal.notices.operations import tell


@operation
def begin_review(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Nothing is open any more: the bank's time begins, and ends at once where the machine says yes."""
    casework.move(loan, LoanAction.SEND_TO_REVIEW, by, now)
    casework.release_lease(loan, by)
    due_at = _decision_due(loan, by, now)
    if not approve_by_machine(loan, now):
        tell(loan.customer_id, "loan in review", now, reference=loan.reference, due_at=due_at.isoformat())


@operation
def send_if_clean(loan: LoanApplication, by: Actor, now: datetime) -> bool:
    """Whether it was approved by itself: nothing is open, everybody signed, and the machine says yes.

    As she sends it, where the bank holds every paper; later by a hand of the branch, which the file is open to.
    """
    is_open = loan.is_draft or loan.unseen_papers or loan.unanswered or loan.open_proposals
    is_signed = all(party.is_signed for party in loan.named_parties)
    if is_open or not is_signed or not machine_says_yes(loan, now):
        return False
    if by.person_id != loan.customer_id:
        expect_open(loan, by, now)
    begin_review(loan, by, now)
    return True


def _decision_due(loan: LoanApplication, by: Actor, now: datetime) -> datetime:
    """The bank's time begins, or goes on where the case had gone back to the branch."""
    running = loan.running_clock(DECISION_CLOCK)
    if running is None:
        return promise(loan, DECISION_CLOCK, now)
    casework.resume_clock(running, by, now)
    return running.due_at
