"""Home for everyone: what she has, what waits for her and what she can do in one page; a person within one touch."""

import pytest
from flask import Flask

from portal.accounts.queries import accounts_of
from portal.home.presenting import daily_account
from portal.home.views import MOST
from portal.loans.rules import LoanStatus, Question
from portal.preferences.rules import Preferences
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.many import many
from tests.loans import quickly
from tests.notices.people import prefer
from tests.page import Client, Page
from tests.sweeps.town import signed_in

BUSY = ("", "?mode=standard", "?mode=elder", "?mode=accessible")


@pytest.fixture
def james(sign_in: SignIn) -> Client:
    return sign_in("james")


def references(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.find("main .ref")]


def test_a_visitor_is_offered_the_way_in(anyone: Client) -> None:
    page = anyone.get("/")
    assert {"/sign-in", "/loans/", "/preferences", "/help/"} <= set(page.links.values())
    for tile in page.links.values():
        anyone.get(tile)


@pytest.mark.parametrize("mode", BUSY)
def test_a_new_customer_finds_everything_from_home(mode: str, james: Client) -> None:
    page = james.get(f"/{mode}")
    assert "James Porter" in page.h1
    for link in page.links.values():
        james.get(link)
    assert {"/loans/", "/my-requests/"} <= set(page.links.values())


def test_staff_are_sent_to_their_workbench(sign_in: SignIn) -> None:
    page = sign_in("officer").get("/")
    assert "/staff/" in page.links.values()


@pytest.mark.parametrize("mode", BUSY)
def test_what_waits_stands_above_what_runs_and_what_is_closed_is_not_there(
    mode: str, james: Client, app: Flask
) -> None:
    draft, sent = quickly.draft(app, name="james"), quickly.sent(app, "james")
    running, approved = quickly.in_review(app, "james"), quickly.in_review(app, "james")
    quickly.decide(app, approved)
    page = james.get(f"/{mode}")
    assert references(page) == [sent.reference, draft, running.reference]
    assert f"/loans/applications/{draft}" in page.links.values()
    assert "Zhang Min" in page.text
    assert page.find("h1 ~ h2")[0].get_text() == "What waits for you"


def test_the_first_step_is_one_press_away_with_its_day(james: Client, app: Flask) -> None:
    sent = quickly.sent(app, "james")
    page = james.get("/")
    [main] = page.find("main .button-main")
    assert main["href"] == f"/loans/applications/{sent.reference}"
    assert "Harbour East expects you on" in page.text
    assert "Tuesday" in page.text or "Wednesday" in page.text


def test_without_anything_that_waits_the_money_comes_first(james: Client) -> None:
    page = james.get("/?mode=standard")
    assert page.find("h1 ~ h2")[0].get_text() == "Accounts"
    assert "As of" in page.text
    assert not page.find("main .button-main")


def test_of_several_drafts_the_last_touched_comes_first(james: Client, app: Flask) -> None:
    older, newer = quickly.draft(app, name="james"), quickly.draft(app, name="james")
    assert references(james.get("/")) == [newer, older]
    james.get(f"/loans/applications/{older}/term").form("question").fill(answer=36).submit()
    assert references(james.get("/")) == [older, newer]


def test_a_draft_that_is_soon_erased_comes_before_one_with_time(
    james: Client, app: Flask, clock: MovableClock
) -> None:
    old = quickly.draft(app, name="james")
    clock.forward(days=24)
    new = quickly.draft(app, name="james")
    assert references(signed_in(app, "james").get("/")) == [old, new]


def test_what_is_near_comes_before_what_is_asked_and_that_before_what_is_far(
    app: Flask, sign_in: SignIn
) -> None:
    asked, near, far = quickly.asked(app), quickly.sent(app), quickly.sent(app, visit=-1)
    page = sign_in("xiulan").get("/?mode=standard")
    waits = [near.reference, asked.reference, far.reference]
    assert references(page)[:3] == waits
    assert page.find("main .button-main")[0].get_text() == "查看取件码和需带资料"


def test_more_than_home_has_room_for_is_counted_and_one_press_away(james: Client, app: Flask) -> None:
    for _ in range(MOST + 2):
        quickly.draft(app, Question.AMOUNT, "james")
    page = james.get("/")
    assert len(references(page)) == MOST
    assert page.links["2 more things wait in my requests"] == "/my-requests/"


def test_whoever_signs_for_another_is_asked_for_it(james: Client, app: Flask, sign_in: SignIn) -> None:
    quickly.beside(app, quickly.draft(app, name="lina"), "james")
    quickly.draft(app, name="james")
    page = james.get("/")
    assert page.find("main h3")[0].get_text() == "Sign, or decline"
    assert page.find("main .button-main")[0]["href"].startswith("/loans/parties/")
    for link in page.links.values():
        james.get(link)


def test_new_messages_stand_on_home_until_they_are_read(james: Client, app: Flask) -> None:
    sent = quickly.sent(app, "james")
    subject = f"We have your pre-application {sent.reference}"
    page = james.get("/")
    link = next(words for words in page.links if words.startswith(subject))
    page.follow(link).form("reading").submit()
    assert subject not in james.get("/").text


def test_her_balances_are_there_unless_she_hid_them(app: Flask, sign_in: SignIn) -> None:
    for mode, tiles in (("standard", "tile-amount"), ("elder", "tile-text")):
        prefer(app, "lina", Preferences(locale="en", mode=mode))
        shown = sign_in("lina").get("/")
        assert shown.find(f"main .{tiles} .money")
        prefer(app, "lina", Preferences(locale="en", mode=mode, balances="hidden"))
        assert not sign_in("lina").get("/").find("main .money")


def test_elder_mode_has_six_tiles_at_most(app: Flask, sign_in: SignIn) -> None:
    many(app, 5, LoanStatus.SUBMITTED, ("xiulan",))
    page = sign_in("xiulan").get("/")
    assert page.soup.html["data-mode"] == "elder"  # type: ignore[index]
    assert len(page.find("main .tile")) == 6
    html = str(page.main)
    assert html.index("queue") < html.index("tiles")


@pytest.mark.parametrize("name", ["xiulan", "james", "amina", "lina"])
def test_the_account_of_every_day_is_offered(app: Flask, sign_in: SignIn, name: str) -> None:
    """The one with her card; of several, or without any, the one that moves most."""
    links = sign_in(name).get("/?mode=standard").links.values()
    with app.app_context():
        accounts = accounts_of(quickly.customer(name))
        with_card = [each for each in accounts if each.cards] or accounts
        expected = max(with_card, key=lambda each: each.numbered).reference
    assert {f"/accounts/{expected}/search", f"/accounts/{expected}/statements/"} <= set(links)
    elder = sign_in(name).get("/?mode=elder").links.values()
    assert f"/accounts/{expected}" in elder


def test_without_an_account_none_is_offered() -> None:
    assert daily_account([]) is None


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30])
def test_odd_pages_of_the_list(before: str, james: Client, app: Flask) -> None:
    quickly.draft(app, name="james")
    james.get(f"/my-requests/?before={before}")
    james.get(f"/inbox/?before={before}")


def test_a_person_is_one_touch_away(anyone: Client) -> None:
    page = anyone.get("/help/")
    assert any(link.startswith("tel:+86") for link in page.links.values())
    for branch in ("Harbour East", "Harbour West", "09:00"):
        assert branch in page.text
    assert anyone.get("/accessibility").h1


def test_nobody_sees_anothers_list(sign_in: SignIn, app: Flask) -> None:
    ref = quickly.draft(app)
    for path in ("/", "/my-requests/"):
        assert ref not in sign_in("james").get(path).html
