"""Who finds a loan, and who finds a place beside its applicant."""

from collections.abc import Iterable

from portal.identity.models import Customer, Staff
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.parties.queries import party_for
from portal.loans.rules import SEEN_IN_REVIEW


def only_its_people_see_it(
    loan: LoanApplication, customers: Iterable[Customer], staff: Iterable[Staff]
) -> None:
    """To everybody else it does not exist."""
    ref = loan.reference
    for customer in customers:
        assert (queries.loan_for(customer, ref) is not None) == (customer.id == loan.customer_id)
        for party in loan.parties:
            is_his = party.customer_id == customer.id and not party.removed_at
            assert (party_for(customer, party.public_id) is not None) == is_his
    for member in staff:
        here = member.branch_id in (None, loan.branch_id) and not loan.is_draft
        sees = here and (member.role == "officer" or loan.status in SEEN_IN_REVIEW)
        assert (queries.loan_for_staff(member, ref) is not None) == sees
