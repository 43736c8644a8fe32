"""What waits is seen and gone to with one press; an old message is found by touch, and by the keyboard alone."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.clock import now
from portal.db import transaction
from portal.notices.operations import tell
from portal.notices.queries import PAGE
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Keys, Touch
from tests.browser.journeys import sign_in, words
from tests.loans import quickly

pytestmark = pytest.mark.browser


def tell_much(app: Flask, name: str) -> None:
    """More than a page of messages, the one about a guarantor the oldest."""
    with app.app_context(), transaction():
        person = quickly.someone(name)
        tell(person.id, "loan party signed", now(), reference="L-7K3M-92QF-5", person="Nguyễn Văn Đức")
        for number in range(PAGE):
            tell(person.id, "loan withdrawn", now(), reference=f"L-{number}")


def test_xiulan_sees_what_waits_and_finds_an_old_message(app: Flask, browser_page: OpenWindow) -> None:
    """Elder mode, Chinese, a telephone, one finger."""
    tell_much(app, "xiulan")
    sent, draft = quickly.sent(app), quickly.draft(app)
    window = browser_page("elder", "zh_Hans", 360)
    hands, page = Touch(window.page), window.page
    sign_in(hands, window.url, "xiulan")
    said = words(hands)
    assert said.index("待您处理") < said.index("到海港东支行办理") < said.index("看余额")
    assert page.locator("main .tile").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert draft in said
    hands.press("main .button-main")
    assert page.url.endswith(sent.reference)
    assert page.locator(".ticket").is_visible()
    hands.press("nav a")
    hands.press(".tile:has-text('消息')")
    assert "Nguyễn" not in words(hands)
    hands.unfold("#search")
    hands.write("words", "nguyen duc")
    hands.press("#search button[type=submit]")
    hands.press("main .notices a")
    assert "Nguyễn Văn Đức" in words(hands)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main summary, main input")]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 60)
          .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_james_finds_a_message_by_keyboard_alone(app: Flask, browser_page: OpenWindow) -> None:
    tell_much(app, "james")
    window = browser_page("standard", "en", 1280)
    hands, page = Keys(window.page), window.page
    sign_in(hands, window.url, "james")
    assert page.get_by_role("link", name=f"Inbox ({PAGE + 1} unread)", exact=True).count() == 1
    hands.press("nav a[href='/inbox/']")
    hands.unfold("#search")
    hands.write("words", "NGUYEN")
    hands.press("#search button[type=submit]")
    assert page.locator("main .notices li").count() == 1
    hands.press("main .notices a")
    assert "Nguyễn Văn Đức has signed" in words(hands)
    expect(page.locator("#reading")).to_have_count(0)
    hands.press("a.back")
    assert f"{PAGE} unread" in page.title()
    assert page.get_by_role("link", name=f"Inbox ({PAGE} unread)", exact=True).count() == 1
