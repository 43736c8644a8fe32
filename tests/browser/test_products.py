"""The other products in a real browser, each in another mode, language and pair of hands.

What the browser adds nothing to, such as an officer's way with the file, goes by requests.
"""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from portal.loans import labels
from portal.loans.rules import Check
from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Keys, Touch, next_page
from tests.browser.journeys import Journey
from tests.browser.window import signed_in
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say

pytestmark = pytest.mark.browser


def test_a_mortgage_whose_buyer_turns_out_to_be_retired(browser_page: OpenWindow, live: str) -> None:
    journey = Journey("mortgage", {"born_on": (1966, 2, 28), "homes_owned": "one"})
    james = Touch(browser_page(width=1280, who="james").page)
    journeys.begin(james, live, "mortgage")
    journeys.answer(james, journey)
    assert journeys.fields_asked_twice(journey) == []
    assert {"employer", "paper-income"} <= set(journey.asked)
    james.press("a[href$='/employment']")
    james.choose("answer", "retired")
    james.press(journeys.GO_ON)
    assert journeys.question(james) == "paper-pension", "the only question that is new"
    journeys.answer(james, journey)
    journeys.send(james, journey)
    main = journeys.words(james)
    assert "CN¥1,500,000.00" in main
    assert "Pension notice" in main
    assert "Seaview Logistics" not in main


def test_studies_abroad_in_arabic_without_javascript(
    browser_page: OpenWindow, live: str, tmp_path: Path
) -> None:
    letter = tmp_path / "admission.pdf"
    letter.write_bytes(files.pdf(2))
    answers = {"employment": "self_employed", "born_on": (1985, 7, 1), "repayment": "interest_first"}
    journey = Journey("study-abroad", answers)
    amina = Touch(browser_page(language="ar", width=360, javascript=False, who="amina").page)
    journeys.begin(amina, live, "study-abroad")
    assert amina.page.locator("html").get_attribute("dir") == "rtl"
    journeys.answer(amina, journey, until="school")
    amina.page.goto(f"{live}/loans/")
    amina.press("#drafts .button-main")
    assert journeys.question(amina) == "school", "continued from the list of drafts"
    journeys.answer(amina, journey, paper=letter)
    assert journeys.fields_asked_twice(journey) == []
    assert "employer" not in journey.asked
    journeys.send(amina, journey)
    assert "University of Leeds" in journeys.words(amina)


def test_a_technology_company_goes_to_a_person(
    app: Flask, browser_page: OpenWindow, live: str, say: Say
) -> None:
    journey = Journey("technology", {"patents": "granted", "purpose": "equipment"})
    chen = Touch(browser_page(language="zh_Hans", width=768, who="chen").page)
    journeys.begin(chen, live, "technology")
    journeys.answer(chen, journey)
    assert journeys.fields_asked_twice(journey) == []
    assert "paper-patents" in journey.asked
    journeys.send(chen, journey)
    officer = signed_in(app, "officer")
    page = loans.picked_up(officer, loans.Sent(journey.reference, journey.code))
    while unsent := page.find("details[open] form[enctype]"):
        page = page.form(str(unsent[0]["id"])).fill(file=loans.LICENCE).submit()
    loans.verified(page).form("review").submit()

    reviewer = Touch(browser_page(language="zh_Hans", who="reviewer").page)
    journeys.read(reviewer, live, journey.file)
    marked = reviewer.page.locator(".tasks li:has(.tag-wait)").all_inner_texts()
    special = [say(labels.CHECKS[check]) for check in (Check.FIRST_TIME_BORROWER, Check.TECHNOLOGY_COMPANY)]
    assert [words for words in special if not any(words in each for each in marked)] == []
    assert len(marked) == len(special), "all else passes"
    journeys.decide(reviewer, live, journey, "approve")
    assert "孙磊" in journeys.read(chen, live, journey.hers), "she reads who decided"


def test_a_personal_loan_by_keyboard_alone(browser_page: OpenWindow, live: str) -> None:
    """She hears the page: where she is, what is asked, and what comes next, without a pointer."""
    journey = Journey("consumer", {"employment": "self_employed", "need": "health", "monthly_income": 15_000})
    fang = Keys(browser_page("accessible", "zh_Hans", 1280).page)
    journeys.sign_in(fang, live, "fang")
    journeys.begin(fang, live, "consumer")
    journeys.answer(fang, journey)
    assert journeys.fields_asked_twice(journey) == []
    journeys.send(fang, journey)
    assert "¥30,000.00" in journeys.words(fang)
    fang.press("a[href$='/withdrawal']")
    fang.press("#withdraw button")
    assert not fang.page.locator(".ticket").count(), "she took it back"
    fang.press("#undo button")
    assert fang.page.locator(".ticket").count(), "and then she did not"


def test_a_car_in_arabic_large_and_without_javascript(browser_page: OpenWindow, live: str) -> None:
    answers = {
        "born_on": (1979, 3, 9),
        "car_condition": "used",
        "repayment": "equal_principal",
        "employer": "شركة الواحة 24/7",
    }
    journey = Journey("car", answers)
    amina = Touch(browser_page("elder", "ar", 360, javascript=False, who="amina").page)
    journeys.begin(amina, live, "car")
    journeys.answer(amina, journey)
    assert journeys.fields_asked_twice(journey) == []
    journeys.send(amina, journey)
    assert answers["employer"] in journeys.words(amina)


def test_the_example_follows_what_is_typed_and_says_so(browser_page: OpenWindow, live: str) -> None:
    window = browser_page("standard", "en", 1280)
    page = window.open("/loans/inclusive")
    page.locator("#amount").fill("150000")
    expect(page.locator("#example h2").first).to_contain_text("150,000")
    expect(page.locator("#news")).to_contain_text("one hundred and fifty thousand yuan")
    window.excused = ("status of 422",)
    page.locator("#amount").fill("5")
    expect(page.locator("#news")).to_contain_text("Type an amount in between.")
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.locator("#amount").get_attribute("aria-invalid") == "true"


def test_who_is_quicker_than_the_example_begins_with_what_she_typed(
    app: Flask, browser_page: OpenWindow
) -> None:
    """The example of this line never comes: she presses at once."""
    window = browser_page("elder", "zh_Hans", 390, who="xiulan")
    window.page.route(re.compile(r"/loans/inclusive\?"), lambda _route: None)
    page = window.open("/loans/inclusive")
    page.locator("#amount").fill("8万")
    with next_page(page):
        page.locator("#start button").click()
    (reference,) = quickly.references(app)
    assert quickly.values(app, reference)["amount"]["minor"] == 80_000_00


def test_who_signs_in_first_brings_what_she_typed_along(browser_page: OpenWindow) -> None:
    window = browser_page("standard", "en", 1280, javascript=False)
    page = window.open("/loans/inclusive")
    page.locator("#amount").fill("８万")
    page.locator("#example button[form=calculator]").click()
    journeys.say_who(Touch(page), "james")
    assert page.locator("#amount").input_value() == "８万"
    assert "80,000" in page.locator("#example h2").first.inner_text()
