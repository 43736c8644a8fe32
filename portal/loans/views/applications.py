"""The product with its worked example; an application's start, check, submission, status and end."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.casework import operations as casework
from portal.identity.operations import keep_answers
from portal.identity.rules import KEPT_WHILE_TYPING
from portal.identity.sessions import current_actor
from portal.loans import labels, operations, queries, rules
from portal.loans.comparing import Comparison
from portal.loans.example import TYPED, Example
from portal.loans.forms import FORMS
from portal.loans.models import LoanApplication
from portal.loans.papers import own_sheets
from portal.loans.parties.operations import PartiesOpen
from portal.loans.presenting import own_rows
from portal.loans.views.access import (
    blueprint,
    next_page,
    own_draft,
    own_loan,
    question_page,
    to_another_branch,
    to_another_day,
    to_missing,
    to_open_parties,
    unfinished,
)
from portal.loans.views.status import status_parts
from portal.money import money_in_words
from portal.visits.operations import SlotTaken
from portal.web.htmx import is_swap, page_or_part, poll

CODES = ", ".join(f'"{code}"' for code in rules.PRODUCTS)


@blueprint.get("/")
@require(Permission.SEE_PUBLIC_PAGES)
def index() -> ResponseReturnValue:
    return render_template(
        "loans/index.html",
        products=rules.PRODUCTS.values(),
        drafts=_own_drafts(),
        labels=labels,
        now=clock.now(),
    )


@blueprint.get(f"/<any({CODES}):code>")
@require(Permission.SEE_PUBLIC_PAGES)
def product(code: str) -> ResponseReturnValue:
    """A product with a worked example, which recalculates with and without JavaScript."""
    example = Example(rules.PRODUCTS[code], request.args)
    status = 422 if example.form.errors else 200
    page = page_or_part(
        "loans/product.html",
        "loans/_example.html",
        drafts=[] if is_swap() else [draft for draft in _own_drafts() if draft.product_code == code],
        example=example,
        form=example.form,
        words=labels.PRODUCTS[code],
        repayment_hints=labels.REPAYMENT_HINTS,
        decided_within=labels.working_days(example.product.decided_within),
    )
    return page, status


@blueprint.get(f"/<any({CODES}):code>/comparison")
@require(Permission.SEE_PUBLIC_PAGES)
def comparison(code: str) -> ResponseReturnValue:
    """Two choices of a product side by side."""
    found = Comparison(rules.PRODUCTS[code], request.args)
    page = page_or_part(
        "loans/comparison.html",
        "loans/_comparison.html",
        comparison=found,
        form=found,
        words=labels.PRODUCTS[code],
    )
    return page, 422 if found.errors else 200


@blueprint.get(f"/<any({CODES}):code>/applications")
@require(Permission.APPLY_FOR_LOANS)
def begin(code: str) -> ResponseReturnValue:
    """Where a person lands who signed in to begin: the example, with what she had typed there."""
    typed: dict[str, Any] = {name: request.args[name] for name in TYPED if name in request.args}
    return redirect(url_for("loans.product", code=code, **typed), 303)


@blueprint.post(f"/<any({CODES}):code>/applications")
@require(Permission.APPLY_FOR_LOANS)
def start(code: str) -> ResponseReturnValue:
    """What she worked out is answered; the bank's own example stands in the first questions for her to confirm.

    Where what she typed was not worked out yet, it comes along, after what the card showed: the last one counts.
    """
    chosen, now = rules.PRODUCTS[code], clock.now()
    typed: dict[str, Any] = {name: values[-1] for name, values in request.form.lists() if name in TYPED}
    example = Example(chosen, typed)
    if not example.is_valid:
        return redirect(url_for("loans.product", code=code, **typed), 303)
    loan = operations.start(current_user, chosen, current_actor(), now)
    for question, value in example.answers():
        if example.is_typed:
            operations.answer(loan, question, value, current_actor(), now)
        else:
            shown = MultiDict(FORMS[question].prefill(value))
            keep_answers(current_user.id, question_page(loan, question), shown, now + KEPT_WHILE_TYPING)
    return redirect(next_page(loan), 303)


@blueprint.get("/applications/<ref>")
@require(Permission.APPLY_FOR_LOANS)
def show(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    if loan.is_draft:
        return redirect(next_page(loan, unfinished(loan)), 303)
    return page_or_part("loans/show.html", "loans/_status.html", **status_parts(loan))


@blueprint.get("/applications/<ref>/news")
@poll
@require(Permission.APPLY_FOR_LOANS)
def news(ref: str) -> ResponseReturnValue:
    """What an open status page asks for: nothing new (204), or that there is news to fetch."""
    loan = own_loan(ref)
    if request.args.get("version", type=int) == loan.version:
        return "", 204
    return render_template("loans/_news.html", loan=loan)


@blueprint.get("/applications/<ref>/check")
@require(Permission.APPLY_FOR_LOANS)
def check(ref: str) -> ResponseReturnValue:
    loan = own_draft(ref)
    if loan.unanswered:
        return to_missing(loan, loan.unanswered[0])
    rows = own_rows(loan, lambda question: question_page(loan, question))
    words = money_in_words(loan.amount, str(get_locale())) if loan.amount else ""
    return render_template(
        "loans/check.html",
        loan=loan,
        rows=rows,
        begun=[(labels.ANSWERS[each], question_page(loan, each)) for each in unfinished(loan)],
        sheets=own_sheets(loan),
        amount_words=words,
        term=labels.term(loan.months or 0),
        labels=labels,
        now=clock.now(),
    )


@blueprint.post("/applications/<ref>/submission")
@require(Permission.APPLY_FOR_LOANS)
def submit(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    casework.expect_version(loan, request.form.get("version", 0, type=int))
    try:
        operations.submit(loan, current_actor(), clock.now(), str(get_locale()))
    except operations.BranchUnattended:
        return to_another_branch(loan)
    except operations.BranchClosed:
        return to_another_day(loan)
    except PartiesOpen:
        return to_open_parties(loan)
    except operations.Incomplete as incomplete:
        return to_missing(loan, incomplete.questions[0])
    except SlotTaken:
        flash(_("Somebody else took this time while you were deciding. Please choose another one."), "stop")
        return redirect(question_page(loan, rules.Question.VISIT), 303)
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.post("/applications/<ref>/code")
@require(Permission.APPLY_FOR_LOANS)
def new_code(ref: str) -> ResponseReturnValue:
    operations.make_code(own_loan(ref), current_actor(), clock.now())
    flash(_("You have a new pick-up code. The old one no longer works."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.get("/applications/<ref>/withdrawal")
@require(Permission.APPLY_FOR_LOANS)
def confirm_withdrawal(ref: str) -> ResponseReturnValue:
    """Asked also where she takes back the consent without which nobody decides."""
    loan = own_loan(ref)
    if loan.status == rules.LoanStatus.WITHDRAWN:
        return redirect(url_for("loans.show", ref=ref), 303)
    takes_back = not loan.is_draft and request.args.get("consent") == rules.ConsentPurpose.PROCESS
    return render_template("loans/withdrawal.html", loan=loan, takes_consent_back=takes_back, labels=labels)


@blueprint.post("/applications/<ref>/withdrawal")
@require(Permission.APPLY_FOR_LOANS)
def withdraw(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    casework.expect_version(loan, request.form.get("version", 0, type=int))
    if loan.is_draft:
        operations.erase(loan, current_actor(), clock.now())
        flash(_("The draft and everything in it is erased."), "go")
        return redirect(url_for("home.index"), 303)
    operations.withdraw(loan, current_actor(), clock.now())
    flash(_("The pre-application is withdrawn."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


def _own_drafts() -> list[LoanApplication]:
    """What the reader began and has not sent; nothing of a visitor."""
    return queries.drafts_of(current_user) if may(Permission.APPLY_FOR_LOANS) else []
