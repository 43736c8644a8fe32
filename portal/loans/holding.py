"""What is told of a loan and waits, since it may be taken back."""

from datetime import datetime
from typing import Any

from portal.db import operation
from portal.loans.models import LoanApplication
from portal.notices.operations import tell_at_once, untell


@operation
def tell_held(loan: LoanApplication, now: datetime) -> None:
    """What was decided is not taken back any more, for it goes on: everybody is told of it now."""
    tell_at_once(loan.people, lambda facts: _is_about(loan, facts), now)


@operation
def untell_held(loan: LoanApplication, now: datetime) -> None:
    """It is taken back: nobody is told of it."""
    untell(loan.people, lambda facts: _is_about(loan, facts), now)


def _is_about(loan: LoanApplication, facts: dict[str, Any]) -> bool:
    places = {party.public_id for party in loan.parties}
    return facts.get("reference") == loan.reference or facts.get("party") in places
