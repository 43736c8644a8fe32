"""The papers at the branch: photographed, looked at, verified or sent back."""

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.attachments import serving
from portal.attachments.models import Attachment
from portal.audit.models import Actor
from portal.casework.operations import AnswerChanged
from portal.identity.sessions import current_actor
from portal.loans import operations, queries
from portal.loans.models import LoanApplication
from portal.loans.papers import slug
from portal.loans.rules import Question, SendBackReason, Verdict
from portal.loans.staff_forms import AddPagesForm, SendBackForm
from portal.loans.staff_views.access import (
    blueprint,
    counter_actor,
    file_for,
    file_page,
    finish_if_clean,
    may_read,
    open_file,
    page_of_file,
)
from portal.loans.staff_views.addresses import paper_address
from portal.loans.taking import kept_files, turned_page
from portal.web.transaction import apart

PAPER = "/<ref>/papers/<name>"
PAGE = f"{PAPER}/pages/<public_id>"


@blueprint.get(f"{PAPER}/file")
@require(Permission.SEE_BRANCH_LOANS)
def paper_file(ref: str, name: str) -> ResponseReturnValue:
    """The paper's first file."""
    loan = _readable(ref)
    pages = queries.pages_of(loan, _paper_named(loan, name)) or abort(404)
    return serving.download(pages[0], f"{ref}-{name}")


@blueprint.get(f"{PAGE}/file")
@require(Permission.SEE_BRANCH_LOANS)
def page_file(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    return serving.download(_page(ref, name, public_id), f"{ref}-{name}")


@blueprint.get(f"{PAGE}/thumbnail")
@require(Permission.SEE_BRANCH_LOANS)
def page_thumbnail(ref: str, name: str, public_id: str) -> Response:
    return serving.thumbnail(_page(ref, name, public_id))


@blueprint.post(PAPER)
@require(Permission.PICK_UP_LOANS)
def add_pages(ref: str, name: str) -> ResponseReturnValue:
    """Photos of the original; where some are refused, the others stay."""
    loan = open_file(ref)
    paper = _paper_named(loan, name)
    form = AddPagesForm.of(paper)
    form.expect(loan)
    if not form.validate():
        if form.file.checked:
            with apart():
                _keep(loan, paper, form)
        return page_of_file(loan, paper_form=form), 422
    _keep(loan, paper, form)
    flash(_("The paper is in the file."), "go")
    return redirect(paper_address(loan, paper), 303)


@blueprint.post(f"{PAGE}/turn")
@require(Permission.PICK_UP_LOANS)
def turn_page(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    """A quarter clockwise."""
    loan, paper, page = _page_to_change(ref, name, public_id)
    turned = turned_page(loan, page)
    operations.turn_page(loan, paper, public_id, turned, _hand(loan), clock.now(), _seen()[0])
    return redirect(paper_address(loan, paper), 303)


@blueprint.post(f"{PAGE}/removal")
@require(Permission.PICK_UP_LOANS)
def remove_page(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    loan, paper, _page = _page_to_change(ref, name, public_id)
    operations.remove_page(loan, paper, public_id, _hand(loan), clock.now(), _seen()[0])
    flash(_("The file is removed."), "go")
    return redirect(paper_address(loan, paper), 303)


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
    if not finish_if_clean(loan):
        flash(_("Verified."), "go")
    return redirect(url_for("staff_loans.show", ref=loan.reference), 303)


def _keep(loan: LoanApplication, paper: Question, form: AddPagesForm) -> None:
    added = kept_files(loan, form.file.checked)
    by, now = _hand(loan), clock.now()
    operations.add_pages(loan, paper, added, by, now, _seen()[0], instead=form.instead.data)


def _hand(loan: LoanApplication) -> Actor:
    """The officer's; a draft is filled in for the customer beside him."""
    return counter_actor(loan) if loan.is_draft else current_actor()


def _seen() -> tuple[int, int]:
    """The answer's version and the verdict's number that the page showed."""
    return request.form.get("version", 0, type=int), request.form.get("check", 0, type=int)


def _readable(ref: str) -> LoanApplication:
    loan = open_file(ref)
    return loan if may_read(loan) else abort(404)


def _page(ref: str, name: str, public_id: str) -> Attachment:
    loan = _readable(ref)
    return queries.page_of(loan, _paper_named(loan, name), public_id) or abort(404)


def _page_to_change(ref: str, name: str, public_id: str) -> tuple[LoanApplication, Question, Attachment]:
    """The page, of a paper that is as the officer saw it: what costs time is done for nothing else."""
    loan = open_file(ref)
    paper = _paper_named(loan, name)
    page = queries.page_of(loan, paper, public_id) or abort(404)
    answer = loan.current_answers[paper]
    if answer.version != _seen()[0]:
        raise AnswerChanged(f"{ref} {paper}: {_seen()[0]} is no longer the last")
    return loan, paper, page


def _paper_named(loan: LoanApplication, name: str) -> Question:
    return next((paper for paper in loan.papers if slug(paper) == name), None) or abort(404)
