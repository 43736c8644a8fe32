"""What the customer does about a question, an offer or a refusal."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.attachments.operations import attach
from portal.attachments.storage import store
from portal.casework.operations import IllegalMove, NothingAsked, expect_version
from portal.casework.queries import open_request
from portal.db import rollback
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.outcome import changes_in_words
from portal.loans.review_forms import BeginWithForm, OfferAnswerForm, ReplyForm
from portal.loans.rules import Change, LoanStatus, OfferAnswer
from portal.loans.undoing import take_back
from portal.loans.views.access import blueprint, next_page, own_loan
from portal.loans.views.status import status_parts

ANSWERED = {
    OfferAnswer.ACCEPTED: _l("Thank you. You accepted the offer."),
    OfferAnswer.DECLINED: _l("You declined the offer. The reviewer has your answer and goes on."),
}


@blueprint.post("/applications/<ref>/reply")
@require(Permission.APPLY_FOR_LOANS)
def reply(ref: str) -> ResponseReturnValue:
    loan, form = own_loan(ref), ReplyForm()
    asked = open_request(loan) if loan.status == LoanStatus.ASKED else None
    if asked is None:
        raise NothingAsked(ref)
    if not form.prepare(loan, asked.kind).validate():
        return _status(loan, reply_form=form), 422
    expect_version(loan, request.form.get("version", 0, type=int))
    operations.reply(loan, form.reply_words.data or "", _sent_paper(loan, form), current_actor(), clock.now())
    forget_answers(current_user.id, url_for("loans.show", ref=ref))
    flash(_("Thank you. The reviewer has your answer and goes on."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.post("/applications/<ref>/offer")
@require(Permission.APPLY_FOR_LOANS)
def answer_offer(ref: str) -> ResponseReturnValue:
    """Her yes or no, once."""
    loan, form = own_loan(ref), OfferAnswerForm()
    if not form.validate():
        return _status(loan, answer_form=form), 422
    number, answer = request.form.get("number", 0, type=int), OfferAnswer(form.answer.data)
    try:
        operations.answer_offer(loan, number, answer, current_actor(), clock.now())
    except operations.OfferAnswered:
        return _answered_before(ref)
    flash(str(ANSWERED[answer]), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.post("/applications/<ref>/second-look")
@require(Permission.APPLY_FOR_LOANS)
def second_look(ref: str) -> ResponseReturnValue:
    """Her right to have a refusal reviewed by another person."""
    operations.ask_second_look(own_loan(ref), current_actor(), clock.now())
    flash(_("Somebody who did not decide before looks at it again."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.post("/applications/<ref>/undo")
@require(Permission.APPLY_FOR_LOANS)
def undo(ref: str) -> ResponseReturnValue:
    """Her answer or her withdrawal, while it may be taken back."""
    address = url_for("loans.show", ref=ref)
    take_back(own_loan(ref), address)
    return redirect(address, 303)


@blueprint.post("/applications/<ref>/new-application")
@require(Permission.APPLY_FOR_LOANS)
def begin_with(ref: str) -> ResponseReturnValue:
    """A new draft with her answers and the change that makes it pass."""
    loan = own_loan(ref)
    change = _chosen_change(loan)
    if loan.is_draft:
        abort(404)
    if change is None:
        raise IllegalMove(f"{ref}: this change does not make it pass any more")
    begun = operations.begin_with(loan, change, current_actor(), clock.now())
    flash(_("Your answers are in it, with the change. Only what must be new is asked."), "go")
    return redirect(next_page(begun), 303)


def _chosen_change(loan: LoanApplication) -> Change | None:
    """The change that she pressed, if it still makes the rules pass, today."""
    chosen = BeginWithForm().chosen
    offered = [change for change, _said in changes_in_words(loan, clock.now()) if not change.not_before]
    return next((change for change in offered if (change.amount, change.months) == chosen), None)


def _sent_paper(loan: LoanApplication, form: ReplyForm) -> str | None:
    if form.file.checked is None:
        return None
    stored_name = store(loan.customer_id, form.file.checked)
    return attach(loan.customer_id, form.file.checked, stored_name, current_actor(), clock.now()).public_id


def _status(loan: LoanApplication, **sent: object) -> str:
    return render_template("loans/show.html", **status_parts(loan, **sent))


def _answered_before(ref: str) -> ResponseReturnValue:
    rollback()
    title = _("This offer needs no answer any more")
    text = _(
        "It was answered before, its time is over, or the bank took it back. Your page says where it stands."
    )
    address = url_for("loans.show", ref=ref)
    return render_template("errors/refusal.html", title=title, text=text, retry=address), 409
