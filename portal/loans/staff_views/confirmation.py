"""The tablet turned to the customer: her language and mode, her answers, none of the bank's notes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.audit.queries import history
from portal.loans import labels, operations
from portal.loans.confirming import ConfirmationForm, confirmation_form, proof_for
from portal.loans.forms import FORMS, QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.presenting import own_rows
from portal.loans.rules import (
    CodeProblem,
    ConsentPurpose,
    LoanStatus,
    Proof,
    Question,
    is_asked_at_the_counter,
)
from portal.loans.staff_views.access import (
    blueprint,
    counter_actor,
    end_page,
    may_complete,
    officer_here,
    open_file,
)
from portal.loans.staff_views.addresses import answer_address, end_address, file_address
from portal.money import money_in_words
from portal.preferences.cookie import read_as
from portal.preferences.queries import of_person
from portal.web.transaction import apart


@blueprint.get("/<ref>/confirmation")
@require(Permission.PICK_UP_LOANS)
def confirmation(ref: str) -> ResponseReturnValue:
    loan = open_file(ref)
    if not may_complete(loan):
        return redirect(file_address(loan), 303)
    if loan.is_draft:
        return _sending(loan)
    _turn(loan)
    return _page(loan, confirmation_form(loan, _proof(loan)))


@blueprint.post("/<ref>/confirmation")
@require(Permission.PICK_UP_LOANS)
def confirm(ref: str) -> ResponseReturnValue:
    loan, now = open_file(ref), clock.now()
    _turn(loan)
    proof = _proof(loan)
    form = confirmation_form(loan, proof)
    if proof == Proof.NONE or not form.validate():
        return _page(loan, form), 422
    refused = _refused(loan, form) if proof == Proof.CODE else None
    if refused:
        form.code.errors = [_code_words(refused)]
        return _page(loan, form), 422
    missed = form.settle(loan, counter_actor(loan), now, proof)
    again = url_for("staff_loans.confirmation", ref=ref, again=missed)
    return redirect(again if missed else end_address(loan, "confirmed"), 303)


@blueprint.get("/<ref>/confirmation/end")
@require(Permission.PICK_UP_LOANS)
def end_confirmation(ref: str) -> ResponseReturnValue:
    loan = open_file(ref)
    _turn(loan)
    if loan.is_draft:
        return end_page(loan)
    return end_page(
        loan, labels.DONE.get(request.args.get("done", "")), labels.SENTENCES[LoanStatus(loan.status)]
    )


@blueprint.post("/<ref>/submission")
@require(Permission.PICK_UP_LOANS)
def submit_walk_in(ref: str) -> ResponseReturnValue:
    loan = open_file(ref)
    _turn(loan)
    form = FORMS[Question.CONSENTS]()
    if not form.validate():
        return _sending_page(loan, form), 422
    consents = [ConsentPurpose(each) for each in form.value()]
    by, locale = counter_actor(loan), str(get_locale())
    try:
        operations.submit_walk_in(loan, consents, officer_here(), by, clock.now(), locale)
    except operations.Incomplete as incomplete:
        return redirect(answer_address(loan, incomplete.questions[0]), 303)
    return redirect(end_address(loan, "sent"), 303)


def _turn(loan: LoanApplication) -> None:
    """From here on this answer is for her eyes: her language, mode, text size and contrast."""
    chosen = of_person(loan.customer_id)
    if chosen:
        read_as(chosen)


def _proof(loan: LoanApplication) -> Proof:
    return proof_for(history(loan.subject), clock.now())


def _page(loan: LoanApplication, form: ConfirmationForm) -> str:
    return render_template(
        "loans/staff/confirmation.html",
        loan=loan,
        form=form,
        proof=_proof(loan),
        rows=own_rows(loan),
        officer=officer_here(),
        end_url=end_address(loan),
    )


def _sending(loan: LoanApplication) -> ResponseReturnValue:
    """A walk-in's check page, once every question of the counter is answered."""
    missing = [each for each in loan.unanswered if is_asked_at_the_counter(each)]
    if missing:
        return redirect(answer_address(loan, missing[0]), 303)
    _turn(loan)
    form: QuestionForm = FORMS[Question.CONSENTS](formdata=None)  # type: ignore[assignment]
    return _sending_page(loan, form)


def _sending_page(loan: LoanApplication, form: QuestionForm) -> str:
    return render_template(
        "loans/staff/sending.html",
        loan=loan,
        form=form,
        rows=own_rows(loan),
        amount_words=money_in_words(loan.amount, str(get_locale())) if loan.amount else "",
        term=labels.term(loan.months or 0),
        consent_hints=labels.CONSENT_HINTS,
        officer=officer_here(),
        end_url=end_address(loan),
    )


def _refused(loan: LoanApplication, form: ConfirmationForm) -> operations.CodeRefused | None:
    """Why her code does not confirm, if so; a wrong one counts although the request is refused."""
    with apart():
        return operations.weigh_code(
            loan, form.code.data or "", counter_actor(loan), clock.now(), operations.check_used_code
        )


def _code_words(refused: operations.CodeRefused) -> str:
    if refused.problem == CodeProblem.WRONG and refused.left:
        return _("This is not the code that opened the file. Type the six digits from your page once more.")
    return _("This code confirms nothing any more. You can confirm on your own page instead.")
