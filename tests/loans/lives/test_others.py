"""A joint applicant and guarantors: whoever does what in whatever order, the truths hold."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.loans.rules import LoanAction, LoanStatus, OfferAnswer, PartyRole, PartyWay, Question
from tests.clocks import MovableClock
from tests.loans.lives.living import live
from tests.loans.lives.others import Others, Place
from tests.loans.lives.proposing import Proposing
from tests.loans.lives.reviewing import Reviewing
from tests.loans.lives.saying import AMOUNTS

pytestmark = pytest.mark.slow
A, Q, S = LoanAction, Question, LoanStatus


class Together(Others, Proposing, Reviewing):
    def next_step(self, ref: str, choice: int) -> None:
        life = self.lives[ref]
        match life.status:
            case S.DRAFT:
                self.answers_all(ref)
                self.all_sign(ref, choice)
                self.submit(ref)
            case S.SUBMITTED | S.AT_BRANCH if not life.is_open(self.clock.now):
                self.make_code(ref)
                self.pick_up(ref)
            case S.AT_BRANCH:
                self.all_sign(ref, choice)
                self.sees_papers(ref)
                self.send_to_review(ref)
            case S.IN_REVIEW if choice == 2:
                self.make_offer(ref, "reviewer")
            case S.IN_REVIEW if choice == 3:
                self.ask_customer(ref, "reviewer")
            case S.IN_REVIEW:
                self.decide(ref, (A.APPROVE, A.REFUSE)[choice], "reviewer")
            case S.OFFERED:
                self.answer_offer(ref, OfferAnswer.ACCEPTED)
            case S.REFUSED:
                self.ask_second_look(ref)
            case S.IN_SECOND_LOOK:
                self.decide(ref, A.APPROVE, "reviewer2")

    def all_sign(self, ref: str, choice: int) -> None:
        """Who was named signs at home, or on the tablet where he can."""
        for name, (place, who) in zip(("amina", "fang", "lina"), self.named(ref), strict=False):
            if self.may_sign_here(self.lives[ref], who) and choice % 2:
                self.identify(place, who.customer or name)
                self.make_party_code(place)
                self.sign_here(place, 0)
            else:
                self.accept(place, who.customer or name)
                self.sign(place, who.customer or name)

    def named(self, ref: str) -> list[tuple[Place, object]]:
        return [((ref, place), who) for place, who in self.lives[ref].beside.items() if not who.removed]


def more_than_they_signed_for(life: Together) -> None:
    """She accepts an offer of more: who signed signs again, then a person decides."""
    life.begin("xiulan", None, AMOUNTS[0])
    ref = life.newest
    life.invite(ref, PartyRole.JOINT, PartyWay.HAND)
    for _ in range(3):
        life.invite(ref, PartyRole.GUARANTOR, PartyWay.HAND)
    life.submit(ref)
    life.all_sign(ref, 0)
    life.truths_hold()
    life.answer(ref, Q.AMOUNT, 1, late=False)
    life.submit(ref)
    life.truths_hold()
    life.go_on(ref, 0, 3)
    life.go_on(ref, 2, 2)
    assert life.lives[ref].status == S.AT_BRANCH
    life.go_on(ref, 1, 4)


def joined_at_the_branch(life: Together) -> None:
    """He signs on the tablet; what she confirms there undoes it; he signs again, and leaves in the review."""
    life.wish_for_a_home()
    ref = life.newest
    life.invite(ref, PartyRole.JOINT, PartyWay.BRANCH)
    life.go_on(ref, 3, 2)
    ((place, who),) = life.named(ref)
    assert who.signed
    for question, confirms in ((Q.AMOUNT, True), (Q.TERM, False)):
        life.propose(ref, 0, question, 2)
        life.settle(ref, question, confirms)
        life.truths_hold()
    life.make_party_code(place)
    for wrong in (5, 0):
        life.sign_here(place, 0, wrong)
    life.go_on(ref, 3)
    life.leave(place)
    life.truths_hold()
    assert life.lives[ref].status == S.AT_BRANCH
    life.go_on(ref, 0)
    life.remove(place)
    life.go_on(ref, 1, 3)


def not_everybody_comes(life: Together) -> None:
    """The applicant herself, a stranger, one twice: refused. Who declines, who was removed, whose link lapsed."""
    life.wish_for_a_home()
    ref = life.newest
    life.answers_all(ref)
    for role in (PartyRole.JOINT, PartyRole.GUARANTOR, PartyRole.GUARANTOR):
        life.invite(ref, role, PartyWay.EMAIL)
    first, second, third = (place for place, _who in life.named(ref))
    life.invite_again(third)
    life.expect_at_branch(third)
    for place, name in ((first, "james"), (first, "amina"), (first, "fang"), (second, "amina")):
        life.accept(place, name)
        life.sign(place, name, late=name == "amina")
    life.decline(first)
    life.invite_again(second)
    life.truths_hold()
    life.time_passes(timedelta(days=31))


def left_in_the_second_look(life: Together) -> None:
    """Refused, she asks for another look; who signed with her leaves: it can be refused, not approved."""
    life.begin("xiulan", None, AMOUNTS[0])
    ref = life.newest
    life.invite(ref, PartyRole.GUARANTOR, PartyWay.HAND)
    life.go_on(ref, 0, 3)
    life.go_on(ref, 1, 2)
    ((place, _who),) = life.named(ref)
    life.leave(place)
    life.truths_hold()
    life.go_on(ref, 0)
    life.decide(ref, A.REFUSE, "reviewer2")


def gone_from_everywhere(life: Together) -> None:
    """He leaves while she is asked, and while an offer waits; she takes it back, and he is free."""
    for choice in (2, 3):
        life.begin("amina", None, AMOUNTS[0])
        ref = life.newest
        life.invite(ref, PartyRole.GUARANTOR, PartyWay.HAND)
        ((place, _who),) = life.named(ref)
        life.accept(place, "fang")
        life.sign(place, "fang")
        life.go_on(ref, choice, 4)
        life.leave(place)
        life.truths_hold()
        life.withdraw(ref)


WALKS = [
    more_than_they_signed_for,
    joined_at_the_branch,
    not_everybody_comes,
    left_in_the_second_look,
    gone_from_everywhere,
]
WANTED = {
    *(S.DRAFT, S.SUBMITTED, S.AT_BRANCH, S.IN_REVIEW, S.OFFERED, S.ASKED, S.APPROVED, S.REFUSED, S.WITHDRAWN),
    *(A.ACCEPT_TO_SIGN, A.PARTY_LEFT, A.SUBMIT, A.SEND_TO_REVIEW, A.APPROVE, A.ASK_SECOND_LOOK),
    "party invited",
    "party invited again",
    "party comes to the branch",
    "party accepted",
    "party identified",
    "party code made",
    "wrong party code",
    "party signed",
    "signed here",
    "party is to sign again",
    "party declined",
    "party took the signature back",
    "party removed",
    "PartyRefused",
    "PartiesOpen",
    "IllegalMove",
    "lapsed",
}


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    came_to = live(Together, app, clock, WALKS)
    assert {each for each in WANTED if not came_to[each]} == set()
