"""The decision."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.rules import LoanAction
from portal.loans.staff_forms import DecisionForm
from portal.loans.staff_views.access import blueprint, expect_seen, file_for, file_page


@blueprint.post("/<ref>/decision")
@require(Permission.DECIDE_LOANS)
def decide(ref: str) -> ResponseReturnValue:
    loan, form = file_for(ref), DecisionForm()
    if not form.validate():
        return file_page(loan, decision_form=form), 422
    expect_seen(loan)
    action, words, change = LoanAction(form.outcome.data), form.words.data or "", form.change.data or ""
    operations.decide(loan, action, form.chosen_reasons, words, change, current_actor(), clock.now())
    forget_answers(current_user.id, url_for("staff_loans.show", ref=ref))
    flash(_("Decided. The customer has been told."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)
