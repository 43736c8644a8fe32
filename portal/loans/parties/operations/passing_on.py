"""An officer who signs with the applicant, or is she, looks after the application no longer."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.loans.models import LoanApplication
from portal.notices.operations import tell


@operation
def pass_on(loan: LoanApplication, by: Actor, now: datetime) -> bool:
    """Give it to a colleague if it is its owner's own, and tell her; False where nobody else is at the branch."""
    if loan.owner is None or not loan.is_own_of(loan.owner):
        return True
    owner = casework.pass_on(loan, by, now)
    if owner is None or loan.branch is None:
        return False
    said = {"owner": owner.names, "branch": loan.branch.names}
    tell(loan.customer_id, "loan handed over", now, reference=loan.reference, **said)
    return True
