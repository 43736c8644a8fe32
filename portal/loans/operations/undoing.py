"""What was decided, answered or withdrawn is taken back by the same hand."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit.models import Actor, AuditEvent
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.queries import undoable_move
from portal.casework.rules import UNDO
from portal.db import operation
from portal.identity.operations import erase_life_event
from portal.loans.holding import untell_held
from portal.loans.models import LoanApplication
from portal.loans.operations.consenting import change_consent
from portal.loans.rules import ConsentPurpose, LoanAction

ANSWERS = (LoanAction.ACCEPT, LoanAction.DECLINE)


def move_to_undo(
    loan: LoanApplication, events: Sequence[AuditEvent], person_id: int | None, now: datetime
) -> tuple[AuditEvent, datetime] | None:
    """This person's last move of it, and until when he may take it back: an answer no longer than its offer holds."""
    move, offer = undoable_move(loan, events, person_id, now), loan.decision
    if move is None:
        return None
    ends = move.at + UNDO
    if move.action in ANSWERS and offer and offer.expires_at:
        ends = min(ends, offer.expires_at)
    return (move, ends) if now < ends else None


@operation
def take_back(loan: LoanApplication, seq: int, locale: str, by: Actor, now: datetime) -> LoanAction:
    """Undo his own last move, the one of that number in the history, and return it: nobody was told of it yet.

    `casework.TooLateToUndo` where there is none to undo.
    """
    casework.lock(loan)
    found = move_to_undo(loan, history(loan.subject), by.person_id, now)
    if found is None or found[0].seq != seq:
        raise casework.TooLateToUndo(loan.reference)
    undone = found[0]
    casework.take_back(loan, undone, by, now)
    untell_held(loan, now)
    if undone.action == LoanAction.WITHDRAW:
        if loan.refused(ConsentPurpose.PROCESS):  # she withdrew it by taking that back
            change_consent(loan, ConsentPurpose.PROCESS, True, locale, by, now)
    elif undone.action in ANSWERS:
        loan.decisions[-1].answer = loan.decisions[-1].answered_at = None
    else:
        loan.decisions[-1].taken_back_at = now
    if undone.action in (LoanAction.ACCEPT, LoanAction.APPROVE):
        erase_life_event(loan.customer_id, loan.subject)
    return LoanAction(undone.action)
