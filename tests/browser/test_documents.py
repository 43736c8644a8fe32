"""Papers taken home: in braille by keyboard alone, in large print without JavaScript; and an office asks about one."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import OpenWindow
from tests.browser.hands import Keys, Touch
from tests.clocks import MovableClock
from tests.documents.pdf_text import opened, reading
from tests.loans import quickly

pytestmark = pytest.mark.browser

MAKE = "form#copy .button-main"
DOWNLOAD = "#document .button-main"


def taken(page: Page, hands: Keys | Touch, folder: Path) -> Path:
    """Make the copy that is chosen, and save it."""
    hands.press(MAKE)
    page.locator(DOWNLOAD).focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_fang_takes_her_summary_in_braille_by_keyboard(
    app: Flask, browser_page: OpenWindow, live: str, tmp_path: Path
) -> None:
    reference = quickly.sent(app, "fang").reference
    window = browser_page("accessible", "zh_Hans", 768, who="fang")
    fang = Keys(window.page)
    window.page.goto(f"{live}/loans/applications/{reference}")
    fang.press(f"a[href$='{reference}/summary']")
    assert window.page.locator("input[name=copy][value=brf]").is_checked(), (
        "she said so with her contact needs"
    )
    braille = taken(window.page, fang, tmp_path)
    assert braille.suffix == ".brf"
    assert braille.read_text("ascii").startswith("#A".rjust(40))
    assert window.wrong == []


def test_xiulan_shows_a_letter_and_the_office_asks_if_it_is_genuine(
    app: Flask, browser_page: OpenWindow, live: str, tmp_path: Path, clock: MovableClock
) -> None:
    reference = quickly.refused(app).reference
    clock.forward(minutes=10)
    window = browser_page("elder", "zh_Hans", 360, javascript=False, who="xiulan")
    xiulan = Touch(window.page)
    window.page.goto(f"{live}/loans/applications/{reference}/decision")
    xiulan.choose("copy", "24")
    letter = taken(window.page, xiulan, tmp_path)
    assert "关于您的预申请的决定" in reading(opened(letter.read_bytes()))
    office = Touch(browser_page("standard", "en", 1280).page)
    office.page.goto(f"{live}/documents/verify")
    office.attach("file", letter)
    office.press("form#question .button-main")
    assert office.page.locator("h1").inner_text() == "Yes, we issued this"
    assert "王秀兰" not in office.page.locator("main").inner_text()
