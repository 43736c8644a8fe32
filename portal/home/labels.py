"""What a case is called in lists that span the rooms."""

from portal.casework.models import Case
from portal.loans import labels as loans
from portal.loans.presenting import title

__all__ = ["status", "status_kind", "title"]


def status(case: Case) -> str:
    return str(loans.STATUSES[case.status])  # type: ignore[index]


def status_kind(case: Case) -> str:
    return loans.STATUS_KINDS[case.status]  # type: ignore[index]
