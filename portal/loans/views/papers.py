"""The files of a paper: seen, turned, put in order, removed."""

from flask import Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.attachments import serving
from portal.attachments.models import Attachment
from portal.casework.operations import AnswerChanged
from portal.identity.sessions import current_actor
from portal.loans import operations, queries
from portal.loans.forms import PaperForm
from portal.loans.models import LoanApplication
from portal.loans.rules import Question, Way
from portal.loans.taking import kept_files, turned_page
from portal.loans.views.access import (
    ADDRESS,
    blueprint,
    own_answerable,
    own_loan,
    question_named,
    question_page,
)
from portal.web.htmx import go
from portal.web.transaction import apart

PAGE = f"{ADDRESS}/pages/<public_id>"


@blueprint.get(f"{ADDRESS}/file")
@require(Permission.APPLY_FOR_LOANS)
def paper_file(ref: str, name: str) -> ResponseReturnValue:
    """The paper's first file."""
    pages = queries.pages_of(own_loan(ref), question_named(name)) or abort(404)
    return serving.download(pages[0], f"{ref}-{name}")


@blueprint.get(f"{PAGE}/file")
@require(Permission.APPLY_FOR_LOANS)
def page_file(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    _loan, _paper, page = _own_page(ref, name, public_id)
    return serving.download(page, f"{ref}-{name}")


@blueprint.get(f"{PAGE}/thumbnail")
@require(Permission.APPLY_FOR_LOANS)
def page_thumbnail(ref: str, name: str, public_id: str) -> Response:
    _loan, _paper, page = _own_page(ref, name, public_id)
    return serving.thumbnail(page)


@blueprint.post(f"{PAGE}/turn")
@require(Permission.APPLY_FOR_LOANS)
def turn_page(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    """A quarter clockwise."""
    loan, paper, page = _page_to_change(ref, name, public_id)
    fresh = turned_page(loan, page)
    pages = [fresh if each == public_id else each for each in loan.pages(paper)]
    return _in_this_order(loan, paper, pages)


@blueprint.post(f"{PAGE}/removal")
@require(Permission.APPLY_FOR_LOANS)
def remove_page(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    loan, paper, _page = _page_to_change(ref, name, public_id)
    flash(_("The file is removed."), "go")
    return _in_this_order(loan, paper, [each for each in loan.pages(paper) if each != public_id])


@blueprint.post(f"{PAGE}/place")
@require(Permission.APPLY_FOR_LOANS)
def move_page(ref: str, name: str, public_id: str) -> ResponseReturnValue:
    """One place nearer to the beginning."""
    loan, paper, _page = _page_to_change(ref, name, public_id)
    pages = loan.pages(paper)
    at = pages.index(public_id)
    pages.insert(max(at - 1, 0), pages.pop(at))
    return _in_this_order(loan, paper, pages)


def keep_paper(loan: LoanApplication, form: PaperForm) -> None:
    """The answer of a form, with the files in it that are good."""
    sent = form.file.checked if form.answer.data == Way.UPLOAD else []
    value = form.stored(kept_files(loan, sent))
    operations.give_paper(loan, form.question, value, current_actor(), clock.now(), _seen())


def keep_good_files(loan: LoanApplication, form: PaperForm) -> None:
    """Where some files were refused: the others stay, whatever becomes of the form."""
    if form.answer.data != Way.UPLOAD or not form.file.checked:
        return
    with apart():
        keep_paper(loan, form)
    form.prepare(loan)


def _own_page(ref: str, name: str, public_id: str) -> tuple[LoanApplication, Question, Attachment]:
    loan, paper = own_loan(ref), question_named(name)
    return loan, paper, queries.page_of(loan, paper, public_id) or abort(404)


def _page_to_change(ref: str, name: str, public_id: str) -> tuple[LoanApplication, Question, Attachment]:
    """The file, of a paper that may still be changed and is as the page showed it."""
    loan, paper, page = _own_page(ref, name, public_id)
    own_answerable(ref, paper)
    if loan.way(paper) != Way.UPLOAD:
        abort(404)
    if loan.current_answers[paper].version != _seen():
        raise AnswerChanged(f"{ref} {paper}: {_seen()} is no longer the last")
    return loan, paper, page


def _in_this_order(loan: LoanApplication, paper: Question, pages: list[str]) -> ResponseReturnValue:
    value = {"way": Way.UPLOAD, "pages": pages}
    operations.give_paper(loan, paper, value, current_actor(), clock.now(), _seen())
    return go(question_page(loan, paper))


def _seen() -> int | None:
    """The version of the answer that the page was made from."""
    return request.form.get("version", type=int)
