"""The checking client: what a person does with a browser, with every page looked at on its way."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests import page_rules
from tests.forms import Form

REDIRECTS = {301, 302, 303, 307, 308}
SWAP = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Page:
    """One answer of the portal. `history` holds the addresses that led here, the first asked first."""

    def __init__(self, client: "Client", response: TestResponse, history: tuple[str, ...] = ()) -> None:
        self.client, self.response, self.history = client, response, history
        response.get_data()
        response.close()
        self.status, self.headers = response.status_code, response.headers
        self.url: str = response.request.full_path.removesuffix("?")
        self.is_html = response.mimetype == "text/html" and self.status not in REDIRECTS
        self.is_whole = self.is_html and response.text.lstrip().startswith("<!doctype")
        self.soup = BeautifulSoup(response.text if self.is_html else "", "lxml")

    @cached_property
    def tags(self) -> list[Tag]:
        """Every tag, in the order of the page; found once, for every rule looks at all of them."""
        return [each for each in self.soup.descendants if isinstance(each, Tag)]

    def named(self, *names: str) -> list[Tag]:
        """The tags of these names."""
        return [tag for tag in self.tags if tag.name in names]

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id is there."""
        return Counter(str(tag["id"]) for tag in self.tags if tag.has_attr("id"))

    @cached_property
    def controls(self) -> list[tuple[Tag, Tag | None]]:
        """What is typed or chosen, each with the form around it."""
        found = (tag for tag in self.named("input", "select", "textarea") if tag.has_attr("name"))
        return [(tag, next((each for each in tag.parents if each.name == "form"), None)) for tag in found]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def main(self) -> Tag:
        return self.soup.main or self.soup

    @property
    def h1(self) -> str:
        return words(self.soup.h1)

    @property
    def title(self) -> str:
        return words(self.soup.title)

    @property
    def lang(self) -> str:
        return str(self.soup.html["lang"]) if self.soup.html else ""

    @property
    def text(self) -> str:
        """What is read in the main part, with single spaces; what is `hidden` is not."""
        hidden = {id(part) for tag in self.tags if tag.has_attr("hidden") for part in tag.strings}
        return " ".join(" ".join(part for part in self.main.strings if id(part) not in hidden).split())

    @property
    def links(self) -> dict[str, str]:
        """Address by words, of the main part."""
        return {words(link): str(link["href"]) for link in self.main("a", href=True)}

    @property
    def errors(self) -> list[str]:
        """The words of the error summary."""
        return [words(item) for item in self.soup.select("#error-summary li")]

    @property
    def flash(self) -> list[str]:
        """The words of the banners."""
        return [words(banner) for banner in self.main.select(".banner")]

    @property
    def forms(self) -> list[Form]:
        """The forms of the main part."""
        return [Form(self, found) for found in self.main("form")]

    def form(self, which: int | str = 0) -> Form:
        """A form by its id, or by its place in the main part."""
        if isinstance(which, int):
            assert which < len(self.forms), f"{self.url} has {len(self.forms)} forms in its main part"
            return self.forms[which]
        found = self.soup.find("form", id=which)
        assert isinstance(found, Tag), f"{self.url} has no form {which!r}"
        return Form(self, found)

    def form_to(self, ending: str) -> Form:
        """The form whose action ends so."""
        fitting = [form for form in self.forms if urlsplit(form.action).path.endswith(ending)]
        assert len(fitting) == 1, f"{self.url}: {len(fitting)} forms lead to …{ending}"
        return fitting[0]

    def follow(self, link: str, status: int = 200) -> "Page":
        """Press the link with these words."""
        assert link in self.links, f"{self.url} has no link {link!r}: {sorted(self.links)}"
        return self.client.get(urljoin(self.url, urldefrag(self.links[link]).url), status)

    def find(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))


class Client:
    """A browser without JavaScript. Every page that it gets keeps the house's rules, or the test fails."""

    def __init__(self, app: Flask) -> None:
        self.app, self.browser = app, app.test_client()
        self.page: Page | None = None

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """Open an address; redirects are followed unless `status` is one."""
        return self._open(path, status, method="GET", headers=_named(headers))

    def peek(self, path: str, method: str = "GET", data: Mapping[str, str] | None = None) -> Page:
        """Whatever an address answers, neither followed nor looked at."""
        return Page(self, self.browser.open(path, method=method, data=data))

    def part(self, path: str, status: int = 200) -> Page:
        """Fetch a fragment as htmx does."""
        return self._open(path, status, method="GET", headers=SWAP)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, status: int = 200, multipart: bool = False
    ) -> Page:
        """Post fields as they stand, with the CSRF token of this browser unless `data` has one."""
        fields = dict(data or {})
        if "csrf_token" not in fields:
            fields = {"csrf_token": self.csrf_token, **fields}
        return self.send(path, fields.items(), status, multipart)

    def send(
        self, path: str, fields: Iterable[tuple[str, Any]], status: int, multipart: bool = False
    ) -> Page:
        """Post fields in their order. A file is (bytes, name)."""
        data: dict[str, list[Any]] = {}
        for name, value in fields:
            data.setdefault(name, []).extend(
                _sent(each) for each in (value if isinstance(value, list) else [value])
            )
        content_type = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
        return self._open(path, status, method="POST", data=data, content_type=content_type)

    @property
    def csrf_token(self) -> str:
        """The token of the last page that had one."""
        if self.page is None or not self.page.find("input[name=csrf_token]"):
            self.get("/sign-in")
        assert self.page is not None
        return str(self.page.find("input[name=csrf_token]")[0]["value"])

    def cookie(self, name: str) -> str | None:
        kept = self.browser.get_cookie(name)
        return kept.decoded_value if kept else None

    def _open(self, path: str, status: int, **asked: Any) -> Page:
        response = self.browser.open(path, **asked)
        history: tuple[str, ...] = ()
        while response.status_code in REDIRECTS and status not in REDIRECTS:
            history += (response.request.full_path.removesuffix("?"),)
            assert len(history) < 10, f"redirects without end: {history}"
            response = self.browser.get(urljoin(response.request.url, response.location))
        page = Page(self, response, history)
        assert page.status == status, (
            f"{page.url} answered {page.status}, not {status}: {page.h1} {page.errors}"
        )
        broken = page_rules.problems(page, self)
        assert not broken, "\n  ".join(
            [f"{page.url} ({page.status}) breaks the rules of every page:", *broken]
        )
        if page.is_whole:
            self.page = page
        return page


def words(tag: Tag | None) -> str:
    """The text of a tag with single spaces."""
    return " ".join(tag.get_text(" ").split()).replace(" :", ":").replace(" ：", "：") if tag else ""


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _sent(value: Any) -> Any:
    match value:
        case (bytes() as content, str() as name):
            return BytesIO(content), name
        case bool():
            return "y" if value else ""
        case _:
            return value if isinstance(value, str) else str(value)
