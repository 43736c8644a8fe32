"""Handing the file back to the customer, and opening it without her code."""

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
from portal.loans.rules import IdentityPaper
from portal.loans.staff_forms import HandBackForm, IdentityForm
from portal.loans.staff_views.access import (
    blueprint,
    expect_seen,
    file_for,
    file_page,
    finish_if_clean,
    mark_working,
)


@blueprint.post("/<ref>/hand-back")
@require(Permission.PICK_UP_LOANS)
def hand_back(ref: str) -> ResponseReturnValue:
    loan, form = file_for(ref), HandBackForm()
    if not form.validate():
        return file_page(loan, hand_back_form=form), 422
    expect_seen(loan)
    operations.hand_back(loan, form.message.data or "", current_actor(), clock.now())
    forget_answers(current_user.id, url_for("staff_loans.show", ref=ref))
    flash(_("It is with the customer now, who has been told."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.post("/<ref>/identity")
@require(Permission.PICK_UP_LOANS)
def open_by_identity(ref: str) -> ResponseReturnValue:
    loan, form = file_for(ref), IdentityForm()
    if not form.validate():
        return file_page(loan, identity_form=form), 422
    expect_seen(loan)
    operations.open_by_identity(loan, IdentityPaper(form.paper.data), current_actor(), clock.now())
    if not finish_if_clean(loan):
        mark_working(loan)
        flash(_("The file is open until this evening. The customer has been told."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)
