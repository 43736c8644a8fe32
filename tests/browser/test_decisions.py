"""What is decided, as the customer reads it: the machine's yes, an offer, a no with its way out.

The way to the review goes by operations; the browser begins where somebody decides.
"""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.loans import labels
from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Touch
from tests.browser.journeys import Journey
from tests.browser.window import Window, signed_in
from tests.factories import files, loans
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.loans.conftest import Say

pytestmark = pytest.mark.browser


def journey_of(sent: Sent) -> Journey:
    return Journey(reference=sent.reference, code=sent.code)


def h1(hands: Touch) -> str:
    return hands.page.locator("h1").inner_text()


@pytest.fixture
def xiulan(browser_page: OpenWindow) -> Touch:
    return Touch(browser_page("elder", "zh_Hans", 360, who="xiulan").page)


@pytest.fixture
def reviewer(browser_page: OpenWindow) -> Touch:
    return Touch(browser_page(language="zh_Hans", who="reviewer").page)


def test_a_small_clean_case_approves_itself(
    app: Flask, browser_page: OpenWindow, live: str, tmp_path: Path, xiulan: Touch, say: Say
) -> None:
    journey = journey_of(quickly.at_branch(app, amount=quickly.SMALL))
    assert "¥20,000.00" in journeys.read(xiulan, live, journey.hers)
    photo = tmp_path / "licence.jpg"
    photo.write_bytes(files.jpeg())
    officer = Touch(browser_page(language="zh_Hans", width=768, who="officer").page)
    officer.page.goto(live + journey.file)
    journeys.complete(officer, photo)
    expect(officer.page.locator("main")).to_contain_text(say(labels.STAFF_STATUSES["approved"]))
    xiulan.page.reload()
    assert h1(xiulan) == say(labels.STATUSES["approved"])
    for why in ("business_age", "instalment_affordable", "bureau_consent"):
        assert say(labels.CHECKS[why]) in journeys.words(xiulan), why


def test_an_offer_is_accepted_and_a_second_answer_is_told_so(
    app: Flask, browser_page: OpenWindow, live: str, reviewer: Touch, say: Say
) -> None:
    journey = journey_of(quickly.in_review(app, "lina"))
    journeys.offer(reviewer, live, journey, "4万")
    phone = browser_page(language="zh_Hans", width=360, who="lina")
    lina, desk = Touch(phone.page), other_tab(phone)
    for hands in (lina, desk):
        assert "¥40,000.00" in journeys.read(hands, live, journey.hers)
    journeys.answer_offer(lina, "declined")
    lina.press("#undo button")
    journeys.answer_offer(lina, "accepted")
    assert h1(lina) == say(labels.STATUSES["approved"])
    journeys.answer_offer(desk, "declined")
    assert h1(desk) != say(labels.STATUSES["approved"])
    desk.press(f"main a[href='{journey.hers}']")
    assert h1(desk) == say(labels.STATUSES["approved"]), "the first answer counts"
    assert "¥40,000.00" in journeys.words(desk)


def test_a_refusal_and_what_would_change_it_lead_to_a_yes(
    app: Flask, browser_page: OpenWindow, live: str, xiulan: Touch, reviewer: Touch, say: Say
) -> None:
    dear = {"minor": 400_000_00, "currency": "CNY"}
    journey = journey_of(quickly.in_review(app, amount=dear, yearly_income=dear))
    journeys.decide(reviewer, live, journey, "refuse")
    second = Touch(browser_page(language="zh_Hans", who="reviewer2").page)
    journeys.agree(second, live, journey)

    assert say("With this the rules pass") in journeys.read(xiulan, live, journey.hers)
    begun = journeys.begin_with_the_change(xiulan, journey)
    assert journeys.question(xiulan) == "paper", "all that was answered is copied"
    journeys.answer(xiulan, begun)
    journeys.send(xiulan, begun)
    assert quickly.values(app, begun.reference)["amount"]["minor"] < dear["minor"]

    loans.in_review(signed_in(app, "officer"), Sent(begun.reference, begun.code))
    journeys.read(reviewer, live, begun.file)
    assert not reviewer.page.locator(".tasks .tag-stop").count(), "the rules pass, as it was said"
    journeys.decide(reviewer, live, begun, "approve")
    journeys.read(xiulan, live, begun.hers)
    assert h1(xiulan) == say(labels.STATUSES["approved"])


def other_tab(window: Window) -> Touch:
    """The same person's second tab."""
    return Touch(window.context.new_page())
