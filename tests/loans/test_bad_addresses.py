"""Addresses that were guessed, kept for too long or put together by hand."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.loans.rules import INCLUSIVE, Question
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page

SPEAKING = re.compile(r'L-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]|value="[^"]*"')


def named(question: Question) -> str:
    return question.replace("_", "-")


@pytest.mark.parametrize("stopped_at", [Question.AMOUNT, Question.PURPOSE_DETAIL, Question.VISIT])
def test_no_step_is_skipped_by_its_address(stopped_at: Question, elder: Client, app: Flask, say: Say) -> None:
    ref, order = quickly.draft(app, stopped_at), [ask.question for ask in INCLUSIVE.questions]
    before = quickly.values(app, ref)
    later = [*map(named, order[order.index(stopped_at) + 1 :]), "check"]
    for name in later:
        page = elder.get(f"/loans/applications/{ref}/{name}")
        assert page.path == f"/loans/applications/{ref}/{named(stopped_at)}"
        assert say("This question comes first. What you answered before is kept.") in page.flash
    for name in later[:-1]:
        page = elder.post(f"/loans/applications/{ref}/{name}", {"answer": "east", "agree_process": "y"})
        assert page.path == f"/loans/applications/{ref}/{named(stopped_at)}"
    assert quickly.values(app, ref) == before


def test_nothing_is_sent_before_all_is_answered(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.VISIT)
    with app.app_context():
        version = quickly.loan(ref).version
    page = elder.post(f"/loans/applications/{ref}/submission", {"version": version})
    assert page.path == f"/loans/applications/{ref}/visit"
    assert quickly.status(app, ref) == "draft"


@pytest.mark.parametrize("name", ["password", "amount/", "AMOUNT", "%2e%2e"])
def test_questions_that_do_not_exist(name: str, elder: Client, app: Flask) -> None:
    elder.get(f"/loans/applications/{quickly.draft(app)}/{name}", status=404)


@pytest.mark.parametrize("point", ["sent", "in_review"])
def test_what_was_sent_is_not_edited(point: str, elder: Client, app: Flask, say: Say) -> None:
    ref = getattr(quickly, point)(app).reference
    before = quickly.values(app, ref)
    for question in (Question.AMOUNT, Question.PAPER, Question.VISIT):
        page = elder.get(f"/loans/applications/{ref}/{named(question)}")
        assert page.path == f"/loans/applications/{ref}"
        sentence = "This pre-application was sent. Its answers can no longer be changed here."
        assert say(sentence) in page.flash
        answer = elder.post(
            f"/loans/applications/{ref}/{named(question)}", {"answer": "1", "version": 1}, status=409
        )
        assert answer.follow(say("Open the page again")).path == f"/loans/applications/{ref}"
    assert quickly.values(app, ref) == before


def test_a_sent_application_is_not_sent_again(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.sent(app).reference
    with app.app_context():
        version = quickly.loan(ref).version
    page = elder.post(f"/loans/applications/{ref}/submission", {"version": version}, status=409)
    assert page.follow(say("Open the page again")).path == f"/loans/applications/{ref}"


@pytest.mark.parametrize("point", ["at_branch", "in_review"])
def test_no_new_code_for_a_file_that_was_opened(point: str, elder: Client, app: Flask) -> None:
    ref = getattr(quickly, point)(app).reference
    assert not elder.get(f"/loans/applications/{ref}").find("form#code")
    elder.post(f"/loans/applications/{ref}/code", status=409)


HERS = ["", "/amount", "/check", "/news", "/withdrawal", "/paper/file"]
ACTS = ["/amount", "/submission", "/code", "/withdrawal"]


def plain(page: Page) -> str:
    """The page without what is new on each."""
    return SPEAKING.sub("", page.html)


@pytest.mark.parametrize("point", ["draft", "sent"])
def test_someone_elses_is_as_if_there_were_none(point: str, sign_in: SignIn, app: Flask) -> None:
    made = getattr(quickly, point)(app)
    ref, james = getattr(made, "reference", made), sign_in("james")
    for ending in HERS:
        pages = [
            james.get(f"/loans/applications/{each}{ending}", status=404) for each in (ref, "L-0000-0000-0")
        ]
        assert plain(pages[0]) == plain(pages[1])
    for ending in ACTS:
        pages = [
            james.post(f"/loans/applications/{each}{ending}", {"answer": "1"}, status=404)
            for each in (ref, "L-0000-0000-0")
        ]
        assert plain(pages[0]) == plain(pages[1])
    assert quickly.references(app) == [ref]


def test_another_branchs_is_as_if_there_were_none(sign_in: SignIn, app: Flask) -> None:
    ref, west = quickly.at_branch(app).reference, sign_in("officer2")
    for ending in ("", "/papers/paper/file"):
        pages = [west.get(f"/staff/loans/{each}{ending}", status=404) for each in (ref, "L-0000-0000-0")]
        assert plain(pages[0]) == plain(pages[1])
    for ending in ("/papers/paper", "/review"):
        west.post(f"/staff/loans/{ref}{ending}", {"seen": "y", "version": 3}, status=404)
    assert quickly.status(app, ref) == "at_branch"


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_method=POST", "_scheme=javascript&_external=1", "values=1", "_anchor=x"]
)
@pytest.mark.parametrize("path", ["/loans/inclusive", "/loans/inclusive/applications"])
def test_odd_questions_in_an_address(path: str, query: str, elder: Client, anyone: Client) -> None:
    assert elder.get(f"{path}?{query}").path == "/loans/inclusive"
    page = anyone.get(f"{path}?{query}")
    assert page.path in ("/loans/inclusive", "/sign-in")
    if page.path == "/sign-in":
        page = page.form("sign-in").fill(sign_in_name="xiulan", password="harbour-demo-2026").submit()
        assert page.path == "/loans/inclusive"


def test_no_file_is_left_of_a_paper_that_was_not_taken(
    elder: Client, sign_in: SignIn, app: Flask, instance: Path
) -> None:
    kept = instance / "attachments"
    ref = quickly.draft(app, Question.PAPER)
    stale = elder.get(f"/loans/applications/{ref}/paper").form("question")
    elder.get(f"/loans/applications/{ref}/paper").form("question").fill(answer="bring").submit()
    stale.fill(answer="upload", file=(files.jpeg(), "a.jpg")).submit(status=409)
    assert not kept.exists() or list(kept.iterdir()) == []
    sent, officer = quickly.in_review(app), sign_in("officer")
    before = len(list(kept.iterdir()))
    with app.app_context():
        version = quickly.loan(sent.reference).version
    typed = {"version": version, "file": loans.LICENCE}
    officer.post(f"/staff/loans/{sent.reference}/papers/paper", typed, status=409, multipart=True)
    assert len(list(kept.iterdir())) == before
