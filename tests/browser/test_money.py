"""Journeys with money: a payment is found, and statements and letters go out in every form."""

from pathlib import Path

import pytest
from flask import Flask

from portal.accounts.formats.lines import Line
from tests.accounts.statements import is_valid, read
from tests.accounts.test_bad_files import everything
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Keys, Touch
from tests.browser.journeys import sign_in
from tests.browser.test_documents import taken
from tests.documents.pdf_text import opened, reading
from tests.operators import run

pytestmark = pytest.mark.browser


def test_xiulan_finds_a_payment(browser_page: OpenWindow) -> None:
    """Elder mode, Chinese, a telephone, one finger: home, transactions, search, the payment."""
    window = browser_page("elder", "zh_Hans", 360)
    hands = Touch(window.page)
    sign_in(hands, window.url, "xiulan")
    hands.press(".tile:has-text('明细')")
    hands.press("a:has-text('找一笔收支')")
    hands.write("words", "永辉")
    hands.press("#search button[type=submit]")
    hands.press(".movements a:has-text('永辉超市') >> nth=1")
    said = window.page.locator("main").inner_text()
    assert "您在\u2068永辉超市\u2069刷卡支付" in said
    assert "人民币" in said
    small = window.page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main summary, main select, main input")]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 60)
          .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_xiulan_gets_last_months_statement_in_24_points(browser_page: OpenWindow, tmp_path: Path) -> None:
    window = browser_page("elder", "zh_Hans", 360, who="xiulan")
    xiulan = Touch(window.page)
    window.open("/")
    xiulan.press(".tile:has-text('明细')")
    xiulan.press("a:has-text('对账单与证明')")
    xiulan.press(".downloads a:has-text('2026年10月') >> nth=0")
    xiulan.choose("copy", "24")
    pdf = opened(taken(window.page, xiulan, tmp_path).read_bytes())
    assert "永辉超市" in reading(pdf)
    assert str(pdf.Root.Lang) == "zh-CN"
    assert window.wrong == []


def test_fang_takes_braille_and_a_table_by_keyboard(browser_page: OpenWindow, tmp_path: Path) -> None:
    window = browser_page("accessible", "zh_Hans", 768, who="fang")
    fang = Keys(window.page)
    window.open("/")
    for link in (
        "a[href*='/accounts/A-100004-1']",
        "a[href$='/statements/']",
        "a[href$='/statements/2026-10']",
    ):
        fang.press(f"main {link}")
    assert window.page.locator("input[name=copy][value=brf]").is_checked()
    fang.reach("a[download][href$='.csv']")
    with window.page.expect_download() as download:
        window.page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "october.csv")
    assert [part for part in read((tmp_path / "october.csv").read_bytes()) if isinstance(part, Line)]
    fang.page.reload()
    assert taken(window.page, fang, tmp_path).read_text("ascii").count("\f")
    assert window.wrong == []


def test_james_proves_his_income(browser_page: OpenWindow, tmp_path: Path) -> None:
    window = browser_page("standard", "en", 1280, javascript=False, who="james")
    james = Touch(window.page)
    window.open("/accounts/A-100002-1")
    james.press("a[href$='/statements/']")
    james.press("a:has-text('Proof of income of the last 6 months')")
    assert window.page.locator("main [lang='zh-Hans']").first.is_visible(), "the bank's language beside his"
    told = reading(opened(taken(window.page, james, tmp_path).read_bytes()))
    assert told.count("Seaview Logistics") == 6
    assert "收入证明" in told


def test_amina_exports_and_the_operator_imports_with_no_change(
    app: Flask, browser_page: OpenWindow, tmp_path: Path
) -> None:
    window = browser_page("standard", "ar", 768)
    hands = Touch(window.page)
    sign_in(hands, window.url, "amina")
    window.page.goto(f"{window.url}/accounts/A-100003-2")
    hands.press("a:has-text('الكشوف والخطابات')")
    link = "a[download][href$='2026-10.xml']"
    with window.page.expect_download() as download:
        window.page.locator(link).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "A-100003-2-2026-10.xml"
    assert is_valid(file.read_bytes())
    count = sum(isinstance(part, Line) for part in read(file.read_bytes()))
    before = everything(app)
    result = run(app, "accounts", "import", str(file))
    assert result.output == f"0 transactions imported, 0 pending ones changed, {count} known before.\n"
    assert (count > 0, everything(app)) == (True, before)


def test_a_hidden_balance_opens_by_a_touch_without_a_script(browser_page: OpenWindow) -> None:
    window = browser_page("standard", "en", 360, javascript=False, who="james")
    window.read_as(locale="en", balances="hidden")
    page = window.open("/accounts/A-100002-1")
    amount = page.locator("main .amount")
    assert not amount.is_visible()
    page.locator("main details.balance summary").click()
    assert amount.is_visible()
    assert "41,275" in amount.inner_text()
