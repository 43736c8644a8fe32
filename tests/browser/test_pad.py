"""The officer's day on the tablet: by keyboard alone, in landscape without JavaScript, and two tablets at once."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.casework.rules import LEASE_RENEWED_EVERY_SECONDS
from portal.preferences.operations import keep
from portal.preferences.rules import Preferences
from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Hands, Keys, Touch
from tests.browser.journeys import Journey
from tests.browser.test_accessibility import WIDER
from tests.browser.window import Window
from tests.factories import files
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.loans.test_tablet import colleague

pytestmark = pytest.mark.browser
PORTRAIT, LANDSCAPE = (768, 1024), (1024, 768)
SMALL = """least => [...document.querySelectorAll("main *")]
  .filter((each) => each.matches("button, .button, summary, .choice, .input, .tasks li, .queue li"))
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < least - 0.5)
  .map((each) => `${Math.round(each.getBoundingClientRect().height)} px: ${each.outerHTML.slice(0, 80)}`)"""
TARGET = 60


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "licence.jpg"
    file.write_bytes(files.jpeg(orientation=6, size=(1600, 1200)))
    return file


def tablet(browser_page: OpenWindow, size: tuple[int, int], javascript: bool = True) -> Window:
    window = browser_page(language="zh_Hans", width=size[0], javascript=javascript)
    window.page.set_viewport_size({"width": size[0], "height": size[1]})
    return window


def fits(page: Page) -> None:
    """One hand finds every target, and nothing is cut off at the side."""
    assert page.evaluate(SMALL, TARGET) == []
    assert page.evaluate(WIDER) == []


def open_at_the_branch(hands: Hands, base: str, sent: Sent) -> None:
    hands.page.goto(f"{base}/staff/loans/")
    fits(hands.page)
    hands.press("main a[href$='/staff/loans/pick-up']")
    fits(hands.page)
    hands.write("reference", sent.reference)
    hands.write("code", sent.code)
    hands.press("#pick-up button[type=submit]")
    assert hands.page.url.endswith(sent.reference)


def test_the_officers_day_by_keyboard_alone(
    app: Flask, browser_page: OpenWindow, live: str, photo: Path
) -> None:
    sent = quickly.sent(app, "amina")
    with app.app_context(), quickly.transaction():
        keep(quickly.someone("amina").id, Preferences(locale="ar", contrast="dark"))
    officer = Keys(tablet(browser_page, PORTRAIT).page)
    journeys.sign_in(officer, live, "officer")
    open_at_the_branch(officer, live, sent)
    page = officer.page
    expect(page.locator("#end-lease")).to_be_visible()
    fits(page)

    officer.press("main a[href$='/answers/amount']")
    fits(page)
    officer.write("answer", "60000")
    officer.press("#question .button-main")
    assert "¥60,000.00" in page.locator("main").inner_text()

    officer.press("main a[href$='/confirmation']")
    root = page.locator("html")
    assert [root.get_attribute(name) for name in ("lang", "dir", "data-contrast", "data-floor")] == [
        "ar",
        "rtl",
        "dark",
        "turned",
    ]
    fits(page)
    customer = Keys(page)
    customer.choose("choice_amount")
    customer.write("code", sent.code)
    customer.press("#confirmation button")
    assert not page.locator("form#confirmation").count()
    customer.press(f"main a[href$='/staff/loans/{sent.reference}']")
    assert root.get_attribute("lang") == "zh-Hans"

    officer.reach(".card-tint .button-main")
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "paper-paper"
    officer.attach("file", photo)
    officer.press("#paper button")
    assert page.locator(".paper img").count() == 1
    fits(page)
    officer.press("form[id^=turn-] button")
    officer.press("#paper-verified button")
    officer.press("#review button")
    assert quickly.status(app, sent.reference) == "in_review"
    assert quickly.values(app, sent.reference)["amount"]["minor"] == 60_000_00


def test_a_walk_in_with_papers_in_landscape_without_javascript(
    app: Flask, browser_page: OpenWindow, live: str, photo: Path
) -> None:
    officer = Touch(tablet(browser_page, LANDSCAPE, javascript=False).page)
    page = officer.page
    journeys.sign_in(officer, live, "officer")
    page.goto(f"{live}/staff/loans/")
    officer.press("main a[href$='/staff/loans/walk-in']")
    officer.write("number", "310101 19540412 0023")
    fits(page)
    officer.press("#walk-in button")
    assert "310101" not in page.url
    assert "0023" in page.locator("main").inner_text()
    fits(page)
    officer.choose("paper", "identity_card")
    officer.choose("product", "inclusive")
    officer.press("#begin button")
    ref = urlsplit(page.url).path.split("/")[3]
    fits(page)
    journeys.answer(officer, Journey(), until=ref)

    for times in range(2):
        fits(page)
        if times:
            officer.unfold("#paper")
        officer.attach("file", photo)
        officer.press("#paper button")
    officer.press("form[id^=turn-] button")
    officer.press("form[id^=removal-] button")
    assert page.locator(".paper img").count() == 1
    fits(page)

    officer.press(".card-tint .button-main")
    assert page.locator("html").get_attribute("data-mode") == "elder"
    fits(page)
    xiulan = Touch(page)
    xiulan.tick("agree_process")
    xiulan.tick("agree_bureau")
    xiulan.press("#send button")
    xiulan.press(f"main a[href$='/staff/loans/{ref}']")
    officer.press("#paper-verified button")
    officer.press("#review button")
    assert quickly.status(app, ref) == "in_review"


def test_a_colleague_asks_for_the_file_and_it_is_given(
    app: Flask, browser_page: OpenWindow, live: str
) -> None:
    sent = quickly.at_branch(app)
    colleague(app)
    first, second = (tablet(browser_page, PORTRAIT) for _ in range(2))
    for window, name in ((first, "officer"), (second, "officer2")):
        window.page.clock.install()
        journeys.sign_in(Touch(window.page), live, name)
        window.page.goto(f"{live}/staff/loans/{sent.reference}")
    expect(first.page.locator("#end-lease")).to_be_visible()
    second.page.reload()
    second.page.locator("#wish button").click()
    expect(second.page.locator("#wish")).to_have_count(0)

    first.page.locator("#hand-back").evaluate("form => form.closest('details').open = true")
    message = first.page.locator("#hand-back textarea")
    message.fill("请补充")
    message.focus()
    _half_a_minute(first)
    expect(first.page.locator("#wish-answer")).to_be_visible()
    assert message.evaluate("element => element === document.activeElement"), "a poll moves nobody"
    fits(first.page)
    first.page.locator("#wish-answer button[value=give]").click()
    expect(first.page.locator("#wish")).to_be_visible()
    assert message.input_value() == "请补充", "giving it away loses nothing that was typed"
    assert first.page.locator("#lease").evaluate("part => part.contains(document.activeElement)")
    _half_a_minute(second)
    expect(second.page.locator("#end-lease")).to_be_visible()


def _half_a_minute(window: Window) -> None:
    window.page.clock.fast_forward(LEASE_RENEWED_EVERY_SECONDS * 1000 + 500)
