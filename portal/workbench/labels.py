"""What a case is called, and where staff open it, in lists that span the rooms."""

from flask import url_for

from portal.casework.models import Case
from portal.loans import labels as loans

TITLES = {"loan": loans.PRODUCT}
ADDRESSES = {"loan": "staff_loans.show"}


def title(case: Case) -> str:
    return str(TITLES[case.kind])


def address(case: Case) -> str:
    return url_for(ADDRESSES[case.kind], ref=case.reference)
