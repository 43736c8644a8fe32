"""A window of a real browser, for one reader: her mode, language and colours are in its cookie."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.http import dump_cookie

from portal.identity.passwords import DEMO_PASSWORD
from portal.preferences.rules import Preferences
from tests.page import Client

UNREACHABLE = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "Failed to fetch")
COOKIES = ("signed-in", "known-to", "browser")


@dataclass
class Window:
    """`wrong` gathers what the console says: script errors, refused content, missing files."""

    context: BrowserContext
    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    excused: tuple[str, ...] = ()

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def read_as(self, **chosen: str) -> None:
        """Read on with these preferences; `locale`, `mode`, `contrast`, `text_size` or `motion`."""
        self._keep("preferences", Preferences().with_choice(**chosen).dump())

    def be(self, client: Client) -> None:
        """Go on as whoever is signed in with this client."""
        for name in COOKIES:
            value = client.cookie(name)
            if value is not None:
                self._keep(name, value)

    def lose_the_network(self) -> None:
        """The browser may say so in the console from now on; that is no fault."""
        self.context.set_offline(True)
        self.excused = UNREACHABLE

    def find_the_network(self) -> None:
        self.context.set_offline(False)

    def listen(self) -> None:
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        """A page that is meant to be an error, or a form of it, also says so in the console; that is no fault."""
        path, own = urlsplit(message.location["url"]).path, urlsplit(self.page.url).path
        is_own_status = "Failed to load resource" in message.text and path.startswith(own)
        is_expected = any(each in message.text for each in self.excused)
        if message.type in ("error", "warning") and not (is_own_status or is_expected):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _keep(self, name: str, value: str) -> None:
        written = dump_cookie(name, value).partition("=")[2].partition(";")[0]
        self.context.add_cookies([{"name": name, "value": written, "url": self.url}])


def open_window(
    browser: Browser, url: str, mode: str, language: str, width: int, javascript: bool, **more: Any
) -> Window:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language.replace("_", "-"),
        java_script_enabled=javascript,
        **more,
    )
    context.set_default_timeout(15_000)
    window = Window(context, context.new_page(), url)
    window.read_as(mode=mode, locale=language)
    window.listen()
    return window


def signed_in(app: Flask, name: str) -> Client:
    """A checking client that is signed in; a window can go on as her."""
    client = Client(app)
    if name:
        form = client.get("/sign-in").form("sign-in")
        form.fill(sign_in_name=name, password=DEMO_PASSWORD).submit(status=303)
    return client
