"""What was typed and not sent, or sent too late, comes back to the same person on the same page."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import KeptAnswers
from portal.identity.operations import forget_lapsed
from portal.identity.passwords import DEMO_PASSWORD
from portal.identity.rules import KEPT_AFTER_EXPIRY, KEPT_WHILE_TYPING
from tests.clocks import MovableClock
from tests.factories import loans
from tests.page import Client, Page
from tests.stored import is_stored

SignIn = Callable[..., Client]
TYPED = "面粉和食用油，春节前备货"


def sign_in_on(page: Page, name: str = "james", status: int = 200) -> Page:
    assert page.path == "/sign-in"
    return page.form("sign-in").fill(sign_in_name=name, password=DEMO_PASSWORD).submit(status=status)


def at_question(client: Client) -> Page:
    return loans.draft_with(client, until="purpose_detail")


def kept_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(KeptAnswers.id))) or 0


def lapsed(client: Client, clock: MovableClock) -> Page:
    """What she sees who sends the question after her sign-in lapsed."""
    page = at_question(client)
    clock.forward(minutes=16)
    return page.form("question").fill(answer=TYPED).submit()


def test_what_was_sent_too_late_comes_back_after_signing_in(
    app: Flask, sign_in: SignIn, clock: MovableClock
) -> None:
    page = lapsed(sign_in("james"), clock)
    assert "You were away for a while" in page.text
    assert not is_stored(app, TYPED)
    page = sign_in_on(page)
    assert page.path.endswith("/purpose-detail")
    assert page.form("question").values["answer"] == TYPED
    page.form("question").submit()
    assert kept_count(app) == 0


def test_the_banner_is_gone_after_signing_in(sign_in: SignIn, clock: MovableClock) -> None:
    james = sign_in("james")
    sign_in_on(lapsed(james, clock))
    james.post("/sign-out")
    assert "You were away for a while" not in james.get("/sign-in").text


def test_it_comes_back_to_nobody_else(sign_in: SignIn, clock: MovableClock) -> None:
    page = sign_in_on(lapsed(sign_in("james"), clock), "lina", status=303)
    answer = page.client.get(page.location, status=404)
    assert TYPED not in answer.html


def test_it_is_kept_half_an_hour(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    page = lapsed(sign_in("james"), clock)
    clock.forward(seconds=KEPT_AFTER_EXPIRY.total_seconds() + 1)
    page = sign_in_on(page)
    assert page.form("question").values["answer"] == ""
    with app.app_context(), transaction():
        forget_lapsed(now())
    assert kept_count(app) == 0


def test_nobody_is_asked_to_keep_what_a_stranger_posts(app: Flask, anyone: Client) -> None:
    anyone.post("/loans/applications/L-0000-0000-0/amount", {"answer": "1"}, status=303)
    assert kept_count(app) == 0


def test_a_form_without_a_page_leads_to_one_after_signing_in(sign_in: SignIn, clock: MovableClock) -> None:
    """Nothing can be asked for at …/submission; she comes back to where her application is."""
    page = loans.draft_with(sign_in("james"))
    clock.forward(minutes=16)
    page = sign_in_on(page.form("send").submit())
    assert "/loans/applications/L-" in page.path


def test_a_decision_that_came_too_late_is_not_lost(sign_in: SignIn, clock: MovableClock) -> None:
    reviewer, sent = sign_in("reviewer"), loans.submitted(sign_in("james"))
    loans.in_review(sign_in("officer"), sent)
    form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision")
    clock.forward(minutes=16)
    page = form.fill(outcome="approve", words="经营稳定，收入与贷款相符。").submit()
    sign_in_on(page, "reviewer")
    page = reviewer.get(f"/staff/loans/{sent.reference}")
    assert page.form("decision").values["words"] == "经营稳定，收入与贷款相符。"


@pytest.mark.parametrize(("switch", "lang"), [("lang:ar", "ar"), ("mode:elder", "en")])
def test_a_switch_inside_a_form_keeps_what_was_typed(sign_in: SignIn, switch: str, lang: str) -> None:
    page = at_question(sign_in("james"))
    path = page.path
    form = page.form("question").fill(answer=TYPED)
    page = form.submit(name="switch", value=switch)
    assert (page.path, page.lang) == (path, lang)
    assert page.form("question").values["answer"] == TYPED
    assert page.soup.html is not None
    assert page.soup.html["data-mode"] == ("elder" if switch == "mode:elder" else "standard")


def test_a_switch_validates_nothing(sign_in: SignIn) -> None:
    page = loans.draft_with(sign_in("james"), until="amount")
    page = page.form("question").fill(answer="much").submit(name="switch", value="lang:ar")
    assert page.errors == []
    assert page.form("question").values["answer"] == "much"


def test_typing_is_kept_without_a_word(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    james = sign_in("james")
    path = at_question(james).path
    for text in ("一", TYPED):
        james.post(path, {"answer": text, "switch": "keep"}, status=204)
    assert kept_count(app) == 1
    assert not is_stored(app, TYPED)
    clock.forward(seconds=KEPT_WHILE_TYPING.total_seconds() - 60)
    page = sign_in_on(james.get(path))
    assert page.form("question").values["answer"] == TYPED


def test_later_leads_home_and_keeps_it(sign_in: SignIn) -> None:
    james = sign_in("james")
    path = at_question(james).path
    james.post(path, {"answer": TYPED, "switch": "later"}, status=303)
    assert james.get(path).form("question").values["answer"] == TYPED


def test_a_switch_after_the_sign_in_lapsed_keeps_it_too(sign_in: SignIn, clock: MovableClock) -> None:
    page = at_question(sign_in("james"))
    clock.forward(minutes=16)
    page = page.form("question").fill(answer=TYPED).submit(name="switch", value="lang:zh_Hans")
    page = sign_in_on(page)
    assert page.form("question").values["answer"] == TYPED


def test_a_visitors_switch_only_switches(app: Flask, anyone: Client) -> None:
    page = anyone.post("/sign-in", {"switch": "lang:ar", "sign_in_name": "james"})
    assert (page.path, page.lang) == ("/sign-in", "ar")
    assert kept_count(app) == 0


@pytest.mark.parametrize("switch", ["lang:xx", "mode:xx", "other:x", "lang"])
def test_an_unknown_switch_changes_nothing(anyone: Client, switch: str) -> None:
    anyone.post("/sign-in", {"switch": switch}, status=303)
    assert anyone.get("/").lang == "en"


def test_what_is_secret_or_ours_is_not_kept(app: Flask, sign_in: SignIn) -> None:
    from portal.identity.queries import kept_answers, person_named

    james = sign_in("james")
    path = at_question(james).path
    james.post(path, {"answer": "x", "version": "0", "switch": "keep"}, status=204)
    with app.app_context():
        person = person_named("james")
        assert person is not None
        assert kept_answers(person.id, path, now()) == '{"answer": ["x"]}'
