"""Where each turn of a pre-application is told: the inbox always; e-mail and SMS as her contact needs say."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal import clock as bank_clock
from portal.cli.operators import tidy
from portal.db import transaction
from portal.loans import operations
from portal.loans.notices import WORDINGS
from portal.loans.rules import LoanAction, Question, SendBackReason
from portal.notices.queries import inbox
from portal.preferences.operations import keep
from portal.preferences.rules import Preferences
from tests.clocks import MovableClock
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.mail import MailServer
from tests.sms import SmsGateway

WHO = "xiulan"


def paper_refused(app: Flask, _clock: MovableClock) -> None:
    sent = quickly.at_branch(app)
    with app.app_context(), transaction():
        found, by, now = quickly.loan(sent.reference), quickly.hand("officer"), bank_clock.now()
        operations.add_pages(found, Question.PAPER, [quickly.paper_for(found, by, now)], by, now)
        quickly.judge(found, by, now, SendBackReason.UNREADABLE, "看不清公章。")


def changed(app: Flask, _clock: MovableClock) -> None:
    sent = quickly.at_branch(app)
    with app.app_context(), transaction():
        found, by = quickly.loan(sent.reference), quickly.hand("officer")
        seen = found.current_answers[Question.TERM].version
        operations.propose(found, Question.TERM, 24, by, bank_clock.now(), seen, 0)


def draft_expiring(app: Flask, clock: MovableClock) -> None:
    quickly.draft(app)
    clock.forward(days=23, minutes=1)
    with app.app_context():
        tidy()


def decided(action: LoanAction) -> Callable[[Flask, MovableClock], Any]:
    def tell(app: Flask, clock: MovableClock) -> None:
        quickly.decide(app, quickly.in_review(app), action)
        clock.forward(minutes=10)

    return tell


def offered(app: Flask, clock: MovableClock) -> None:
    quickly.offered(app)
    clock.forward(minutes=10)


TURNS: dict[str, tuple[str, Callable[[Flask, MovableClock], Any]]] = {
    "submitted": ("loan submitted", lambda app, _clock: quickly.sent(app)),
    "picked up": ("loan picked up", lambda app, _clock: quickly.at_branch(app)),
    "paper refused": ("loan paper sent back", paper_refused),
    "question asked": ("loan asked", lambda app, _clock: quickly.asked(app)),
    "changed for you to confirm": ("loan to confirm", changed),
    "decided: yes": ("loan approved", decided(LoanAction.APPROVE)),
    "decided: no": ("loan refused", decided(LoanAction.REFUSE)),
    "decided: on other terms": ("loan offered", offered),
    "draft expiring": ("loan draft expires", draft_expiring),
}
"""What issue 3 lists: the kind of notice, and how it comes about."""


@pytest.mark.parametrize(
    ("needs", "mails", "texts"),
    [
        ([], 1, 1),
        (["no_phone", "large_print", "braille", "sign_language"], 1, 1),
        (["no_email"], 0, 1),
        (["no_sms"], 1, 0),
        (["no_email", "no_sms", "no_phone"], 0, 0),
    ],
    ids=["no needs", "needs at the branch", "no e-mail", "no SMS", "neither"],
)
@pytest.mark.parametrize("turn", TURNS)
def test_each_turn_is_told_where_she_wants_it(
    app: Flask,
    clock: MovableClock,
    mail_server: MailServer,
    sms_gateway: SmsGateway,
    drain: Callable[[], int],
    say: Say,
    turn: str,
    needs: list[str],
    mails: int,
    texts: int,
) -> None:
    kind, happens = TURNS[turn]
    with app.app_context(), transaction():
        keep(quickly.someone(WHO).id, Preferences(locale="zh_Hans", mode="elder"), needs)
    happens(app, clock)
    [reference] = quickly.references(app)
    drain()
    with app.app_context():
        told = [notice.kind for notice in inbox(quickly.someone(WHO))[0]]
    assert told.count(kind) == 1
    subject = say(WORDINGS[kind].outside) % {"reference": reference}
    mailed = [message for message in mail_server.received if message["Subject"] == subject]
    assert len(mailed) == mails
    assert all(message["Content-Language"] == "zh-Hans" for message in mailed)
    assert all("font: 22px" in message.get_body(("html",)).get_content() for message in mailed)  # type: ignore[union-attr]
    assert len([text for text in sms_gateway.texts if text.startswith(f"【海港银行】{subject}。")]) == texts
    assert len(mail_server.received) == mails * len(told)
    assert len(sms_gateway.texts) == texts * len(told)
