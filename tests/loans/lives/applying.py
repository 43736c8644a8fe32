"""From the first question to the review: what she answers, how the file is opened, what becomes of the papers."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.casework.models import AnswerSource
from portal.db import db
from portal.identity.queries import branch_coded
from portal.loans import operations, queries
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.rules import (
    CLOSED,
    MOST_WRONG_TRIES,
    SIGNED_FOR,
    TRANSITIONS,
    CodeProblem,
    LoanAction,
    LoanStatus,
    Proof,
    Question,
    Way,
    end_of_day,
    may_change_herself,
)
from portal.visits.models import Appointment
from portal.visits.rules import SEATS
from tests.loans import quickly
from tests.loans.lives.life import Code, Life
from tests.loans.lives.living import ANY, LATE, MOST, TRULY, WHO, Living, among
from tests.loans.lives.saying import AMOUNTS, OFFERED, say

A, S = LoanAction, LoanStatus
ZONE = "Asia/Shanghai"


class Applying(Living):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule(
        name=st.sampled_from(["xiulan", "amina"]),
        until=st.sampled_from([None, None, Question.CONSENTS, Question.AMOUNT]),
        amount=st.sampled_from(AMOUNTS),
    )
    def begin(self, name: str, until: Question | None, amount: dict[str, object]) -> None:
        make = partial(quickly.draft, self.app, until, name, amount=amount)
        self.take_in(name, self.live_through("draft", make))

    def take_in(self, name: str, reference: str) -> None:
        """A life that begins with what is there."""

        def known(loan: LoanApplication) -> Life:
            life = Life(name, loan.touched_at, LoanStatus(loan.status), loan.owner_id)
            for answer in loan.answers:
                life.hear(Question(answer.question), answer.value, answer.source)
            life.product, life.papers = loan.product, tuple(loan.papers)
            life.open_until = loan.file_open_until
            return life

        self.lives[reference] = self.read(reference, known)
        self.touched.add(reference)

    @property
    def newest(self) -> str:
        return list(self.lives)[-1]

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.DRAFT, S.WITH_CUSTOMER),
        question=st.sampled_from(list(OFFERED)),
        choice=st.integers(0, 2),
        late=LATE,
    )
    def answer(self, ref: str, question: Question, choice: int, late: bool) -> None:
        life = self.lives[ref]
        refused = self.give(ref, question, choice, life.versions(question) - late)
        is_hers = life.status == S.WITH_CUSTOMER and may_change_herself(question)
        assert (refused is None) == ((life.status == S.DRAFT or is_hers) and not late), refused

    def give(self, ref: str, question: Question, choice: int, seen: int | None = None) -> Any:
        life, said = self.lives[ref], [None]
        refused = self.act(ref, life.name, say, question, choice, seen, said)
        if refused is None:
            value, before = said[0], life.last(question)[0]
            life.hear(question, value, self.source(life.name, question, value))
            life.touched_at, life.warned = self.at, 0
            if question in SIGNED_FOR and value != before:
                life.lapse_signatures()
        return refused

    def answers_all(self, ref: str, choice: int = 0) -> None:
        while open_questions := self.read(ref, lambda loan: loan.unanswered):
            assert self.give(ref, open_questions[0], min(choice, 2)) is None

    def source(self, name: str, question: Question, value: Any) -> str:
        with self.app.app_context():
            record = queries.on_record(quickly.someone(name), question)  # type: ignore[arg-type]
        return AnswerSource.BANK_RECORD if value == record else AnswerSource.CUSTOMER

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.DRAFT), late=LATE)
    def submit(self, ref: str, late: bool = False) -> None:
        life, ready = self.lives[ref], self.read(ref, self.may_be_sent)
        refused = self.act(ref, life.name, send, late=late)
        ready = ready and all(each.may_be_sent for each in life.named) and not late
        if self.moved(ref, A.SUBMIT, refused, ready):
            life.open_until = None
            if self.read(ref, lambda loan: loan.decided_by_machine):
                assert self.read(ref, lambda loan: all(loan.way(paper) == Way.HELD for paper in loan.papers))
                self.approved_itself(life)
            else:
                self.gets_code(life)
        life.owner_id = self.read(ref, lambda loan: loan.owner_id)

    def approved_itself(self, life: Life) -> None:
        life.status = S.APPROVED
        self.came_to["machine"] += 1

    def may_be_sent(self, loan: LoanApplication) -> bool:
        if not loan.is_draft or loan.unanswered:
            return False
        starts_at = datetime.fromisoformat(loan.value(Question.VISIT)["starts_at"])
        branch = branch_coded(loan.value(Question.BRANCH))
        taken = db.session.query(Appointment).filter_by(branch_id=branch.id, starts_at=starts_at)
        return starts_at > self.clock.now and taken.count() < SEATS

    def gets_code(self, life: Life) -> None:
        starts_at = datetime.fromisoformat(life.last(Question.VISIT)[0]["starts_at"])
        life.code = Code(end_of_day(day_of(max(starts_at, self.at)), ZONE))

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.SUBMITTED, S.AT_BRANCH))
    def make_code(self, ref: str) -> None:
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.make_code)
        assert (refused is None) == self.awaits_visit(life), refused
        if refused is None:
            self.gets_code(life)

    def awaits_visit(self, life: Life) -> bool:
        return (life.status, A.PICK_UP) in TRANSITIONS and not life.is_open(self.at)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.SUBMITTED), who=WHO, wrong=st.sampled_from([0, 0, 0, 1, MOST_WRONG_TRIES]))
    def pick_up(self, ref: str, who: int = 0, wrong: int = 0) -> None:
        if (life := self.lives[ref]).code is None:
            return
        name = self.officer(ref, who)
        for _ in range(wrong):
            assert self.type_code(ref, name, operations.check_code, right=False) is not None
        live = life.code.lives(self.at) and life.status != S.WITHDRAWN
        self.came_to["dead code"] += not live
        refused = self.type_code(ref, name, operations.check_code)
        assert (refused is None) == life.code.lives(self.at)
        refused = self.act(ref, name, pick_up)
        if self.moved(ref, A.PICK_UP, refused, life.code.lives(self.at)):
            life.code.is_used = True
            self.opens(life, Proof.CODE)

    def opens(self, life: Life, proof: Proof) -> None:
        today = day_of(self.at)
        life.open_until, life.opened = end_of_day(today, ZONE), (proof, today)

    def type_code(self, ref: str, name: str, check: Callable[..., PickUpCode], right: bool = True) -> Any:
        """What refused the digits; a wrong try is counted whatever follows."""
        refused: list[operations.CodeRefused] = []
        assert self.act(ref, name, weigh, check, right, refused) is None
        code = self.lives[ref].code
        if code and refused and refused[0].problem == CodeProblem.WRONG:
            code.miss()
        self.came_to["CodeRefused"] += len(refused)
        return refused[0] if refused else None

    @precondition(lambda self: self.lives)
    @rule(ref=ANY, truly=TRULY)
    def withdraw(self, ref: str, truly: bool = True) -> None:
        if not truly:
            return
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.withdraw)
        if self.moved(ref, A.WITHDRAW, refused, True):
            life.left_at = self.at

    def undo(self, ref: str, name: str, becomes: LoanStatus | None) -> None:
        """This hand takes its last move back: it stands there again; None where it cannot."""
        life = self.lives[ref]
        refused = self.act(ref, name, take_back)
        assert (refused is None) == (becomes is not None), refused
        if becomes:
            life.status, life.left_at = becomes, None

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.DRAFT), truly=TRULY)
    def erase(self, ref: str, truly: bool = True) -> None:
        if not truly:
            return
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.erase)
        assert (refused is None) == (life.status == S.DRAFT), refused
        self.forget(ref, "erased", refused is None)


def pick_up(loan: LoanApplication, by: Actor, now: datetime) -> None:
    code = queries.code_of(loan)
    operations.pick_up(loan, code.digits if code else "", by, now)


def take_back(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.take_back(loan, quickly.last_move(loan), "zh_Hans", by, now)


def send(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.submit(loan, by, now, "zh_Hans")


def weigh(
    loan: LoanApplication,
    check: Callable[..., PickUpCode],
    right: bool,
    refused: list[operations.CodeRefused],
    by: Actor,
    now: datetime,
) -> None:
    code = queries.code_of(loan)
    digits = code.digits if code else "000000"
    typed = digits if right else f"{(int(digits) + 1) % 10**6:06d}"
    refused[:] = filter(None, [operations.weigh_code(loan, typed, by, now, check)])


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(ZONE)).date()
