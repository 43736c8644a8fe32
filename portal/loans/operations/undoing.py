"""What was decided, answered or withdrawn is taken back by the same hand."""

from datetime import datetime
from typing import Any

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.identity.operations import erase_life_event
from portal.loans.models import LoanApplication
from portal.loans.operations.codes import make_code
from portal.loans.operations.consenting import change_consent
from portal.loans.rules import ConsentPurpose, LoanAction
from portal.notices.operations import untell


@operation
def take_back(loan: LoanApplication, locale: str, by: Actor, now: datetime) -> LoanAction:
    """Undo his own last move, which is returned: nobody was told of it yet.

    `casework.TooLateToUndo` where there is none to undo.
    """
    undone = casework.take_back(loan, by, now)
    untell(undone.at, lambda facts: _is_about(loan, facts), now)
    decided = loan.decision
    if undone.action == LoanAction.WITHDRAW:
        _go_on(loan, locale, by, now)
    elif decided and undone.action in (LoanAction.ACCEPT, LoanAction.DECLINE):
        decided.answer = decided.answered_at = None
    elif decided:
        decided.taken_back_at = now
    if undone.action in (LoanAction.ACCEPT, LoanAction.APPROVE):
        erase_life_event(loan.customer_id, loan.subject)
    return LoanAction(undone.action)


def _go_on(loan: LoanApplication, locale: str, by: Actor, now: datetime) -> None:
    """She may have withdrawn it by taking her consent back; and her old code is dead."""
    if loan.refused(ConsentPurpose.PROCESS):
        change_consent(loan, ConsentPurpose.PROCESS, True, locale, by, now)
    if loan.awaits_visit(now):
        make_code(loan, by, now)


def _is_about(loan: LoanApplication, facts: dict[str, Any]) -> bool:
    places = {party.public_id for party in loan.parties}
    return facts.get("reference") == loan.reference or facts.get("party") in places
