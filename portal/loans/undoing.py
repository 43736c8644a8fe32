"""Taking back on a page: the customer's answer or withdrawal, the reviewer's decision."""

from flask import flash
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import clock
from portal.casework.operations import TooLateToUndo
from portal.identity.sessions import current_actor
from portal.loans import labels, operations
from portal.loans.models import LoanApplication
from portal.web.errors import Gone


def take_back(loan: LoanApplication) -> None:
    """Take back the reader's own last move, and say so; `Gone` where it is too late."""
    by, now = current_actor(), clock.now()
    try:
        undone = operations.take_back(loan, str(get_locale()), by, now)
    except TooLateToUndo as late:
        raise Gone(
            _("This can no longer be taken back"),
            _(
                "The ten minutes are over, or something else happened with it since. Its page says how it stands."
            ),
        ) from late
    flash(str(labels.TAKING_BACK[undone][2]), "go")
