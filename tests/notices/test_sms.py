"""SMS: through a real HTTP gateway, once, to a mobile of somebody who wants it, and nothing else waits for it."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.jobs.models import OutboxEntry
from portal.notices import sms
from portal.notices.models import Notice
from portal.notices.operations import mark_read
from portal.preferences.queries import contact_needs
from portal.preferences.rules import Preferences
from tests import mortal
from tests.clocks import START, MovableClock
from tests.mail import MailServer
from tests.notices.people import prefer, tell_person
from tests.page import Client
from tests.sms import SmsGateway

Drain = Callable[[], int]
SignIn = Callable[..., Client]
BOTH = 2
"""An e-mail and an SMS; without a mail server in the settings the e-mail is done at once."""


def have_phone(app: Flask, phone: str | None) -> None:
    with app.app_context(), transaction():
        james = person_named("james")
        assert isinstance(james, Customer)
        james.phone = phone


def test_it_says_what_happened_and_to_sign_in(app: Flask, sms_gateway: SmsGateway, drain: Drain) -> None:
    public_id = tell_person(app)
    assert drain() == BOTH
    [(headers, message)] = sms_gateway.asked
    assert message == {
        "id": public_id,
        "to": "+8613800001002",
        "text": "Harbour Bank: Our decision on L-7K3M-92QF-5. Sign in as usual to read it. "
        "Our text messages never carry links.",
    }
    assert headers["Content-Type"] == "application/json"
    assert "Authorization" not in headers
    assert drain() == 0
    assert len(sms_gateway.asked) == 1


def test_the_gateway_knows_us_by_a_token(app: Flask, sms_gateway: SmsGateway, drain: Drain) -> None:
    app.config["SMS_TOKEN"] = "of-the-tests"
    tell_person(app)
    drain()
    [(headers, _message)] = sms_gateway.asked
    assert headers["Authorization"] == "Bearer of-the-tests"


@pytest.mark.parametrize(
    ("chosen", "first"),
    [
        (Preferences(locale="zh_Hans", mode="elder"), "【海港银行】"),
        (Preferences(locale="ar"), "بنك الميناء: "),
        (Preferences(locale="vi"), "Harbour Bank: "),
        (Preferences(), "Harbour Bank: "),
    ],
)
def test_it_speaks_the_readers_language(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, chosen: Preferences, first: str
) -> None:
    prefer(app, "xiulan", chosen)
    tell_person(app, "xiulan")
    drain()
    [text] = sms_gateway.texts
    assert text.startswith(first)
    assert "L-7K3M-92QF-5" in text


def test_who_wants_none_gets_none_and_has_inbox_and_mail(
    app: Flask, sms_gateway: SmsGateway, mail_server: MailServer, drain: Drain, sign_in: SignIn
) -> None:
    prefer(app, "james", Preferences(locale="en"), "no_sms")
    tell_person(app)
    assert drain() == BOTH
    assert sms_gateway.asked == []
    assert len(mail_server.received) == 1
    assert "Our decision on L-7K3M-92QF-5" in sign_in("james").get("/inbox/").text


@pytest.mark.parametrize("need", ["no_phone", "no_email"])
def test_who_wants_no_call_or_no_mail_may_still_be_texted(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, need: str
) -> None:
    prefer(app, "james", Preferences(locale="en"), need)
    tell_person(app)
    drain()
    assert len(sms_gateway.texts) == 1


@pytest.mark.parametrize("phone", [None, "", "+86 21 5550 1234", "12345", "+86 138 0000", "ask my son"])
def test_where_no_sms_would_arrive_none_is_sent(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, phone: str | None
) -> None:
    have_phone(app, phone)
    tell_person(app)
    assert drain() == BOTH
    assert sms_gateway.asked == []


@pytest.mark.parametrize("name", ["officer", "partner"])
def test_only_customers_are_texted(app: Flask, sms_gateway: SmsGateway, drain: Drain, name: str) -> None:
    tell_person(app, name)
    assert drain() == BOTH
    assert sms_gateway.asked == []


def test_a_notice_that_is_gone_is_no_sms(app: Flask, sms_gateway: SmsGateway) -> None:
    with app.app_context():
        sms.send_notice({"public_id": "gone"})
    assert sms_gateway.asked == []


def test_without_a_gateway_nothing_is_promised(app: Flask, drain: Drain) -> None:
    tell_person(app)
    with app.app_context():
        assert db.session.scalars(select(OutboxEntry.kind)).all() == ["notice e-mail"]


def test_a_gateway_that_was_taken_away_leaves_nothing_waiting(
    app: Flask, sms_gateway: SmsGateway, drain: Drain
) -> None:
    tell_person(app)
    app.config["SMS_URL"] = ""
    assert drain() == BOTH
    assert sms_gateway.asked == []


@pytest.mark.parametrize("status", [503, 500, 429, 408, 401, 404, 302, 307])
def test_what_is_the_gateways_trouble_or_ours_is_tried_again(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock, status: int
) -> None:
    sms_gateway.answers = [status]
    tell_person(app)
    assert drain() == BOTH - 1
    assert sms_gateway.texts == []
    assert drain() == 0
    clock.forward(seconds=31)
    assert drain() == 1
    assert len(sms_gateway.texts) == 1
    assert len({message["id"] for _headers, message in sms_gateway.asked}) == 1
    assert sms_gateway.strangers == []


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_what_the_gateway_never_takes_is_not_offered_again(
    app: Flask,
    sms_gateway: SmsGateway,
    drain: Drain,
    clock: MovableClock,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    sms_gateway.answers = [status]
    public_id = tell_person(app)
    assert drain() == BOTH
    clock.forward(hours=2)
    assert drain() == 0
    assert len(sms_gateway.asked) == 1
    assert f"refused notice {public_id}: {status}" in caplog.text
    assert "138" not in caplog.text


def test_a_gateway_that_is_dead_gets_it_when_it_lives_again(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    sms_gateway.stop()
    tell_person(app)
    assert drain() == 1
    sms_gateway.start()
    clock.forward(seconds=31)
    assert drain() == 1
    assert len(sms_gateway.texts) == 1


def test_a_gateway_that_hangs_costs_one_wait_and_holds_no_mail_up(
    app: Flask,
    sms_gateway: SmsGateway,
    mail_server: MailServer,
    drain: Drain,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sms, "TIMEOUT", 0.1)
    let_go = threading.Event()
    sms_gateway.then = lambda: let_go.wait(10)
    for name in ("james", "xiulan", "amina"):
        tell_person(app, name)
    assert drain() == 3
    assert len(mail_server.received) == 3
    assert len(sms_gateway.asked) == 1
    let_go.set()
    monkeypatch.undo()
    clock.forward(seconds=31)
    assert drain() == 3
    assert len(sms_gateway.texts) == 3


def test_a_gateway_that_talks_nonsense_is_tried_again(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    sms_gateway.answers = [7]
    tell_person(app)
    assert drain() == 1
    clock.forward(seconds=31)
    assert drain() == 1


def test_news_of_yesterday_is_in_the_inbox_alone(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    sms_gateway.stop()
    tell_person(app)
    drain()
    sms_gateway.start()
    clock.forward(hours=24)
    assert drain() == 1
    assert sms_gateway.asked == []


def test_by_night_it_waits_for_the_morning(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    clock.to(START.replace(hour=23, minute=30))
    public_id = tell_person(app)
    assert drain() == 1
    clock.forward(hours=8, minutes=29)
    assert drain() == 0
    assert sms_gateway.asked == []
    clock.forward(minutes=1)
    assert drain() == 1
    assert [message["id"] for _headers, message in sms_gateway.asked] == [public_id]


def test_what_was_read_meanwhile_is_no_news(
    app: Flask, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    clock.to(START.replace(hour=23))
    public_id = tell_person(app)
    drain()
    with app.app_context(), transaction() as session:
        notice = session.scalars(select(Notice).where(Notice.public_id == public_id)).one()
        mark_read(notice, now())
    clock.forward(hours=10)
    assert drain() == 1
    assert sms_gateway.asked == []


def test_a_worker_killed_between_sending_and_noting_it_texts_nobody_twice(
    app: Flask, instance: Path, sms_gateway: SmsGateway, drain: Drain, clock: MovableClock
) -> None:
    public_id = tell_person(app)
    took = threading.Event()
    hang = threading.Event()

    def take_and_hang() -> None:
        took.set()
        hang.wait(10)

    sms_gateway.then = take_and_hang
    worker = mortal.worker(instance, app.config["DATABASE_URL"], SMS_URL=sms_gateway.url)
    assert took.wait(10)
    worker.kill()
    worker.join()
    hang.set()
    assert drain() == 0, "its lease is not over"
    clock.forward(minutes=3)
    assert drain() == 1
    assert [message["id"] for _headers, message in sms_gateway.asked] == [public_id, public_id]
    assert len(sms_gateway.texts) == 1


def test_many_notices_are_one_sms_each(app: Flask, sms_gateway: SmsGateway, drain: Drain) -> None:
    made = [tell_person(app) for _ in range(5)]
    assert drain() == 5 * BOTH
    assert [message["id"] for _headers, message in sms_gateway.asked] == made
    with app.app_context():
        waiting = select(func.count()).where(OutboxEntry.done_at.is_(None))
        assert db.session.scalar(waiting) == 0


def test_the_text_is_nowhere_in_the_database(app: Flask, sms_gateway: SmsGateway, drain: Drain) -> None:
    tell_person(app)
    drain()
    with app.app_context():
        rows = [json.dumps(row.payload) for row in db.session.scalars(select(OutboxEntry))]
    assert not any("138" in row or "decision" in row for row in rows)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+86 138 0013 8000", "+8613800138000"),
        ("138-0013-8000", "+8613800138000"),
        ("１３８ ００１３ ８０００", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("+44 7700 900123", None),  # Ofcom keeps these for films
        ("+44 7911 123456", "+447911123456"),
        ("+1 202 456 1111", "+12024561111"),  # America does not tell mobiles by their number
        ("+966 50 123 4567", "+966501234567"),
        ("٠٠٨٦ ١٣٨٠٠١٣٨٠٠٠", "+8613800138000"),
        ("021 5550 1234", None),
        ("110", None),
        ("+86 138 0013 80001234567890", None),
        ("x" * 10_000, None),
        (None, None),
    ],
)
def test_numbers_as_people_write_them(written: str | None, number: str | None) -> None:
    assert sms.mobile_number(written, "CN") == number


@pytest.fixture
def james(sign_in: SignIn) -> Client:
    return sign_in("james")


def test_it_can_be_refused_where_it_is_offered(app: Flask, sms_gateway: SmsGateway, james: Client) -> None:
    form = james.get("/preferences").forms[0]
    form.fill(contact_needs=["no_sms"]).submit()
    with app.app_context():
        person = person_named("james")
        assert person is not None
        assert contact_needs(person.id) == {"no_sms"}


def test_without_a_gateway_no_page_speaks_of_it(app: Flask, james: Client) -> None:
    page = james.get("/preferences")
    assert "no_sms" not in page.html
    assert "text message" not in page.html
    values = {"locale": "en", "mode": "elder", "text_size": "100", "contrast": "auto", "motion": "auto"}
    james.post("/preferences", values | {"contact_needs": "no_sms"}, status=422)


def test_who_refused_it_before_the_gateway_was_taken_away_still_does(app: Flask, james: Client) -> None:
    prefer(app, "james", Preferences(locale="en"), "no_sms", "braille")
    james.get("/preferences").forms[0].fill(contact_needs=["no_email"]).submit()
    with app.app_context():
        person = person_named("james")
        assert person is not None
        assert contact_needs(person.id) == {"no_sms", "no_email"}
