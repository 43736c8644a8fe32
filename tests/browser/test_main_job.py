"""The main job from end to end, in a real browser: by touch, without JavaScript, by keyboard alone."""

from pathlib import Path

import pytest
from flask import Flask

from portal.audit.queries import faults
from portal.identity.queries import life_events, person_named
from tests.browser import journeys
from tests.browser.conftest import OpenWindow
from tests.browser.hands import Keys, Touch
from tests.browser.journeys import Journey
from tests.clocks import MovableClock
from tests.factories import files

pytestmark = pytest.mark.browser
PAD = 768


def test_an_elder_customer_the_officer_and_the_reviewer(
    app: Flask, browser_page: OpenWindow, live: str, photo: Path, document: Path, clock: MovableClock
) -> None:
    journey = Journey()
    xiulan = Touch(browser_page("elder", "zh_Hans", 360).page)
    journeys.sign_in(xiulan, live, "xiulan")
    journeys.begin(xiulan, live)
    journeys.answer(xiulan, journey, paper=photo)
    assert journeys.fields_asked_twice(journey) == []
    journeys.send(xiulan, journey)
    assert "张敏" in xiulan.page.locator("main").inner_text(), "she reads who looks after it"

    officer = Touch(browser_page(width=PAD).page)
    journeys.sign_in(officer, live, "officer")
    journeys.pick_up(officer, live, journey)
    file = officer.page.locator("main").inner_text()
    assert all(words in file for words in ("50,000.00", "秀兰面馆", "面粉和食用油，春节前备货", "张敏"))
    journeys.complete(officer, document)

    reviewer = Touch(browser_page().page)
    journeys.sign_in(reviewer, live, "reviewer")
    journeys.decide(reviewer, live, journey, "approve")

    xiulan.page.goto(f"{live}/loans/applications/{journey.reference}")
    assert "经营稳定" in xiulan.page.locator("main").inner_text()
    clock.forward(minutes=10)  # so long the reviewer may take it back
    xiulan.page.goto(f"{live}/inbox/")
    assert xiulan.page.locator(".queue li").count() == 4
    with app.app_context():
        customer = person_named("xiulan")
        assert customer is not None
        assert [event.kind for event in life_events(customer.id)] == ["business loan approved"]
        assert list(faults()) == []


def test_again_without_javascript(browser_page: OpenWindow, live: str, photo: Path) -> None:
    journey = Journey()
    xiulan = Touch(browser_page("elder", "zh_Hans", 360, javascript=False).page)
    journeys.sign_in(xiulan, live, "xiulan")
    journeys.begin(xiulan, live)
    journeys.answer(xiulan, journey, until="purpose-detail")
    xiulan.write("answer", "面粉")
    xiulan.page.locator(".menu summary").click()
    xiulan.press("button[name=switch][value='lang:en']")
    assert xiulan.page.locator("textarea").input_value() == "面粉", "the switch keeps what was typed"
    journeys.answer(xiulan, journey)
    journeys.send(xiulan, journey)

    officer = Touch(browser_page(width=PAD, javascript=False).page)
    journeys.sign_in(officer, live, "officer")
    journeys.pick_up(officer, live, journey)
    journeys.complete(officer, photo)

    reviewer = Touch(browser_page(javascript=False).page)
    journeys.sign_in(reviewer, live, "reviewer")
    journeys.decide(reviewer, live, journey, "refuse")

    xiulan.page.goto(f"{live}/loans/applications/{journey.reference}")
    decision = xiulan.page.locator("main").inner_text()
    assert "金额降至六万元，或期限延长到二十四个月。" in decision, "she reads what would change it"


def test_again_in_arabic_by_keyboard_alone(browser_page: OpenWindow, live: str, photo: Path) -> None:
    journey = Journey()
    amina = Keys(browser_page(language="ar").page)
    journeys.sign_in(amina, live, "amina")
    assert amina.page.locator("html").get_attribute("dir") == "rtl"
    journeys.begin(amina, live)
    journeys.answer(amina, journey, paper=photo)
    assert journeys.fields_asked_twice(journey) == []
    journeys.send(amina, journey)

    officer = Keys(browser_page(language="ar", width=PAD).page)
    journeys.sign_in(officer, live, "officer")
    officer.page.goto(f"{live}/?lang=ar")
    journeys.pick_up(officer, live, journey)
    journeys.complete(officer, photo)

    reviewer = Keys(browser_page(language="ar").page)
    journeys.sign_in(reviewer, live, "reviewer")
    reviewer.page.goto(f"{live}/?lang=ar")
    journeys.decide(reviewer, live, journey, "approve")

    amina.page.goto(f"{live}/loans/applications/{journey.reference}")
    assert "经营稳定" in amina.page.locator("main").inner_text()


def test_nothing_typed_is_lost_on_the_way(browser_page: OpenWindow, live: str) -> None:
    """Leaving, another language, another mode, another device: what was typed is still there."""
    phone = Touch(browser_page("elder", "zh_Hans", 360).page)
    journeys.sign_in(phone, live, "xiulan")
    journeys.begin(phone, live)
    journey = Journey()
    journeys.answer(phone, journey, until="purpose-detail")
    with phone.page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        phone.page.locator("textarea").press_sequentially("面粉、油")
    assert kept.value.status == 204

    desk = Touch(browser_page().page)
    journeys.sign_in(desk, live, "xiulan")
    desk.page.goto(f"{live}/")
    desk.press("main .button-main")
    assert desk.page.locator("textarea").input_value() == "面粉、油", "continued where she stopped"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photograph as phones make them: turned by its EXIF, with the place it was taken."""
    file = tmp_path / "licence.jpg"
    file.write_bytes(files.jpeg(orientation=6, size=(1600, 1200)))
    return file


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "licence.pdf"
    file.write_bytes(files.pdf(2))
    return file
