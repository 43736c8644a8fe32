"""A real browser against a real server; what it complains about fails the test."""

from collections.abc import Callable, Iterator
from shutil import which

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import served
from tests.browser.window import Window, open_window, signed_in
from tests.loans.conftest import say

__all__ = ["say"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHOLE = "/usr/bin/chromium"
FACELESS = which("chromium-headless-shell") or WHOLE
"""Shows the same pages for a quarter less time; has no camera, and goes back in its own way."""
OpenWindow = Callable[..., Window]
Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """`launch("--more", without=["--other"])`: a browser with other flags; whoever launched it closes it."""
    with sync_playwright() as playwright:

        def launched(*more: str, without: tuple[str, ...] = (), program: str = WHOLE) -> Browser:
            return playwright.chromium.launch(
                executable_path=program, args=[*FLAGS, *more], ignore_default_args=list(without)
            )

        yield launched


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    browser = launch(program=FACELESS)
    yield browser
    browser.close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the test's own bank, served by waitress; `clock` moves it too."""
    with served(app) as url:
        yield url


@pytest.fixture
def browser_page(app: Flask, live: str, chromium: Browser) -> Iterator[OpenWindow]:
    """`browser_page("elder", "zh_Hans", 390, who="xiulan")`: a window, signed in if `who` is given."""
    opened: list[Window] = []

    def open_one(
        mode: str = "standard",
        language: str = "en",
        width: int = 1280,
        javascript: bool = True,
        who: str = "",
    ) -> Window:
        window = open_window(chromium, live, mode, language, width, javascript)
        opened.append(window)
        if who:
            window.be(signed_in(app, who))
        return window

    yield open_one
    wrong = [each for window in opened for each in window.wrong]
    for window in opened:
        window.context.close()
    assert not wrong, "\n".join(wrong)
