"""Those beside the applicant: what they signed for, by whose hand, and what ends with a signature."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.casework.models import Consent
from portal.db import db
from portal.loans.models import LoanApplication
from portal.loans.rules import PARTY_CONSENTS, SIGNED_FOR, LoanStatus

ENDS = ("party is to sign again", "party took the signature back", "party removed")


def signatures(
    loan: LoanApplication, events: list[AuditEvent]
) -> Iterator[tuple[AuditEvent, dict[str, Any]]]:
    """By the history: each event that is a signature that stands, and the answers under it."""
    answers = {(answer.question, answer.version): answer.value for answer in loan.answers}
    asked: dict[str, Any] = {}
    standing: dict[str, tuple[AuditEvent, dict[str, Any]]] = {}
    for event in events:
        detail = event.detail
        if event.action == "answered" and detail["question"] in SIGNED_FOR:
            asked[detail["question"]] = answers[detail["question"], detail["version"]]
        elif event.action == "party signed":
            standing[detail["party"]] = event, dict(asked)
        elif event.action in ENDS:
            standing.pop(detail["party"], None)
    yield from standing.values()


def a_signature_covers_the_terms_it_was_given_for(loan: LoanApplication, events: list[AuditEvent]) -> None:
    standing = list(signatures(loan, events))
    signed = {party.public_id: party for party in loan.named_parties if party.is_signed}
    assert signed.keys() == {event.detail["party"] for event, _terms in standing}
    for event, terms in standing:
        assert signed[event.detail["party"]].signed_at == event.at
        assert terms == {each: loan.value(each) for each in SIGNED_FOR if loan.value(each) is not None}
    if loan.status == LoanStatus.APPROVED:
        assert all(party.is_signed for party in loan.named_parties)
        assert not loan.needs_new_signatures(loan.terms)


def nobody_signs_for_another(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """The hand or the person it was for is his whose place it is: not the applicant's, and nobody's twice."""
    bound = {party.public_id: party.customer_id for party in loan.parties}
    for event in events:
        if event.action == "party signed":
            whose = event.person_id if event.channel == "online" else event.on_behalf_of_id
            assert whose == bound[event.detail["party"]]
    there = [party.customer_id for party in loan.named_parties if party.is_standing and party.customer_id]
    assert loan.customer_id not in there
    assert len(there) == len(set(there))
    for party in loan.named_parties:
        assert not (party.is_signed and party.told_income is None)


def a_consent_lives_as_long_as_the_signature(loan: LoanApplication) -> None:
    live = (Consent.case_id == loan.id, Consent.party_id.is_not(None), Consent.withdrawn_at.is_(None))
    found = {(each.party_id, each.purpose) for each in db.session.scalars(select(Consent).where(*live))}
    signed = [party.id for party in loan.named_parties if party.is_signed]
    assert found == {(party_id, purpose) for party_id in signed for purpose in PARTY_CONSENTS}
