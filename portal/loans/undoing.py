"""Taking back on a page: the customer's answer or withdrawal, the reviewer's decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, request
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import clock
from portal.audit.models import AuditEvent
from portal.casework.operations import TooLateToUndo, lock
from portal.casework.queries import was_taken_back
from portal.identity.sessions import current_actor
from portal.loans import labels, operations
from portal.loans.models import LoanApplication
from portal.loans.rules import ConsentPurpose, LoanAction
from portal.web.errors import Gone
from portal.web.templating import moment


def undo_words(
    loan: LoanApplication, events: Sequence[AuditEvent], person_id: int, now: datetime
) -> dict[str, Any] | None:
    """Until when this person may take back what he did last, and the button that does; None where he may not."""
    found = operations.move_to_undo(loan, events, person_id, now)
    if found is None:
        return None
    move, ends = found
    until, button, _done = labels.TAKING_BACK[LoanAction(move.action)]
    agrees = move.action == LoanAction.WITHDRAW and loan.refused(ConsentPurpose.PROCESS)
    return {
        "seq": move.seq,
        "until": str(until) % {"moment": moment(ends)},
        "button": button,
        "agrees": agrees,
    }


def take_back(loan: LoanApplication, address: str) -> None:
    """Take back the reader's move that the page at `address` named, and say so; `Gone` where it is too late.

    Twice is once: a second press changes nothing.
    """
    lock(loan)
    seq, by, now = request.form.get("move", 0, type=int), current_actor(), clock.now()
    try:
        undone = operations.take_back(loan, seq, str(get_locale()), by, now)
    except TooLateToUndo as late:
        if was_taken_back(loan, seq, by.person_id):
            return
        title = _("This can no longer be taken back")
        text = _(
            "The ten minutes are over, or something else happened since. Open the page to see how it stands."
        )
        raise Gone(title, text, address) from late
    flash(str(labels.TAKING_BACK[undone][2]), "go")
