"""Being signed in: how long it lasts, where, and how it ends."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.db import db, transaction
from portal.identity.labels import browser_words
from portal.identity.models import BrowserSession, Person
from portal.identity.operations import end_session
from portal.identity.queries import person_named
from portal.identity.rules import EndReason
from portal.identity.sessions import current_actor
from tests.clocks import MovableClock
from tests.factories import loans
from tests.page import Client

SignIn = Callable[..., Client]


def is_signed_in(client: Client) -> bool:
    return client.browser.get("/signed-in-places").status_code == 200


def sessions_of(app: Flask, name: str) -> list[BrowserSession]:
    with app.app_context():
        person = person_named(name)
        assert person is not None
        found = select(BrowserSession).where(BrowserSession.person_id == person.id)
        return list(db.session.scalars(found.order_by(BrowserSession.id)))


@pytest.mark.parametrize(
    ("name", "minutes"), [("james", 15), ("fang", 15), ("xiulan", 30), ("officer", 15), ("admin", 15)]
)
def test_who_does_nothing_is_signed_out(
    sign_in: SignIn, clock: MovableClock, name: str, minutes: int
) -> None:
    client = sign_in(name)
    clock.forward(minutes=minutes, seconds=-20)
    assert is_signed_in(client)
    clock.forward(minutes=minutes, seconds=20)
    assert not is_signed_in(client)


def test_elder_mode_is_no_longer_for_staff(sign_in: SignIn, clock: MovableClock) -> None:
    officer = sign_in("officer")
    officer.get("/staff/loans/?mode=elder")
    clock.forward(minutes=15, seconds=20)
    assert not is_signed_in(officer)


def test_an_address_brings_no_lapsed_sign_in_back(sign_in: SignIn, clock: MovableClock) -> None:
    """Somebody else at a browser that was left alone cannot ask for the longer time."""
    james = sign_in("james")
    clock.forward(minutes=20)
    assert james.browser.get("/accounts/?mode=elder").status_code == 303


def test_using_it_keeps_it_alive_but_never_longer_than_eight_hours(
    sign_in: SignIn, clock: MovableClock
) -> None:
    james = sign_in("james")
    for _ in range(34):
        clock.forward(minutes=14)
        assert is_signed_in(james)
    clock.forward(minutes=5)
    assert not is_signed_in(james)


def test_one_touch_keeps_it_alive(sign_in: SignIn, clock: MovableClock) -> None:
    james = sign_in("james")
    clock.forward(minutes=14)
    response = james.browser.post(
        "/sign-in/stay", data={"csrf_token": james.csrf_token}, headers={"Accept": "application/json"}
    )
    assert response.status_code == 204
    clock.forward(minutes=14)
    assert is_signed_in(james)


def test_without_javascript_the_touch_leads_on(sign_in: SignIn) -> None:
    assert sign_in("james").post("/sign-in/stay", status=303).location == "/"


def test_a_page_that_asks_by_itself_is_nobody_being_there(sign_in: SignIn, clock: MovableClock) -> None:
    james = sign_in("james")
    sent = loans.submitted(james)
    for _ in range(4):
        clock.forward(minutes=5)
        james.browser.get(f"/loans/applications/{sent.reference}/news?version=1")
    assert not is_signed_in(james)


def test_signing_out_ends_it_everywhere_in_this_browser(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    token = james.cookie("signed-in")
    assert token is not None
    page = james.post("/sign-out", status=303)
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (page.location, james.cookie("signed-in")) == ("/", None)
    assert james.cookie("preferences")
    james.browser.set_cookie("signed-in", token)
    assert not is_signed_in(james)
    assert [row.end_reason for row in sessions_of(app, "james")] == ["signed out"]
    assert "You are signed out." in " ".join(james.get("/").flash)


def test_another_place_can_be_signed_out(app: Flask, sign_in: SignIn) -> None:
    here, there = sign_in("james"), sign_in("james")
    page = here.get("/signed-in-places")
    assert len(page.forms) == 2
    other = next(row for row in sessions_of(app, "james") if row.ref != own(app, here))
    page.form(f"end-{other.ref}").submit()
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert len(here.get("/signed-in-places").forms) == 1
    asked = there.get("/accounts/", status=303)
    assert "This browser was signed out" in there.get(asked.location).text


@pytest.mark.parametrize(
    ("agent", "known_as"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Mobile Safari on iOS",
        ),
        ("curl/8.5.0", "curl"),
        ("<b>nobody</b>", "<b>nobody</b>"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(app: Flask, agent: str, known_as: str) -> None:
    with app.test_request_context():
        assert browser_words(agent) == known_as


def own(app: Flask, client: Client) -> str:
    from portal.identity.sessions import hash_token

    return hash_token(client.cookie("signed-in") or "")[: BrowserSession.REF_LENGTH]


def test_a_place_that_lapsed_is_no_place(sign_in: SignIn, clock: MovableClock) -> None:
    sign_in("james")
    clock.forward(hours=9)
    assert len(sign_in("james").get("/signed-in-places").forms) == 1


@pytest.mark.parametrize("of", ["lina", None])
def test_nobody_ends_what_is_not_theirs(app: Flask, sign_in: SignIn, of: str | None) -> None:
    lina, james = sign_in("lina"), sign_in("james")
    ref = sessions_of(app, of)[0].ref if of else "0" * BrowserSession.REF_LENGTH
    james.post(f"/signed-in-places/{ref}/end", status=404)
    assert is_signed_in(lina)


def test_a_ref_is_too_little_to_sign_in_with(app: Flask, sign_in: SignIn, anyone: Client) -> None:
    sign_in("james")
    [row] = sessions_of(app, "james")
    for stolen in (row.ref, row.token_hash):
        anyone.browser.set_cookie("signed-in", stolen)
        assert not is_signed_in(anyone)


def test_a_disabled_person_is_out_at_once(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    with app.app_context(), transaction() as session:
        session.get_one(Person, sessions_of(app, "james")[0].person_id).disabled_at = now()
    assert not is_signed_in(james)


def test_what_is_ended_stays_as_it_ended(app: Flask, sign_in: SignIn) -> None:
    sign_in("james").post("/sign-out")
    with app.app_context(), transaction() as session:
        row = session.get_one(BrowserSession, sessions_of(app, "james")[0].id)
        end_session(row, EndReason.REVOKED, now())
    assert sessions_of(app, "james")[0].end_reason == "signed out"


def test_an_ended_sign_in_without_its_reason_is_refused_by_the_database(app: Flask, sign_in: SignIn) -> None:
    from sqlalchemy.exc import IntegrityError

    sign_in("james")
    with app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.get_one(BrowserSession, sessions_of(app, "james")[0].id).ended_at = now()


@pytest.mark.parametrize(
    ("name", "channel", "has_branch"), [("james", "online", False), ("officer", "branch", True)]
)
def test_who_acts_is_known_with_the_branch(
    app: Flask, sign_in: Any, name: str, channel: str, has_branch: bool
) -> None:
    seen: list[Any] = []

    @app.get("/probe")
    def probe() -> str:
        seen.append(current_actor())
        return ""

    sign_in(name).browser.get("/probe")
    [actor] = seen
    assert (actor.channel, actor.branch_id is not None, actor.on_behalf_of_id) == (channel, has_branch, None)
