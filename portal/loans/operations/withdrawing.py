"""The customer takes her application back; what cannot be had back goes when she can no longer undo it."""

from datetime import datetime
from typing import Any

from portal import clock
from portal.audit.models import MACHINE, Actor
from portal.casework import operations as casework
from portal.casework.rules import UNDO
from portal.db import operation, transaction
from portal.jobs.operations import enqueue
from portal.loans import queries
from portal.loans.holding import tell_held
from portal.loans.models import LoanApplication
from portal.loans.operations.codes import kill_code
from portal.loans.operations.papers import remove_files
from portal.loans.parties import operations as parties
from portal.loans.rules import LoanAction, LoanStatus
from portal.notices.operations import tell
from portal.visits import operations as visits


@operation
def withdraw(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The customer takes the application back. It keeps what it has until that can no longer be undone."""
    casework.lock(loan)
    tell_held(loan, now)
    casework.move(loan, LoanAction.WITHDRAW, by, now)
    enqueue("loan let go", f"let go:{loan.reference}:{now.isoformat()}", now, now + UNDO, ref=loan.reference)
    tell(loan.customer_id, "loan withdrawn", now, now + UNDO, reference=loan.reference)


def let_go(payload: dict[str, Any]) -> None:
    """The handler of "loan let go": her code and her seat, her files, and whoever stood beside her."""
    with transaction():
        loan = queries.loan_referred(payload["ref"])
        casework.lock(loan)
        now = clock.now()
        if loan.status == LoanStatus.WITHDRAWN and loan.closed_at and loan.closed_at + UNDO <= now:
            kill_code(loan, now)
            visits.cancel(loan)
            parties.release_all(loan, MACHINE, now)
            remove_files(loan)
