"""A loan's life as a state machine: people do things in any order, and after each step the truths hold."""

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from portal.cli.operators import tidy
from portal.loans import operations
from portal.loans.rules import (
    CLOSED,
    DRAFT_KEPT,
    MOST_WRONG_TRIES,
    LoanAction,
    LoanStatus,
    Question,
    RefusalReason,
    SendBackReason,
)
from tests.clocks import MovableClock
from tests.loans import quickly
from tests.loans.living import MOST, Life, Living

LIVING = st.runner().flatmap(lambda machine: st.sampled_from(list(machine.lives)[-MOST:]))
LATE = st.sampled_from([False, False, False, True])


class LoanLife(Living):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule(
        name=st.sampled_from(["xiulan", "james"]),
        until=st.sampled_from([None, None, Question.CONSENTS, Question.AMOUNT]),
        steps=st.integers(0, 4),
    )
    def begin(self, name: str, until: Question | None, steps: int) -> None:
        reference = quickly.draft(self.app, until, name)
        given = {Question(name): [value] for name, value in quickly.values(self.app, reference).items()}
        touched_at = self.read(reference, lambda loan: loan.touched_at)
        self.lives[reference] = Life(name, touched_at, given=given)
        self.came_to[LoanStatus.DRAFT] += 1
        self.go_on(reference, 0, steps)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, question=st.sampled_from(Question), choice=st.integers(0, 2), late=LATE)
    def answer(self, ref: str, question: Question, choice: int, late: bool) -> None:
        life = self.lives[ref]
        refused = self.give(ref, question, choice, len(life.given.get(question, [])) - late)
        assert (refused is None) == (life.status == LoanStatus.DRAFT and not late), refused

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, choice=st.integers(0, 2), steps=st.integers(1, 4))
    def go_on(self, ref: str, choice: int, steps: int) -> None:
        for _ in range(steps):
            self.next_step(ref, choice)

    def next_step(self, ref: str, choice: int) -> None:
        """What comes next when nothing goes wrong."""
        match self.lives[ref].status:
            case LoanStatus.DRAFT:
                while open_questions := self.read(ref, lambda loan: loan.unanswered):
                    assert self.give(ref, open_questions[0], choice) is None
                self.submit(ref, late=False)
            case LoanStatus.SUBMITTED:
                self.make_code(ref)
                self.pick_up(ref, wrong=0)
            case LoanStatus.AT_BRANCH:
                self.add_paper(ref)
                self.judge_paper(ref, None)
                self.send_to_review(ref, late=False)
            case LoanStatus.IN_REVIEW:
                self.decide(ref, (LoanAction.APPROVE, LoanAction.REFUSE)[choice % 2], late=False)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, late=LATE)
    def submit(self, ref: str, late: bool) -> None:
        life, ready = self.lives[ref], self.read(ref, self.may_be_sent)
        refused = self.act(ref, life.name, self.send, late=late)
        self.moved(ref, LoanAction.SUBMIT, refused, ready and not late)
        life.owner_id = self.read(ref, lambda loan: loan.owner_id)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def make_code(self, ref: str) -> None:
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.make_code)
        assert (refused is None) == (life.status == LoanStatus.SUBMITTED), refused

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, wrong=st.sampled_from([0, 0, 0, 1, MOST_WRONG_TRIES]))
    def pick_up(self, ref: str, wrong: int) -> None:
        if self.lives[ref].status != LoanStatus.DRAFT:
            for _ in range(wrong):
                assert self.guess(ref, right=False) is not None
            live = self.read(ref, self.has_live_code)
            self.came_to["dead code"] += not live
            self.moved(ref, LoanAction.PICK_UP, self.guess(ref, right=True), live)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def add_paper(self, ref: str) -> None:
        if (life := self.lives[ref]).status != LoanStatus.DRAFT:
            papers: list[str] = []
            refused = self.act(ref, self.officer(ref), self.put_in, papers)
            ready = life.status == LoanStatus.AT_BRANCH and self.read(ref, self.is_open)
            assert (refused is None) == ready, refused
            if refused is None:
                life.given[Question.PAPER].append({"way": "upload", "pages": self.pages(ref)})

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, reason=st.sampled_from([None, None, SendBackReason.UNREADABLE]))
    def judge_paper(self, ref: str, reason: SendBackReason | None) -> None:
        if (life := self.lives[ref]).status != LoanStatus.DRAFT:
            ready = life.status == LoanStatus.AT_BRANCH and self.read(ref, self.is_open) and self.pages(ref)
            words = "请重新拍照。" if reason else ""
            refused = self.act(ref, self.officer(ref), self.say_of_paper, reason, words)
            assert (refused is None) == bool(ready), refused
            self.came_to["sent back"] += refused is None and reason is not None

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def send_again(self, ref: str) -> None:
        life = self.lives[ref]
        takes = self.read(ref, lambda loan: loan.takes_paper(Question.PAPER))
        stored: list[dict[str, object]] = []
        refused = self.act(ref, life.name, self.give_paper, stored)
        assert (refused is None) == takes, refused
        if refused is None:
            life.given.setdefault(Question.PAPER, []).extend(stored)
            life.touched_at = self.read(ref, lambda loan: loan.touched_at)
            self.came_to["sent again"] += life.status != LoanStatus.DRAFT

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, late=LATE)
    def send_to_review(self, ref: str, late: bool) -> None:
        if self.lives[ref].status != LoanStatus.DRAFT:
            ready = self.read(ref, lambda loan: not loan.unseen_papers and self.is_open(loan))
            refused = self.act(ref, self.officer(ref), operations.send_to_review, late=late)
            self.moved(ref, LoanAction.SEND_TO_REVIEW, refused, ready and not late)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, action=st.sampled_from([LoanAction.APPROVE, LoanAction.REFUSE]), late=LATE)
    def decide(self, ref: str, action: LoanAction, late: bool) -> None:
        reasons = [RefusalReason.OTHER] if action == LoanAction.REFUSE else []
        said = (action, reasons, "我的理由。", "换一个用途。")
        self.moved(ref, action, self.act(ref, "reviewer", operations.decide, *said, late=late), not late)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def withdraw(self, ref: str) -> None:
        refused = self.act(ref, self.lives[ref].name, operations.withdraw)
        self.moved(ref, LoanAction.WITHDRAW, refused, True)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def erase(self, ref: str) -> None:
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.erase)
        assert (refused is None) == (life.status == LoanStatus.DRAFT), refused
        self.forget(ref, "erased", refused is None)

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        now = self.clock.now
        with self.app.app_context():
            tidy()
        for ref, life in list(self.lives.items()):
            self.forget(
                ref, "lapsed", life.status == LoanStatus.DRAFT and life.touched_at + DRAFT_KEPT <= now
            )


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    LoanLife.app, LoanLife.clock = app, clock
    LoanLife.came_to.clear()
    run_state_machine_as_test(
        LoanLife,
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],  # to shrink a whole life takes many minutes
            max_examples=40,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
    wanted = {*LoanStatus, "dead code", "Conflict", "IllegalMove", "CodeRefused", "Incomplete", "sent again"}
    assert {name for name in wanted if not LoanLife.came_to[name]} == set()
