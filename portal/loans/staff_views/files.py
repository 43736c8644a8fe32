"""The file at the branch: its page, and its way to review."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.parties.operations import PartiesOpen
from portal.loans.rules import Question
from portal.loans.staff_forms import ReviewForm
from portal.loans.staff_views.access import (
    blueprint,
    expect_seen,
    file_for,
    file_page,
    open_file,
    page_of_file,
)


@blueprint.get("/<ref>")
@require(Permission.SEE_BRANCH_LOANS)
def show(ref: str) -> ResponseReturnValue:
    return page_of_file(open_file(ref))


@blueprint.post("/<ref>/review")
@require(Permission.PICK_UP_LOANS)
def send_to_review(ref: str) -> ResponseReturnValue:
    loan, form = file_for(ref), ReviewForm()
    expect_seen(loan)
    try:
        operations.send_to_review(loan, current_actor(), clock.now())
    except operations.Unconfirmed:
        form.form_errors.append(_("The customer has to confirm first what the branch changed."))
        return file_page(loan, review_form=form), 422
    except operations.Incomplete as incomplete:
        form.form_errors.append(_first_of(incomplete.questions))
        return file_page(loan, review_form=form), 422
    except PartiesOpen:
        form.form_errors.append(_("Everybody who is named in this file signs first."))
        return file_page(loan, review_form=form), 422
    flash(_("Sent to review. The customer has been told by when to expect the answer."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


def _first_of(questions: Sequence[Question]) -> str:
    """What the officer does before the file goes to review."""
    if any(question.is_paper for question in questions):
        return _("Compare every paper with its original first, and say so beside it.")
    return _("Ask the customer first what is still to be answered.")
