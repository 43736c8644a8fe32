"""The blueprint, the way to a file, and its page."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may
from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.rules import LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT
from portal.identity.models import Staff
from portal.identity.sessions import current_actor
from portal.loans import labels, queries
from portal.loans.beside import staff_rows
from portal.loans.confirming import proof_for
from portal.loans.explaining import explain
from portal.loans.facts import findings
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanStatus, Question, may_be_proposed
from portal.loans.staff_forms import AddPaperForm, DecisionForm, HandBackForm, IdentityForm, ReviewForm

blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")

FORMS = {
    "paper_form": AddPaperForm,
    "review_form": ReviewForm,
    "decision_form": DecisionForm,
    "hand_back_form": HandBackForm,
    "identity_form": IdentityForm,
}


def file_for(ref: str) -> LoanApplication:
    return queries.loan_for_staff(current_user, ref) or abort(404)


def open_file(ref: str) -> LoanApplication:
    """The file, or the draft that the branch began at the counter and may fill in still."""
    found = queries.loan_for_staff(current_user, ref) or queries.walk_in_for(current_user, ref, clock.now())
    return found or abort(404)


def may_complete(loan: LoanApplication) -> bool:
    """Whether the branch may change something in it now, with the customer."""
    return loan.status in (LoanStatus.DRAFT, LoanStatus.AT_BRANCH) and loan.is_file_open(clock.now())


def officer_here() -> Staff:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def counter_actor(loan: LoanApplication) -> Actor:
    """The officer's hand, for the customer beside her."""
    return replace(current_actor(), on_behalf_of_id=loan.customer_id)


def file_address(loan: LoanApplication) -> str:
    return url_for("staff_loans.show", ref=loan.reference)


def answer_address(loan: LoanApplication, question: Question) -> str:
    return url_for("staff_loans.answer", ref=loan.reference, name=question.replace("_", "-"))


def dispute_address(loan: LoanApplication, question: Question) -> str:
    return url_for("staff_loans.doubt", ref=loan.reference, name=question.replace("_", "-"))


def mark_working(loan: LoanApplication) -> None:
    """Who changes something works on it. While another does, that stays said: the version decides, not the lease."""
    without_script = request.form.get("without_script") == "yes"
    seconds = LEASE_SECONDS_WITHOUT_SCRIPT if without_script else LEASE_SECONDS
    with suppress(casework.LeaseHeld):
        casework.take_lease(loan, current_actor(), clock.now(), seconds)


def may_read(loan: LoanApplication) -> bool:
    """Her branch reads the file while it is open; a reviewer reads what he decides."""
    return may(Permission.DECIDE_LOANS) or loan.is_file_open(clock.now())


def expect_seen(loan: LoanApplication) -> None:
    """Raise `Conflict` unless the file is as the sent page showed it."""
    casework.expect_version(loan, request.form.get("version", 0, type=int))


def file_page(loan: LoanApplication, **sent: Any) -> str:
    """The file. `sent`: the form that was sent, under its name in `FORMS`; the others are empty."""
    forms = {name: sent.get(name) or form() for name, form in FORMS.items()}
    is_open = may_read(loan)
    completes = may(Permission.PICK_UP_LOANS) and may_complete(loan)
    found = findings(loan, clock.today(current_app.config["TIMEZONE"])) if is_open else []
    events = history(loan.subject)
    return render_template(
        "loans/staff/show.html",
        loan=loan,
        is_open=is_open,
        rows=staff_rows(loan, _changing(loan) if completes else None) if is_open else [],
        completes=completes,
        missing=[(labels.ANSWERS[each], answer_address(loan, each)) for each in _missing(loan)],
        findings=[(finding, explain(finding)) for finding in found],
        events=events,
        proof=proof_for(events, clock.now()) if completes else None,
        forms_of_page=forms.values(),
        page_errors=any(form.errors for form in forms.values()),
        labels=labels,
        now=clock.now(),
        lease=loan.lease,
        **forms,
    )


def draft_page(loan: LoanApplication) -> str:
    """A walk-in's draft: what she said so far, each to be changed, and the way to her confirming it."""
    missing = _missing(loan)
    return render_template(
        "loans/staff/draft.html",
        loan=loan,
        rows=staff_rows(loan, _changing(loan)),
        following=answer_address(loan, missing[0]) if missing else None,
    )


def _missing(loan: LoanApplication) -> list[Question]:
    """What is open and the officer may ask now, such as what a confirmed change asks in turn."""
    return [question for question in loan.unanswered if may_be_proposed(question)]


def _changing(loan: LoanApplication) -> Callable[[Question], str | None]:
    """Where each answer is changed; the bank's record is disputed, and what is hers alone has no way."""

    def address(question: Question) -> str | None:
        if not may_be_proposed(question):
            return None
        is_record = loan.current_answers[question].source == AnswerSource.BANK_RECORD
        is_disputed = is_record and not loan.is_draft
        return dispute_address(loan, question) if is_disputed else answer_address(loan, question)

    return address
