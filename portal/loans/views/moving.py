"""Another day or another branch, after it was sent."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission, Role
from portal.access.require import require
from portal.identity.models import Branch
from portal.identity.queries import branches_with
from portal.identity.sessions import current_actor
from portal.loans import operations
from portal.loans.forms import VisitForm
from portal.loans.models import LoanApplication
from portal.loans.views.access import blueprint, own_loan
from portal.visits.operations import SlotTaken


@blueprint.get("/applications/<ref>/move")
@require(Permission.APPLY_FOR_LOANS)
def move(ref: str) -> ResponseReturnValue:
    loan = own_loan(ref)
    if not loan.awaits_visit(clock.now()):
        return redirect(url_for("loans.show", ref=ref), 303)
    form = VisitForm(formdata=None)
    return _page(loan, form, _chosen_branch(loan, request.args.get("branch", "")))


@blueprint.post("/applications/<ref>/move")
@require(Permission.APPLY_FOR_LOANS)
def move_visit(ref: str) -> ResponseReturnValue:
    loan, form = own_loan(ref), VisitForm()
    branch = _chosen_branch(loan, request.form.get("branch", ""))
    form.offer(branch)
    if branch is None or not form.validate():
        return _page(loan, form, branch), 422
    starts_at = datetime.fromisoformat(form.answer.data)
    try:
        operations.move_visit(loan, branch, starts_at, current_actor(), clock.now())
    except (SlotTaken, operations.BranchUnattended):
        form.answer.errors = [
            _("Somebody else took this time while you were deciding. Please choose another one.")
        ]
        return _page(loan, form, branch), 409
    flash(_("Your visit is moved. You have a new pick-up code; the old one no longer works."), "go")
    return redirect(url_for("loans.show", ref=ref), 303)


def _chosen_branch(loan: LoanApplication, code: str) -> Branch | None:
    """The branch of this code among those that receive customers, else the one she chose before."""
    found = {branch.code: branch for branch in branches_with(Role.OFFICER, loan.people)}
    return found.get(code) or (loan.branch if loan.branch and loan.branch.code in found else None)


def _page(loan: LoanApplication, form: VisitForm, branch: Branch | None) -> str:
    form.offer(branch)
    form.answer.label.text = _("When do you want to come?")
    locale = str(get_locale())
    others = [
        (each.code, each.name(locale))
        for each in branches_with(Role.OFFICER, loan.people)
        if each is not branch
    ]
    return render_template("loans/move.html", loan=loan, form=form, branch=branch, others=others)
