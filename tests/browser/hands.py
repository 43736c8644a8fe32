"""Two ways to use a page: by touch, and by the keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page

from tests.browser.pictures import picture

MOST_TABS = 150


class Hands(Protocol):
    page: Page

    def choose(self, name: str, value: str | None = None) -> None:
        """Take a radio button of the group `name`: the one with `value`, else the first."""

    def tick(self, name: str, value: str = "y") -> None: ...

    def write(self, name: str, text: str) -> None: ...

    def attach(self, name: str, file: Path) -> None: ...

    def unfold(self, inside: str) -> None:
        """Open the part that is folded around `inside`."""

    def press(self, selector: str) -> None:
        """Press a button or a link, and wait for the page that follows."""


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Until another page is there, or this one again with what is wrong.

    Not `expect_navigation`: news that comes by itself meanwhile writes into the history, and would end it.
    """
    page.evaluate("document.querySelector('main').dataset.seen = ''")
    yield
    page.locator("main:not([data-seen])").wait_for()
    page.wait_for_load_state()


class Touch:
    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, name: str, value: str | None = None) -> None:
        radio = self.page.locator(
            f"input[name='{name}']:not([capture])" + (f"[value='{value}']" if value else "")
        ).first
        self.page.locator(f"label[for='{radio.get_attribute('id')}']").click()
        assert radio.is_checked()

    def tick(self, name: str, value: str = "y") -> None:
        box = self.page.locator(f"input[name='{name}'][value='{value}']")
        self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        assert box.is_checked()

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"main [name='{name}']:not([type=hidden])").first.fill(text)

    def attach(self, name: str, file: Path) -> None:
        self.page.locator(f"input[name='{name}']:not([capture])").set_input_files(file)

    def unfold(self, inside: str) -> None:
        self.page.locator(f"details:has({inside}) > summary").last.click()

    def press(self, selector: str) -> None:
        picture(self.page)
        with next_page(self.page):
            self.page.locator(selector).first.click()


class Keys:
    """Tab, arrows, space and enter; the focus must be seen wherever it stops."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # the browser hands file choosers over only while somebody listens, and takes a moment to begin
        page.on("filechooser", lambda _chooser: None)

    def choose(self, name: str, value: str | None = None) -> None:
        self.reach(f"input[type=radio][name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if value is None or self._focused_matches(f"[value='{value}']"):
                break
            self.page.keyboard.press("ArrowDown")
        assert self._focused_matches(":checked")

    def tick(self, name: str, value: str = "y") -> None:
        self.reach(f"input[type=checkbox][name='{name}'][value='{value}']")
        self.page.keyboard.press("Space")
        assert self._focused_matches(":checked")

    def write(self, name: str, text: str) -> None:
        self.reach(f"main [name='{name}']:not([type=hidden])")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def attach(self, name: str, file: Path) -> None:
        self.reach(f"input[type=file][name='{name}']:not([capture])")
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def unfold(self, inside: str) -> None:
        self.reach(f"details:has({inside}) > summary")
        self.page.keyboard.press("Enter")

    def press(self, selector: str) -> None:
        picture(self.page)
        self.reach(selector)
        with next_page(self.page):
            self.page.keyboard.press("Enter")

    def reach(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self._focused_matches(selector):
                return
            self.page.keyboard.press("Tab")
            assert self._focus_is_seen(), self.page.evaluate("document.activeElement.outerHTML")
        raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")

    def _focused_matches(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def _focus_is_seen(self) -> bool:
        """A ring of 2 px at least on what has the focus, or on the label drawn over it."""
        return bool(
            self.page.evaluate(
                """() => {
                  const ring = element => {
                    const style = getComputedStyle(element)
                    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                    return outline || style.boxShadow !== "none"
                  }
                  const focused = document.activeElement
                  return focused === document.body || ring(focused)
                    || [...(focused.labels ?? [])].some(ring) || ring(focused.parentElement)
                }"""
            )
        )
