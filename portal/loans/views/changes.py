"""What the branch suggests and she settles with one touch; what it handed back and she sends again."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework import operations as casework
from portal.casework.operations import ProposalOvertaken
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.confirming import CONFIRM
from portal.loans.rules import Question
from portal.loans.views.access import ADDRESS, blueprint, own_loan, question_named, to_missing


@blueprint.post(f"{ADDRESS}/confirmation")
@require(Permission.APPLY_FOR_LOANS)
def settle_change(ref: str, name: str) -> ResponseReturnValue:
    loan, now = own_loan(ref), clock.now()
    number, seen = (request.form.get(each, 0, type=int) for each in ("number", "seen"))
    confirms = request.form.get("choice") == CONFIRM
    question: Question = question_named(name)
    try:
        operations.settle(loan, question, confirms, number, seen, current_actor(), now)
    except ProposalOvertaken:
        flash(_("This changed while you were reading. Look at both answers once more, then choose."), "wait")
        return redirect(url_for("loans.show", ref=ref), 303)
    flash(_("Done: the new answer counts.") if confirms else _("Done: your own answer stays."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


@blueprint.post("/applications/<ref>/return")
@require(Permission.APPLY_FOR_LOANS)
def return_to_branch(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    casework.expect_version(loan, request.form.get("version", 0, type=int))
    try:
        operations.return_to_branch(loan, current_actor(), clock.now())
    except operations.Incomplete as incomplete:
        return to_missing(loan, incomplete.questions[0])
    flash(_("Sent back. Your branch goes on with it."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)
