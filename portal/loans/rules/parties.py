"""Who may apply with the applicant or stand surety for her, and until when."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from portal.loans.rules.consents import ConsentPurpose
from portal.loans.rules.questions import Question
from portal.loans.rules.statuses import LoanStatus


class PartyRole(StrEnum):
    JOINT = "joint"
    """Owes the whole loan together with the applicant."""
    GUARANTOR = "guarantor"
    """Pays if she does not."""


class PartyWay(StrEnum):
    """How the invitation reaches the person."""

    EMAIL = "email"
    HAND = "hand"
    """She hands the link on herself."""
    BRANCH = "branch"
    """The person comes to the branch; what is sent need not wait for that signature."""


class PartyState(StrEnum):
    INVITED = "invited"
    COMES = "comes"
    EXPIRED = "expired"
    OPENED = "opened"
    """Bound to a customer, who has not signed yet."""
    SIGNED = "signed"
    DECLINED = "declined"
    REMOVED = "removed"


class PartyProblem(StrEnum):
    """Why a customer cannot be this person."""

    APPLICANT = "applicant"
    TWICE = "twice"
    """The customer signs for this application in another place already."""
    ANOTHER = "another"
    """The invitation is another customer's by now."""
    OWNER = "owner"
    """He looks after the application at its branch, and nobody else there can."""


MOST_PARTIES = {PartyRole.JOINT: 1, PartyRole.GUARANTOR: 2}
INVITATION_KEPT = timedelta(days=30)
PARTY_CONSENTS = (ConsentPurpose.PROCESS, ConsentPurpose.BUREAU)
SIGNED_FOR = frozenset({Question.AMOUNT, Question.TERM, Question.REPAYMENT})
"""A signature stands under these answers; whoever changes one needs it anew."""
MAY_SIGN_IN = frozenset(
    {LoanStatus.DRAFT, LoanStatus.SUBMITTED, LoanStatus.AT_BRANCH, LoanStatus.WITH_CUSTOMER}
)
"""While the application is in one of these, people are named, sign and are removed."""


def roles_left(taken: tuple[PartyRole, ...], named: Iterable[PartyRole]) -> list[PartyRole]:
    """The roles of a product that still have room beside those who are named."""
    there = list(named)
    return [role for role in taken if there.count(role) < MOST_PARTIES[role]]
