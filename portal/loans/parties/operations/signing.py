"""The person takes his place and signs, by his own hand: online, or at the branch beside an officer."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.db import db, operation
from portal.identity.models import Customer
from portal.identity.queries import staff_who_is
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.parties.operations.inviting import hash_digits, hold
from portal.loans.parties.operations.passing_on import pass_on
from portal.loans.rules import (
    CONSENT_VERSION,
    MOST_WRONG_TRIES,
    PARTY_CONSENTS,
    CodeProblem,
    CodeRefused,
    ConsentPurpose,
    IdentityPaper,
    LoanStatus,
    PartyProblem,
)
from portal.money import Money
from portal.notices.operations import tell
from portal.web.errors import Conflict


class PartyRefused(Exception):
    """This customer cannot be the person who was named."""

    def __init__(self, problem: PartyProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class PartiesOpen(Conflict):
    """Somebody whom the applicant named has not signed."""


@dataclass(frozen=True)
class Statement:
    """What the person says of himself and signs. `terms`: the loan as his page showed it."""

    income: Money
    debts: Money
    agreed: frozenset[ConsentPurpose]
    terms: str
    locale: str


@operation
def accept(party: LoanParty, customer: Customer, by: Actor, now: datetime) -> None:
    """The place is this customer's from here on. `PartyRefused` for the applicant and for a second customer."""
    hold(party)
    _expect_fits(party, customer)
    if not party.may_sign or (party.customer_id is None and now >= party.expires_at):
        raise casework.IllegalMove(f"{party.public_id} cannot be accepted any more")
    if party.customer_id is None:
        _bind(party, customer, by, now)
        record(party.loan.subject, "party accepted", by, now, party=party.public_id)


@operation
def identify(party: LoanParty, customer: Customer, paper: IdentityPaper, by: Actor, now: datetime) -> None:
    """The officer saw the person's identity paper and found him among the customers."""
    hold(party)
    _expect_fits(party, customer)
    _expect_at_tablet(party, by, now)
    _expect_another(customer, by)
    if party.customer_id is None:
        _bind(party, customer, by, now)
        tell(customer.id, "party invited", now, party=party.public_id)
    party.paper_seen_at, party.paper_seen_by_id, party.paper_kind = now, by.person_id, paper
    record(
        party.loan.subject, "party identified", _for_him(party, by), now, party=party.public_id, paper=paper
    )


@operation
def sign(party: LoanParty, said: Statement, by: Actor, now: datetime) -> None:
    """He signs with his own sign-in. `IllegalMove` where the loan is no longer what his page showed."""
    hold(party)
    if party.customer_id is None or party.customer_id != by.person_id:
        raise casework.IllegalMove(f"{party.public_id} is signed by nobody else")
    _sign(party, said, by, now)


@operation
def sign_at_branch(party: LoanParty, said: Statement, typed: str, by: Actor, now: datetime) -> None:
    """He signs on the tablet, with the digits that are his and the officer who saw his paper."""
    hold(party)
    _expect_at_tablet(party, by, now)
    check_digits(party, typed, now)
    if party.customer_id is None or party.paper_seen_at is None:
        raise casework.IllegalMove(f"nobody saw who signs for {party.public_id}")
    party.code_hash = None
    _sign(party, said, _for_him(party, by), now)


@operation
def weigh_party_code(party: LoanParty, typed: str, by: Actor, now: datetime) -> CodeRefused | None:
    """Why the digits do not sign, if so. A wrong try is counted at once; the fifth kills the code."""
    hold(party)
    casework.expect_other_hands(party.loan, by)
    try:
        check_digits(party, typed, now)
    except CodeRefused as refused:
        if refused.problem == CodeProblem.WRONG:
            party.code_tries += 1
            party.code_hash = party.code_hash if refused.left else None
            record(party.loan.subject, "wrong party code", by, now, party=party.public_id)
        return refused
    return None


def check_digits(party: LoanParty, typed: str, now: datetime) -> None:
    """`CodeRefused` unless `typed` is the live code of this person."""
    if party.code_hash is None:
        raise CodeRefused(CodeProblem.DEAD)
    if now >= party.expires_at:
        raise CodeRefused(CodeProblem.EXPIRED)
    if not hmac.compare_digest(party.code_hash, hash_digits(party, typed)):
        raise CodeRefused(CodeProblem.WRONG, MOST_WRONG_TRIES - party.code_tries - 1)


def expect_ready(loan: LoanApplication) -> None:
    """`PartiesOpen` unless everybody named has signed or comes to the branch."""
    if not all(party.may_be_sent for party in loan.named_parties):
        raise PartiesOpen(loan.reference)


def expect_signed(loan: LoanApplication) -> None:
    """`PartiesOpen` unless everybody named has signed."""
    if not all(party.is_signed for party in loan.named_parties):
        raise PartiesOpen(loan.reference)


def _expect_fits(party: LoanParty, customer: Customer) -> None:
    """The applicant is nobody's second hand, a place is one customer's, and nobody signs twice."""
    if _is_same_person(customer, party.loan.customer):
        raise PartyRefused(PartyProblem.APPLICANT)
    if party.customer_id not in (None, customer.id):
        raise PartyRefused(PartyProblem.ANOTHER)
    beside = [each for each in party.loan.named_parties if each is not party and each.is_standing]
    if any(each.customer and _is_same_person(each.customer, customer) for each in beside):
        raise PartyRefused(PartyProblem.TWICE)


def _is_same_person(one: Customer, other: Customer) -> bool:
    """One row, or two rows of one identity number."""
    known = one.identity_number
    return one.id == other.id or (known is not None and known == other.identity_number)


def _expect_another(customer: Customer, by: Actor) -> None:
    """`OtherHands` where the officer would see his own identity paper."""
    officer = staff_who_is(customer)
    if officer and officer.id == by.person_id:
        raise casework.OtherHands(f"{customer.number} is person {officer.id}")


def _expect_at_tablet(party: LoanParty, by: Actor, now: datetime) -> None:
    loan = party.loan
    casework.expect_other_hands(loan, by)
    if not (party.may_sign and loan.status == LoanStatus.AT_BRANCH and loan.is_file_open(now)):
        raise casework.IllegalMove(f"{party.public_id} does not sign at the branch now")


def _bind(party: LoanParty, customer: Customer, by: Actor, now: datetime) -> None:
    """He is one of the application's people now, so that he is not the officer who looks after it."""
    party.customer, party.accepted_at, party.token_sealed = customer, now, None
    db.session.flush()
    if not pass_on(party.loan, by, now):
        raise PartyRefused(PartyProblem.OWNER)


def _for_him(party: LoanParty, by: Actor) -> Actor:
    """Both hands: the officer's, and whose signature it is."""
    return replace(by, on_behalf_of_id=party.customer_id)


def _sign(party: LoanParty, said: Statement, by: Actor, now: datetime) -> None:
    if not party.may_sign or said.terms != party.terms:
        raise casework.IllegalMove(f"{party.public_id} signs another loan than the one that was shown")
    party.told_income, party.told_debts = str(said.income.minor), str(said.debts.minor)
    party.signed_at = now
    db.session.flush()
    _note_consents(party, said, by, now)
    digest = hashlib.sha256((party.told_income_sealed or b"") + (party.told_debts_sealed or b""))
    record(
        party.loan.subject,
        "party signed",
        by,
        now,
        party=party.public_id,
        role=party.role,
        sealed=digest.hexdigest(),
    )
    loan = party.loan
    tell(loan.customer_id, "loan party signed", now, reference=loan.reference, person=party.name)


def _note_consents(party: LoanParty, said: Statement, by: Actor, now: datetime) -> None:
    for purpose in PARTY_CONSENTS:
        given = purpose in said.agreed
        casework.note_consent(
            party.loan, purpose, CONSENT_VERSION, given, said.locale, by, now, party_id=party.id
        )
