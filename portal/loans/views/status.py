"""Her status page, as she opens it and as a refused form shows it again."""

from typing import Any

from portal import clock
from portal.audit.queries import history
from portal.loans.beside import changes_to_settle
from portal.loans.models import LoanApplication
from portal.loans.presenting import status_page
from portal.loans.views.access import change_page


def status_parts(loan: LoanApplication, **sent: Any) -> dict[str, Any]:
    """What the page shows. `sent`: a form as it was sent, with its errors."""
    events, now = history(loan.subject), clock.now()
    page = status_page(loan, events, now, lambda question: change_page(loan, question), **sent)
    return {"loan": loan, "to_settle": changes_to_settle(loan), **page}
