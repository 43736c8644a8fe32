"""Two products in a real browser: a mortgage by touch at a desk, studies abroad in Arabic on a plain phone."""

from pathlib import Path

import pytest

from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Touch
from tests.browser.journeys import Journey
from tests.factories import files

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
    main = james.page.locator("main").inner_text()
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
    assert "University of Leeds" in amina.page.locator("main").inner_text()
