"""A loan's way to its decision, and back: whoever does what in whatever order, the truths hold."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from portal.casework.rules import CaseEvent
from portal.loans.rules import LoanAction, LoanStatus, OfferAnswer, PaperEvent, Question, SendBackReason
from tests.clocks import MovableClock
from tests.loans import quickly
from tests.loans.lives.living import live
from tests.loans.lives.reviewing import Reviewing
from tests.loans.lives.saying import AMOUNTS

pytestmark = pytest.mark.slow
A, S = LoanAction, LoanStatus


class Review(Reviewing):
    def next_step(self, ref: str, choice: int) -> None:
        match self.lives[ref].status:
            case S.DRAFT:
                self.answers_all(ref, choice)
                self.submit(ref)
            case S.SUBMITTED:
                self.make_code(ref)
                self.pick_up(ref, choice)
            case S.AT_BRANCH:
                self.completes(ref)
            case S.IN_REVIEW if choice == 2:
                self.make_offer(ref, "reviewer")
            case S.IN_REVIEW if choice == 3:
                self.ask_customer(ref, "reviewer")
            case S.IN_REVIEW:
                self.decide(ref, (A.APPROVE, A.REFUSE)[choice], "reviewer")
            case S.IN_SECOND_REVIEW:
                for name in ("reviewer", "reviewer2"):  # one of them is the first
                    self.second_review(ref, choice != 2, name)
            case S.ASKED:
                self.reply(ref, choice % 2 == 0)
            case S.OFFERED:
                self.answer_offer(ref, list(OfferAnswer)[choice % 2])
            case S.REFUSED:
                self.ask_second_look(ref)
            case S.IN_SECOND_LOOK:
                self.decide(ref, A.REFUSE, "reviewer2")

    def completes(self, ref: str) -> None:
        self.send_to_review(ref)
        self.add_paper(ref, 0)
        self.judge_paper(ref, 0, SendBackReason.UNREADABLE)
        self.send_again(ref)
        self.judge_paper(ref, 1, None)
        self.send_to_review(ref)


def to_the_end(amount: dict[str, object], choice: int, life: Review) -> None:
    life.begin("xiulan", None, amount)
    life.go_on(life.newest, choice, 9)


def taken_back(life: Review) -> None:
    life.begin("xiulan", None, AMOUNTS[0])
    life.go_on(life.newest, 0, 2)
    life.withdraw(life.newest)


def undone(life: Review) -> None:
    """Whoever pressed the wrong button takes it back, and goes on."""
    life.begin("xiulan", None, AMOUNTS[0])
    life.go_on(life.newest, 0, 1)
    life.withdraw(life.newest)
    life.undo(life.newest, "xiulan", S.SUBMITTED)
    life.go_on(life.newest, 0, 2)
    for act in (
        life.make_offer,
        partial(life.decide, action=A.REFUSE),
        partial(life.decide, action=A.APPROVE),
    ):
        act(ref=life.newest, name="reviewer")
        life.undo(life.newest, "xiulan", None)
        life.undo(life.newest, "reviewer", S.IN_REVIEW)
        life.truths_hold()
    life.make_offer(life.newest, "reviewer")
    for answer in (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED):
        life.answer_offer(life.newest, answer)
        life.undo(life.newest, "xiulan", S.OFFERED)
        life.truths_hold()
    life.answer_offer(life.newest, OfferAnswer.DECLINED)
    life.time_passes(timedelta(minutes=8))
    life.undo(life.newest, "xiulan", None)
    life.decide(life.newest, A.REFUSE, "reviewer")
    life.undo(life.newest, "reviewer2", None)


def taken_out(life: Review) -> None:
    """The officer took a page by mistake; the right one follows."""
    life.begin("amina", None, AMOUNTS[0])
    life.go_on(life.newest, 0, 2)
    life.takes_page_out(life.newest)
    life.truths_hold()
    life.go_on(life.newest, 0)


def declined(life: Review) -> None:
    """An offer that two reviewers made is not what she wants; the next one decides alone."""
    life.begin("amina", None, AMOUNTS[2])
    life.go_on(life.newest, 2, 3)
    life.make_offer(life.newest, "reviewer")
    life.second_review(life.newest, True, "reviewer2")
    life.answer_offer(life.newest, OfferAnswer.DECLINED)
    life.go_on(life.newest, 0)


def guessed(life: Review) -> None:
    """Five wrong codes kill it; with a new one the file is opened all the same."""
    life.begin("amina", None, AMOUNTS[1])
    life.submit(life.newest)
    for wrong in (5, 0):
        life.pick_up(life.newest, 0, wrong)
        life.truths_hold()
        life.make_code(life.newest)


def too_late(life: Review) -> None:
    """The decision rises to the supervisor, then to the head, each once, and again nowhere."""
    life.begin("amina", None, AMOUNTS[0])
    life.go_on(life.newest, 0, 3)
    for days in (3, 1, 1):
        life.time_passes(timedelta(days=days))
    life.make_offer(life.newest, "reviewer")
    life.time_passes(timedelta(days=15))
    life.decide(life.newest, A.REFUSE, "reviewer")
    life.ask_second_look(life.newest)
    life.time_passes(timedelta(days=15))


def clean(life: Review) -> None:
    """A small one goes with its last verdict; the next one, whose paper the bank holds then, as it is sent."""
    life.begin("xiulan", None, AMOUNTS[1])
    life.go_on(life.newest, 0, 2)
    life.sees_papers(life.newest)
    life.send_if_clean(life.newest)
    life.truths_hold()
    answers = quickly.held(life.app)
    life.take_in(
        "xiulan", life.live_through("draft", partial(quickly.draft, life.app, None, "xiulan", **answers))
    )
    life.submit(life.newest)


def forgotten(life: Review) -> None:
    """A draft is warned of, kept by a touch, warned of anew, and gone."""
    life.begin("amina", Question.BRANCH, AMOUNTS[0])
    for _ in range(2):
        life.give(life.newest, Question.TERM, 1)
        for days in (23, 6):
            life.time_passes(timedelta(days=days))
    life.time_passes(timedelta(days=1))


ENDS = [partial(to_the_end, amount, choice) for amount in AMOUNTS for choice in range(4)]
WALKS = [*ENDS, taken_back, undone, taken_out, declined, guessed, too_late, clean, forgotten]
WANTED = {
    *(set(LoanStatus) - {S.WITH_CUSTOMER}),
    *(set(LoanAction) - {A.HAND_BACK, A.SEND_BACK, A.ACCEPT_TO_SIGN, A.PARTY_LEFT}),
    *PaperEvent,
    CaseEvent.CLOCK_PAUSED,
    CaseEvent.CLOCK_RESUMED,
    CaseEvent.CLOCK_STOPPED,
    CaseEvent.CLOCK_RISEN,
    CaseEvent.CLOCK_RESTORED,
    CaseEvent.TAKEN_BACK,
    "wrong code",
    "dead code",
    "Conflict",
    "IllegalMove",
    "CodeRefused",
    "Incomplete",
    "OtherHands",
    "machine",
    "clean",
    "sent again",
    "erased",
    "lapsed",
}


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    came_to = live(Review, app, clock, WALKS)
    assert {each for each in WANTED if not came_to[each]} == set()
