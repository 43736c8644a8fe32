"""What a member of staff looks after and turns out to be his own."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.identity.models import Staff
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.parties.operations import pass_on


@operation
def pass_on_own_files(member: Staff, by: Actor, now: datetime) -> list[LoanApplication]:
    """Give them to colleagues at their branches; those for whom nobody else is there, so that they stay."""
    stay = []
    for loan in queries.own_files(member):
        casework.lock(loan)
        if not pass_on(loan, by, now):
            stay.append(loan)
    return stay
