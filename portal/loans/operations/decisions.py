"""The decision: a person's, with reasons."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import db, operation
from portal.identity.operations import write_life_event
from portal.loans.models import LoanApplication, LoanDecision
from portal.loans.parties.operations import tell_decided
from portal.loans.rules import (
    LoanAction,
    RefusalReason,
)
from portal.notices.operations import tell


@operation
def decide(
    loan: LoanApplication,
    action: LoanAction,
    reasons: Sequence[RefusalReason],
    words: str,
    change: str,
    by: Actor,
    now: datetime,
) -> None:
    """A person decides, with reasons of his own; a refusal also says what would change it."""
    if action == LoanAction.REFUSE and not (reasons and words and change):
        raise ValueError("a refusal gives its reasons and says what would change it")
    casework.lock(loan)
    if (loan.status, action) not in loan.transitions:
        raise casework.IllegalMove(f"{loan.reference} was decided already")
    decision = LoanDecision(loan=loan, outcome=action, reasons=list(reasons), at=now)
    decision.words = words
    decision.change = change or None
    db.session.add(decision)
    facts = {"decided_at": now, "decided_by_id": by.person_id}
    casework.move(loan, action, by, now, facts, reasons=list(reasons))
    if action == LoanAction.APPROVE:
        detail = {"minor": loan.amount.minor if loan.amount else 0, "months": loan.months}
        write_life_event(loan.customer_id, "business loan approved", loan.subject, now, detail)
    tell(loan.customer_id, f"loan {loan.status}", now, reference=loan.reference)
    tell_decided(loan, now)
