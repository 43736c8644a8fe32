"""Two officers and the customer on one file: whoever does what in whatever order, the truths hold."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.casework.rules import CaseEvent
from portal.loans.rules import CLOSED, LoanAction, LoanStatus, Proof, Question
from tests.clocks import MovableClock
from tests.loans import quickly
from tests.loans.lives.editing import Editing
from tests.loans.lives.living import MOST, WHO, live
from tests.loans.lives.proposing import Proposing
from tests.loans.lives.walking_in import ASKED, WalkingIn

pytestmark = pytest.mark.slow
A, Q, S = LoanAction, Question, LoanStatus


class AtTheCounter(Proposing, Editing, WalkingIn):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule(name=st.sampled_from(["xiulan", "amina"]), who=WHO)
    def come(self, name: str, who: int = 0) -> None:
        """With what she sent, and her code."""
        self.begin(name, None, quickly.ANSWERS[Q.AMOUNT])
        self.submit(self.newest)
        self.pick_up(self.newest, who)

    def next_step(self, ref: str, choice: int) -> None:
        life = self.lives[ref]
        match life.status:
            case S.DRAFT if life.is_open(self.clock.now):
                self.tells_all(ref)
                self.submit_here(ref, choice % 2)
            case S.DRAFT:
                self.answers_all(ref)
                self.submit(ref)
            case S.WITH_CUSTOMER:
                self.answers_all(ref)
                self.send_back(ref)
            case S.SUBMITTED | S.AT_BRANCH if not life.is_open(self.clock.now):
                self.opens_again(ref, choice)
            case S.AT_BRANCH if life.proposed:
                self.settle_here(ref, choice % 2, next(iter(life.proposed)), choice != 3)
            case S.AT_BRANCH if choice == 0:
                self.hand_back(ref, 1)
            case S.AT_BRANCH:
                self.propose(ref, choice % 2, (Q.TERM, Q.AMOUNT, Q.PURPOSE)[choice - 1], choice - 1)

    def tells_all(self, ref: str) -> None:
        """She tells the officer what is asked at the counter."""
        for question in ASKED:
            if self.read(ref, lambda loan, each=question: each in loan.unanswered):  # type: ignore[misc]
                self.answer_for(ref, 0, question, 0)

    def opens_again(self, ref: str, choice: int) -> None:
        if choice % 2:
            self.open_by_identity(ref, 1)
        else:
            self.make_code(ref)
            self.pick_up(ref, 1)


def two_hands(life: AtTheCounter) -> None:
    """Of two officers one edits; a proposal is replaced, kept out, taken on her page and on the tablet."""
    life.come("amina")
    ref = life.newest
    life.take_lease(ref, 0)
    life.take_lease(ref, 1)
    life.propose(ref, 0, Q.AMOUNT, 0)
    life.propose(ref, 1, Q.AMOUNT, 1)
    life.truths_hold()
    life.settle(ref, Q.AMOUNT, confirms=True, late=True)
    life.settle(ref, Q.AMOUNT, confirms=True)
    life.truths_hold()
    life.time_passes(timedelta(minutes=3))
    life.take_lease(ref, 1)
    life.renew_lease(ref, 0)
    for question in (Q.TERM, Q.PURPOSE):
        life.propose(ref, 1, question, 2)
        life.truths_hold()
        life.settle_here(ref, 1, question, confirms=True, right=False)
        life.settle_here(ref, 1, question, confirms=question == Q.PURPOSE)
        life.truths_hold()
    life.send_to_review(ref, 1)
    life.propose(ref, 0, Q.PURPOSE_DETAIL, 0)
    life.sees_papers(ref)
    life.send_to_review(ref, 1)
    life.settle(ref, Q.PURPOSE_DETAIL, confirms=True)
    life.propose(ref, 0, Q.TERM, 0)
    life.send_to_review(ref, 1)
    life.settle(ref, Q.TERM, confirms=False)
    life.truths_hold()
    life.send_to_review(ref, 1)


def back_and_forth(life: AtTheCounter) -> None:
    """The record is doubted; the file goes home with a message, comes back, and opens on other days."""
    life.come("xiulan")
    ref = life.newest
    life.take_lease(ref, 1)
    life.dispute(ref, 0, Q.BUSINESS_NAME)
    life.propose(ref, 0, Q.AMOUNT, 0)
    life.hand_back(ref, 1)
    life.truths_hold()
    life.answer(ref, Q.AMOUNT, 1, late=False)
    life.answer(ref, Q.PURPOSE, 1, late=False)
    life.send_back(ref)
    life.go_on(ref, 0)
    life.time_passes(timedelta(days=3))
    life.settle_here(ref, 0, Q.AMOUNT, confirms=True)
    life.go_on(ref, 0)
    life.settle(ref, Q.AMOUNT, confirms=False)
    life.time_passes(timedelta(days=1))
    life.move_visit(ref, "west", 0)
    life.pick_up(ref)
    life.truths_hold()
    life.withdraw(ref)


def from_the_street(life: AtTheCounter) -> None:
    """She has no application; it begins, is sent and is changed at the counter."""
    for evening in (False, True):
        life.walk_in(0, "xiulan")
        life.truths_hold()
        life.time_passes(timedelta(hours=16 if evening else 1))
        life.go_on(life.newest, 1)
        life.go_on(life.newest, 1, 4)
        life.release_lease(life.newest, 0)


def at_home_that_day(life: AtTheCounter) -> None:
    """What was begun at the counter she sends from home in the afternoon."""
    life.walk_in(1, "amina")
    life.answers_all(life.newest)
    life.submit(life.newest)
    life.truths_hold()
    life.pick_up(life.newest)


WALKS = [two_hands, back_and_forth, from_the_street, at_home_that_day]
WANTED = {
    *(S.DRAFT, S.SUBMITTED, S.AT_BRANCH, S.WITH_CUSTOMER, S.IN_REVIEW, S.WITHDRAWN),
    *(A.HAND_BACK, A.SEND_BACK, A.PICK_UP, A.SEND_TO_REVIEW),
    *(CaseEvent.PROPOSED, CaseEvent.CONFIRMED, CaseEvent.DECLINED, CaseEvent.DISPUTED),
    *(CaseEvent.LEASE_TAKEN_OVER, CaseEvent.IDENTITY_SEEN, CaseEvent.HANDED_OVER, CaseEvent.ASKED),
    f"settled by {Proof.CODE}",
    f"settled by {Proof.IDENTITY}",
    "visit moved",
    "wrong code",
    "LeaseHeld",
    "LeaseLost",
    "ProposalOvertaken",
    "Unconfirmed",
    "Incomplete",
    "IllegalMove",
    "CodeRefused",
    "Conflict",
}


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    came_to = live(AtTheCounter, app, clock, WALKS)
    assert {each for each in WANTED if not came_to[each]} == set()
