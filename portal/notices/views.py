from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.notices import operations, queries
from portal.notices.labels import wording
from portal.notices.models import Notice
from portal.web.addresses import before

blueprint = Blueprint("notices", __name__, url_prefix="/inbox")


@blueprint.get("/")
@require(Permission.READ_OWN_INBOX)
def index() -> ResponseReturnValue:
    notices, older = queries.inbox(current_user, before())
    said = [(notice, wording(notice.kind).subject % _words(notice)) for notice in notices]
    return render_template("notices/index.html", notices=said, older=older)


@blueprint.get("/<public_id>")
@require(Permission.READ_OWN_INBOX)
def show(public_id: str) -> ResponseReturnValue:
    notice = _own(public_id)
    said, words = wording(notice.kind), _words(notice)
    return render_template(
        "notices/show.html",
        notice=notice,
        subject=said.subject % words,
        text=said.text % words,
        address=said.address(notice.facts),
    )


@blueprint.post("/<public_id>/reading")
@require(Permission.READ_OWN_INBOX)
def mark_read(public_id: str) -> ResponseReturnValue:
    operations.mark_read(_own(public_id), clock.now())
    return redirect(url_for("notices.index"), 303)


def _own(public_id: str) -> Notice:
    return queries.notice_for(current_user, public_id) or abort(404)


def _words(notice: Notice) -> dict[str, str]:
    return wording(notice.kind).words(notice.facts)
