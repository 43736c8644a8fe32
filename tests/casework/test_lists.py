"""Whose case is next."""

import pytest

from portal.access.permissions import Role
from portal.casework.queries import least_loaded
from portal.clock import now
from portal.db import transaction
from portal.identity.models import Customer, Person
from portal.identity.operations import add_staff
from portal.identity.queries import branch_coded
from portal.loans.rules import LoanStatus
from tests.factories.cases import at_status, branch_id, change, person


@pytest.fixture
def second_officer(james: Customer) -> Person:
    with transaction():
        return add_staff("officer3", "x", Role.OFFICER, {"en": "A"}, branch_coded("east"), now())


def test_the_least_loaded_of_the_branch_is_next(james: Customer, second_officer: Person) -> None:
    owners = []
    for status in (LoanStatus.SUBMITTED, LoanStatus.IN_REVIEW, LoanStatus.WITHDRAWN, LoanStatus.SUBMITTED):
        owner = least_loaded(branch_id("east"), "officer")
        owners.append(owner.id)
        change(at_status(james, status), owner_id=owner.id)
    first, second = person("officer").id, second_officer.id
    assert owners == [first, second, first, first]


def test_who_is_disabled_or_elsewhere_or_of_another_role_gets_nothing(
    james: Customer, second_officer: Person
) -> None:
    with transaction():
        second_officer.disabled_at = now()
    for _ in range(2):
        at_status(james, LoanStatus.SUBMITTED)
    assert least_loaded(branch_id("east"), "officer").id == person("officer").id
    assert least_loaded(branch_id("west"), "officer").id == person("officer2").id
    assert least_loaded(branch_id("east"), "head").id == person("head").id
