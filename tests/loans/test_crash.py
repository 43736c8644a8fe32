"""The server is killed at fifty seeded instants while a customer steps and submits. No mocks, no sleeps."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.audit.queries import history
from portal.db import db
from portal.identity.passwords import DEMO_PASSWORD
from portal.jobs.operations import drain
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanStatus, Question
from portal.notices.models import Notice
from portal.visits.models import Appointment
from tests.factories import loans
from tests.loans import truths
from tests.mail import MailServer
from tests.mortal import MortalServer, Unanswered, browser_of
from tests.page import Client, Page

DEATHS = 50
LATEST = 0.12
"""Seconds after a request was sent; an answer takes about a third of it."""


class Customer:
    """She begins, answers and sends one pre-application after another, whatever happens to the server."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acknowledged: Counter[tuple[str, str]] = Counter()
        """How often the portal said that it has saved a question's answer, or the whole."""
        self.page: Page | None = None

    def step(self) -> None:
        """Do the next thing; a step that got no answer is sent again as a browser's reload would."""
        page = self.page or self.client.get("/loans/inclusive")
        self.page = page
        asked = self._asked(page)
        after = self._form(page).submit()
        self.acknowledged[after.path.split("/")[3], asked] += 1
        self.page = None if asked == "submission" else after

    def _form(self, page: Page) -> Any:
        if page.find("form#start"):
            return page.form("start")
        if page.find("form#send"):
            return page.form("send")
        question = loans.question_of(page)
        return loans.fill(
            page.form("question"), question, {"paper": "bring"}.get(question, loans.ANSWERS[question])
        )

    @staticmethod
    def _asked(page: Page) -> str:
        if page.find("form#start"):
            return "start"
        return "submission" if page.find("form#send") else loans.question_of(page)


def test_killed_at_fifty_instants(app: Flask, instance: Path, mail_server: MailServer) -> None:
    random = Random(20261123)
    server = MortalServer(instance, app.config["DATABASE_URL"])
    server.start()
    customer = Customer(browser_of(app, server))
    form = customer.client.get("/sign-in").form("sign-in")
    form.fill(sign_in_name="xiulan", password=DEMO_PASSWORD).submit()
    deaths, unanswered = 0, 0
    while deaths < DEATHS:
        timer = server.kill_after(random.uniform(0, LATEST)) if random.random() < 0.5 else None
        try:
            customer.step()
        except Unanswered:
            unanswered += 1
        if timer is None:
            continue
        timer.join()
        server.kill()
        deaths += 1
        server.start()
    server.kill()
    assert unanswered >= DEATHS / 4, "it died between requests, not in them"
    _nothing_is_lost_or_doubled(app, customer)
    _each_notice_once(app, mail_server)


def _nothing_is_lost_or_doubled(app: Flask, customer: Customer) -> None:
    with app.app_context():
        found = {loan.reference: loan for loan in db.session.scalars(select(LoanApplication))}
        for (reference, question), times in customer.acknowledged.items():
            assert times == 1, f"{question} was asked again"
            if question == "start":
                assert reference in found
            elif question == "submission":
                assert found[reference].status == LoanStatus.SUBMITTED
            else:
                assert found[reference].is_answered(Question(question)), f"{reference} lost {question}"
        assert len(found) - len({reference for reference, _question in customer.acknowledged}) <= 1
        for loan in found.values():
            events = history(loan.subject)
            given = Counter(answer.question for answer in loan.answers)
            assert set(given.values()) <= {1}, f"{loan.reference}: {given}"
            assert Counter(event.action for event in events)["submit"] == (not loan.is_draft)
            truths.of_a_loan(loan, events)
            seats = select(func.count()).where(Appointment.case_id == loan.id)
            assert db.session.scalar(seats) == (not loan.is_draft)
        assert list(truths.of_the_whole_bank()) == []
        assert sum(not loan.is_draft for loan in found.values()) >= 2


def _each_notice_once(app: Flask, mail_server: MailServer) -> None:
    with app.app_context():
        sent = [loan for loan in db.session.scalars(select(LoanApplication)) if not loan.is_draft]
        notices = db.session.scalars(select(Notice.kind)).all()
        assert Counter(notices) == {"loan submitted": len(sent)}
        drain()
        drain()
    assert len(mail_server.received) == len(sent)
