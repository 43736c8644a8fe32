"""A person declines, is removed, takes the signature back, or is set free by what happens to the application."""

from datetime import datetime

from sqlalchemy import delete, update

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import Consent
from portal.db import db, operation
from portal.loans.holding import tell_held
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.parties.operations.inviting import hold
from portal.loans.rules import DECISION_CLOCK, LoanAction, LoanStatus, OfferAnswer
from portal.notices.operations import tell


@operation
def remove(party: LoanParty, by: Actor, now: datetime) -> None:
    """The applicant names him no longer. Who has signed takes the signature back himself."""
    hold(party)
    if party.removed_at or party.is_signed or party.loan.is_closed:
        raise casework.IllegalMove(f"{party.public_id} has signed, or is not named any more")
    _release(party, by, now)


@operation
def decline(party: LoanParty, by: Actor, now: datetime) -> None:
    """He does not sign, and needs no reason."""
    hold(party)
    if not party.may_sign:
        raise casework.IllegalMove(f"{party.public_id} has nothing to decline")
    party.declined_at = now
    record(party.loan.subject, "party declined", by, now, party=party.public_id)
    _tell_applicant(party, "loan party declined", now)


@operation
def leave(party: LoanParty, by: Actor, now: datetime) -> None:
    """He takes his signature back, until the decision. A case in review goes back to the branch.

    What was asked or offered there is void; a second look goes on, but cannot say yes any more.
    """
    hold(party)
    loan = party.loan
    if not party.is_signed or loan.is_closed:
        raise casework.IllegalMove(f"{party.public_id} has no signature to take back")
    party.signed_at, party.declined_at = None, now
    _withdraw_consents(party, now)
    record(loan.subject, "party took the signature back", by, now, party=party.public_id)
    if (loan.status, LoanAction.PARTY_LEFT) in loan.transitions:
        _back_to_branch(loan, by, now)
    _tell_applicant(party, "loan party left", now)


@operation
def lapse_signatures(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The loan is another one now: who signed for the old one is asked to look and sign again."""
    for party in loan.named_parties:
        if party.is_signed:
            party.signed_at = None
            _withdraw_consents(party, now)
            record(loan.subject, "party is to sign again", by, now, party=party.public_id)
            _tell_party(party, "party terms changed", now)


@operation
def release_all(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The application is taken back: nobody beside her is bound to anything."""
    for party in loan.named_parties:
        _release(party, by, now)


@operation
def erase_parties(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Nothing of them stays with a draft that is erased."""
    release_all(loan, by, now)
    theirs = Consent.party_id.in_([party.id for party in loan.parties])
    db.session.flush()
    db.session.execute(delete(Consent).where(theirs))


@operation
def tell_decided(loan: LoanApplication, now: datetime, held_until: datetime | None) -> None:
    """Who signed with her hears that it is decided, then; reasons and amounts are hers."""
    for party in loan.named_parties:
        if party.is_signed:
            _tell_party(party, "party decided", now, held_until)


def _back_to_branch(loan: LoanApplication, by: Actor, now: datetime) -> None:
    tell_held(loan, now)
    casework.close_request(loan, by, now)
    if loan.status == LoanStatus.OFFERED and loan.decision:
        loan.decision.answer, loan.decision.answered_at = OfferAnswer.LAPSED, now
    running = loan.running_clock(DECISION_CLOCK)
    if running:
        casework.pause_clock(running, by, now)
    casework.move(loan, LoanAction.PARTY_LEFT, by, now)


def _release(party: LoanParty, by: Actor, now: datetime) -> None:
    party.removed_at = now
    _withdraw_consents(party, now)
    record(party.loan.subject, "party removed", by, now, party=party.public_id)
    if party.customer_id is not None and not party.declined_at:
        tell(party.customer_id, "party released", now, role=party.role)


def _withdraw_consents(party: LoanParty, now: datetime) -> None:
    live = (Consent.party_id == party.id, Consent.withdrawn_at.is_(None))
    db.session.execute(update(Consent).where(*live).values(withdrawn_at=now))


def _tell_party(party: LoanParty, kind: str, now: datetime, held_until: datetime | None = None) -> None:
    if party.customer_id is not None:
        tell(party.customer_id, kind, now, held_until, party=party.public_id)


def _tell_applicant(party: LoanParty, kind: str, now: datetime) -> None:
    loan = party.loan
    tell(loan.customer_id, kind, now, reference=loan.reference, person=party.name)
