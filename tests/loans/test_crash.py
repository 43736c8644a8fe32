"""The server is killed at fifty seeded instants or more while a customer steps and submits. No mocks, no sleeps."""

from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.audit.queries import event_count, history
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

DEATHS, OF_EACH = 50, 5
ENDS = ("lost", "unsaid", "said")
LATEST, NEAR, STEP = 1.1, 0.1, 0.04
"""When she dies, in shares of the time that such a request took when it was left alone: anywhere, or near the edge."""


class Customer:
    """She begins, answers and sends one pre-application after another, whatever happens to the server."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acknowledged: Counter[tuple[str, str]] = Counter()
        """How often the portal said that it has saved a question's answer, or the whole."""
        self.page = client.page
        self.took: dict[str, float] = {}
        """Seconds that each question took when nothing disturbed it, and the submission."""
        self.edge = 0.9
        """The share at which work turns from lost to said, as far as was seen; between the two it is done unsaid."""

    @property
    def asked(self) -> str:
        """What comes next."""
        if self.page is None:
            self.page = self.client.get("/loans/inclusive")
        return self._asked(self.page)

    @property
    def submits(self) -> bool:
        return self.asked == "submission"

    def step(self, is_timed: bool = False) -> None:
        """Do the next thing; a step that got no answer is sent again as a browser's reload would."""
        asked, submits, began = self.asked, self.submits, monotonic()
        assert self.page is not None
        after = self._form(self.page).submit()
        if is_timed:
            self.took[asked] = monotonic() - began
        self.acknowledged[after.path.split("/")[3], asked] += 1
        self.page = None if submits else after

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
    customer.page = None
    _submit_one(customer)
    ends: Counter[str] = Counter()
    while ends.total() < DEATHS or min(ends[end] for end in ENDS) < OF_EACH:
        ends[_dies(app, server, customer, random)] += 1
        assert ends.total() < 3 * DEATHS, f"one-sided deaths: {ends}"
    _submit_one(customer)
    server.kill()
    _nothing_is_lost_or_doubled(app, customer)
    _each_notice_once(app, mail_server)


def _submit_one(customer: Customer) -> None:
    """Go on undisturbed until an application is sent."""
    while not customer.submits:
        customer.step(is_timed=True)
    customer.step(is_timed=True)


def _dies(app: Flask, server: MortalServer, customer: Customer, random: Random) -> str:
    """Step until the server dies in a step: its work was lost, done but not said, or done and said."""
    while random.random() > (0.7 if customer.submits else 0.3):
        customer.step(is_timed=True)
    before = _events(app)
    is_near, edge = random.random() < 0.7, customer.edge
    share = random.uniform(edge - NEAR, edge + NEAR) if is_near else random.uniform(0, LATEST)
    timer = server.kill_after(share * customer.took[customer.asked])
    try:
        customer.step()
        end = "said"
    except Unanswered:
        timer.join()
        end = "unsaid" if _events(app) > before else "lost"
    customer.edge += is_near * {"lost": STEP, "said": -STEP, "unsaid": 0}[end]
    timer.join()
    server.kill()
    server.start()
    return end


def _events(app: Flask) -> int:
    with app.app_context():
        return event_count()


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
        assert found.keys() == {reference for reference, _question in customer.acknowledged}
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
