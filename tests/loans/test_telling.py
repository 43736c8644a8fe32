"""She is told of every turn: in her inbox always, by e-mail when the mail server takes it, once each."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from portal.loans.notices import WORDINGS
from portal.loans.rules import LoanAction
from portal.notices.queries import inbox
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.mail import MailServer

TURNS = ["loan submitted", "loan picked up", "loan in review", "loan approved"]


@pytest.fixture
def approved(app: Flask, clock: MovableClock) -> quickly.Sent:
    """Ten minutes ago, so that it cannot be taken back."""
    sent = quickly.in_review(app)
    quickly.decide(app, sent)
    clock.forward(minutes=10)
    return sent


def subjects(reference: str, say: Say, said: str = "outside") -> list[str]:
    return [say(getattr(WORDINGS[kind], said)) % {"reference": reference} for kind in TURNS]


def bodies_of(message: EmailMessage) -> list[str]:
    return [part.get_content() for part in message.walk() if not part.is_multipart()]


def test_every_turn_is_in_her_inbox(approved: quickly.Sent, sign_in: SignIn, say: Say) -> None:
    elder = sign_in("xiulan")
    page = elder.get("/inbox/")
    said = [tag.get_text() for tag in page.find(".queue-title")]
    assert [" ".join(each.split()) for each in said] == subjects(approved.reference, say, "subject")[::-1]
    for link in page.links.values():
        if link.startswith("/inbox/") and link != "/inbox/":
            opened = elder.get(link)
            assert opened.follow(say("See where it stands")).path.endswith(approved.reference)


def test_the_first_notice_has_code_visit_and_owner(approved: quickly.Sent, sign_in: SignIn) -> None:
    elder = sign_in("xiulan")
    first = [link for link in elder.get("/inbox/").links.values() if link.startswith("/inbox/")][-1]
    page = elder.get(first)
    for said in (approved.code, "海港东支行", "张敏"):
        assert said in page.text


def test_the_same_by_e_mail_and_nothing_private_in_it(
    approved: quickly.Sent, drain: Callable[[], int], mail_server: MailServer, say: Say
) -> None:
    assert drain() == len(TURNS)
    assert drain() == 0
    received = mail_server.received
    assert [message["Subject"] for message in received] == subjects(approved.reference, say)
    for message in received:
        assert message["To"] == "xiulan@customers.example"
        assert message["Content-Language"] == "zh-Hans"
        bodies = "".join(bodies_of(message))
        assert not any(private in bodies for private in (approved.code, "50,000", "秀兰", "经营稳定"))
        assert "/inbox/" in bodies
        assert 'lang="zh-Hans"' in bodies


def test_a_refusal_is_told_without_its_reasons(
    app: Flask, drain: Callable[[], int], mail_server: MailServer, clock: MovableClock
) -> None:
    quickly.decide(app, quickly.in_review(app), LoanAction.REFUSE)
    clock.forward(minutes=10)
    drain()
    bodies = [body for message in mail_server.received for body in bodies_of(message)]
    assert len(bodies) == 2 * len(TURNS)
    assert not any("减少三万元" in body for body in bodies)


def test_a_dead_mail_server_stops_nobody(
    app: Flask, drain: Callable[[], int], mail_server: MailServer, clock: MovableClock, sign_in: SignIn
) -> None:
    mail_server.stop()
    sent = quickly.sent(app)
    assert drain() == 0
    page = sign_in("xiulan").get(f"/loans/applications/{sent.reference}")
    assert page.find(".ticket-code")
    with app.app_context():
        assert [notice.kind for notice in inbox(quickly.someone("xiulan"))[0]] == ["loan submitted"]
    clock.forward(seconds=20)
    assert drain() == 0  # it waits longer after each failure
    mail_server.start()
    clock.forward(minutes=2)
    assert drain() == 1
    assert [message["To"] for message in mail_server.received] == ["xiulan@customers.example"]
    clock.forward(hours=2)
    assert drain() == 0
