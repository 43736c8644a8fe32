"""Words that are being written when the network goes away, and what is said of it."""

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from portal.casework.models import Answer
from portal.db import db
from tests.browser import journeys
from tests.browser.hands import Touch
from tests.browser.journeys import Journey
from tests.browser.window import Window

WORDS = "面粉和食用油，春节前备货"


def at_words(window: Window, live: str) -> Window:
    hands = Touch(window.page)
    journeys.begin(hands, live)
    journeys.answer(hands, Journey(), until="purpose-detail")
    return window


def shows(page: Page, part: str) -> None:
    """That part alone, and it is said aloud."""
    words = page.locator(f"#connection [data-connection={part}]")
    expect(words).to_be_visible()
    expect(page.locator("#connection [data-connection]:visible")).to_have_count(1)
    expect(page.locator("#news")).to_have_text(str(words.locator("p").first.text_content()))


def saved(app: Flask) -> int:
    with app.app_context():
        answers = select(func.count()).select_from(Answer).where(Answer.question == "purpose_detail")
        return db.session.scalar(answers) or 0


def cut(page: Page) -> None:
    """The wireless network is there and leads nowhere: the browser believes that it is connected."""
    page.route("**", lambda route: route.abort("internetdisconnected"))
