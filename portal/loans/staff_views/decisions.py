"""The review: the decision, an offer, a question to the customer, the second pair of eyes."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.audit.queries import history
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.review_forms import AskingForm, DecisionForm, OfferForm, SecondReviewForm
from portal.loans.rules import TO_DECIDE, LoanAction, LoanStatus
from portal.loans.staff_views.access import blueprint, expect_seen, file_for, file_page, today
from portal.loans.undoing import take_back


@blueprint.post("/<ref>/decision")
@require(Permission.DECIDE_LOANS)
def decide(ref: str) -> ResponseReturnValue:
    loan, form = _file_to_decide(ref), DecisionForm()
    if not form.validate():
        return file_page(loan, decision_form=form), 422
    expect_seen(loan)
    action, words = LoanAction(form.outcome.data), form.words.data or ""
    change = (form.change.data or "") if form.is_refusal else ""
    operations.decide(loan, action, form.chosen_reasons, words, change, current_actor(), clock.now())
    return _decided(loan)


@blueprint.post("/<ref>/offers")
@require(Permission.DECIDE_LOANS)
def offer(ref: str) -> ResponseReturnValue:
    loan = _file_to_decide(ref)
    form = OfferForm()
    if not form.prepare(loan).validate():
        return file_page(loan, offer_form=form), 422
    expect_seen(loan)
    conditions, words = form.conditions.data or "", form.offer_words.data or ""
    operations.offer(loan, form.terms, conditions, words, current_actor(), clock.now(), today())
    return _decided(loan)


@blueprint.post("/<ref>/questions")
@require(Permission.DECIDE_LOANS)
def ask(ref: str) -> ResponseReturnValue:
    loan = _file_to_decide(ref)
    form = AskingForm()
    if not form.prepare(loan).validate():
        return file_page(loan, asking_form=form), 422
    expect_seen(loan)
    kind, words = form.asked_kind.data, form.asked_words.data or ""
    operations.ask_customer(loan, kind, words, current_actor(), clock.now())
    flash(_("The customer has been asked. The deadline waits for the answer."), "go")
    return _back(loan)


@blueprint.post("/<ref>/questions/end")
@require(Permission.DECIDE_LOANS)
def stop_asking(ref: str) -> ResponseReturnValue:
    loan = _file_to_decide(ref)
    expect_seen(loan)
    operations.stop_asking(loan, current_actor(), clock.now())
    flash(_("The question is taken back. The deadline goes on."), "go")
    return _back(loan)


@blueprint.post("/<ref>/second-review")
@require(Permission.DECIDE_LOANS)
def second_review(ref: str) -> ResponseReturnValue:
    loan, form = _file_to_decide(ref), SecondReviewForm()
    if not form.validate():
        return file_page(loan, second_form=form), 422
    expect_seen(loan)
    if form.verdict.data == LoanAction.RETURN:
        operations.send_back(loan, form.second_words.data or "", current_actor(), clock.now())
        flash(_("Sent back to the first reviewer."), "go")
        return _back(loan)
    operations.agree(loan, current_actor(), clock.now())
    return _decided(loan)


@blueprint.post("/<ref>/undo")
@require(Permission.DECIDE_LOANS)
def undo(ref: str) -> ResponseReturnValue:
    """The decision, while it may be taken back."""
    loan = file_for(ref)
    take_back(loan, url_for("staff_loans.show", ref=ref))
    return _back(loan)


def _file_to_decide(ref: str) -> LoanApplication:
    """The file; 404 while it is somebody else's to decide."""
    loan = file_for(ref)
    if loan.status in TO_DECIDE and not loan.may_be_decided_by(current_user, history(loan.subject)):
        abort(404)
    return loan


def _decided(loan: LoanApplication) -> ResponseReturnValue:
    """Back to the file, which says what was decided and what it waits for."""
    if loan.status == LoanStatus.IN_SECOND_REVIEW:
        flash(_("Another reviewer must agree before the customer is told."), "go")
    else:
        flash(_("Decided. The customer is told in ten minutes."), "go")
    return _back(loan)


def _back(loan: LoanApplication) -> ResponseReturnValue:
    address = url_for("staff_loans.show", ref=loan.reference)
    forget_answers(current_user.id, address)
    return redirect(address, 303)
