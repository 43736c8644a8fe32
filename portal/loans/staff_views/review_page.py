"""What a reviewer has before him on the file's page, beside what the branch has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_login import current_user

from portal.access.permissions import Permission
from portal.access.require import may
from portal.audit.models import AuditEvent
from portal.casework.queries import requests_of
from portal.identity.sessions import typed_here
from portal.languages import LOCALES, Language, served
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.outcome import changes_in_words, deciders, explained
from portal.loans.review_forms import AskingForm, DecisionForm, OfferForm, SecondReviewForm
from portal.loans.rules import TO_DECIDE, LoanAction, LoanStatus, Quote, quote
from portal.preferences.queries import of_person
from portal.preferences.rules import Preferences
from portal.web.forms import Form

ASKING = (LoanAction.ASK, LoanAction.HAND_BACK)
"""What writes something to the customer that she answers."""


def read_by(customer_id: int) -> Language:
    """The language in which the customer reads what is written to her, as in her notices."""
    chosen = of_person(customer_id) or Preferences()
    return LOCALES[served(chosen.locale or current_app.config["DEFAULT_LOCALE"])]


def review_parts(loan: LoanApplication, events: Sequence[AuditEvent], now: datetime) -> dict[str, Any]:
    """What was asked and decided so far, and what would change it."""
    language = read_by(loan.customer_id)
    decides = may(Permission.DECIDE_LOANS) and loan.may_be_decided_by(current_user, events)
    has_asked = any(event.action in ASKING for event in events)
    return {
        "decides": decides,
        "is_proposal": decides and operations.is_proposal(loan),
        "requests": requests_of(loan) if has_asked else [],
        "rounds": [(each, deciders(loan, each), explained(each.findings)) for each in loan.rounds],
        "asked_quote": _asked_quote(loan) if decides else None,
        "changes": _changes_for_her(loan, language, now) if decides else [],
        "language": language,
    }


def _asked_quote(loan: LoanApplication) -> Quote:
    """What the loan costs on the terms that she asked for."""
    terms = loan.asked_terms
    return quote(terms.amount, terms.months, loan.product, terms.repayment)


def _changes_for_her(loan: LoanApplication, language: Language, now: datetime) -> list[tuple[Any, str]]:
    """What would change it, in the language in which she reads it."""
    with force_locale(language.code):
        return changes_in_words(loan, now)


def review_forms(loan: LoanApplication, changes: list[tuple[Any, str]]) -> dict[str, Form]:
    """The forms of a reviewer, with what he typed before, else with what the rules suggest."""
    if not (may(Permission.DECIDE_LOANS) and loan.status in TO_DECIDE):
        return {}
    typed = typed_here()
    if loan.status == LoanStatus.IN_SECOND_REVIEW:
        return {"second_form": _kept(SecondReviewForm, typed, {})}
    suggested = {"change": "\n".join(said for _, said in changes)}
    forms = {"decision_form": _kept(DecisionForm, typed, suggested | _taken_back(loan))}
    if loan.status == LoanStatus.IN_REVIEW:
        terms = loan.asked_terms
        offer = _kept(OfferForm, typed, OfferForm.of(terms))
        asking = _kept(AskingForm, typed, {})
        forms |= {"offer_form": offer.prepare(loan), "asking_form": asking.prepare(loan)}  # type: ignore[attr-defined]
    return forms


def _taken_back(loan: LoanApplication) -> dict[str, Any]:
    """What this reviewer decided and took back just now, to be corrected."""
    last = loan.rounds[-1] if loan.rounds else None
    if last is None or not last.taken_back_at or (last.by_id, last.stage) != (current_user.id, loan.status):
        return {}
    said = {"outcome": last.outcome, "words": last.words, "reasons": last.reasons, "change": last.change}
    return {name: value for name, value in said.items() if value} if last.outcome != LoanAction.OFFER else {}


def _kept(form: type[Form], typed: Mapping[str, list[str]] | None, saved: dict[str, Any]) -> Form:
    """Several forms stand on one page; each takes what was typed into its own fields."""
    names = {name for name in dir(form) if not name.startswith("_")}
    return form.filled(typed if typed and names & typed.keys() else None, data=saved)
