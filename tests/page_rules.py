"""What every page of the portal keeps to, whatever a test is about."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from weakref import WeakKeyDictionary

from bs4 import Tag
from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from portal.languages import LOCALES, negotiate, served
from portal.preferences.rules import Preferences

if TYPE_CHECKING:
    from tests.page import Client, Page

LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\([a-z_]+\)")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-details")
WITHOUT_LABEL = {"hidden", "submit", "button", "reset", "image"}
SHOWROOM = "/staff/gallery"  # its forms are there to be seen
_looked_up: WeakKeyDictionary[Flask, dict[tuple[str, str], str]] = WeakKeyDictionary()
"""Most links are those of every page: each address of an app is matched once."""
HARMLESS_TWICE = {"/sign-in", "/sign-out", "/sign-in/stay", "/preferences"}


def problems(page: "Page", client: "Client") -> list[str]:
    """Every rule that the page breaks, in words."""
    found = list(_header_problems(page))
    if page.is_html and page.is_whole:
        found += _page_problems(page, client)
    if page.is_html:
        found += _part_problems(page, client.app)
    return found


def _header_problems(page: "Page") -> Iterator[str]:
    if page.path.startswith("/static/"):
        return
    vary = {name.strip() for name in page.headers.get("Vary", "").split(",")}
    if not {"HX-Request", "HX-Request-Type"} <= vary:
        yield f"Vary lacks HX-Request or HX-Request-Type: {vary}"
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"the content security policy is {policy!r}"


def _page_problems(page: "Page", client: "Client") -> Iterator[str]:
    headings, mains = page.named("h1"), page.named("main")
    if len(headings) != 1:
        yield f"{len(headings)} h1: {[str(found) for found in headings]}"
    elif not page.h1:
        yield "the h1 is empty"
    if len(mains) != 1:
        yield f"{len(mains)} main"
    root = page.soup.html
    assert root is not None
    language = LOCALES[_expected_locale(client)]
    if root.get("data-floor") == "turned":  # the customer's language, on the officer's tablet
        language = next(each for each in LOCALES.values() if each.tag == root.get("lang"))
    if (root.get("lang"), root.get("dir")) != (language.tag, language.direction):
        yield f"lang and dir are {root.get('lang')}, {root.get('dir')}; the reader chose {language.tag}"
    names = client.app.config["BANK_NAMES"]
    name = names.get(language.code) or names["en"]
    about, _, ending = page.title.rpartition("–")
    if ending.strip() != name or not about.strip():
        yield f"the title is {page.title!r}, not “… – {name}”"


def _part_problems(page: "Page", app: Flask) -> Iterator[str]:
    yield from (f"left over: {found!r}" for found in sorted(set(LEFTOVER.findall(page.html))))
    yield from _id_problems(page)
    yield from _inline_problems(page)
    for control in page.named("input", "select", "textarea"):
        if control.get("type") not in WITHOUT_LABEL and not _label_of(page, control):
            yield f"without a label: {control}"
    for form in page.named("form"):
        yield from _form_problems(page, form, app)
    for button in page.named("button"):
        if button.get("formaction"):  # of forms that GET; one that POSTs would have no other address
            yield from _link_problems(page, str(button["formaction"]), app)
    for link in page.named("a", "link", "script", "img"):
        yield from _link_problems(page, str(link.get("href") or link.get("src") or ""), app)


def _id_problems(page: "Page") -> Iterator[str]:
    ids = page.ids
    yield from (
        f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1 or not name
    )
    for tag in page.tags:
        wanted = [str(tag["for"])] if tag.name == "label" and tag.get("for") else []
        if page.is_whole:
            wanted += [name for reference in REFERENCES for name in str(tag.get(reference, "")).split()]
        yield from (f"no id {name!r}, wanted by {_opening(tag)}" for name in wanted if name not in ids)


def _inline_problems(page: "Page") -> Iterator[str]:
    for tag in page.tags:
        if tag.name == "style" or (tag.name == "script" and not tag.get("src")):
            yield f"inline <{tag.name}>"
        for name in tag.attrs:
            if name == "style" or name.startswith("on") or name.startswith("hx-on"):
                yield f"inline {name} on {_opening(tag)}"


def _label_of(page: "Page", control: Tag) -> str:
    if control.get("aria-label"):
        return str(control["aria-label"])
    names = str(control.get("aria-labelledby", "")).split()
    named = [tag for name in names for tag in page.tags if tag.get("id") == name]
    labels = [tag for tag in page.named("label") if tag.get("for") == control.get("id", "\0")]
    around = [tag for tag in control.parents if tag.name == "label"]
    return " ".join(tag.get_text(" ", strip=True) for tag in (*named, *labels, *around)).strip()


def _form_problems(page: "Page", form: Tag, app: Flask) -> Iterator[str]:
    method, action = (
        str(form.get("method", "get")).upper(),
        urljoin(page.url, str(form.get("action") or page.url)),
    )
    path = urlsplit(action).path
    if path == SHOWROOM:
        return
    yield from _unknown(path, method, app)
    if method != "POST":
        return
    needed = {"csrf_token"} if path in HARMLESS_TWICE else {"csrf_token", "idempotency_key"}
    hidden = [tag for tag, around in page.controls if around is form and tag.get("type") == "hidden"]
    values = {str(field["name"]): field.get("value") for field in hidden}
    yield from (f"the form to {path} has no {name}" for name in sorted(needed) if not values.get(name))


def _link_problems(page: "Page", href: str, app: Flask) -> Iterator[str]:
    target, ours = urlsplit(urljoin(page.url, href)), (None, "localhost", "127.0.0.1")
    if href.startswith("#"):
        if page.is_whole and href[1:] not in page.ids:
            yield f"the link {href} leads nowhere"
    elif href and target.scheme in ("", "http", "https") and target.hostname in ours:
        yield from _unknown(target.path, "GET", app)


def _unknown(path: str, method: str, app: Flask) -> Iterator[str]:
    if path.startswith("/static/"):
        return
    known = _looked_up.setdefault(app, {})
    if (path, method) not in known:
        known[path, method] = _why_unknown(path, method, app)
    if why := known[path, method]:
        yield f"{method} {path} is no address of ours: {why}"


def _why_unknown(path: str, method: str, app: Flask) -> str:
    try:
        app.url_map.bind("localhost").match(path, method=method)
    except (RequestRedirect, MethodNotAllowed, HTTPException) as error:
        return type(error).__name__
    return ""


def _expected_locale(client: "Client") -> str:
    """Whatever the person chose, else what her browser asks for: English."""
    chosen = Preferences.load(client.cookie("preferences")) or Preferences()
    return served(chosen.locale or negotiate(None, client.app.config["DEFAULT_LOCALE"]))


def _opening(tag: Tag) -> str:
    return str(tag).partition(">")[0] + ">"
