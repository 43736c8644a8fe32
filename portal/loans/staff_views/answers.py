"""A question at the branch: the officer writes beside the customer's answer, or fills in a walk-in's."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.models import AnswerSource
from portal.casework.operations import AnswerChanged, ProposalOvertaken
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor, typed_here
from portal.loans import labels, operations, rules
from portal.loans.asking import filled, heading, is_on_record
from portal.loans.beside import proposals_in_words
from portal.loans.forms import FORMS, QuestionForm
from portal.loans.labels.manual import hints_for
from portal.loans.models import LoanApplication
from portal.loans.presenting import answered_in_words
from portal.loans.staff_forms import DisputeForm
from portal.loans.staff_views.access import (
    blueprint,
    counter_actor,
    mark_working,
    may_complete,
    open_file,
)
from portal.loans.staff_views.addresses import answer_address, dispute_address


@blueprint.get("/<ref>/answers/<name>")
@require(Permission.PICK_UP_LOANS)
def answer(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    if not may_complete(loan):
        return redirect(url_for("staff_loans.show", ref=ref), 303)
    if _is_record(loan, asked):
        return redirect(dispute_address(loan, asked), 303)
    return _page(loan, filled(loan, asked))


@blueprint.post("/<ref>/answers/<name>")
@require(Permission.PICK_UP_LOANS)
def save_answer(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    form = FORMS[asked]()
    form.prepare(loan)
    if not form.validate():
        return _page(loan, form), 422
    try:
        _keep(loan, form)
    except (AnswerChanged, ProposalOvertaken):
        form.form_errors.append(
            _(
                "Somebody changed this while you were typing. Compare, then save again to use what stands here."
            )
        )
        return _page(loan, form), 409
    forget_answers(current_user.id, request.path)
    return redirect(_following(loan), 303)


@blueprint.get("/<ref>/disputes/<name>")
@require(Permission.PICK_UP_LOANS)
def doubt(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    if not may_complete(loan) or not _is_record(loan, asked):
        return redirect(url_for("staff_loans.show", ref=ref), 303)
    return _dispute_page(loan, asked, DisputeForm.filled(typed_here()))


@blueprint.post("/<ref>/disputes/<name>")
@require(Permission.PICK_UP_LOANS)
def dispute(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    form = DisputeForm()
    if not form.validate():
        return _dispute_page(loan, asked, form), 422
    operations.dispute(loan, asked, form.note.data or "", current_actor(), clock.now())
    mark_working(loan)
    forget_answers(current_user.id, request.path)
    flash(_("Your note stands beside the bank’s record. The reviewer reads it."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


def _keep(loan: LoanApplication, form: QuestionForm) -> None:
    by, now = current_actor(), clock.now()
    seen = request.form.get("version", 0, type=int)
    if loan.is_draft:
        return operations.answer_for(loan, form.question, form.value(), counter_actor(loan), now, seen)
    number = request.form.get("proposal", 0, type=int)
    operations.propose(loan, form.question, form.value(), by, now, seen, number)
    mark_working(loan)
    flash(_("It stands beside the customer’s answer until it is confirmed."), "go")
    return None


def _following(loan: LoanApplication) -> str:
    """A walk-in's next open question; of a file, its page."""
    missing = [each for each in loan.unanswered if rules.is_asked_at_the_counter(each)]
    if loan.is_draft and missing:
        return answer_address(loan, missing[0])
    return url_for("staff_loans.show", ref=loan.reference)


def _page(loan: LoanApplication, form: QuestionForm) -> str:
    asked, last = form.question, loan.current_answers.get(form.question)
    proposal = loan.proposal_for(asked)
    form.version.data = str(last.version if last else 0)
    return render_template(
        f"loans/questions/{form.kind}.html",
        layout="loans/staff/question.html",
        loan=loan,
        form=form,
        heading=heading(form),
        hint=labels.QUESTION_HINTS.get(asked),
        said=answered_in_words(loan, asked) if last else None,
        source=labels.OWN_SOURCES[AnswerSource.BANK_RECORD] if is_on_record(loan, form) else None,
        proposed=proposals_in_words(loan).get(asked),
        hidden={"version": form.version.data, "proposal": proposal.number if proposal else 0},
        manual=hints_for(asked, loan.value(rules.Question.PURPOSE)),
    )


def _dispute_page(loan: LoanApplication, asked: rules.Question, form: Any) -> str:
    return render_template(
        "loans/staff/dispute.html",
        loan=loan,
        form=form,
        label=labels.ANSWERS[asked],
        said=answered_in_words(loan, asked),
    )


def _asked(ref: str, name: str) -> tuple[LoanApplication, rules.Question]:
    """The file, or the walk-in's draft, and its question of this name; 404 where staff may not answer it."""
    loan = open_file(ref)
    found = next((each for each in loan.questions if each == name.replace("-", "_")), None)
    return (loan, found) if found and rules.may_be_proposed(found) else abort(404)


def _is_record(loan: LoanApplication, asked: rules.Question) -> bool:
    last = loan.current_answers.get(asked)
    return not loan.is_draft and last is not None and last.source == AnswerSource.BANK_RECORD
