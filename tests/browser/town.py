"""A bank where something of everything has happened, for whoever walks through it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.models import Actor
from portal.cli.operators import raise_late_clocks
from portal.db import db, transaction
from portal.identity.queries import person_named
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.parties import operations as beside
from portal.loans.rules import IdentityPaper, LoanStatus, Question, SendBackReason
from portal.notices.models import Notice
from portal.notices.operations import tell
from tests.browser.walk import Place
from tests.browser.window import signed_in
from tests.factories import loans, parties
from tests.factories.many import many
from tests.loans import quickly
from tests.page import Client, Page

OF_STATUS = {
    LoanStatus.DRAFT: "xiulan",
    LoanStatus.SUBMITTED: "james",
    LoanStatus.AT_BRANCH: "lina",
    LoanStatus.IN_REVIEW: "chen",
    LoanStatus.APPROVED: "amina",
    LoanStatus.REFUSED: "fang",
    LoanStatus.WITHDRAWN: "james",
}


class Town:
    """Its people are signed in once, its loans stand in every status; `names` has what a place names in braces."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: dict[str, Client] = {}
        self.names = {status.value: many(app, 1, status, (who,))[0] for status, who in OF_STATUS.items()}
        with app.app_context():
            james = person_named("james")
            assert james is not None
            notice = db.session.scalars(select(Notice).where(Notice.person_id == james.id)).first()
            assert notice is not None
            self.names["notice"] = notice.public_id
        summary = self.client("james").get(f"/loans/applications/{self.names['submitted']}/summary")
        self.names["document"] = summary.form("copy").fill(copy="11").submit().path.rpartition("/")[2]
        self.names["over"] = self._told_of_what_is_gone("james")
        self._begin_others()
        self._review()
        self._at_the_counter()
        self._walk_in()
        answer = self.client("officer").get(f"/staff/loans/{self.names['at_branch']}/answers/amount")
        answer.form("question").fill(answer="60000").submit()

    def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = signed_in(self.app, name)
        return self.clients[name]

    def path(self, place: Place) -> str:
        return place.path.format(**self.names)

    def _act(self, name: str, who: str, act: Callable[[LoanApplication, Actor, datetime], Any]) -> None:
        with self.app.app_context(), transaction():
            act(quickly.loan(self.names[name]), quickly.hand(who), clock.now())

    def _told_of_what_is_gone(self, who: str) -> str:
        """A message about a draft that was erased since."""
        reference = quickly.draft(self.app, Question.AMOUNT, who)
        with self.app.app_context(), transaction():
            at = quickly.hand(who), clock.now()
            operations.erase(quickly.loan(reference), *at)
            on = (clock.now() + timedelta(days=7)).isoformat()
            return tell(
                at[0].person_id or 0, "loan draft expires", at[1], reference=reference, on=on
            ).public_id

    def _begin_others(self) -> None:
        """Drafts of other products, one with people beside: one who has not looked, one who read, one who signed."""
        for name, product, who in (("mortgage", "mortgage", "james"), ("abroad", "study-abroad", "amina")):
            page = loans.draft_with(self.client(who), product=product)
            self.names[name] = page.path.split("/")[3]
        james = self.client("james")
        signing = parties.invited(james, self.names["mortgage"], name="Minh")
        self.names["party"] = parties.signed(self.client("minh"), signing)
        read = parties.invited(james, self.names["mortgage"], role="joint")
        self.names["unsigned"] = parties.accepted(self.client("amina"), read).path.rpartition("/")[2]
        self.names["token"] = parties.invited(james, self.names["mortgage"], name="Fang")

    def _review(self) -> None:
        """Asked, offered, waiting for a second reviewer and late, looked at again, approved by the machine."""
        app = self.app
        made = {
            "asked": quickly.asked(app),
            "offered": quickly.offered(app),
            "proposed": quickly.in_review(app, "chen", amount=quickly.LARGE, yearly_income=quickly.RICH),
            "looked": quickly.refused(app, "chen"),
            "asked_paper": quickly.in_review(app, "lina"),
            "machine": quickly.in_review(app, "lina", amount=quickly.SMALL),
        }
        self.names |= {name: sent.reference for name, sent in made.items()}
        quickly.decide(app, made["proposed"])
        self._act("looked", "chen", operations.ask_second_look)
        self._act(
            "asked_paper", "reviewer", lambda *at: operations.ask_customer(at[0], "paper", "Again.", *at[1:])
        )
        self._act("proposed", "reviewer", _make_late)
        with app.app_context():
            raise_late_clocks()

    def _at_the_counter(self) -> None:
        """Handed back, a paper sent back, and somebody who comes to sign."""
        for name, who in (("with_customer", "minh"), ("sent_back", "xiulan")):
            self.names[name] = quickly.at_branch(self.app, who).reference
        self._act("with_customer", "officer", lambda *at: operations.hand_back(at[0], "Please.", *at[1:]))
        self._act("sent_back", "officer", _send_paper_back)
        ref = self.names["counter"] = quickly.draft(self.app, name="lina")
        parties.name_somebody(self.client("lina"), ref, way="branch", name="Fang")
        sent = loans.sent_from(self.client("lina").get(f"/loans/applications/{ref}/check"))
        loans.picked_up(self.client("officer"), sent)
        self._act("counter", "officer", self._identify)

    def _identify(self, loan: LoanApplication, by: Actor, now: datetime) -> None:
        (party,) = loan.named_parties
        self.names["beside"] = party.public_id
        beside.identify(party, quickly.someone("fang"), IdentityPaper.PASSPORT, by, now)  # type: ignore[arg-type]

    def _walk_in(self) -> None:
        """Lina was looked up; one that has just begun, and one that waits to be sent, with a page of its paper."""
        begun = self._looked_up("C100007").form("begin").fill(paper="identity_card", product="inclusive")
        self.names["walk_in"] = begun.submit().path.split("/")[3]
        self.names["found"] = self._looked_up("C100007").path.rpartition("/")[2]
        page = (
            self._looked_up("C100001").form("begin").fill(paper="identity_card", product="inclusive").submit()
        )
        self.names["told"] = page.path.split("/")[3]
        loans.answer_at_the_counter(page).form("paper").fill(file=loans.LICENCE).submit()

    def _looked_up(self, number: str) -> Page:
        return self.client("officer").get("/staff/loans/walk-in").form("walk-in").fill(number=number).submit()


def _make_late(loan: LoanApplication, _by: Actor, now: datetime) -> None:
    assert loan.deadline is not None
    loan.deadline.due_at = now - timedelta(hours=1)


def _send_paper_back(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.add_pages(loan, Question.PAPER, [quickly.paper_for(loan, by, now)], by, now)
    quickly.judge(loan, by, now, SendBackReason.UNREADABLE, "Please take it by daylight.")
