"""All that knows an `HX-` word. A swap gets the fragment; every other request the page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import Htmx

View = Callable[..., ResponseReturnValue]
VARY = ("HX-Request", "HX-Request-Type")


def init_app(app: Flask) -> None:
    Htmx(app)
    app.after_request(vary)
    app.after_request(send_on)


def is_swap() -> bool:
    """Whether a part of a page is wanted: not a plain, boosted or history-restoring request."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type", "partial") == "partial"


def poll(view: View) -> View:
    """Marks a view that open pages ask by themselves: it does not count as the person being there."""
    view.is_poll = True  # type: ignore[attr-defined]
    return view


def is_poll() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "is_poll", False)


def page_or_part(page: str, part: str, **context: Any) -> str:
    """The same file serves the page (included) and the swap (alone)."""
    return render_template(part if is_swap() else page, **context)


def go(url: str) -> ResponseReturnValue:
    """Send the person to a whole page, also from within a swap."""
    if is_swap():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def address_after(response: Response) -> str | None:
    """Where an answer sends the person, whether by redirect or from within a swap."""
    return response.location or response.headers.get("HX-Redirect")


def send_on(response: Response) -> Response:
    """A form that the script sent is answered with the next page's address, which the browser then opens itself."""
    if request.headers.get("HX-Boosted") == "true" and response.location:
        response.headers["HX-Redirect"] = _opening(response.headers.pop("Location"))
        response.status_code = 204
        response.set_data(b"")
    return response


def _opening(url: str) -> str:
    """The address with which the browser opens a page anew: a place on the page it is at would only be scrolled to."""
    page, _, place = url.partition("#")
    is_here = urlsplit(page).path == urlsplit(request.headers.get("HX-Current-URL", "")).path
    return page if place and is_here else url


def vary(response: Response) -> Response:
    response.vary.update(VARY)
    return response
