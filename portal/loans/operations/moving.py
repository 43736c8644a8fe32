"""She comes on another day, or to another branch."""

from datetime import datetime

from portal.access.permissions import Role
from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.queries import least_loaded
from portal.db import operation
from portal.identity.models import Branch
from portal.loans.models import LoanApplication
from portal.loans.operations.applications import BranchUnattended
from portal.loans.operations.codes import make_code
from portal.loans.rules import Question
from portal.notices.operations import tell
from portal.visits import operations as visits

BRANCH_MOVED = "branch moved"
"""Why the owner changes when the customer chooses another branch."""


@operation
def move_visit(loan: LoanApplication, branch: Branch, starts_at: datetime, by: Actor, now: datetime) -> None:
    """Take the other seat, let go of the old one, and make a new code; the old one dies.

    At another branch its least-loaded officer owns it from here on. `visits.SlotTaken` and `BranchUnattended`
    leave all as it was.
    """
    casework.lock(loan)
    if not loan.awaits_visit(now):
        raise casework.IllegalMove(f"{loan.reference} awaits no visit")
    is_same = branch.id == loan.branch_id
    owner = loan.owner if is_same else least_loaded(branch.id, Role.OFFICER, loan.people)
    if owner is None:
        raise BranchUnattended
    if starts_at <= now:
        raise visits.SlotTaken(starts_at)
    visits.rebook(loan, branch.id, starts_at)
    _note_visit(loan, branch, starts_at, by, now)
    if owner.id != loan.owner_id:
        casework.hand_over(loan, owner, BRANCH_MOVED, by, now)
    said = {"branch": branch.names, "starts_at": starts_at.isoformat(), "owner": owner.names}
    code = make_code(loan, by, now)
    tell(loan.customer_id, "loan visit moved", now, reference=loan.reference, code=code.digits, **said)


def _note_visit(loan: LoanApplication, branch: Branch, starts_at: datetime, by: Actor, now: datetime) -> None:
    visit = {"branch": branch.code, "starts_at": starts_at.isoformat()}
    for question, value in ((Question.BRANCH, branch.code), (Question.VISIT, visit)):
        casework.answer(loan, question, value, AnswerSource.CUSTOMER, by, now)
    loan.branch_id = branch.id
    record(loan.subject, "visit moved", by, now, branch=branch.code)
