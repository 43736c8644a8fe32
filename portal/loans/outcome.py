"""What the customer reads of a decision, and what she may do about it."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import get_locale

from portal import clock
from portal.casework.queries import open_request
from portal.identity.sessions import typed_here
from portal.languages import format_list
from portal.loans import labels
from portal.loans.explaining import explain, explain_change
from portal.loans.facts import changes
from portal.loans.models import LoanApplication, LoanDecision
from portal.loans.review_forms import OfferAnswerForm, ReplyForm
from portal.loans.rules import (
    SECOND_LOOK_WITHIN,
    WITHDRAWAL_DAYS,
    Change,
    Finding,
    LoanAction,
    LoanStatus,
    Terms,
    quote,
)
from portal.web.templating import money

SHOWN = (LoanStatus.OFFERED, LoanStatus.APPROVED, LoanStatus.REFUSED, LoanStatus.IN_SECOND_LOOK)
"""The statuses in which the last decision is hers to read; before, it may still change."""


def outcome_page(loan: LoanApplication, now: datetime, **sent: Any) -> dict[str, Any]:
    """The parts of her status page about the decision. `sent`: a form as it was sent, with its errors."""
    decision = loan.decision if loan.status in SHOWN else None
    asked = open_request(loan) if loan.status == LoanStatus.ASKED else None
    terms = loan.terms if loan.status == LoanStatus.APPROVED else decision.terms if decision else None
    return {
        "decision": decision,
        "deciders": deciders(loan, decision) if decision else "",
        "seen_by_machine": explained(decision.findings) if decision else [],
        "offer": offer_words(loan, terms) if terms else None,
        "changes": changes_in_words(loan, now) if loan.status == LoanStatus.REFUSED else [],
        "may_ask_again": loan.may_be_looked_at_again(now),
        "ask_again_until": loan.decided_at + SECOND_LOOK_WITHIN if loan.decided_at else None,
        "withdrawal_days": WITHDRAWAL_DAYS,
        "letter_from": letter_from(loan, now),
        "asked": asked,
        "reply_form": ReplyForm.filled(typed_here()).prepare(loan, asked.kind) if asked else None,
        "answer_form": OfferAnswerForm(formdata=None),
        **sent,
    }


def letter_from(loan: LoanApplication, now: datetime) -> datetime | None:
    """When the letter with the decision is there: once that cannot be taken back. None where it is, or none is."""
    decision = loan.decision if loan.status in SHOWN and loan.status != LoanStatus.IN_SECOND_LOOK else None
    return decision.firm_at if decision and now < decision.firm_at else None


def deciders(loan: LoanApplication, decision: LoanDecision) -> str:
    """Who decided: one person, or the two who agreed; who sends it back does so alone. Empty for the machine."""
    hands = [decision.by]
    if decision.stage == LoanStatus.IN_SECOND_REVIEW and decision.outcome != LoanAction.RETURN:
        proposal = [each for each in loan.decisions if each.number < decision.number][-1]
        hands.insert(0, proposal.by)
    return format_list([hand.display_name for hand in hands if hand], str(get_locale()))


def explained(found: list[Finding]) -> list[tuple[Any, list[str]]]:
    """Each check's name with its figures in words."""
    return [(labels.CHECKS[finding.check], explain(finding)) for finding in found]


def offer_words(loan: LoanApplication, terms: Terms) -> dict[str, Any]:
    """What is offered or approved, and what it costs."""
    cost = quote(terms.amount, terms.months, loan.product, terms.repayment)
    return {
        "amount": terms.amount,
        "term": labels.term(terms.months),
        "repayment": labels.REPAYMENTS[terms.repayment],
        "is_other": terms != loan.asked_terms,
        "payments": [(words, money(amount)) for words, amount in labels.payments(cost)],
        "quote": cost,
    }


def changes_in_words(loan: LoanApplication, now: datetime) -> list[tuple[Change, str]]:
    """What would make the rules pass, each with its sentence."""
    today = clock.day_of(now, current_app.config["TIMEZONE"])
    return [(change, explain_change(change, loan.asked_terms)) for change in changes(loan, today)]
