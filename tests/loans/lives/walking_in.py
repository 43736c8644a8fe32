"""She walks in without an application, or comes on another day to another branch."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.casework.models import AnswerSource
from portal.db import db, transaction
from portal.identity.models import Customer, Staff
from portal.identity.queries import branch_coded
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    CLOSED,
    INCLUSIVE,
    ConsentPurpose,
    IdentityPaper,
    LoanAction,
    LoanStatus,
    Proof,
    Question,
    is_asked_at_the_counter,
)
from tests.loans import quickly
from tests.loans.lives.filing import Filing
from tests.loans.lives.living import LATE, MOST, OFFICERS, WHO, among
from tests.loans.lives.saying import OFFERED, valued

A, S = LoanAction, LoanStatus
ASKED = [question for question in OFFERED if is_asked_at_the_counter(question)] + [Question.BRANCH]


class WalkingIn(Filing):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule(who=WHO, name=st.sampled_from(["xiulan", "amina"]))
    def walk_in(self, who: int, name: str) -> None:
        begin = partial(self._walk_in, name, OFFICERS["east"][who])
        self.take_in(name, self.live_through("walk in", begin))

    def _walk_in(self, name: str, officer: str) -> str:
        self.at = self.clock.now
        with self.app.app_context(), transaction():
            customer = quickly.someone(name)
            assert isinstance(customer, Customer)
            by = replace(self.hands[officer], on_behalf_of_id=customer.id)
            begun = operations.begin_walk_in(customer, INCLUSIVE, IdentityPaper.PASSPORT, by, self.at)
            db.session.flush()
            return begun.reference

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.DRAFT), who=WHO, question=st.sampled_from(ASKED), choice=st.integers(0, 2), late=LATE)
    def answer_for(self, ref: str, who: int, question: Question, choice: int, late: bool = False) -> None:
        life, said = self.lives[ref], [None]
        seen = life.versions(question) - late
        refused = self.act(ref, OFFICERS["east"][who], answer_for, question, choice, seen, said)
        ready = life.status == S.DRAFT and life.is_open(self.at) and is_asked_at_the_counter(question)
        assert (refused is None) == (ready and not late), refused
        if refused is None:
            source = self.source(life.name, question, said[0])
            life.hear(question, said[0], AnswerSource.OFFICER if source == AnswerSource.CUSTOMER else source)
            life.touched_at = self.at

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.DRAFT), who=WHO)
    def submit_here(self, ref: str, who: int) -> None:
        """On the tablet that was turned to her."""
        life, name = self.lives[ref], OFFICERS["east"][who]
        is_whole = life.status == S.DRAFT and self.read(ref, is_whole_at_the_counter)
        refused = self.act(ref, name, submit_here)
        if self.moved(ref, A.SUBMIT, refused, is_whole and life.is_open(self.at)):
            for paper in life.papers:
                if not life.last(paper)[0]:
                    life.hear(paper, {"way": "bring"}, AnswerSource.OFFICER)
            visit = {"branch": "east", "starts_at": self.at.isoformat()}
            life.hear(Question.BRANCH, "east", AnswerSource.OFFICER)
            life.hear(Question.VISIT, visit, AnswerSource.OFFICER)
            life.hear(Question.CONSENTS, ["process", "bureau"], AnswerSource.CUSTOMER)
            life.owner_id, life.status = self.ids[name], S.AT_BRANCH
            self.opens(life, Proof.IDENTITY)

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.SUBMITTED, S.AT_BRANCH),
        branch=st.sampled_from(["east", "west"]),
        number=st.integers(0, 1),
    )
    def move_visit(self, ref: str, branch: str, number: int) -> None:
        life, said = self.lives[ref], [None]
        refused = self.act(ref, life.name, move_visit, branch, number, said)
        assert (refused is None) == self.awaits_visit(life), refused
        if refused is None:
            was = life.branch
            life.hear(Question.BRANCH, branch, AnswerSource.CUSTOMER)
            life.hear(Question.VISIT, said[0], AnswerSource.CUSTOMER)
            self.gets_code(life)
            if branch != was:
                life.owner_id = self.read(ref, lambda loan: loan.owner_id)


def answer_for(
    loan: LoanApplication,
    question: Question,
    choice: int,
    seen: int,
    said: list[Any],
    by: Actor,
    now: datetime,
) -> None:
    said[0] = valued(loan, question, choice, by, now)
    beside_her = replace(by, on_behalf_of_id=loan.customer_id)
    operations.answer_for(loan, question, said[0], beside_her, now, seen)


def submit_here(loan: LoanApplication, by: Actor, now: datetime) -> None:
    officer = db.session.get_one(Staff, by.person_id)
    consents = [ConsentPurpose.PROCESS, ConsentPurpose.BUREAU]
    beside_her = replace(by, on_behalf_of_id=loan.customer_id)
    operations.submit_walk_in(loan, consents, officer, beside_her, now, "zh_Hans")


def is_whole_at_the_counter(loan: LoanApplication) -> bool:
    return not [question for question in loan.unanswered if is_asked_at_the_counter(question)]


def move_visit(
    loan: LoanApplication, code: str, number: int, said: list[Any], by: Actor, now: datetime
) -> None:
    branch, starts_at = branch_coded(code), quickly.slot(code, number)
    assert branch is not None
    said[0] = {"branch": code, "starts_at": starts_at.isoformat()}
    operations.move_visit(loan, branch, starts_at, by, now)
