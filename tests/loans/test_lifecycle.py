"""A loan's life as a state machine: people do things in any order, and after each step the truths hold."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.cli.operators import tidy
from portal.db import transaction
from portal.identity.queries import branch_coded
from portal.loans import operations, queries
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    CLOSED,
    DRAFT_KEPT,
    MOST_WRONG_TRIES,
    TRANSITIONS,
    LoanAction,
    LoanStatus,
    Question,
    RefusalReason,
)
from portal.visits.models import Appointment
from portal.visits.operations import SlotTaken
from portal.visits.rules import SEATS
from portal.web.errors import Conflict
from tests.clocks import START, MovableClock
from tests.loans import quickly, truths

T = TypeVar("T")
MOST = 3
LIVING = st.runner().flatmap(lambda machine: st.sampled_from(list(machine.lives)[-MOST:]))
LATE = st.sampled_from([False, False, False, True])
OFFICERS = {"east": "officer", "west": "officer2"}
REFUSALS = (Conflict, operations.Incomplete, operations.CodeRefused, SlotTaken)
WORTH = [{"minor": minor, "currency": "CNY"} for minor in (10_000_00, 50_000_50, 500_000_00)]
OFFERED: dict[Question, list[Any]] = {
    Question.AMOUNT: WORTH,
    Question.TERM: [6, 12, 36],
    Question.PURPOSE: ["stock", "wages", "other"],
    Question.PURPOSE_DETAIL: ["面粉", "四个人，三个月", "👩‍🍳 <b>…</b>"],
    Question.BUSINESS_NAME: ["秀兰面馆", "متجر السيّد", "Nguyễn"],
    Question.STARTED_ON: ["2016-05-18", "2026-11-01", "1999-12-31"],
    Question.YEARLY_INCOME: WORTH,
    Question.PAPER: ["bring", "upload", "upload"],
    Question.BRANCH: ["east", "west", "east"],
    Question.VISIT: [0, 0, 1],
    Question.CONSENTS: [["process"], ["process", "bureau"], ["process", "reuse", "offers"]],
}


@dataclass
class Life:
    """What the world saw of one pre-application; the portal must agree with it."""

    name: str
    touched_at: datetime
    status: LoanStatus = LoanStatus.DRAFT
    owner_id: int | None = None
    given: dict[Question, list[Any]] = field(default_factory=dict)


class LoanLife(RuleBasedStateMachine):
    """`app` and `clock` come from the test; `came_to` counts, so that no example is idle for all."""

    app: ClassVar[Flask]
    clock: ClassVar[MovableClock]
    came_to: ClassVar[Counter[str]] = Counter()
    def __init__(self) -> None:
        super().__init__()
        self.lives: dict[str, Life] = {}
        self.came_to["examples"] += 1
        self.clock.to(START + timedelta(days=35 * self.came_to["examples"]))

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
        if (life := self.lives[ref]).status != LoanStatus.DRAFT:
            for _ in range(wrong):
                assert self.act(ref, self.officer(ref), self.guess, False) is not None
                self.act(ref, self.officer(ref), operations.count_wrong_try)
            live = self.read(ref, self.has_live_code)
            self.came_to["dead code"] += not live
            self.moved(ref, LoanAction.PICK_UP, self.act(ref, self.officer(ref), self.guess, True), live)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def add_paper(self, ref: str) -> None:
        if (life := self.lives[ref]).status != LoanStatus.DRAFT:
            papers: list[str] = []
            refused = self.act(ref, self.officer(ref), self.put_in, papers)
            assert (refused is None) == (life.status == LoanStatus.AT_BRANCH), refused
            if refused is None:
                life.given[Question.PAPER].append({"way": "upload", "attachment": papers[0]})

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, late=LATE)
    def send_to_review(self, ref: str, late: bool) -> None:
        if (life := self.lives[ref]).status != LoanStatus.DRAFT:
            ready = self.read(ref, lambda loan: loan.paper_id is not None)
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

    @rule(hours=st.sampled_from([24, 24 * 31, 5, 1]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)
        now = self.clock.now
        with self.app.app_context():
            tidy()
        for ref, life in list(self.lives.items()):
            self.forget(ref, "lapsed", life.status == LoanStatus.DRAFT and life.touched_at + DRAFT_KEPT <= now)

    @invariant()
    def truths_hold(self) -> None:
        self.look_at(list(self.lives)[-MOST:])

    def look_at(self, references: Iterable[str]) -> None:
        with self.app.app_context():
            for ref in references:
                life = self.lives[ref]
                loan = quickly.loan(ref)
                events = history(loan.subject)
                assert loan.status == life.status
                truths.history_rebuilds(loan, events)
                truths.no_answer_is_lost(loan, events, life.given)
                truths.somebody_looks_after_it(loan, life.owner_id)
                truths.one_code_at_most_lives(loan)
                truths.one_seat_while_it_runs(loan)
                truths.an_approval_is_one_event_of_life(loan)

    def teardown(self) -> None:
        self.look_at(self.lives)
        with self.app.app_context():
            assert list(truths.of_the_whole_bank()) == []

    def act(self, ref: str, name: str, do: Callable[..., Any], *args: Any, late: bool = False) -> Any:
        """What refused this person's act, if anything did; `late`: from a page of the version before."""
        with self.app.app_context():
            try:
                with transaction():
                    loan, by, now = quickly.loan(ref), quickly.hand(name), self.clock.now
                    casework.expect_version(loan, loan.version - late)
                    do(loan, *args, by, now)
            except REFUSALS as refused:
                self.came_to[type(refused).__name__] += 1
                return refused
        return None

    def moved(self, ref: str, action: LoanAction, refused: Any, ready: bool) -> None:
        """It went as the table says."""
        life = self.lives[ref]
        following = TRANSITIONS.get((life.status, action)) if ready else None
        assert (refused is None) == (following is not None), (life.status, action, refused)
        if following:
            life.status = following
            self.came_to[following] += 1

    def give(self, ref: str, question: Question, choice: int, seen: int | None = None) -> Any:
        life, stored = self.lives[ref], []
        refused = self.act(ref, life.name, self.say, question, choice, seen, stored)
        if refused is None and life.given.get(question, [])[-1:] != stored:
            life.given.setdefault(question, []).extend(stored)
            life.touched_at = self.read(ref, lambda loan: loan.touched_at)
        return refused

    def forget(self, ref: str, how: str, is_gone: bool) -> None:
        if is_gone:
            del self.lives[ref]
            self.came_to[how] += 1
        with self.app.app_context():
            found = {loan.reference for loan in quickly.db.session.query(LoanApplication)}
        assert (ref in found) == (not is_gone)

    def read(self, ref: str, question: Callable[[LoanApplication], T]) -> T:
        with self.app.app_context():
            return question(quickly.loan(ref))

    def officer(self, ref: str) -> str:
        return OFFICERS[self.read(ref, lambda loan: loan.branch.code)]  # type: ignore[union-attr]

    def may_be_sent(self, loan: LoanApplication) -> bool:
        if not loan.is_draft or loan.unanswered:
            return False
        starts_at = datetime.fromisoformat(loan.value(Question.VISIT)["starts_at"])
        branch = branch_coded(loan.value(Question.BRANCH))
        taken = quickly.db.session.query(Appointment).filter_by(branch_id=branch.id, starts_at=starts_at)
        return starts_at > self.clock.now and taken.count() < SEATS

    def has_live_code(self, loan: LoanApplication) -> bool:
        code = queries.code_of(loan)
        return code is not None and code.is_live(self.clock.now)

    @staticmethod
    def say(loan: LoanApplication, question: Question, choice: int, seen: int | None, stored: list[Any], by: Actor, now: datetime) -> None:
        value = OFFERED[question][choice]
        if question == Question.PURPOSE_DETAIL:
            value = {"purpose": loan.value(Question.PURPOSE) or "other", "text": value}
        elif question == Question.PAPER:
            paper = {"attachment": quickly.paper_for(loan, by, now)} if value == "upload" else {}
            value = {"way": value} | paper
        elif question == Question.VISIT:
            branch = loan.value(Question.BRANCH) or "east"
            value = {"branch": branch, "starts_at": quickly.slot(branch, value).isoformat()}
        stored.append(value)
        operations.answer(loan, question, value, by, now, seen)

    @staticmethod
    def send(loan: LoanApplication, by: Actor, now: datetime) -> None:
        operations.submit(loan, by, now, "zh_Hans")

    @staticmethod
    def guess(loan: LoanApplication, right: bool, by: Actor, now: datetime) -> None:
        digits = queries.code_of(loan).digits
        operations.pick_up(loan, digits if right else digits[::-1] + "x", by, now)

    @staticmethod
    def put_in(loan: LoanApplication, papers: list[str], by: Actor, now: datetime) -> None:
        papers.append(quickly.paper_for(loan, by, now))
        operations.add_paper(loan, papers[0], by, now)


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    LoanLife.app, LoanLife.clock = app, clock
    LoanLife.came_to.clear()
    run_state_machine_as_test(
        LoanLife,
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=40,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
    wanted = {*LoanStatus, "dead code", "Conflict", "IllegalMove", "CodeRefused", "Incomplete"}
    print(LoanLife.came_to)
    assert {name for name in wanted if not LoanLife.came_to[name]} == set()
