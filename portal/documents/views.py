"""A customer's documents, and the page where anybody asks if one is genuine."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.documents import braille, labels, operations, presenting, queries, rules
from portal.documents.forms import QuestionForm
from portal.documents.models import IssuedDocument
from portal.documents.storage import read
from portal.languages import LOCALES
from portal.preferences.papers import offer_braille
from portal.web.addresses import before
from portal.web.htmx import page_or_part, poll
from portal.web.transaction import afterwards

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
STEPS = (rules.Stage.WAITING, rules.Stage.COLLECTING, rules.Stage.PRINTING, rules.Stage.READY)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    offer_braille(app, braille.can_emboss)


@blueprint.get("/")
@require(Permission.READ_OWN_DOCUMENTS)
def index() -> ResponseReturnValue:
    found, older = queries.documents_of(current_user, before())
    return render_template(
        "documents/index.html", documents=found, older=older, labels=labels, told=presenting
    )


@blueprint.get("/<public_id>")
@require(Permission.READ_OWN_DOCUMENTS)
def show(public_id: str) -> ResponseReturnValue:
    return _state(_own(public_id))


@blueprint.get("/<public_id>/progress")
@poll
@require(Permission.READ_OWN_DOCUMENTS)
def progress(public_id: str) -> ResponseReturnValue:
    """What an open page asks for while the worker makes it."""
    return _state(_own(public_id))


@blueprint.get("/<public_id>/file")
@require(Permission.READ_OWN_DOCUMENTS)
def file(public_id: str) -> ResponseReturnValue:
    """The document as a download that can neither run nor be framed; 404 once its time is over."""
    document = _own(public_id)
    if not document.is_kept:
        abort(404)
    answer = Response(read(document), content_type=document.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{presenting.file_name(document)}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.cache_control.no_store = True
    return answer


@blueprint.get("/verify")
@require(Permission.SEE_PUBLIC_PAGES)
def verify() -> ResponseReturnValue:
    """The question; the code of a QR stands in it already."""
    return _question(QuestionForm(formdata=None, code=request.args.get("code", "")[:40]))


@blueprint.post("/verify")
@require(Permission.SEE_PUBLIC_PAGES)
def answer_question() -> ResponseReturnValue:
    """Whether we issued it: the same answer for a code that cannot be one, a wrong one, and another file."""
    form, address, now = QuestionForm(), request.remote_addr or "", clock.now()
    if queries.has_to_wait(address, now):
        form.form_errors.append(_("Too many questions. Please wait 15 minutes, or call us."))
        return _question(form), 429, {"Retry-After": str(_seconds(rules.ASKING_WINDOW))}
    if not form.validate():
        return _question(form), 422
    found = _found(form)
    if found is None and form.is_for_programs:
        form.file.errors = [str(labels.FOR_PROGRAMS)]
        return _question(form), 422
    if found is None:
        afterwards(lambda: operations.note_wrong_question(address, now))
    return _question(form, asked=True, found=found)


def _found(form: QuestionForm) -> IssuedDocument | None:
    """Where a code and a file are given, what both belong to."""
    found = [queries.document_with_digest(form.sha256)] if form.file.data else []
    if form.is_code_typed:
        found.append(queries.document_with_code(form.code.data or ""))
    return found[0] if found.count(found[0]) == len(found) else None


def _question(form: QuestionForm, asked: bool = False, found: IssuedDocument | None = None) -> str:
    language = LOCALES[found.locale] if found else None
    return render_template(
        "documents/verify.html", form=form, asked=asked, found=found, language=language, labels=labels
    )


def _state(document: IssuedDocument) -> str:
    return page_or_part(
        "documents/show.html",
        "documents/_state.html",
        document=document,
        labels=labels,
        told=presenting,
        step=STEPS.index(rules.Stage(document.stage)) if document.stage in STEPS else 0,
        steps=len(STEPS) - 1,
        kept_until=document.issued_at + rules.KEPT if document.issued_at else None,
    )


def _own(public_id: str) -> IssuedDocument:
    return queries.document_for(current_user, public_id) or abort(404)


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())
