from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.notices import labels, operations, queries
from portal.notices.forms import SearchForm
from portal.notices.labels import said, wording
from portal.notices.models import Notice
from portal.notices.queries import Found
from portal.web.addresses import before
from portal.web.htmx import is_swap

blueprint = Blueprint("notices", __name__, url_prefix="/inbox")


@blueprint.app_template_global("unread_notices")
def unread_notices() -> int:
    """How many wait for who looks, up to a hundred; asked once a request, by whatever part of the page says it."""
    if "unread_notices" not in g:
        g.unread_notices = queries.unread_count(current_user)
    return g.unread_notices  # type: ignore[no-any-return]


@blueprint.app_template_global("unread_in_words")
def unread_in_words() -> str:
    return labels.unread(unread_notices())


@blueprint.get("/")
@require(Permission.READ_OWN_INBOX)
def index() -> ResponseReturnValue:
    """What is searched for stands in the address, so that Back, a bookmark and a new page keep it."""
    form = SearchForm(request.args)
    if not form.validate():
        return _list(form, Found([], None)), 422
    if form.wanted:
        return _list(form, queries.search(current_user, form.wanted, said, before()))
    return _list(form, queries.inbox(current_user, before()))


@blueprint.get("/<public_id>")
@require(Permission.READ_OWN_INBOX)
def show(public_id: str) -> ResponseReturnValue:
    notice = _own(public_id)
    subject, text = said(notice)
    way = wording(notice.kind).way(current_user, notice.facts)
    return render_template("notices/show.html", notice=notice, subject=subject, text=text, way=way)


@blueprint.post("/<public_id>/reading")
@require(Permission.READ_OWN_INBOX)
def mark_read(public_id: str) -> ResponseReturnValue:
    """To the inbox; for the page itself, which asks when it is opened, its button goes."""
    operations.mark_read(_own(public_id), clock.now())
    return "" if is_swap() else redirect(url_for("notices.index"), 303)


def _list(form: SearchForm, found: Found) -> str:
    rows = [(notice, said(notice)[0]) for notice in found.notices]
    asked = {"words": form.wanted} if form.wanted else {}
    return render_template("notices/index.html", form=form, notices=rows, found=found, asked=asked)


def _own(public_id: str) -> Notice:
    return queries.notice_for(current_user, public_id) or abort(404)
