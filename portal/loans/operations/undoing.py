"""What was decided, answered or withdrawn is taken back by the same hand."""

from datetime import datetime

from portal.audit.models import Actor, AuditEvent
from portal.casework import operations as casework
from portal.casework.rules import UNDO
from portal.db import operation
from portal.identity.operations import erase_life_event
from portal.loans.holding import untell_held
from portal.loans.models import LoanApplication
from portal.loans.operations.consenting import change_consent
from portal.loans.rules import ConsentPurpose, LoanAction

ANSWERS = (LoanAction.ACCEPT, LoanAction.DECLINE)


def undo_until(loan: LoanApplication, move: AuditEvent) -> datetime:
    """Until when this move may be taken back; an answer no longer than its offer holds."""
    ends, offer = move.at + UNDO, loan.decision
    return min(ends, offer.expires_at) if move.action in ANSWERS and offer and offer.expires_at else ends


@operation
def take_back(loan: LoanApplication, seq: int, locale: str, by: Actor, now: datetime) -> LoanAction:
    """Undo his own last move, the one of that number in the history, and return it: nobody was told of it yet.

    `casework.TooLateToUndo` where there is none to undo.
    """
    undone = casework.take_back(loan, seq, by, now)
    if now >= undo_until(loan, undone):
        raise casework.TooLateToUndo(loan.reference)
    untell_held(loan, now)
    decided = loan.decision
    if undone.action == LoanAction.WITHDRAW:
        if loan.refused(ConsentPurpose.PROCESS):  # she withdrew it by taking that back
            change_consent(loan, ConsentPurpose.PROCESS, True, locale, by, now)
    elif decided and undone.action in ANSWERS:
        decided.answer = decided.answered_at = None
    elif decided:
        decided.taken_back_at = now
    if undone.action in (LoanAction.ACCEPT, LoanAction.APPROVE):
        erase_life_event(loan.customer_id, loan.subject)
    return LoanAction(undone.action)
