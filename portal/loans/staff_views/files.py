"""The file at the branch: its page, its papers, and its way to review."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.attachments.operations import attach
from portal.attachments.serving import download
from portal.attachments.storage import store
from portal.identity.sessions import current_actor, typed_here
from portal.loans import operations, queries
from portal.loans.models import LoanApplication
from portal.loans.parties.operations import PartiesOpen
from portal.loans.rules import Question
from portal.loans.staff_forms import AddPaperForm, DecisionForm, ReviewForm
from portal.loans.staff_views.access import blueprint, expect_seen, file_for, file_page, may_read


@blueprint.get("/<ref>")
@require(Permission.SEE_BRANCH_LOANS)
def show(ref: str) -> ResponseReturnValue:
    loan = file_for(ref)
    return file_page(loan, decision_form=DecisionForm.filled(typed_here()))


@blueprint.post("/<ref>/papers/<name>")
@require(Permission.PICK_UP_LOANS)
def add_paper(ref: str, name: str) -> ResponseReturnValue:
    loan, form = file_for(ref), AddPaperForm()
    wanted = _paper_named(loan, name)
    form.file.expect(loan.customer_id)
    if not form.validate() or form.file.checked is None:
        return file_page(loan, paper_form=form), 422
    expect_seen(loan)
    stored_name = store(loan.customer_id, form.file.checked)
    by, now = current_actor(), clock.now()
    paper = attach(loan.customer_id, form.file.checked, stored_name, by, now)
    operations.add_paper(loan, wanted, paper.public_id, by, now)
    flash(_("The paper is in the file."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.get("/<ref>/papers/<name>/file")
@require(Permission.SEE_BRANCH_LOANS)
def paper_file(ref: str, name: str) -> ResponseReturnValue:
    loan = file_for(ref)
    if not may_read(loan):
        abort(404)
    paper = queries.paper_of(loan, _paper_named(loan, name)) or abort(404)
    return download(paper, f"{ref}-{name}")


@blueprint.post("/<ref>/review")
@require(Permission.PICK_UP_LOANS)
def send_to_review(ref: str) -> ResponseReturnValue:
    loan, form = file_for(ref), ReviewForm()
    if not form.validate():
        return file_page(loan, review_form=form), 422
    expect_seen(loan)
    try:
        operations.send_to_review(loan, current_actor(), clock.now())
    except operations.Incomplete:
        form.form_errors.append(_("Add every paper to the file first."))
        return file_page(loan, review_form=form), 422
    except PartiesOpen:
        form.form_errors.append(_("Everybody who is named in this file signs first."))
        return file_page(loan, review_form=form), 422
    flash(_("Sent to review. The customer has been told by when to expect the answer."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


def _paper_named(loan: LoanApplication, name: str) -> Question:
    return next((paper for paper in loan.papers if paper == name.replace("-", "_")), None) or abort(404)
