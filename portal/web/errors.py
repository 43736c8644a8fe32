"""Every refusal is a page in the reader's language that says how to go on."""

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import TimeoutError as Overloaded
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal import clock
from portal.audit.models import Actor
from portal.audit.operations import record
from portal.db import rollback
from portal.web.addresses import page_here
from portal.web.forms import has_files, typed_words
from portal.web.transaction import afterwards

RETRY_AFTER = 10  # seconds
NOT_SAID_AGAIN = {"csrf_token", "idempotency_key", "password"}


class Conflict(Exception):
    """Somebody else changed the case since the reader's page was made."""


class Gone(Conflict):
    """There is nothing left to change; the page says so in these words, and leads to `address` if there is one."""

    def __init__(self, title: str, text: str, address: str | None = None) -> None:
        super().__init__(title)
        self.title, self.text, self.address = title, text, address


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, refuse)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(Conflict, changed_meanwhile)
    app.register_error_handler(Overloaded, too_busy)


def refuse(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 403 and current_user.is_authenticated:
        _note_denied()
    title, text = _words(error.code)
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    retry = page_here() if error.code == 413 else None
    page = render_template("errors/refusal.html", title=title, text=text, retry=retry)
    return page, error.code, headers


def foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """No page, for a page has addresses of ours in it, and this request was not sent to us."""
    return "This is not the address of this bank.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def page_too_old(_error: CSRFError) -> ResponseReturnValue:
    title = _("This page was open for a long time")
    text = _("To protect you, we did not accept it. Open the page again; what you saved is still there.")
    page = render_template(
        "errors/refusal.html", title=title, text=text, retry=page_here(), files_lost=has_files()
    )
    return page, 400


def changed_meanwhile(error: Exception) -> ResponseReturnValue:
    rollback()  # the session that met the conflict reads nothing before
    title = _("Somebody changed this in the meantime")
    text = _("We did not apply your change. Look at the page as it is now, then decide again.")
    if isinstance(error, Gone):
        title, text = error.title, error.text
    page = render_template(
        "errors/refusal.html",
        title=title,
        text=text,
        retry=error.address if isinstance(error, Gone) else page_here(),
        typed=typed_words(),
        files_lost=has_files(),
    )
    return page, 409


def too_busy(_error: Overloaded) -> ResponseReturnValue:
    """Nothing was changed, and what was typed is in the page, to be sent again."""
    rollback()
    g.too_busy = True  # what else waits to be written would only wait as long again
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_SAID_AGAIN]
    page = render_template("errors/busy.html", typed=typed, has_files=any(request.files.values()))
    return page, 503, {"Retry-After": str(RETRY_AFTER)}


def _note_denied() -> None:
    who, path, now = (
        Actor(current_user.id, "branch" if current_user.is_staff else "online"),
        request.path,
        clock.now(),
    )
    afterwards(lambda: record(f"person:{who.person_id}", "access denied", who, now, path=path))


def _words(code: int) -> tuple[str, str]:
    known = {
        403: (
            _("This page is not open to you"),
            _("Go to your own page. If you work here under another name, sign in with that one."),
        ),
        404: (
            _("We cannot find this page"),
            _("The address may be mistyped, or it belongs to somebody else. Start from your own page."),
        ),
        413: (
            _("This file is too large"),
            _(
                "A file may have 10 MB, and several together 30 MB. None of these files was kept. "
                "Open the page again and choose them again, fewer at a time; what you saved is still there."
            ),
        ),
        429: (
            _("Too many tries"),
            _("Please wait a few minutes, then try again. Nothing of yours is lost."),
        ),
    }
    broken = (
        _("Something went wrong on our side"),
        _("We have noted it. What you saved is safe; please try again."),
    )
    odd = (_("We could not read this request"), _("Go back to the page before and try again."))
    return known.get(code, broken if code >= 500 else odd)
