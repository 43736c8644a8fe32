"""One page a question. Every step saves; what was typed and not sent comes back."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.operations import AnswerChanged
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor, is_for_later, keep_typed
from portal.loans import labels, operations, rules
from portal.loans.asking import filled, heading, is_on_record
from portal.loans.forms import FORMS, PaperForm, QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.papers import paper_on_page
from portal.loans.presenting import answered_in_words
from portal.loans.views.access import (
    ADDRESS,
    blueprint,
    next_page,
    own_answerable,
    question_named,
    question_page,
    to_missing,
)
from portal.loans.views.papers import keep_good_files, keep_paper
from portal.web.forms import has_files
from portal.web.htmx import go


@blueprint.get(ADDRESS)
@require(Permission.APPLY_FOR_LOANS)
def question(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    missing = _missing_before(loan, asked)
    if missing:
        return to_missing(loan, missing)
    return _page(loan, filled(loan, asked))


@blueprint.post(ADDRESS)
@require(Permission.APPLY_FOR_LOANS)
def save(ref: str, name: str) -> ResponseReturnValue:
    loan, asked = _asked(ref, name)
    missing = _missing_before(loan, asked)
    if missing:
        return to_missing(loan, missing)
    form = FORMS[asked]()
    form.prepare(loan)
    try:
        if not form.validate():
            return _unfinished(loan, form)
        _keep(loan, form)
    except AnswerChanged:
        return _changed_elsewhere(loan, form)
    return go(_after(loan, form))


def _keep(loan: LoanApplication, form: QuestionForm) -> None:
    signed = [party for party in loan.named_parties if party.is_signed]
    if isinstance(form, PaperForm):
        keep_paper(loan, form)
    else:
        seen = request.form.get("version", type=int)
        operations.answer(loan, form.question, form.value(), current_actor(), clock.now(), seen)
    if any(not party.is_signed for party in signed):
        flash(_("The loan is another one now: whoever signed for it signs again, and has been told."), "wait")
    forget_answers(current_user.id, question_page(loan, form.question))


def _unfinished(loan: LoanApplication, form: QuestionForm) -> ResponseReturnValue:
    """What is no answer yet comes back with its errors, or waits for her; files do not wait."""
    _keep_good(loan, form)
    if not is_for_later() or has_files():
        return _page(loan, form), 422
    keep_typed()
    name = labels.ANSWERS[form.question]
    flash(_("%(answer)s: still open. What you typed there is kept and waits for you.", answer=name), "wait")
    return go(url_for("home.index"))


def _keep_good(loan: LoanApplication, form: QuestionForm) -> None:
    if isinstance(form, PaperForm):
        keep_good_files(loan, form)


def _after(loan: LoanApplication, form: QuestionForm) -> str:
    """Where she goes on; she may stay with a paper to look at it or to add more."""
    if form.question.is_paper and "stay" in request.form:
        return question_page(loan, form.question)
    if not loan.is_hers_to_answer:
        flash(_("Thank you. Your branch looks at the paper again."), "go")
    elif is_for_later():
        flash(_("Saved. Come back whenever you like."), "go")
    return url_for("home.index") if is_for_later() else next_page(loan)


def _page(loan: LoanApplication, form: QuestionForm, **more: object) -> str:
    answer = loan.current_answers.get(form.question)
    form.version.data = str(answer.version if answer else 0)
    order = _order(loan, form.question)
    number = order.index(form.question)
    return render_template(
        f"loans/questions/{form.kind}.html",
        loan=loan,
        form=form,
        heading=heading(form),
        kept_until=loan.kept_until,
        consent_hints=labels.CONSENT_HINTS,
        number=number + 1,
        total=len(order),
        before=question_page(loan, order[number - 1]) if number else None,
        hint=labels.QUESTION_HINTS.get(form.question),
        source=_source(loan, form),
        **(paper_on_page(loan, form.question) if form.question.is_paper else {}),
        **more,
    )


def _source(loan: LoanApplication, form: QuestionForm) -> str | None:
    """Where the answer on the page comes from, if she did not type it."""
    if not is_on_record(loan, form):
        return None
    return _(
        "From the bank’s record. If it is wrong, type what is right; "
        "our record stays as it is until the branch has seen your papers."
    )


def _changed_elsewhere(loan: LoanApplication, form: QuestionForm) -> ResponseReturnValue:
    """Two windows, one question: she sees both, and what she typed last is still in the form."""
    elsewhere = answered_in_words(loan, form.question)
    form.form_errors.append(
        _(
            "You answered this in another window: %(answer)s. Save again to use what stands here.",
            answer=elsewhere,
        )
    )
    return _page(loan, form), 409


def _asked(ref: str, name: str) -> tuple[LoanApplication, rules.Question]:
    """What she may answer and its question of this name; 404 where its product does not ask it."""
    asked = question_named(name)
    loan = own_answerable(ref, asked)
    return (loan, asked) if asked in _order(loan, asked) else abort(404)


def _order(loan: LoanApplication, asked: rules.Question) -> list[rules.Question]:
    """What is asked; last of all a paper that no product asks for, while it is the one in hand."""
    is_beside = asked in loan.papers and asked not in loan.questions
    return [*loan.questions, asked] if is_beside else loan.questions


def _missing_before(loan: LoanApplication, asked: rules.Question) -> rules.Question | None:
    """The first open question that comes before this one, if any: no step is skipped by its address."""
    if not loan.is_hers_to_answer:
        return None
    order = _order(loan, asked)
    missing = (each for each in loan.unanswered if not loan.waits_for_reuse(each))
    return next((each for each in missing if order.index(each) < order.index(asked)), None)
