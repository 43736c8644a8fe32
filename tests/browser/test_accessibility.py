"""axe finds nothing, nothing has to be scrolled sideways at 320 px, and nothing is refused by our own policy.

On every page, in a pairwise choice of modes, languages and colours; PORTAL_SWEEP=whole takes all of them.
Never weighs one violation against another: there are none.
"""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allpairspy import AllPairs
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as BrowserPage

from tests.banks import Template, open_bank
from tests.browser.server import served
from tests.browser.town import Town
from tests.browser.walk import PLACES, Place
from tests.browser.window import Window, open_window
from tests.clocks import START, MovableClock

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MODES = {"standard": 1280, "accessible": 768, "elder": 390}  # each at a width that it is used at
LANGUAGES = ["en", "zh_Hans", "ar"]
COLOURS = ["standard", "dark", "high"]
NARROW = 320
RUN = """async () => {
  const off = ["target-size", "color-contrast-enhanced", "identical-links-same-purpose",
               "meta-refresh-no-exceptions", "label-content-name-mismatch"];
  const rules = Object.fromEntries(off.map((id) => [id, { enabled: true }]));
  const found = await axe.run(document, { rules, resultTypes: ["violations"] });
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${why(node)}`));
}"""
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1);
  });
  return out.slice(0, 5).map((element) => `${room} px: ${element.outerHTML.slice(0, 120)}`);
}"""


def combinations() -> Iterator[tuple[Place, str, str, str]]:
    factors = [PLACES, list(MODES), LANGUAGES, COLOURS]
    if os.environ.get("PORTAL_SWEEP") == "whole":
        yield from product(*factors)
    else:
        yield from (tuple(chosen) for chosen in AllPairs(factors))


def by_place() -> dict[Place, list[tuple[str, str, str]]]:
    looks: dict[Place, list[tuple[str, str, str]]] = {place: [] for place in PLACES}
    for place, *look in combinations():
        looks[place].append((look[0], look[1], look[2]))
    return looks


LOOKS = by_place()


@pytest.fixture(scope="module")
def town(
    bank_template: Template, clock_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, str]]:
    MovableClock(clock_file).to(START)
    folder = tmp_path_factory.mktemp("walk")
    url = bank_template.copy(folder)
    with open_bank(folder, url) as app, served(app) as address:
        yield Town(app), address
    bank_template.drop(url)


@pytest.fixture
def window(town: tuple[Town, str], chromium: Browser, clock: MovableClock) -> Iterator[Window]:
    opened = open_window(chromium, town[1], "standard", "en", 1280, javascript=True)
    opened.context.set_extra_http_headers({"Accept-Language": "en"})
    yield opened
    opened.context.close()


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_for_everybody(town: tuple[Town, str], window: Window, place: Place) -> None:
    bank, wrong = town[0], []
    window.excused = ("status of 422",) if place.emptied else ()
    window.be(bank.client(place.who))
    for mode, language, colours in LOOKS[place]:
        window.read_as(mode=mode, locale=language, contrast=colours)
        window.page.set_viewport_size({"width": MODES[mode], "height": 900})
        page = window.open(bank.path(place))
        assert urlsplit(page.url).path == urlsplit(bank.path(place)).path
        if place.emptied:
            empty(page.locator(f"form#{place.emptied}"))
        wrong += [f"{mode} {language} {colours}: {each}" for each in faults(page)]
    assert not wrong + window.wrong, "\n".join(wrong + window.wrong)


NO_PAGES = {
    *("loans.begin", "loans.news", "workbench.healthz", "workbench.readyz"),
    *("loans.page_file", "loans.page_thumbnail", "staff_loans.page_file", "staff_loans.page_thumbnail"),
    *("loans.paper_file", "staff_loans.paper_file", "documents.file", "documents.progress"),
}
"""What is fetched and not looked at: files, redirects, parts, and what machines ask."""


def test_the_walk_comes_to_every_page(town: tuple[Town, str]) -> None:
    bank = town[0]
    addresses, rules = bank.app.url_map.bind("localhost"), bank.app.url_map.iter_rules()
    paths = [urlsplit(bank.path(place)).path for place in PLACES]
    walked = {addresses.match(path)[0] for path in paths if path != "/there-is-no-such-page"}
    assert {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - walked == NO_PAGES


def test_a_fault_would_be_found(window: Window) -> None:
    page = window.open("/help/")
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=/static/x><div id=wide>.</div>'")
    page.evaluate("document.getElementById('wide').style.inlineSize = '900px'")
    found = "\n".join(faults(page))
    assert "image-alt: img" in found
    assert "page-has-heading-one" in found
    assert '320 px: <div id="wide"' in found
    assert any("Refused to load" in each or "404" in each for each in window.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_the_menu_is_for_everybody(town: tuple[Town, str], window: Window, mode: str, language: str) -> None:
    for colours in COLOURS:
        window.read_as(mode=mode, locale=language, contrast=colours)
        page = window.open("/help/")
        page.locator("header details.menu summary").click()
        wrong = faults(page)
        assert not wrong + window.wrong, "\n".join([colours, *wrong, *window.wrong])


def faults(page: BrowserPage) -> list[str]:
    """What axe finds with everything in the main part unfolded, then what does not fit at 320 px."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN)
    page.set_viewport_size({"width": NARROW, "height": 900})
    too_wide: list[str] = page.evaluate(WIDER)
    return found + too_wide


def empty(form: Locator) -> None:
    """Send the form with nothing in it, opened first if it is folded away."""
    folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    for box in form.locator("input[type=text], input[type=password], textarea").all():
        box.fill("")
    ticked = form.locator("input[type=checkbox]:checked")
    while ticked.count():
        ticked.first.uncheck(force=True)  # its label lies over it, so that all of it can be touched
    form.locator("button[type=submit]:not([name])").first.click()
    form.page.locator("#error-summary").wait_for()
