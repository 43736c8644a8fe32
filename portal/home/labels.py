"""What a case is called in lists that span the rooms."""

from datetime import datetime

from portal.casework.models import Case
from portal.loans import labels as loans
from portal.loans.models import LoanApplication
from portal.loans.presenting import title

__all__ = ["kept_until", "status", "status_kind", "title"]


def kept_until(case: Case) -> datetime | None:
    """When a draft is erased; None for what was sent."""
    return case.kept_until if isinstance(case, LoanApplication) and case.is_draft else None


def status(case: Case) -> str:
    return str(loans.STATUSES[case.status])  # type: ignore[index]


def status_kind(case: Case) -> str:
    return loans.STATUS_KINDS[case.status]  # type: ignore[index]


def waits_for_you(case: Case) -> str:
    """What the customer does next, if it is her turn; empty else."""
    return str(loans.WAITS_FOR_HER.get(case.status, ""))  # type: ignore[call-overload]
