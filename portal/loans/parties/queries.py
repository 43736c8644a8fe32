"""Parties are found through whoever looks: the applicant, the person himself, the branch, or the link."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Customer
from portal.identity.sealing import load_data_keys
from portal.identity.sessions import hash_token
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty


def party_in(loan: LoanApplication, public_id: str) -> LoanParty | None:
    """A person named in this application, unless removed."""
    return next((party for party in loan.named_parties if party.public_id == public_id), None)


def party_for(customer: Customer, public_id: str) -> LoanParty | None:
    """The place that the customer took in another's application, unless removed."""
    return db.session.scalar(_places_of(customer).where(LoanParty.public_id == public_id))


def places_of(customer: Customer) -> list[LoanParty]:
    """The applications of others that the customer signs for, the latest first."""
    newest = _places_of(customer).where(LoanParty.declined_at.is_(None)).order_by(LoanParty.id.desc())
    found = list(db.session.scalars(newest.limit(PAGE)))
    load_data_keys(party.loan.customer_id for party in found)
    return found


def invited_by(token: str, now: datetime) -> LoanParty | None:
    """Whom the link invites. An accepted one leads on; an unaccepted one lives thirty days."""
    party = db.session.scalar(
        select(LoanParty)
        .where(LoanParty.token_hash == hash_token(token))
        .options(joinedload(LoanParty.loan).joinedload(LoanApplication.customer))
    )
    if party is None or not party.is_standing or party.loan.is_closed:
        return None
    return party if party.customer_id is not None or now < party.expires_at else None


def _places_of(customer: Customer) -> Select[LoanParty]:
    return (
        select(LoanParty)
        .where(LoanParty.customer_id == customer.id, LoanParty.removed_at.is_(None))
        .options(joinedload(LoanParty.loan).joinedload(LoanApplication.customer))
    )
