"""Pick-up codes."""

import secrets
from datetime import datetime

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.db import db, operation
from portal.loans import queries
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.operations.evenings import this_evening
from portal.loans.rules import DIGITS, Question


@operation
def make_code(loan: LoanApplication, by: Actor, now: datetime) -> PickUpCode:
    """A new pick-up code, valid until the visit day (or today, if that is over) ends; the old one dies."""
    casework.lock(loan)
    if not loan.awaits_visit(now):
        raise casework.IllegalMove(f"{loan.reference} is not waiting to be picked up")
    kill_code(loan, now)
    starts_at = datetime.fromisoformat(loan.value(Question.VISIT)["starts_at"])
    expires_at = this_evening(max(starts_at, now))
    code = PickUpCode(loan=loan, serial=secrets.token_urlsafe(12), made_at=now, expires_at=expires_at)
    code.digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    db.session.add(code)
    record(loan.subject, "code made", by, now)
    return code


@operation
def kill_code(loan: LoanApplication, now: datetime) -> None:
    """A code that was not used opens nothing any more."""
    code = queries.code_of(loan)
    if code and code.used_at is None:
        code.dead_at = code.dead_at or now
