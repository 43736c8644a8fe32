"""The applicant names somebody, and what she hands on: a link, and six digits for the branch."""

import hmac
import secrets
from datetime import datetime

from flask import current_app

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.db import db, operation
from portal.identity.sessions import hash_token
from portal.jobs.operations import enqueue
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.rules import DIGITS, INVITATION_KEPT, MAY_SIGN_IN, PartyRole, PartyWay, roles_left


@operation
def invite(
    loan: LoanApplication,
    role: PartyRole,
    way: PartyWay,
    name: str,
    email: str | None,
    locale: str,
    by: Actor,
    now: datetime,
) -> LoanParty:
    """Name somebody and make the invitation, in the applicant's language. `IllegalMove` where no place is left."""
    casework.lock(loan)
    if loan.status not in MAY_SIGN_IN or not (loan.amount and loan.months):
        raise casework.IllegalMove(f"{loan.reference} names nobody now")
    if role not in roles_left(loan.product.parties, (each.party_role for each in loan.named_parties)):
        raise casework.IllegalMove(f"{loan.reference} has no place left for a {role}")
    party = LoanParty(loan=loan, public_id=secrets.token_urlsafe(12), role=role, way=way, locale=locale)
    party.name = name
    party.email = email if way == PartyWay.EMAIL else None
    _make_link(party, now)
    db.session.add(party)
    record(loan.subject, "party invited", by, now, party=party.public_id, role=role, way=way)
    _promise_mail(party, now)
    return party


@operation
def invite_again(party: LoanParty, by: Actor, now: datetime) -> None:
    """A new link for another thirty days; the old one opens nothing any more."""
    hold(party)
    if not party.may_sign or party.customer_id is not None:
        raise casework.IllegalMove(f"{party.public_id} needs no new invitation")
    _make_link(party, now)
    record(party.loan.subject, "party invited again", by, now, party=party.public_id)
    _promise_mail(party, now)


@operation
def expect_at_branch(party: LoanParty, by: Actor, now: datetime) -> None:
    """He comes to the branch: what is sent need not wait for his signature."""
    hold(party)
    if not party.may_sign:
        raise casework.IllegalMove(f"{party.public_id} does not sign any more")
    party.way = PartyWay.BRANCH
    record(party.loan.subject, "party comes to the branch", by, now, party=party.public_id)


@operation
def make_party_code(party: LoanParty, by: Actor, now: datetime) -> str:
    """Six digits for signing at the branch, said this once: only their keyed hash is kept."""
    hold(party)
    if not party.may_sign:
        raise casework.IllegalMove(f"{party.public_id} does not sign any more")
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    party.code_hash, party.code_tries = hash_digits(party, digits), 0
    record(party.loan.subject, "party code made", by, now, party=party.public_id)
    return digits


@operation
def hold(party: LoanParty) -> None:
    """Hold the application until the commit, and read the person as he stands now."""
    casework.lock(party.loan)
    db.session.refresh(party)


def hash_digits(party: LoanParty, digits: str) -> str:
    """Keyed, for a million codes are quickly tried."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{party.public_id}:{digits}".encode(), "sha256").hexdigest()


def _make_link(party: LoanParty, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    party.token, party.token_hash = token, hash_token(token)
    party.invited_at, party.expires_at = now, now + INVITATION_KEPT


def _promise_mail(party: LoanParty, now: datetime) -> None:
    if party.way == PartyWay.EMAIL:
        key = f"invitation:{party.token_hash}"
        enqueue("invitation e-mail", key, now, public_id=party.public_id, link=party.token_hash)
