"""A server that dies, an upload that breaks off, a page from the browser's memory: nothing is lost, nothing doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from portal.attachments.models import Attachment
from portal.db import db
from tests.browser import journeys
from tests.browser.broken_off import WORDS, at_words, cut, saved, shows
from tests.browser.conftest import Launch, OpenWindow
from tests.browser.hands import Touch, next_page
from tests.browser.journeys import GO_ON, Journey
from tests.browser.window import UNREACHABLE, Window, open_window, signed_in
from tests.factories import files
from tests.locks import held
from tests.mortal import MortalServer

pytestmark = pytest.mark.browser


@pytest.fixture
def mortal(app: Flask, instance: Path) -> Iterator[MortalServer]:
    server = MortalServer(instance, app.config["DATABASE_URL"])
    server.start()
    yield server
    server.kill()


@pytest.fixture
def beside_it(app: Flask, mortal: MortalServer, chromium: Browser) -> Iterator[Window]:
    """Her window, on the server that will die."""
    url = f"http://127.0.0.1:{mortal.port}"
    window = open_window(chromium, url, "elder", "zh_Hans", 390, javascript=True)
    window.be(signed_in(app, "xiulan"))
    window.excused = UNREACHABLE
    yield at_words(window, url)
    window.context.close()
    assert window.wrong == []


def test_a_server_that_is_dead_gets_it_once_when_it_lives_again(
    app: Flask, mortal: MortalServer, beside_it: Window
) -> None:
    page, asked = beside_it.page, beside_it.page.url
    page.locator("textarea").fill(WORDS)
    expect(page.locator("#question")).to_have_attribute("data-kept", "yes")
    mortal.kill()
    page.locator(GO_ON).click()
    shows(page, "lost")
    assert (page.url, page.locator("textarea").input_value()) == (asked, WORDS)
    mortal.start()
    with next_page(page):
        page.locator(GO_ON).click()
    assert page.url != asked
    assert saved(app) == 1


def test_a_server_that_is_killed_while_it_saves_gets_it_once(
    app: Flask, mortal: MortalServer, beside_it: Window, instance: Path
) -> None:
    page, asked = beside_it.page, beside_it.page.url
    page.locator("textarea").fill(WORDS)
    expect(page.locator("#question")).to_have_attribute("data-kept", "yes")
    with held(instance):
        with page.expect_request(asked):
            page.locator(GO_ON).click()
        mortal.kill()
        shows(page, "lost")
    assert (page.url, page.locator("textarea").input_value()) == (asked, WORDS)
    assert saved(app) == 0
    mortal.start()
    with next_page(page):
        page.locator(GO_ON).click()
    assert saved(app) == 1


def test_a_chosen_file_is_still_chosen_after_its_upload_broke_off(
    app: Flask, browser_page: OpenWindow, live: str, tmp_path: Path
) -> None:
    window = browser_page(width=390, who="xiulan")
    hands = Touch(window.page)
    journeys.begin(hands, live)
    journeys.answer(hands, Journey(), until="paper")
    page, asked = window.page, window.page.url
    window.excused = UNREACHABLE
    photo = tmp_path / "licence.jpg"
    photo.write_bytes(files.jpeg())
    hands.choose("answer", "upload")
    hands.attach("file", photo)
    cut(page)
    page.locator(GO_ON).click()
    shows(page, "lost")
    assert page.url == asked
    assert page.locator("input[type=file]").first.evaluate("box => box.files[0].name") == "licence.jpg"
    page.unroute("**")
    with next_page(page):
        page.locator(GO_ON).click()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_back_to_words_without_a_network_finds_them_and_they_are_sent_once(
    app: Flask, live: str, launch: Launch
) -> None:
    """The page comes from the browser's memory, where it was put when she left it."""
    browser = launch("--enable-features=BackForwardCache", without=("--disable-back-forward-cache",))
    window = open_window(browser, live, "standard", "zh_Hans", 390, javascript=True)
    window.be(signed_in(app, "xiulan"))
    page = at_words(window, live).page
    page.evaluate("window.isTheSame = true")
    page.locator("textarea").fill(WORDS)
    expect(page.locator("#question")).to_have_attribute(
        "data-kept", "yes"
    )  # what is under way is not remembered
    page.goto(f"{live}/help/")
    window.lose_the_network()
    page.go_back(wait_until="commit")
    assert page.evaluate("window.isTheSame"), "it is asked for again, not remembered"
    page.locator(GO_ON).click()
    shows(page, "lost")
    assert page.locator("textarea").input_value() == WORDS
    window.find_the_network()
    shows(page, "back")
    with next_page(page):
        page.locator("#connection button").click()
    assert saved(app) == 1
    browser.close()
    assert window.wrong == []
