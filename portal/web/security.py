"""CSRF, the content security policy, caching, and the proxies that are trusted."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, abort, current_app, request
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import validate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix
from wtforms import ValidationError

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS_POLICY = "camera={}, geolocation=(), microphone=(), payment=(), usb=()"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY.format("()"),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def init_app(app: Flask) -> None:
    app.before_request(limit_text)
    CSRFProtect(app)
    app.after_request(harden)
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def limit_text() -> None:
    """Werkzeug limits the text of multipart forms only; and no database takes a NUL."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(400)
    limit = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if request.mimetype == "application/x-www-form-urlencoded" and (request.content_length or 0) > limit:
        abort(413)
    if any("\0" in value for _name, value in request.form.items(multi=True)):
        abort(400)


def is_our_form(typed: Mapping[str, str]) -> bool:
    """Whether this came from a page that we made for this browser, asked where no view has been reached."""
    try:
        validate_csrf(typed.get("csrf_token"))
    except ValidationError:
        return False
    return True


def with_camera(response: Response) -> Response:
    """The page may ask for the camera; every other page may not."""
    response.headers["Permissions-Policy"] = PERMISSIONS_POLICY.format("(self)")
    return response


def harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    is_private = current_user.is_authenticated or response.status_code >= 400 or request.method == "POST"
    # Of an answer without content there is nothing to store; if it says so all the same, Chromium forgets the
    # page whose script asked, and Back without a network finds no words.
    if is_private and response.status_code != HTTPStatus.NO_CONTENT:
        response.cache_control.no_store = True
    else:
        response.cache_control.no_cache = True
    response.vary.add("Cookie")
    response.vary.add("Accept-Language")
    return response
