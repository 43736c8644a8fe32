"""Home for everyone: hers in one page, all her requests in one list, and a person within one touch."""

import pytest
from flask import Flask

from portal.casework.queries import PAGE
from portal.loans import labels
from portal.loans.rules import LoanAction
from tests.conftest import SignIn
from tests.loans import quickly
from tests.page import Client, Page

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
def test_what_runs_is_on_home_and_what_is_closed_is_not(mode: str, james: Client, app: Flask) -> None:
    draft, sent = quickly.draft(app, name="james"), quickly.sent(app, "james")
    approved = quickly.in_review(app, "james")
    quickly.decide(app, approved)
    page = james.get(f"/{mode}")
    assert references(page) == [draft, sent.reference]
    assert f"/loans/applications/{draft}" in page.links.values()
    assert "Zhang Min" in page.text


def test_of_several_drafts_the_last_touched_waits(james: Client, app: Flask) -> None:
    older, newer = quickly.draft(app, name="james"), quickly.draft(app, name="james")
    assert references(james.get("/")) == [newer]
    james.get(f"/loans/applications/{older}/term").form("question").fill(answer=36).submit()
    assert references(james.get("/")) == [older]


def test_news_wait_on_home_until_they_are_read(james: Client, app: Flask) -> None:
    quickly.sent(app, "james")
    page = james.get("/")
    assert "One message waits in your inbox." in page.text
    notice = james.get(page.links["Read it"])
    (link,) = [each for each in notice.links.values() if each.startswith("/inbox/") and each != "/inbox/"]
    james.get(link).form("reading").submit()
    assert "waits in your inbox" not in james.get("/").text


def test_every_request_in_one_list(james: Client, app: Flask) -> None:
    assert james.get("/my-requests/").find(".queue") == []
    made = [quickly.draft(app, name="james"), quickly.sent(app, "james").reference]
    refused = quickly.in_review(app, "james")
    quickly.decide(app, refused, LoanAction.REFUSE)
    page = james.get("/my-requests/")
    assert references(page) == [refused.reference, *reversed(made)]
    for status in ("draft", "submitted", "refused"):
        with app.test_request_context():
            assert str(labels.STATUSES[status]) in page.text
    for link in page.links.values():
        james.get(link)


def test_the_list_goes_on_page_by_page(james: Client, app: Flask) -> None:
    made = [quickly.draft(app, quickly.Question.AMOUNT, "james") for _ in range(PAGE + 3)]
    page = james.get("/my-requests/")
    older = james.get(next(link for link in page.links.values() if "before=" in link))
    assert references(page) + references(older) == made[::-1]
    assert not any("before=" in link for link in older.links.values())


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
