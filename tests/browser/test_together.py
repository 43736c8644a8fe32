"""Several people on one pre-application, each in a window of their own: nobody's words are lost."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Touch
from tests.browser.journeys import Journey
from tests.browser.window import signed_in
from tests.factories import loans
from tests.loans import quickly
from tests.loans.test_tablet import colleague

pytestmark = pytest.mark.browser
PAD = 768


def test_two_officers_and_the_customer_at_once(app: Flask, browser_page: OpenWindow, live: str) -> None:
    colleague(app)
    sent = quickly.at_branch(app)
    journey = Journey(reference=sent.reference, code=sent.code)
    xiulan = Touch(browser_page("elder", "zh_Hans", 360, who="xiulan").page)
    zhang = Touch(browser_page(language="zh_Hans", width=PAD, who="officer").page)
    liu = Touch(browser_page(language="zh_Hans", width=PAD, who="officer2").page)

    journeys.read(zhang, live, journey.file)
    expect(zhang.page.locator("#end-lease")).to_be_visible()
    journeys.read(liu, live, journey.file)
    assert "张敏" in liu.page.locator("#lease").inner_text(), "the second reads who has the file"
    assert not liu.page.locator("#end-lease").count()
    assert liu.page.locator("#wish").is_visible(), "he may ask for it"
    assert "张敏" in journeys.read(xiulan, live, journey.hers)

    journeys.suggest(zhang, live, journey, "amount", "60,000")
    journeys.suggest(liu, live, journey, "amount", "70,000")
    zhang.press(journeys.GO_ON)
    liu.page.locator(journeys.GO_ON).click()
    expect(liu.page.locator("main"), "both stand before him").to_contain_text("¥60,000.00")
    expect(liu.page.locator("[name=answer]")).to_have_value("70,000")
    assert liu.page.locator(f"#question .actions a[href='{journey.file}']").is_visible(), "he may leave it"
    liu.press(journeys.GO_ON)

    mine = journeys.read(xiulan, live, journey.hers)
    assert "刘洋" in mine
    assert "¥50,000.00" in mine
    assert "¥70,000.00" in mine
    journeys.settle(xiulan, "amount", "confirm")
    assert "¥50,000.00" not in journeys.words(xiulan)
    assert quickly.values(app, sent.reference)["amount"]["minor"] == 70_000_00
    assert "¥70,000.00" in journeys.read(zhang, live, journey.file)


def test_a_joint_applicant_signs_in_her_own_window_and_language(
    app: Flask, browser_page: OpenWindow, live: str
) -> None:
    page = loans.draft_with(signed_in(app, "james"), product="mortgage", born_on=(1988, 2, 29))
    journey = Journey("mortgage", reference=page.path.split("/")[3])
    james = Touch(browser_page(width=390, who="james").page)
    link = journeys.invite(james, live, journey, "joint", "Amina Al-Sayed")

    amina = Touch(browser_page(language="ar", width=360).page)
    amina.page.goto(link)
    assert amina.page.locator("html").get_attribute("dir") == "rtl"
    assert "James" not in journeys.words(amina), "a link that strays tells no names"
    amina.press("main .button-main")
    journeys.say_who(amina, "amina")
    journeys.sign(amina, "20,000", "0")
    signed = journeys.words(amina)
    assert "James Porter" in signed
    assert "24,800" not in signed, "what he earns is not hers to read"

    assert "Signed" in journeys.read(james, live, f"{journey.hers}/people")
    assert "20,000" not in journeys.words(james), "nor is what she earns his"
    james.page.goto(f"{live}{journey.hers}/check")
    journeys.send(james, journey)
    loans.picked_up(signed_in(app, "officer"), loans.Sent(journey.reference, journey.code))
    officer = Touch(browser_page(language="zh_Hans", width=PAD, who="officer").page)
    assert "20,000.00" in journeys.read(officer, live, journey.file)
