"""What she agreed to, changed as easily as it was given."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.operations import expect_version
from portal.casework.queries import consents_of
from portal.identity.sessions import current_actor
from portal.loans import labels, operations
from portal.loans.rules import ConsentPurpose
from portal.loans.views import questions
from portal.loans.views.access import blueprint, own_loan


@blueprint.get("/applications/<ref>/consents")
@require(Permission.APPLY_FOR_LOANS)
def consents(ref: str) -> ResponseReturnValue:
    """In a draft it is a question like the others; once sent, each purpose is changed by itself."""
    loan = own_loan(ref)
    if loan.is_draft:
        return questions.question(ref, "consents")
    return render_template("loans/consents.html", loan=loan, consents=consents_of(loan), labels=labels)


@blueprint.post("/applications/<ref>/consents")
@require(Permission.APPLY_FOR_LOANS)
def change_consent(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    if loan.is_draft:
        return questions.save(ref, "consents")
    expect_version(loan, request.form.get("version", 0, type=int))
    purpose, given = request.form.get("purpose", ""), request.form.get("given") == "yes"
    if purpose not in set(ConsentPurpose):
        abort(400)
    by, now = current_actor(), clock.now()
    operations.change_consent(loan, ConsentPurpose(purpose), given, str(get_locale()), by, now)
    if purpose == ConsentPurpose.PROCESS and not given:
        flash(_("The pre-application is withdrawn."), "go")
        return redirect(url_for("loans.show", ref=ref), 303)
    flash(_("Your choice is recorded."), "go")
    return redirect(url_for("loans.consents", ref=ref), 303)
