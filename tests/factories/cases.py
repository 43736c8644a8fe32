"""Cases put straight into a status, for what every room's requests share."""

from typing import Any

from portal.audit.models import Actor
from portal.casework.models import Case
from portal.clock import now
from portal.db import transaction
from portal.identity.models import Customer, Person
from portal.identity.queries import branch_coded, person_named
from portal.loans.operations import start
from portal.loans.rules import INCLUSIVE, LoanStatus
from portal.loans.rules.statuses import CLOSED


def person(name: str) -> Person:
    found = person_named(name)
    assert found is not None
    return found


def customer(name: str) -> Customer:
    found = person(name)
    assert isinstance(found, Customer)
    return found


def branch_id(code: str) -> int:
    found = branch_coded(code)
    assert found is not None
    return found.id


def online(customer: Customer) -> Actor:
    return Actor(customer.id, "online")


def draft(customer: Customer) -> Case:
    with transaction():
        return start(customer, INCLUSIVE, online(customer), now())


def change(case: Case, **values: Any) -> None:
    """Write columns as no operation would."""
    with transaction():
        for name, value in values.items():
            setattr(case, name, value)


def facts_for(status: LoanStatus) -> dict[str, Any]:
    """The columns that the database ties to a status, but for the moment it closed."""
    sent = {"submitted_at": now(), "owner_id": person("officer").id, "branch_id": branch_id("east")}
    decided: dict[str, Any] = {"decided_at": now(), "decided_by_id": person("reviewer").id}
    match status:
        case LoanStatus.DRAFT:
            return {}
        case LoanStatus.APPROVED | LoanStatus.REFUSED:
            return sent | decided
        case LoanStatus.IN_SECOND_LOOK:
            return sent | dict.fromkeys(decided)  # it was decided, and is open again
    return sent


def at_status(customer: Customer, status: LoanStatus) -> Case:
    case = draft(customer)
    change(case, status=status, closed_at=now() if status in CLOSED else None, **facts_for(status))
    return case
