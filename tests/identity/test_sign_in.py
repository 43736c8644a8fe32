"""Signing in: known and unknown names look alike, and too many tries wait without locking anybody out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import select

from portal.audit.queries import history
from portal.cli.demo_people import STAFF
from portal.clock import now
from portal.db import db, transaction
from portal.identity import passwords
from portal.identity.models import BrowserSession, Person, SignInAttempt
from portal.identity.operations import add_customer
from portal.identity.passwords import DEMO_PASSWORD, hash_password, verify_password
from portal.identity.queries import person_named
from portal.identity.views import MOST_OFFERED
from tests.clocks import MovableClock
from tests.page import Client, Page
from tests.stored import is_stored

SignIn = Callable[..., Client]
MADE_ANEW = re.compile(r'(name="(?:csrf_token|idempotency_key)" value=)"[^"]*"')
ONE_OF_EACH = ["james", *{role: name for name, role, *_ in STAFF}.values()]


def attempt(client: Client, name: str, password: str = "wrong", status: int = 422) -> Page:
    form = client.get("/sign-in").form("sign-in")
    return form.fill(sign_in_name=name, password=password).submit(status=status)


def at(app: Flask, address: str) -> Client:
    client = Client(app)
    client.browser.environ_base["REMOTE_ADDR"] = address
    return client


def person(app: Flask, name: str) -> Person:
    with app.app_context():
        found = person_named(name)
        assert found is not None
        return found


def disable(app: Flask, name: str) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Person, person(app, name).id).disabled_at = now()


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_everybody_comes_to_a_page_of_theirs(anyone: Client, name: str) -> None:
    assert attempt(anyone, name, DEMO_PASSWORD, status=200).path in {"/", "/staff/", "/staff/loans/"}


@pytest.mark.parametrize("typed", ["James", " james ", "JAMES"])
def test_a_name_is_known_however_it_is_typed(anyone: Client, typed: str) -> None:
    assert attempt(anyone, typed, DEMO_PASSWORD, status=200).path == "/"


def test_unknown_wrong_and_disabled_look_the_same(app: Flask) -> None:
    disable(app, "minh")
    app.config["DEMO"] = False
    pages = {
        "james": attempt(Client(app), "james"),
        "nobody": attempt(Client(app), "nobody"),
        "minh": attempt(Client(app), "minh", DEMO_PASSWORD),
    }
    seen = {
        MADE_ANEW.sub(r"\1", page.html.replace(f'value="{name}"', 'value="name"'))
        for name, page in pages.items()
    }
    assert len(seen) == 1
    assert len({(page.status, *sorted(page.headers.keys())) for page in pages.values()}) == 1
    assert pages["james"].errors == [
        "The sign-in name and the password do not fit. Check both and try again."
    ]


def test_unknown_and_known_names_take_the_same_work(anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:
            asked.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    attempt(anyone, "nobody")
    attempt(anyone, "james")
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_the_portals_own_hashes_are_argon2id_as_rfc_9106_asks() -> None:
    kept = extract_parameters(PasswordHasher().hash("x"))
    assert kept.type.name == "ID"
    assert kept.memory_cost >= 19 * 1024
    assert not verify_password(None, "the password of nobody")
    assert verify_password(hash_password("x"), "x")


@pytest.mark.parametrize(("name", "password"), [("", "x"), ("james", ""), ("", "")])
def test_what_is_missing_is_said(anyone: Client, name: str, password: str) -> None:
    page = attempt(anyone, name, password)
    assert len(page.errors) == (not name) + (not password)
    assert page.form("sign-in").values["sign_in_name"] == name
    assert page.form("sign-in").values["password"] == ""


def test_a_failure_is_noted_without_what_was_typed(app: Flask, anyone: Client) -> None:
    attempt(anyone, "my-secret-typed-in-the-wrong-field", "another-secret")
    with app.app_context():
        noted = db.session.scalars(select(SignInAttempt)).one()
    assert noted.address == "127.0.0.1"
    assert not is_stored(app, "my-secret-typed-in-the-wrong-field")
    assert not is_stored(app, "another-secret")


@pytest.mark.parametrize("name", ["james", "nobody"])
def test_the_eleventh_try_waits_whatever_the_name(
    app: Flask, anyone: Client, clock: MovableClock, name: str
) -> None:
    for _ in range(10):
        attempt(anyone, name)
    page = attempt(anyone, name, DEMO_PASSWORD, status=429)
    assert 0 < int(page.headers["Retry-After"]) <= 15 * 60
    assert page.errors == ["Too many tries. Please wait 15 minutes, or ask a person for help."]
    assert page.form("sign-in").values["sign_in_name"] == name
    clock.forward(minutes=15, seconds=1)
    attempt(anyone, name, DEMO_PASSWORD, status=200 if name == "james" else 422)


def test_nobody_locks_another_address_or_another_name_out(app: Flask) -> None:
    for _ in range(10):
        attempt(at(app, "203.0.113.9"), "james")
    attempt(at(app, "203.0.113.9"), "james", status=429)
    attempt(at(app, "203.0.113.9"), "lina", DEMO_PASSWORD, status=200)
    attempt(at(app, "198.51.100.4"), "james", DEMO_PASSWORD, status=200)


def fail(app: Flask, count: int, **values: Any) -> None:
    from portal.identity.sessions import hash_name

    with app.app_context(), transaction() as session:
        for number in range(count):
            made = {"name_hash": hash_name("james"), "address": f"203.0.113.{number}", "known_device": False}
            session.add(SignInAttempt(at=now(), **made | values))


def test_a_browser_that_the_person_used_is_never_locked_out_by_strangers(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    james.post("/sign-out")
    fail(app, 40)
    fail(app, 15, address="127.0.0.1")
    attempt(Client(app), "james", DEMO_PASSWORD, status=429)
    attempt(at(app, "198.51.100.4"), "james", DEMO_PASSWORD, status=429)
    attempt(james, "james", DEMO_PASSWORD, status=200)


def test_a_known_browser_has_its_own_ten_tries(sign_in: SignIn) -> None:
    james = sign_in("james")
    james.post("/sign-out")
    for _ in range(10):
        attempt(james, "james")
    attempt(james, "james", DEMO_PASSWORD, status=429)


def test_a_forged_mark_of_a_known_browser_is_worth_nothing(app: Flask, anyone: Client) -> None:
    fail(app, 40)
    anyone.browser.set_cookie("known-to", f"[{person(app, 'james').id}].forged")
    attempt(anyone, "james", DEMO_PASSWORD, status=429)


@pytest.mark.parametrize("count", [99, 100])
def test_one_address_has_a_hundred_tries_for_all_names(app: Flask, anyone: Client, count: int) -> None:
    fail(app, count, name_hash="of many", address="127.0.0.1")
    attempt(anyone, "james", DEMO_PASSWORD, status=200 if count < 100 else 429)


def test_a_secret_of_the_browsers_own_is_replaced_and_never_stored(app: Flask, anyone: Client) -> None:
    anyone.browser.set_cookie("signed-in", "planted-by-somebody-else")
    attempt(anyone, "james", DEMO_PASSWORD, status=200)
    token = anyone.cookie("signed-in")
    assert token is not None
    assert len(token) >= 43
    assert token != "planted-by-somebody-else"
    assert not is_stored(app, token)


def test_signing_in_again_ends_what_was_before(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("james")
    token = client.cookie("signed-in")
    page = client.get("/accounts/")
    client.post("/sign-in", {"sign_in_name": "lina", "password": DEMO_PASSWORD})
    assert client.cookie("signed-in") != token
    with app.app_context():
        rows = db.session.scalars(select(BrowserSession).order_by(BrowserSession.id)).all()
    assert [row.end_reason for row in rows] == ["signed out", None]
    assert page.h1


def test_who_is_signed_in_needs_no_sign_in_page(sign_in: SignIn) -> None:
    assert sign_in("james").get("/sign-in", status=303).location == "/"


def test_the_chain_of_the_person_tells_it(app: Flask, sign_in: SignIn) -> None:
    sign_in("james").post("/sign-out")
    james = person(app, "james")
    with app.app_context():
        events = history(f"person:{james.id}")
    assert [event.action for event in events] == ["added", "signed in", "session ended"]
    assert {event.person_id for event in events[1:]} == {james.id}


def test_after_signing_in_she_is_where_she_wanted_to_be(anyone: Client) -> None:
    page = anyone.get("/accounts/A-100001-1?before=9")
    assert page.path == "/sign-in"
    page = page.form("sign-in").fill(sign_in_name="xiulan", password=DEMO_PASSWORD).submit()
    assert page.url == "/accounts/A-100001-1?before=9"


@pytest.mark.parametrize("query", ["next=//evil.example/", "next=https://evil.example/", "after_sign_in=x"])
def test_no_address_leads_elsewhere_after_signing_in(anyone: Client, query: str) -> None:
    anyone.get(f"/sign-in?{query}")
    form = anyone.get(f"/accounts/?{query}").form("sign-in")
    page = form.fill(sign_in_name="james", password=DEMO_PASSWORD).submit(status=303)
    assert page.location.startswith("/accounts/")


def offered(client: Client) -> list[str]:
    """The sign-in names that the demo's page offers."""
    return [name.get_text() for name in client.get("/sign-in").find(".people bdi")]


def test_the_demos_page_stays_short_however_many_customers_come(app: Flask, anyone: Client) -> None:
    before = offered(anyone)
    with app.app_context(), transaction():
        for number in range(MOST_OFFERED):
            personal = {"name": "N", "phone": "1", "email": "", "identity_number": f"X{number}"}
            add_customer(f"later-{number}", "x", f"L{number}", personal, now())
    after = offered(anyone)
    assert len(after) == MOST_OFFERED
    assert [name for name in after if not name.startswith("later")] == before
