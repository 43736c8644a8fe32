"""The papers at the branch: photographed, looked at, verified or sent back."""

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.attachments import serving
from portal.attachments.models import Attachment
from portal.attachments.operations import attach
from portal.attachments.storage import store
from portal.identity.sessions import current_actor
from portal.loans import operations, queries
from portal.loans.models import LoanApplication
from portal.loans.papers import slug
from portal.loans.rules import Question, SendBackReason, Verdict
from portal.loans.staff_forms import AddPagesForm, SendBackForm
from portal.loans.staff_views.access import blueprint, file_for, file_page, may_read
from portal.web.transaction import apart

PAPER = "/<ref>/papers/<name>"


@blueprint.get(f"{PAPER}/file")
@require(Permission.SEE_BRANCH_LOANS)
def paper_file(ref: str, name: str) -> ResponseReturnValue:
    """The paper's first file."""
    loan = _readable(ref)
    pages = queries.pages_of(loan, _paper_named(loan, name)) or abort(404)
    return serving.download(pages[0], f"{ref}-{name}")


@blueprint.get(f"{PAPER}/pages/<public_id>/file")
@require(Permission.SEE_BRANCH_LOANS)
def page_file(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    return serving.download(_page(ref, name, public_id), f"{ref}-{name}")


@blueprint.get(f"{PAPER}/pages/<public_id>/thumbnail")
@require(Permission.SEE_BRANCH_LOANS)
def page_thumbnail(ref: str, name: str, public_id: str) -> Response:
    return serving.thumbnail(_page(ref, name, public_id))


@blueprint.post(PAPER)
@require(Permission.PICK_UP_LOANS)
def add_pages(ref: str, name: str) -> ResponseReturnValue:
    """Photos of the original; where some are refused, the others stay."""
    loan = file_for(ref)
    paper = _paper_named(loan, name)
    form = AddPagesForm.of(paper)
    form.expect(loan)
    if not form.validate():
        if form.file.checked:
            with apart():
                _keep(loan, paper, form)
        return file_page(loan, paper_form=form), 422
    _keep(loan, paper, form)
    flash(_("The paper is in the file."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.post(f"{PAPER}/verdict")
@require(Permission.PICK_UP_LOANS)
def judge_paper(ref: str, name: str) -> ResponseReturnValue:
    loan = file_for(ref)
    paper = _paper_named(loan, name)
    if request.form.get("verdict") == Verdict.VERIFIED:
        return _verify(loan, paper)
    form = SendBackForm.of(paper)
    if not form.validate():
        return file_page(loan, send_back_form=form), 422
    reason, words = SendBackReason(form.reason.data), form.words.data or ""
    by, now = current_actor(), clock.now()
    operations.judge_paper(loan, paper, Verdict.SENT_BACK, by, now, seen=_seen(), reason=reason, words=words)
    flash(_("Sent back. The customer has been told why."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


def _verify(loan: LoanApplication, paper: Question) -> ResponseReturnValue:
    operations.judge_paper(loan, paper, Verdict.VERIFIED, current_actor(), clock.now(), seen=_seen())
    flash(_("Verified."), "go")
    return redirect(url_for("staff_loans.show", ref=loan.reference), 303)


def _keep(loan: LoanApplication, paper: Question, form: AddPagesForm) -> None:
    names = [store(loan.customer_id, each) for each in form.file.checked]
    by, now = current_actor(), clock.now()
    added = [
        attach(loan.customer_id, each, name, by, now).public_id
        for each, name in zip(form.file.checked, names, strict=True)
    ]
    operations.add_pages(loan, paper, added, by, now, _seen()[0], instead=form.instead.data)


def _seen() -> tuple[int, int]:
    """The answer's version and the verdict's number that the page showed."""
    return request.form.get("version", 0, type=int), request.form.get("check", 0, type=int)


def _readable(ref: str) -> LoanApplication:
    loan = file_for(ref)
    return loan if may_read(loan) else abort(404)


def _page(ref: str, name: str, public_id: str) -> Attachment:
    loan = _readable(ref)
    return queries.page_of(loan, _paper_named(loan, name), public_id) or abort(404)


def _paper_named(loan: LoanApplication, name: str) -> Question:
    return next((paper for paper in loan.papers if slug(paper) == name), None) or abort(404)
