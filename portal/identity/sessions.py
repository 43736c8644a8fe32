"""Our own database sessions under Flask-Login: a random secret in a cookie, its hash in a row."""

import hashlib
import hmac
import json
import secrets
from datetime import timedelta

from flask import Flask, Request, Response, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from portal import clock
from portal.audit.models import Actor
from portal.config import cookie_name
from portal.identity import operations, queries, rules
from portal.identity.models import BrowserSession, Person
from portal.preferences import cookie as preferences
from portal.web.addresses import page_behind
from portal.web.errors import refuse
from portal.web.forms import has_files, words_beside_files
from portal.web.htmx import go, is_poll
from portal.web.security import is_our_form
from portal.web.transaction import afterwards

COOKIE = "signed-in"
DEVICES_COOKIE = "known-to"
FILES_LOST = "files lost"
LATER = "later"


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(load_person)
    manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(answer_switch)
    app.after_request(note_last_seen)
    app.register_error_handler(RequestEntityTooLarge, keep_words_of_too_large)
    app.context_processor(lambda: {"idle_seconds": int(idle_limit().total_seconds())})
    app.jinja_env.globals["lost_files"] = lost_files


def load_person(asking: Request) -> Person | None:
    """Who is signed in with this request's cookie; why a session does not hold is remembered on `g` only."""
    token = asking.cookies.get(_name(COOKIE))
    found = queries.session_by_hash(hash_token(token)) if token else None
    if found is None or not found.person.is_active:
        return None
    if found.ended_at:
        g.ended = True
        return None
    g.browser_session = found
    if rules.has_lapsed(found.created_at, found.last_seen_at, found.idle_limit, clock.now()):
        g.lapsed = True
        return None
    return found.person


def current_session() -> BrowserSession:
    return g.browser_session  # type: ignore[no-any-return]


def current_actor() -> Actor:
    """The person at the other end, acting for herself (customers) or for the branch (staff)."""
    if not current_user.is_staff:
        return Actor(current_user.id, "online")
    return Actor(current_user.id, "branch", branch_id=current_user.branch_id)


def idle_limit(person: Person | None = None) -> timedelta:
    """How long the person, else whoever is signed in, may be away in the mode of this browser."""
    somebody = person or (current_user if current_user.is_authenticated else None)
    return rules.idle_limit(bool(somebody and somebody.is_staff), preferences.chosen().mode)


def sign_in(person: Person) -> None:
    """A new session with a new secret for this browser, and the person's preferences in its cookie."""
    if "browser_session" in g:
        operations.end_session(g.browser_session, rules.EndReason.SIGNED_OUT, clock.now())
    token = secrets.token_urlsafe(32)
    agent = request.user_agent.string[:200]
    operations.start_session(person, hash_token(token), agent, idle_limit(person), clock.now())
    g.cookies_to_send = {
        COOKIE: token,
        DEVICES_COOKIE: _serializer().dumps([*known_people(), person.id][-8:]),
    }


def known_people() -> list[int]:
    """Ids of the people who signed in with this browser before."""
    try:
        return list(_serializer().loads(request.cookies.get(_name(DEVICES_COOKIE), "")))
    except BadSignature:
        return []


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_name(name: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, name.strip().lower().encode(), "sha256").hexdigest()


def send_cookies(response: Response) -> Response:
    for name, value in g.pop("cookies_to_send", {}).items():
        response.set_cookie(
            _name(name),
            value,
            max_age=None if name == COOKIE else 180 * 24 * 3600,
            secure=current_app.config["SECURE_COOKIES"],
            httponly=True,
            samesite="Lax",
        )
    return response


def forget_cookie(response: Response) -> None:
    response.delete_cookie(
        _name(COOKIE), secure=current_app.config["SECURE_COOKIES"], httponly=True, samesite="Lax"
    )


def ask_to_sign_in() -> ResponseReturnValue:
    """Keep what was posted for the person whose sign-in lapsed, then ask her to sign in again."""
    path, route = page_behind()
    if "lapsed" in g and request.method == "POST":
        kept_until = clock.now() + rules.KEPT_AFTER_EXPIRY
        operations.keep_answers(g.browser_session.person_id, path, _typed(), kept_until)
    session["after_sign_in"] = route
    session["lapsed"], session["ended"] = "lapsed" in g, "ended" in g
    return go(url_for("identity.sign_in"))


def answer_switch() -> ResponseReturnValue | None:
    """A language or mode switch inside a form, or the page keeping what is typed: nothing is validated.

    Coming back later is no switch: its page saves what is an answer.
    """
    kind, _, value = (
        request.form.get("switch", "").partition(":") if request.method == "POST" else ("", "", "")
    )
    if not kind or is_for_later():
        return None
    if kind in ("lang", "mode"):
        name = {"lang": "locale"}.get(kind, kind)
        preferences.choose(preferences.chosen().with_choice(**{name: value}))
    if not current_user.is_authenticated:
        return ask_to_sign_in() if "lapsed" in g else redirect(request.path, 303)
    keep_typed()
    if kind == "keep":
        return "", 204
    return redirect(request.full_path, 303)


def is_for_later() -> bool:
    """Whether the person who sent this form goes home with it."""
    return request.form.get("switch") == LATER


def keep_typed() -> None:
    """What was sent is no answer yet; it comes back on its page."""
    operations.keep_answers(current_user.id, request.path, _typed(), clock.now() + rules.KEPT_WHILE_TYPING)


def keep_words_of_too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Nothing of such a form is looked at but the words beside its files: they come back on its page."""
    typed = words_beside_files() if current_user.is_authenticated else None
    if typed and is_our_form(typed):
        typed[FILES_LOST] = request.path
        (path, _route), kept_until = page_behind(), clock.now() + rules.KEPT_AFTER_EXPIRY
        afterwards(lambda: operations.keep_answers(current_user.id, path, typed, kept_until))
    return refuse(error)


def note_last_seen(response: Response) -> Response:
    now = clock.now()
    if is_poll():
        return send_cookies(response)
    if current_user.is_authenticated and now - current_session().last_seen_at > rules.LAST_SEEN_EVERY:
        afterwards(lambda: operations.see_session(current_session().id, idle_limit(), now))
    return send_cookies(response)


def typed_here() -> dict[str, list[str]] | None:
    """What the person typed on this page and has not sent yet, if anything. Says so where files were lost."""
    kept = queries.kept_answers(current_user.id, request.path, clock.now())
    typed: dict[str, list[str]] | None = json.loads(kept) if kept else None
    for sent_to in typed.pop(FILES_LOST, ()) if typed else ():
        if "files_lost" not in g:
            g.files_lost = sent_to
            words = _(
                "The files that you chose were not kept. What you typed is. Please choose the files again."
            )
            flash(words, "wait")
    return typed


def lost_files(sent_to: str | None = None) -> bool:
    """Whether the form that goes to this address, else to the page's own, had files that were not kept."""
    return bool(g.get("files_lost") == (sent_to or request.path))


def _typed() -> MultiDict[str, str]:
    """What was sent, with a mark where there were files too: those are not kept."""
    typed = MultiDict(request.form)
    if has_files():
        typed[FILES_LOST] = request.path
    return typed


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], "known devices")


def _name(name: str) -> str:
    return cookie_name(current_app, name)  # type: ignore[arg-type]
