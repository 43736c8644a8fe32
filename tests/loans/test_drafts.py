"""A draft's end: erased when she says so, or thirty days after the last touch, with two warnings."""

from pathlib import Path

import pytest
from flask import Flask

from portal.attachments.models import Attachment
from portal.audit.queries import history
from portal.casework.models import Answer
from portal.cli.operators import tidy
from portal.identity.models import KeptAnswers
from portal.loans.labels import PRODUCTS
from portal.loans.notices import WORDINGS
from portal.loans.rules import INCLUSIVE, Question
from portal.notices.queries import inbox
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page, words


def told(app: Flask) -> list[str]:
    """The kinds of her notices, the oldest first."""
    with app.app_context():
        return [notice.kind for notice in reversed(inbox(quickly.someone("xiulan"))[0])]


def a_minute_passes(app: Flask) -> None:
    with app.app_context():
        tidy()


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return quickly.db.session.query(model).count()


def test_she_erases_it_with_every_answer_and_paper(
    elder: Client, app: Flask, instance: Path, say: Say
) -> None:
    page = loans.draft_with(elder, "branch")
    address = page.path.replace("/branch", "/paper")
    elder.get(address).form("question").fill(file=(files.jpeg(), "photo.jpg")).submit()
    assert len(list((instance / "attachments").iterdir())) == 2
    elder.post(address.replace("/paper", "/branch"), {"answer": "west", "switch": "keep"}, status=204)
    page = elder.get(address).follow(say("Erase it"))
    assert say("Every answer and paper in it is removed. This cannot be undone.") in page.text
    page = page.form("withdraw").submit()
    assert page.path == "/"
    assert say("Continue where you stopped") not in page.text
    assert [count(app, model) for model in (Attachment, Answer)] == [0, 0]
    assert list((instance / "attachments").iterdir()) == []
    elder.get(address, status=404)


def test_what_she_typed_and_did_not_send_goes_with_the_draft(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    address = f"/loans/applications/{ref}/purpose-detail"
    elder.post(address, {"answer": "给孙子的学费", "switch": "keep"}, status=204)
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    assert count(app, KeptAnswers) == 0


def test_its_history_keeps_only_that_there_was_one(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    with app.app_context():
        events = history(f"case:{ref}")
    assert [events[0].action, events[-1].action] == ["started", "draft erased"]
    assert not any("秀兰" in str(event.detail) for event in events)


def test_its_last_day_is_said_on_every_question(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.TERM)
    assert "12月24日" in elder.get(f"/loans/applications/{ref}/term").text


def test_warned_a_week_and_a_day_before_then_erased(app: Flask, clock: MovableClock, elder: Client) -> None:
    quickly.draft(app)
    steps = [(22.9, []), (0.2, ["loan draft expires"]), (5.8, []), (0.2, ["loan draft expires"])]
    for days, news in [*steps, (0.8, []), (0.2, ["loan draft erased"])]:
        clock.forward(days=days)
        before = told(app)
        for _minute in range(3):
            a_minute_passes(app)
        assert told(app) == before + news
    assert quickly.references(app) == []
    assert count(app, Answer) == 0


def test_a_warning_names_the_day_and_leads_back(
    app: Flask, clock: MovableClock, sign_in: SignIn, say: Say
) -> None:
    ref = quickly.draft(app, Question.PURPOSE)
    clock.forward(days=23, minutes=1)
    a_minute_passes(app)
    elder = sign_in("xiulan")
    subject = say(WORDINGS["loan draft expires"].subject) % {"reference": ref}
    page = elder.get("/inbox/")
    (link,) = [words for words in page.links if words.startswith(subject)]
    page = page.follow(link)
    assert "12月24日" in page.text
    assert page.follow(say("See where it stands")).path == f"/loans/applications/{ref}/purpose"


def test_a_touch_begins_the_thirty_days_and_the_warnings_anew(
    app: Flask, clock: MovableClock, sign_in: SignIn
) -> None:
    ref = quickly.draft(app)
    clock.forward(days=25)
    a_minute_passes(app)
    page = sign_in("xiulan").get(f"/loans/applications/{ref}/term")
    page.form("question").fill(answer=24).submit()
    clock.forward(days=22)
    a_minute_passes(app)
    assert told(app) == ["loan draft expires"]
    clock.forward(days=2)
    a_minute_passes(app)
    assert told(app) == ["loan draft expires"] * 2
    assert quickly.references(app) == [ref]


def test_what_was_sent_is_never_tidied_away(app: Flask, clock: MovableClock) -> None:
    sent = quickly.sent(app)
    clock.forward(days=90)
    a_minute_passes(app)
    assert quickly.status(app, sent.reference) == "submitted"


def test_the_papers_of_a_lapsed_draft_go_too(app: Flask, clock: MovableClock, instance: Path) -> None:
    with app.app_context(), quickly.transaction():
        by = quickly.hand("xiulan")
        made = quickly.operations.start(quickly.someone("xiulan"), INCLUSIVE, by, clock.now)
        paper = quickly.paper_for(made, by, clock.now)
        value = {"way": "upload", "attachment": paper}
        quickly.operations.answer(made, Question.PAPER, value, by, clock.now)
    clock.forward(days=31)
    a_minute_passes(app)
    assert list((instance / "attachments").iterdir()) == []


def cards(page: Page) -> list[str]:
    return [words(card) for card in page.find("#drafts .card")]


def test_all_her_drafts_are_listed_with_their_last_day(
    sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    james = sign_in("james")
    assert james.get("/loans/").find("#drafts") == []
    loans.draft_with(james, "term", "car")
    clock.forward(days=2)
    james = sign_in("james")
    loans.draft_with(james, "repayment", "mortgage")
    home, car = cards(james.get("/loans/"))
    assert home.startswith("Home mortgage")
    assert "Kept until Saturday 26 December" in home
    assert car.startswith("Car loan")
    assert "Kept until Thursday 24 December" in car
    first, second = quickly.references(app, "james")
    page = james.get("/loans/").follow(f"Continue: {first}")
    assert page.path == f"/loans/applications/{first}/term"
    james.get("/loans/").follow(f"Erase it: {second}").form("withdraw").submit()
    (left,) = cards(james.get("/loans/"))
    assert first in left


def test_a_draft_about_to_be_erased_says_so(sign_in: SignIn, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.PURPOSE, "james")
    clock.forward(days=23, minutes=1)
    james = sign_in("james")
    (card,) = cards(james.get("/loans/"))
    assert "We erase it on Thursday 24 December unless you continue before." in card
    assert "24 December" in james.get("/").text
    assert "24 December" in james.get("/my-requests/").text
    assert "24 December" in james.get(f"/loans/applications/{ref}/purpose").text


def test_others_and_visitors_see_none_of_her_drafts(sign_in: SignIn, app: Flask, anyone: Client) -> None:
    quickly.draft(app, Question.PURPOSE, "james")
    for client in (anyone, sign_in("xiulan"), sign_in("officer")):
        assert client.get("/loans/").find("#drafts") == []


@pytest.mark.parametrize("page", ["check", "withdrawal"])
def test_a_page_about_all_of_it_names_the_loan(elder: Client, app: Flask, say: Say, page: str) -> None:
    ref = quickly.draft(app)
    (name, *_more) = elder.get(f"/loans/applications/{ref}/{page}").find("h1 + .hint")
    assert words(name) == f"{say(PRODUCTS['inclusive'].name)} {ref}"


def test_two_drafts_of_one_loan_can_be_told_apart(
    sign_in: SignIn, app: Flask, clock: MovableClock, say: Say
) -> None:
    first = quickly.draft(app)
    clock.forward(days=1)
    second = quickly.draft(app, amount={"minor": 80_000_00, "currency": "CNY"})
    elder = sign_in("xiulan")
    later, earlier = cards(elder.get("/loans/"))
    assert "80,000" in later
    assert "50,000" in earlier
    sentences = {words(tag) for tag in elder.get("/my-requests/").find(".queue-sentence")}
    assert len(sentences) == 2
    page = elder.get("/loans/inclusive")
    assert page.follow(say("Continue with %(reference)s", reference=second)).path.endswith(f"{second}/check")
    assert first not in elder.get("/loans/car").text
