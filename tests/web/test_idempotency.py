"""A form that arrives twice is done once, and its sender sees the first answer again."""

from collections.abc import Callable
from itertools import count
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask, redirect
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.audit.models import MACHINE
from portal.audit.operations import record
from portal.audit.queries import history
from portal.clock import now
from portal.db import db
from portal.web import idempotency
from portal.web.idempotency import KEPT, IdempotencyKey, forget_old_keys
from tests.banks import open_bank
from tests.clocks import MovableClock
from tests.factories import loans
from tests.page import Client

KEY = "the-key-of-this-form"


class Probe:
    """An address that writes and leads to a new place each time; it can be held while it does."""

    def __init__(self, app: Flask) -> None:
        self.app, self.status, self.numbers = app, 303, count(1)
        self.is_inside, self.may_go_on = Event(), Event()
        self.may_go_on.set()
        app.add_url_rule("/probe", view_func=self.answer, methods=["POST"], endpoint="probe")

    def answer(self) -> Any:
        record("probe", "done", MACHINE, now())
        self.is_inside.set()
        assert self.may_go_on.wait(20)
        if self.status >= 400:
            return "", self.status
        return redirect(f"/probe/{next(self.numbers)}", self.status)

    @property
    def done(self) -> int:
        with self.app.app_context():
            return len(history("probe"))


@pytest.fixture
def probe(app: Flask) -> Probe:
    return Probe(app)


def send(client: Client, key: str = KEY, **typed: Any) -> TestResponse:
    data = {"csrf_token": client.csrf_token, "idempotency_key": key, **typed}
    return client.browser.post("/probe", data=data)


def test_the_same_form_again_gets_the_same_answer_and_does_nothing(probe: Probe, anyone: Client) -> None:
    first, again = send(anyone, amount="5"), send(anyone, amount="5")
    assert (first.status_code, first.location) == (again.status_code, again.location) == (303, "/probe/1")
    assert probe.done == 1


def test_another_form_is_another_matter(probe: Probe, anyone: Client) -> None:
    assert send(anyone, amount="5").location == "/probe/1"
    assert send(anyone, key="another", amount="5").location == "/probe/2"
    assert probe.done == 2


def test_the_same_key_with_other_answers_is_refused_and_they_are_kept(probe: Probe, anyone: Client) -> None:
    send(anyone, amount="5", words="first")
    page = anyone.post("/probe", {"idempotency_key": KEY, "amount": "6", "words": "王秀兰"}, status=422)
    assert probe.done == 1
    assert page.h1 == "This form was already sent"
    form = page.form_to("/probe")
    assert (form.values["amount"], form.values["words"]) == ("6", "王秀兰")
    assert form.values["idempotency_key"] != KEY
    form.submit("Send these answers", status=303)
    assert probe.done == 2


def test_every_box_that_was_ticked_is_kept(probe: Probe, anyone: Client) -> None:
    send(anyone, needs=["braille"])
    page = anyone.post("/probe", {"idempotency_key": KEY, "needs": ["braille", "no_email"]}, status=422)
    kept = page.find("main input[name=needs]")
    assert [field["value"] for field in kept] == ["braille", "no_email"]


def test_no_password_is_said_again(anyone: Client) -> None:
    wrong = {"idempotency_key": KEY, "sign_in_name": "james", "password": "harbour-demo-2026"}
    anyone.post("/sign-in", wrong)
    anyone.post("/sign-out")
    page = anyone.post("/sign-in", wrong | {"password": "a-secret-of-mine"}, status=422)
    assert "a-secret-of-mine" not in page.html


def test_in_flight_it_waits_and_then_gets_the_same_answer(
    app: Flask, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [Client(app), Client(app)]
    tokens = [client.csrf_token for client in clients]
    answers: dict[int, TestResponse] = {}
    second_came, real = Event(), idempotency.at_open

    def at_open(step: Callable[[], None]) -> None:
        real(step)
        if probe.is_inside.is_set():
            second_came.set()

    def run(number: int) -> None:
        data = {"csrf_token": tokens[number], "idempotency_key": KEY, "amount": "5"}
        answers[number] = clients[number].browser.post("/probe", data=data)

    monkeypatch.setattr(idempotency, "at_open", at_open)
    probe.may_go_on.clear()
    threads = [Thread(target=run, args=(number,)) for number in range(2)]
    threads[0].start()
    assert probe.is_inside.wait(20)
    threads[1].start()
    assert second_came.wait(20)
    assert not answers
    probe.may_go_on.set()
    for thread in threads:
        thread.join(20)
    assert [answers[number].location for number in range(2)] == ["/probe/1", "/probe/1"]
    assert probe.done == 1


@pytest.mark.parametrize("status", [409, 422, 500])
def test_the_key_is_free_again_after_a_refusal(probe: Probe, anyone: Client, status: int) -> None:
    probe.status = status
    send(anyone, amount="5")
    probe.status = 303
    assert send(anyone, amount="5").location == "/probe/1"
    assert probe.done == 1


def test_the_key_is_free_again_after_a_refusal_that_something_is_written_after(
    anyone: Client, app: Flask
) -> None:
    """A failed sign-in is noted after the rollback; the form's key is none of that note's business."""
    typed = {"idempotency_key": KEY, "sign_in_name": "james", "password": "wrong"}
    anyone.post("/sign-in", typed, status=422)
    anyone.post("/sign-in", typed, status=422)
    assert keys(app) == []
    anyone.post("/sign-in", typed | {"password": "harbour-demo-2026"})


def test_a_form_with_mistakes_after_a_quiet_minute_can_be_sent_again(
    sign_in: Callable[..., Client], clock: MovableClock, app: Flask
) -> None:
    """Being seen is noted after the answer; the form's key is none of that note's business either."""
    james = sign_in("james")
    path = loans.draft_with(james, until="amount").path
    before = keys(app)
    for _ in range(2):
        clock.forward(seconds=61)
        james.post(path, {"idempotency_key": KEY, "answer": "much"}, status=422)
    assert keys(app) == before


def test_without_a_key_each_form_counts(probe: Probe, anyone: Client) -> None:
    assert send(anyone, key="").location == "/probe/1"
    assert send(anyone, key="").location == "/probe/2"


def test_another_person_with_the_same_key_is_not_shown_my_answer(
    probe: Probe, sign_in: Callable[..., Client]
) -> None:
    assert send(sign_in("james"), amount="5").location == "/probe/1"
    other = send(sign_in("lina"), amount="5")
    assert (other.status_code, other.location) == (422, None)


def test_another_file_under_the_same_name_is_another_form(probe: Probe, anyone: Client) -> None:
    def with_file(content: bytes) -> int:
        fields = [("csrf_token", anyone.csrf_token), ("idempotency_key", KEY), ("file", (content, "a.pdf"))]
        return anyone.send("/probe", fields, 303 if content == b"one" else 422, multipart=True).status

    assert [with_file(b"one"), with_file(b"one"), with_file(b"two")] == [303, 303, 422]
    assert probe.done == 1


def test_a_swap_that_was_sent_away_is_sent_there_again(app: Flask, anyone: Client) -> None:
    from portal.web.htmx import go

    @app.post("/probe/swap")
    def swap() -> Any:
        record("probe", "done", MACHINE, now())
        return go("/help/")

    data = {"csrf_token": anyone.csrf_token, "idempotency_key": KEY}
    answers = [
        anyone.browser.post("/probe/swap", data=data, headers={"HX-Request": "true"}) for _ in range(2)
    ]
    assert [answer.headers.get("HX-Redirect") for answer in answers] == ["/help/", "/help/"]


def test_what_was_typed_cannot_be_found_out_from_its_hash(app: Flask, instance: Any) -> None:
    """Six digits are tried in a blink, and a password faster than argon2 allows, unless a secret is in it."""
    with open_bank(instance, app.config["DATABASE_URL"], SECRET_KEY="another") as other:
        hashes = set()
        for bank in (app, other):
            with bank.test_request_context("/staff/loans/pick-up", method="POST", data={"code": "123456"}):
                hashes.add(idempotency._body_hash())
    assert len(hashes) == 2


def test_keys_are_forgotten_after_a_day(
    probe: Probe, anyone: Client, app: Flask, clock: MovableClock
) -> None:
    send(anyone)
    clock.forward(seconds=KEPT.total_seconds() - 60)
    send(anyone, key="young")
    clock.forward(minutes=2)
    with app.app_context():
        forget_old_keys(now())
        db.session.commit()
    assert keys(app) == ["young"]


def keys(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(IdempotencyKey.key).order_by(IdempotencyKey.id)))
