"""The people around a loan, who try things; the portal must answer as the table of transitions says."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant

from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.db import transaction
from portal.identity.queries import branch_coded
from portal.loans import operations, queries
from portal.loans.facts import facts_of
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    TRANSITIONS,
    LoanAction,
    LoanStatus,
    OfferAnswer,
    Question,
    SendBackReason,
    Terms,
    problems_of_offer,
)
from portal.visits.models import Appointment
from portal.visits.operations import SlotTaken
from portal.visits.rules import SEATS
from portal.web.errors import Conflict
from tests.clocks import START, MovableClock
from tests.loans import quickly, truths

T = TypeVar("T")
MOST = 3
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


class Living(RuleBasedStateMachine):
    """`app` and `clock` come from the test; `came_to` counts, so that no example is idle for all."""

    app: ClassVar[Flask]
    clock: ClassVar[MovableClock]
    came_to: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.lives: dict[str, Life] = {}
        self.touched: set[str] = set()
        self.came_to["examples"] += 1
        self.clock.to(START + timedelta(days=35 * self.came_to["examples"]))

    @invariant()
    def truths_hold(self) -> None:
        self.look_at(self.touched & self.lives.keys())
        self.touched.clear()

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
                truths.nobody_decides_twice(loan)
                truths.one_question_while_it_is_asked(loan)
                truths.an_offer_is_open_while_it_is_offered(loan)

    def teardown(self) -> None:
        self.look_at(self.lives)
        with self.app.app_context():
            assert list(truths.of_the_whole_bank()) == []

    def act(self, ref: str, name: str, do: Callable[..., Any], *args: Any, late: bool = False) -> Any:
        """What refused this person's act, if anything did; `late`: from a page of the version before."""
        self.touched.add(ref)
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
    def say(
        loan: LoanApplication,
        question: Question,
        choice: int,
        seen: int | None,
        stored: list[Any],
        by: Actor,
        now: datetime,
    ) -> None:
        value = OFFERED[question][choice]
        if question == Question.PURPOSE_DETAIL:
            value = {"purpose": loan.value(Question.PURPOSE) or "other", "text": value}
        elif question == Question.PAPER:
            pages = {"pages": [quickly.paper_for(loan, by, now)]} if value == "upload" else {}
            value = {"way": value} | pages
        elif question == Question.VISIT:
            branch = loan.value(Question.BRANCH) or "east"
            value = {"branch": branch, "starts_at": quickly.slot(branch, value).isoformat()}
        stored.append(value)
        operations.answer(loan, question, value, by, now, seen)

    @staticmethod
    def send(loan: LoanApplication, by: Actor, now: datetime) -> None:
        operations.submit(loan, by, now, "zh_Hans")

    def is_open(self, loan: LoanApplication) -> bool:
        return loan.is_file_open(self.clock.now)

    def guess(self, ref: str, right: bool) -> Any:
        """What refused the code; as at the branch, a wrong one is counted whatever follows."""
        officer = self.officer(ref)
        with self.app.app_context():
            digits = queries.code_of(quickly.loan(ref)).digits
            typed = digits if right else f"{(int(digits) + 1) % 10**6:06d}"
            with transaction():
                by, now = quickly.hand(officer), self.clock.now
                refused = operations.weigh_code(quickly.loan(ref), typed, by, now)
        self.came_to["CodeRefused"] += refused is not None
        return refused or self.act(ref, officer, operations.pick_up, typed)

    @staticmethod
    def offer(loan: LoanApplication, by: Actor, now: datetime) -> None:
        """The least that is lent over the longest term, which every income that was told carries."""
        terms = Terms(loan.product.minimum, loan.product.terms[-1], loan.repayment)
        operations.offer(loan, terms, "先开立账户。", "这样更稳妥。", by, now, now.date())

    @staticmethod
    def say_to_offer(loan: LoanApplication, answer: OfferAnswer, by: Actor, now: datetime) -> None:
        operations.answer_offer(loan, len(loan.decisions), answer, by, now)

    def may_decide(self, ref: str, name: str) -> bool:
        with self.app.app_context():
            loan = quickly.loan(ref)
            return loan.may_be_decided_by(quickly.member(name), history(loan.subject))

    def is_large(self, loan: LoanApplication) -> bool:
        return loan.amount is not None and loan.amount > loan.product.second_eyes_above

    def passes(self, loan: LoanApplication) -> bool:
        """Whether what `offer` offers may be offered, so that a refusal by the rules is no surprise."""
        terms = Terms(loan.product.minimum, loan.product.terms[-1], loan.repayment)
        return not problems_of_offer(terms, facts_of(loan), loan.product, self.clock.now.date())

    @staticmethod
    def put_in(loan: LoanApplication, papers: list[str], by: Actor, now: datetime) -> None:
        papers.append(quickly.paper_for(loan, by, now))
        operations.add_pages(loan, Question.PAPER, papers, by, now)

    def pages(self, ref: str) -> list[str]:
        return self.read(ref, lambda loan: loan.pages(Question.PAPER))

    @staticmethod
    def say_of_paper(
        loan: LoanApplication, reason: SendBackReason | None, words: str, by: Actor, now: datetime
    ) -> None:
        if Question.PAPER not in loan.current_answers:
            raise casework.IllegalMove("no paper")
        quickly.judge(loan, by, now, reason, words)

    @staticmethod
    def give_paper(loan: LoanApplication, stored: list[Any], by: Actor, now: datetime) -> None:
        stored.append({"way": "upload", "pages": [quickly.paper_for(loan, by, now)]})
        operations.give_paper(loan, Question.PAPER, stored[0], by, now, None)
