"""The decision: a person's, with reasons; above the limit two persons'; or the machine's yes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from portal import clock
from portal.audit.models import MACHINE, Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.queries import hours_of
from portal.casework.rules import UNDO
from portal.db import db, operation
from portal.identity.operations import write_life_event
from portal.identity.queries import staff_member
from portal.loans.facts import facts_of, findings
from portal.loans.models import LoanApplication, LoanDecision
from portal.loans.parties.operations import expect_signed, tell_decided
from portal.loans.rules import (
    DECISION_CLOCK,
    OFFER_KEPT,
    Finding,
    LoanAction,
    LoanStatus,
    RefusalReason,
    Terms,
    decision_due,
    machine_may_approve,
    needs_second_eyes,
)
from portal.notices.operations import tell

LIFE_EVENTS = {
    "mortgage": "mortgage approved",
    "car": "car loan approved",
    "consumer": "personal loan approved",
    "study-abroad": "study loan approved",
}
"""By the product's code; the others are for a business."""


@dataclass(frozen=True)
class Conclusion:
    """What one hand decides, in the customer's reading order."""

    outcome: LoanAction
    words: str | None
    reasons: Sequence[RefusalReason] = ()
    change: str | None = None
    terms: Terms | None = None
    conditions: str | None = None


@operation
def promise(loan: LoanApplication, kind: str, now: datetime) -> datetime:
    """Start the clock of that kind: the moment by which somebody decides, in the hours of her branch."""
    due_at = decision_due(now, loan.product, hours_of(loan))
    return casework.start_clock(loan, kind, now, due_at).due_at


@operation
def decide(
    loan: LoanApplication,
    action: LoanAction,
    reasons: Sequence[RefusalReason],
    words: str,
    change: str,
    by: Actor,
    now: datetime,
) -> None:
    """A person decides, with reasons of his own; a refusal also says what would change it.

    Above the product's limit it is a proposal, which another reviewer agrees to or sends back.
    """
    if action == LoanAction.REFUSE and not (reasons and words and change):
        raise ValueError("a refusal gives its reasons and says what would change it")
    expect_decidable(loan, action, by, LoanStatus.IN_REVIEW, LoanStatus.IN_SECOND_LOOK)
    conclude(loan, Conclusion(action, words, reasons, change or None), by, now)


@operation
def agree(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """A second reviewer agrees with the first one's proposal, which takes effect."""
    expect_decidable(loan, LoanAction.RETURN, by, LoanStatus.IN_SECOND_REVIEW)
    said = loan.decisions[-1]
    reasons = [RefusalReason(reason) for reason in said.reasons]
    outcome = LoanAction(said.outcome)
    conclude(
        loan, Conclusion(outcome, said.words, reasons, said.change, said.terms, said.conditions), by, now
    )


@operation
def send_back(loan: LoanApplication, words: str, by: Actor, now: datetime) -> None:
    """A second reviewer does not agree: the first looks at it again, with his words."""
    expect_decidable(loan, LoanAction.RETURN, by, LoanStatus.IN_SECOND_REVIEW)
    written = _write(loan, Conclusion(LoanAction.RETURN, words), by, now, takes_effect=False)
    casework.move(loan, LoanAction.RETURN, by, now, sealed=_digest(written.words_sealed))


@operation
def approve_by_machine(loan: LoanApplication, now: datetime) -> bool:
    """Whether the machine said yes to a small, clean loan, its findings being the reasons. It never says no."""
    if not machine_says_yes(loan, now):
        return False
    conclude(loan, Conclusion(LoanAction.APPROVE, None), MACHINE, now, _found(loan, now))
    return True


def machine_says_yes(loan: LoanApplication, now: datetime) -> bool:
    """Whether it would, if the file went to review now."""
    return machine_may_approve(_found(loan, now), facts_of(loan), loan.product)


def _found(loan: LoanApplication, now: datetime) -> list[Finding]:
    return findings(loan, clock.day_of(now, current_app.config["TIMEZONE"]))


@operation
def conclude(
    loan: LoanApplication, concluded: Conclusion, by: Actor, now: datetime, found: Sequence[Finding] = ()
) -> None:
    """Write what was concluded; it takes effect, or waits for a second reviewer.

    `PartiesOpen` where it lends while somebody named has not signed.
    """
    if concluded.outcome in (LoanAction.APPROVE, LoanAction.OFFER):
        expect_signed(loan)
    proposes = is_proposal(loan, concluded.terms)
    written = _write(loan, concluded, by, now, takes_effect=not proposes, found=found)
    detail: dict[str, Any] = {"reasons": list(concluded.reasons), "sealed": _digest(written.words_sealed)}
    if proposes:
        casework.move(loan, LoanAction.PROPOSE, by, now, outcome=concluded.outcome, **detail)
    elif concluded.outcome == LoanAction.OFFER:
        _wait_for_answer(loan, written, by, now)
    else:
        facts = {
            "decided_at": now,
            "decided_by_id": by.person_id,
            "decided_by_machine": by.person_id is None,
        }
        casework.move(loan, concluded.outcome, by, now, facts, **detail)
        tell_decision(loan, by, now)


def is_proposal(loan: LoanApplication, offered: Terms | None = None) -> bool:
    """Whether what is decided or offered now waits for another reviewer, who must agree."""
    amounts = [terms.amount for terms in (loan.asked_terms, offered) if terms]
    return loan.status == LoanStatus.IN_REVIEW and needs_second_eyes(amounts, loan.product)


def expect_decidable(loan: LoanApplication, action: LoanAction, by: Actor, *statuses: LoanStatus) -> None:
    """Hold the case; `IllegalMove` unless it waits for this in one of `statuses`, `OtherHands` unless for him."""
    casework.lock(loan)
    if loan.status not in statuses or (loan.status, action) not in loan.transitions:
        raise casework.IllegalMove(f"{loan.reference} does not wait for {action} in {loan.status}")
    member = staff_member(by.person_id) if by.person_id else None
    if member is None or not loan.may_be_decided_by(member, history(loan.subject)):
        raise casework.OtherHands(f"{loan.reference}: not for person {by.person_id}")


@operation
def tell_decision(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The customer is told, when whoever decided can no longer take it back; an approval is an event of her life."""
    if loan.status == LoanStatus.APPROVED:
        kind = LIFE_EVENTS.get(loan.product_code, "business loan approved")
        detail = {"minor": loan.terms.amount.minor, "months": loan.terms.months}
        write_life_event(loan.customer_id, kind, loan.subject, now, detail)
    held_until = None if by == MACHINE else now + UNDO
    tell(loan.customer_id, f"loan {loan.status}", now, held_until, reference=loan.reference)
    tell_decided(loan, now, held_until)


def _wait_for_answer(loan: LoanApplication, written: LoanDecision, by: Actor, now: datetime) -> None:
    """The bank's time stands still while she thinks."""
    expires_at = now + OFFER_KEPT
    written.expires_at = expires_at
    detail: dict[str, Any] = {"expires_at": expires_at.isoformat(), "sealed": _digest(written.words_sealed)}
    casework.move(loan, LoanAction.OFFER, by, now, **detail)
    running = loan.running_clock(DECISION_CLOCK)
    if running:
        casework.pause_clock(running, by, now)
    said = {"reference": loan.reference, "on": expires_at.isoformat()}
    tell(loan.customer_id, "loan offered", now, now + UNDO, **said)


def _write(
    loan: LoanApplication,
    concluded: Conclusion,
    by: Actor,
    now: datetime,
    takes_effect: bool,
    found: Sequence[Finding] = (),
) -> LoanDecision:
    written = LoanDecision(
        number=len(loan.rounds) + 1,
        stage=loan.status,
        by_id=by.person_id,
        outcome=concluded.outcome,
        takes_effect=takes_effect,
        reasons=list(concluded.reasons),
        at=now,
    )
    with db.session.no_autoflush:  # the row is not whole before its texts are sealed
        loan.rounds.append(written)
        written.words, written.change = concluded.words, concluded.change
        written.conditions = concluded.conditions
        written.terms_text = json.dumps(asdict(concluded.terms)) if concluded.terms else None
        written.findings_text = json.dumps([asdict(each) for each in found]) if found else None
        if concluded.outcome == LoanAction.OFFER and takes_effect:
            written.expires_at = now + OFFER_KEPT
    return written


def _digest(sealed: bytes | None) -> str | None:
    return hashlib.sha256(sealed).hexdigest() if sealed else None
