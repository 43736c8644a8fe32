"""What a case is called, and where staff open it, in lists that span the rooms."""

from flask import url_for

from portal.casework.models import Case
from portal.loans.presenting import title

ADDRESSES = {"loan": "staff_loans.show"}


__all__ = ["address", "title"]


def address(case: Case) -> str:
    return url_for(ADDRESSES[case.kind], ref=case.reference)
