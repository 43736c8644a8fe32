"""The network goes away in the middle of a page, and comes back: nothing typed is lost, nothing is sent twice."""

import pytest
from flask import Flask
from playwright.sync_api import Error, Route, expect

from tests.browser.broken_off import WORDS, at_words, cut, saved, shows
from tests.browser.conftest import OpenWindow
from tests.browser.hands import next_page
from tests.browser.journeys import GO_ON
from tests.browser.window import UNREACHABLE, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def xiulan(browser_page: OpenWindow, live: str) -> Window:
    """Her window at the question that wants words."""
    return at_words(browser_page(width=390, who="xiulan"), live)


def test_a_press_without_network_is_held_back_until_a_person_sends_it(app: Flask, xiulan: Window) -> None:
    page = xiulan.page
    asked = page.url
    page.locator("textarea").fill(WORDS)
    xiulan.lose_the_network()
    shows(page, "lost")
    page.locator(GO_ON).click()
    shows(page, "lost")
    expect(page.locator("#question #connection")).to_be_in_viewport()
    assert page.url == asked
    assert page.locator("textarea").input_value() == WORDS
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.locator(GO_ON).get_attribute("aria-disabled") is None, "it may be pressed again"

    xiulan.find_the_network()
    shows(page, "back")
    assert page.url == asked
    assert saved(app) == 0, "nothing goes by itself"
    with next_page(page):
        page.locator("#connection button").click()
    assert page.url != asked
    assert saved(app) == 1


def test_the_button_itself_works_again(app: Flask, xiulan: Window) -> None:
    page = xiulan.page
    xiulan.lose_the_network()
    page.locator("textarea").fill(WORDS)
    shows(page, "lost")
    xiulan.find_the_network()
    expect(page.locator("#connection")).to_be_hidden()
    with next_page(page):
        page.locator(GO_ON).click()
    assert saved(app) == 1
    page.go_back()
    assert page.locator("textarea").input_value() == WORDS


def test_what_could_not_be_kept_is_kept_when_the_network_is_back(xiulan: Window) -> None:
    page = xiulan.page
    xiulan.lose_the_network()
    page.locator("textarea").fill(WORDS)
    expect(page.locator("#question")).to_have_attribute("data-kept", "no")
    xiulan.find_the_network()
    expect(page.locator("#question")).to_have_attribute("data-kept", "yes")
    page.reload()
    assert page.locator("textarea").input_value() == WORDS


def test_a_link_does_not_throw_away_what_was_typed(xiulan: Window) -> None:
    page = xiulan.page
    asked = page.url
    page.locator("textarea").fill(WORDS)
    xiulan.lose_the_network()
    page.locator(".back").click()
    shows(page, "lost")
    assert page.url == asked
    assert page.locator("textarea").input_value() == WORDS


def test_a_page_without_a_form_says_nothing(browser_page: OpenWindow) -> None:
    window = browser_page(who="james")
    page = window.open("/accounts/")
    window.lose_the_network()
    expect(page.locator("#connection")).to_be_hidden()


def test_a_network_that_dies_right_after_an_answer_leaves_the_words_on_the_page(
    app: Flask, xiulan: Window
) -> None:
    page, asked = xiulan.page, xiulan.page.url
    xiulan.excused = UNREACHABLE
    page.locator("textarea").fill(WORDS)
    expect(page.locator("#question")).to_have_attribute("data-kept", "yes")
    cut(page)
    page.locator(GO_ON).click()
    shows(page, "lost")
    expect(page.locator("#question #connection")).to_be_in_viewport()
    assert (page.url, page.locator("textarea").input_value()) == (asked, WORDS)
    page.locator(GO_ON).click()
    shows(page, "lost")
    assert saved(app) == 0
    page.unroute("**")
    with next_page(page):
        page.locator(GO_ON).click()
    assert page.url != asked
    assert saved(app) == 1


def test_it_is_offered_again_when_the_network_is_back(browser_page: OpenWindow) -> None:
    """On the tablet, in the branch's wireless network; what was typed is minutes old."""
    window = browser_page(width=768, who="officer")
    window.excused = UNREACHABLE
    window.page.clock.install()
    page = window.open("/staff/loans/pick-up")
    page.locator("#reference").fill("L-7K3M-92QF-5")
    page.clock.run_for(60_000)
    cut(page)
    page.locator("#pick-up [type=submit]").click()
    shows(page, "lost")
    expect(page.locator("#reference")).to_have_value("L-7K3M-92QF-5")
    page.unroute("**")
    page.clock.run_for(10_000)
    shows(page, "back")
    page.locator("#connection button").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#connection")).to_be_hidden()


def test_an_answer_that_is_lost_on_its_way_was_saved_once(app: Flask, xiulan: Window) -> None:
    page, asked = xiulan.page, xiulan.page.url
    xiulan.excused = UNREACHABLE

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.locator("textarea").fill(WORDS)
    page.route(asked, lose_the_answer)
    page.locator(GO_ON).click()
    expect(page.locator("[data-trouble]")).to_be_in_viewport()
    assert saved(app) == 1
    assert (page.url, page.locator("textarea").input_value()) == (asked, WORDS)
    page.unroute(asked)
    with next_page(page):
        page.locator(GO_ON).click()
    assert page.url != asked
    assert saved(app) == 1


def test_a_long_wait_is_said_and_has_an_end(app: Flask, xiulan: Window) -> None:
    page, asked = xiulan.page, xiulan.page.url
    xiulan.excused = ("signal is aborted", "timeout")
    page.clock.install()
    page.locator("textarea").fill(WORDS)
    page.route(asked, lambda route: None if "hx-boosted" in route.request.headers else route.continue_())
    page.locator(GO_ON).click()
    page.clock.run_for(2_000)
    shows(page, "sending")
    assert page.locator(GO_ON).get_attribute("aria-disabled") == "true", "it is under way"
    page.clock.run_for(18_000)
    expect(page.locator("[data-trouble]")).to_be_visible()
    expect(page.locator("#connection")).to_be_hidden()
    page.unroute(asked)
    with next_page(page):
        page.locator(GO_ON).click()
    assert saved(app) == 1


def test_a_form_that_took_long_to_fill_in_is_sent_all_the_same(browser_page: OpenWindow) -> None:
    window = browser_page(width=768, who="officer")
    window.page.clock.install()
    page = window.open("/staff/loans/pick-up")
    page.clock.run_for(60_000)
    page.locator("#pick-up [type=submit]").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#connection")).to_be_hidden()


def test_without_javascript_the_browser_itself_sends_it_again(
    app: Flask, browser_page: OpenWindow, live: str
) -> None:
    window = at_words(browser_page(javascript=False, who="xiulan"), live)
    page, asked = window.page, window.page.url
    page.locator("textarea").fill(WORDS)
    window.lose_the_network()
    with pytest.raises(Error, match=UNREACHABLE[0]), page.expect_navigation():
        page.locator(GO_ON).click()
    window.find_the_network()
    page.reload()
    assert saved(app) == 1
    page.goto(asked)
    assert page.locator("textarea").input_value() == WORDS


def test_a_look_that_comes_late_is_there_at_once(browser_page: OpenWindow) -> None:
    """Buttons that faded in from the browser's own grey could not be read meanwhile."""
    window = browser_page(mode="elder")
    page, held = window.page, list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.add_init_script(
        "faded = []; addEventListener('transitionrun', ({ target }) => faded.push(target.outerHTML))"
    )
    page.route("**/portal-*.css", hold)
    with page.expect_request("**/portal-*.css"):
        page.goto(window.url + "/sign-in", wait_until="commit")
    page.locator("main button").first.wait_for(state="attached")
    page.evaluate("document.body.getBoundingClientRect()")
    [look] = held
    look.continue_()
    page.wait_for_load_state()
    page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    assert page.evaluate("faded") == []
