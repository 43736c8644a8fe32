"""The blueprint, and the way to a customer's own application."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.casework.operations import IllegalMove
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.rules import Question

blueprint = Blueprint("loans", __name__, url_prefix="/loans")

NAMES = ", ".join(f'"{question.replace("_", "-")}"' for question in Question)
ADDRESS = f"/applications/<ref>/<any({NAMES}):name>"


def own_loan(ref: str) -> LoanApplication:
    return queries.loan_for(current_user, ref) or abort(404)


def own_draft(ref: str) -> LoanApplication:
    """The draft. Sent already: 409 for what would change it, else the way to its status page."""
    loan = own_loan(ref)
    if loan.is_draft:
        return loan
    if request.method == "POST":
        raise IllegalMove(f"{ref} was sent; its answers stand")
    flash(_("This pre-application was sent. Its answers can no longer be changed here."), "info")
    abort(redirect(url_for("loans.show", ref=ref), 303))


def own_paper(ref: str, paper: Question) -> LoanApplication:
    """Her application, if she may give this paper now; else as `own_draft`."""
    loan = own_loan(ref)
    return loan if loan.takes_paper(paper) else own_draft(ref)


def question_page(loan: LoanApplication, question: Question) -> str:
    return url_for("loans.question", ref=loan.reference, name=question.replace("_", "-"))


def question_named(name: str) -> Question:
    """The question of an address; the route lets no other name through."""
    return Question(name.replace("-", "_"))


def next_page(loan: LoanApplication) -> str:
    """Where she goes on: the first open question, else the page to check all answers; once sent, its status."""
    if not loan.is_draft:
        return url_for("loans.show", ref=loan.reference)
    if loan.unanswered:
        return question_page(loan, loan.unanswered[0])
    return url_for("loans.check", ref=loan.reference)


def to_missing(loan: LoanApplication, question: Question) -> ResponseReturnValue:
    if loan.waits_for_reuse(question):
        flash(
            _(
                "You did not agree that we use papers that the bank holds. "
                "Send this one or bring it, or change what you agree to."
            ),
            "wait",
        )
    else:
        flash(_("This question comes first. What you answered before is kept."), "info")
    return redirect(question_page(loan, question), 303)


def to_another_branch(loan: LoanApplication) -> ResponseReturnValue:
    flash(
        _("The branch that you chose cannot receive you at the moment. Choose another; all else is kept."),
        "stop",
    )
    return redirect(question_page(loan, Question.BRANCH), 303)


def to_open_parties(loan: LoanApplication) -> ResponseReturnValue:
    flash(
        _(
            "Somebody whom you named has not signed yet. Wait for the signature, say that this person comes "
            "to the branch, or remove this person."
        ),
        "wait",
    )
    return redirect(url_for("loans.people", ref=loan.reference), 303)
