"""The reader's preferences for this request: address, then cookie, then what the browser asks for."""

from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_babel import refresh
from werkzeug.local import LocalProxy

from portal.config import cookie_name
from portal.languages import negotiate, served
from portal.preferences.rules import Preferences
from portal.web.addresses import page_here

A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.after_request(send)
    app.context_processor(lambda: {"first_visit": is_first_visit()})
    app.jinja_env.globals |= {"preferences": LocalProxy(reading), "switch_url": switch_url}


def chosen() -> Preferences:
    """What the person chose, with the address before the cookie; the locale is empty if never chosen."""
    if "preferences" not in g:
        kept = Preferences.load(request.cookies.get(_name())) or Preferences()
        asked = {"locale": request.args.get("lang", ""), "mode": request.args.get("mode", "")}
        g.preferences = kept.with_choice(**{name: value for name, value in asked.items() if value})
        if g.preferences != kept:
            choose(g.preferences)
    return g.preferences  # type: ignore[no-any-return]


def reading() -> Preferences:
    """What this page is made with: a language that is whole, whatever was chosen."""
    wanted = chosen().locale or negotiate(
        request.headers.get("Accept-Language"), current_app.config["DEFAULT_LOCALE"]
    )
    return chosen().with_choice(locale=served(wanted))


def choose(preferences: Preferences) -> None:
    """Use `preferences` from here on and send them with the answer."""
    g.preferences = g.preferences_to_send = preferences


def read_as(reader: Preferences) -> None:
    """Make this page for `reader`, to whom the screen is turned; the browser keeps its own preferences."""
    chosen()
    g.preferences = reader
    refresh()


def is_first_visit() -> bool:
    return _name() not in request.cookies and "preferences_to_send" not in g


def send(response: Response) -> Response:
    chosen()  # an address that chooses is remembered even where no template was rendered
    if "preferences_to_send" in g:
        response.set_cookie(
            _name(),
            g.preferences_to_send.dump(),
            max_age=A_YEAR,
            secure=current_app.config["SECURE_COOKIES"],
            httponly=True,
            samesite="Lax",
        )
    return response


def switch_url(**choice: Any) -> str:
    """This page's address with another language or mode; after a POST, the page behind it."""
    return page_here(**choice)


def _name() -> str:
    return cookie_name(current_app, "preferences")  # type: ignore[arg-type]
