"""The blueprint, and the way to a customer's own application."""

from collections.abc import Collection

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.casework.operations import IllegalMove
from portal.identity.queries import kept_pages
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.rules import Question, may_change_herself

blueprint = Blueprint("loans", __name__, url_prefix="/loans")

NAMES = ", ".join(f'"{question.replace("_", "-")}"' for question in Question)
ADDRESS = f"/applications/<ref>/<any({NAMES}):name>"


def own_loan(ref: str) -> LoanApplication:
    return queries.loan_for(current_user, ref) or abort(404)


def own_draft(ref: str) -> LoanApplication:
    """The draft. Sent already: 409 for what would change it, else the way to its status page."""
    return _expect_draft(own_loan(ref))


def _expect_draft(loan: LoanApplication) -> LoanApplication:
    if loan.is_draft:
        return loan
    ref = loan.reference
    if request.method == "POST":
        raise IllegalMove(f"{ref} was sent; its answers stand")
    flash(_("This pre-application was sent. Its answers can no longer be changed here."), "info")
    abort(redirect(url_for("loans.show", ref=ref), 303))


def own_answerable(ref: str, question: Question) -> LoanApplication:
    """Her application, if she may answer this now: a draft, what was handed back to her, a paper to send again.

    Otherwise as `own_draft`.
    """
    loan = own_loan(ref)
    is_hers = loan.is_with_customer and may_change_herself(question)
    if question.is_paper:
        is_hers = loan.takes_paper(question)
    return loan if is_hers else _expect_draft(loan)


def question_page(loan: LoanApplication, question: Question) -> str:
    return url_for("loans.question", ref=loan.reference, name=question.replace("_", "-"))


def change_page(loan: LoanApplication, question: Question) -> str | None:
    """Where she changes an answer that was handed back to her; None where that is not hers to do."""
    return question_page(loan, question) if may_change_herself(question) else None


def question_named(name: str) -> Question:
    """The question of an address; the route lets no other name through."""
    return Question(name.replace("-", "_"))


def unfinished(loan: LoanApplication) -> list[Question]:
    """The questions of her draft on whose pages she typed what is not saved."""
    kept = kept_pages(loan.customer_id, loan.reference, clock.now())
    return [question for question in loan.questions if question_page(loan, question) in kept]


def next_page(loan: LoanApplication, begun: Collection[Question] = ()) -> str:
    """Where she goes on: the first open question that is hers to answer, else the page to check all answers.

    Once sent, the page that says where it stands. `begun`: what she typed and did not save is open, too.
    """
    open_ones = [each for each in loan.questions if each in begun or not loan.is_answered(each)]
    if open_ones and loan.is_hers_to_answer:
        return question_page(loan, open_ones[0])
    if not loan.is_draft:
        return url_for("loans.show", ref=loan.reference)
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


def to_another_day(loan: LoanApplication) -> ResponseReturnValue:
    flash(
        _("The branch is closed on the day that you chose. Please choose another one; all else is kept."),
        "stop",
    )
    return redirect(question_page(loan, Question.VISIT), 303)


def to_open_parties(loan: LoanApplication) -> ResponseReturnValue:
    gone = any(party.declined_at for party in loan.named_parties)
    flash(
        _(
            "Somebody whom you named does not sign. Remove this person below; "
            "then name somebody else, or go on alone."
        )
        if gone
        else _(
            "Somebody whom you named has not signed yet. Wait for the signature, say that this person comes "
            "to the branch, or remove this person."
        ),
        "wait",
    )
    return redirect(url_for("loans.people", ref=loan.reference), 303)
