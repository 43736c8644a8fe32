"""What a case is called in lists that span the rooms."""

from portal.casework.models import Case
from portal.loans import labels as loans
from portal.loans.models import LoanApplication


def title(case: Case) -> str:
    """A loan is called by its product."""
    if not isinstance(case, LoanApplication):
        raise TypeError(f"{case.kind} has no title yet")
    return str(loans.PRODUCTS[case.product_code].name)


def status(case: Case) -> str:
    return str(loans.STATUSES[case.status])  # type: ignore[index]


def status_kind(case: Case) -> str:
    return loans.STATUS_KINDS[case.status]  # type: ignore[index]


def waits_for_you(case: Case) -> str:
    """What the customer does next, if it is her turn; empty else."""
    return str(loans.WAITS_FOR_HER.get(case.status, ""))  # type: ignore[call-overload]
