"""The browser's own Back button, and the same application in two tabs: no answer is lost by either."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Touch, next_page
from tests.browser.journeys import GO_ON, Journey

pytestmark = pytest.mark.browser


def go_on(page: Page) -> None:
    with next_page(page):
        page.locator(GO_ON).click()


def chosen(page: Page) -> str:
    return str(page.locator("[name=answer]:checked").get_attribute("value"))


def begun(browser_page: OpenWindow, live: str, until: str, javascript: bool = True) -> Touch:
    hands = Touch(browser_page(width=390, javascript=javascript, who="xiulan").page)
    journeys.begin(hands, live)
    journeys.answer(hands, Journey(), until=until)
    return hands


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_going_back_keeps_what_came_after(browser_page: OpenWindow, live: str, javascript: bool) -> None:
    hands = begun(browser_page, live, "purpose-detail", javascript)
    page = hands.page
    page.go_back()
    assert (journeys.question(hands), chosen(page)) == ("purpose", "stock")
    page.go_back()
    assert (journeys.question(hands), chosen(page)) == ("term", "12")
    page.go_back()
    assert journeys.question(hands) == "amount"
    expect(page.locator("[name=answer]")).to_have_value("50000")
    hands.write("answer", "60,000")
    go_on(page)
    assert journeys.question(hands) == "purpose-detail", "on to what is not answered yet"
    page.go_back()
    expect(page.locator("[name=answer]")).to_have_value("60000")
    for question, value in (("term", "12"), ("purpose", "stock")):
        page.goto(page.url.rsplit("/", 1)[0] + "/" + question)
        assert chosen(page) == value


def test_words_that_were_not_sent_are_there_when_back_and_forward_lead_to_them(
    browser_page: OpenWindow, live: str
) -> None:
    page = begun(browser_page, live, "purpose-detail").page
    page.locator("textarea").fill("面粉、油")
    page.go_back()
    page.go_forward()
    expect(page.locator("textarea")).to_have_value("面粉、油")


def test_two_tabs_of_one_application(browser_page: OpenWindow, live: str) -> None:
    hands = begun(browser_page, live, "purpose-detail")
    one, other = hands.page, hands.page.context.new_page()
    other.goto(one.url.replace("purpose-detail", "amount"))
    other.locator("[name=answer]").fill("70,000")
    one.locator("textarea").fill("面粉、油")
    go_on(one)
    go_on(other)
    other.goto(one.url.rsplit("/", 1)[0] + "/purpose-detail")
    expect(other.locator("textarea")).to_have_value("面粉、油")
    one.goto(one.url.rsplit("/", 1)[0] + "/amount")
    expect(one.locator("[name=answer]")).to_have_value("70000")
