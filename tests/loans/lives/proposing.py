"""Beside the customer: what officers propose of her answers, and what she settles, on her page or the tablet."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework.models import AnswerSource
from portal.loans import operations
from portal.loans.confirming import proof_for
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    SIGNED_FOR,
    LoanAction,
    LoanStatus,
    Proof,
    Question,
    may_be_proposed,
)
from tests.loans.lives.applying import day_of
from tests.loans.lives.filing import Filing
from tests.loans.lives.life import Proposed
from tests.loans.lives.living import LATE, WHO, among
from tests.loans.lives.saying import valued

A, Q, S = LoanAction, Question, LoanStatus
PROPOSED = [Q.AMOUNT, Q.AMOUNT, Q.TERM, Q.PURPOSE, Q.PURPOSE_DETAIL, Q.BUSINESS_NAME, Q.BRANCH, Q.CONSENTS]
CHOICE = st.integers(0, 2)


class Proposing(Filing):
    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO, question=st.sampled_from(PROPOSED), choice=CHOICE, late=LATE)
    def propose(self, ref: str, who: int, question: Question, choice: int, late: bool = False) -> None:
        life, said = self.lives[ref], [None]
        if life.status == S.DRAFT:
            return
        before, name = life.proposed.get(question), self.officer(ref, who)
        seen = life.versions(question) - late, before.number if before else 0
        refused = self.act(ref, name, propose, question, choice, seen, said)
        ready = life.status == S.AT_BRANCH and life.is_open(self.at) and may_be_proposed(question)
        assert (refused is None) == (ready and not late and not life.is_record(question)), refused
        if refused is None and not (before and before.value == said[0]):
            life.proposed.pop(question, None)
            if life.last(question)[0] != said[0]:
                life.proposals[question] += 1
                life.proposed[question] = Proposed(life.proposals[question], said[0], name)

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.AT_BRANCH, S.WITH_CUSTOMER),
        question=st.sampled_from(PROPOSED),
        confirms=st.booleans(),
        late=LATE,
    )
    def settle(self, ref: str, question: Question, confirms: bool, late: bool = False) -> None:
        """On her own page."""
        life = self.lives[ref]
        refused = self.act(ref, life.name, settle, question, confirms, self.seen_by_her(ref, question, late))
        self.settled(ref, question, confirms, refused, not late)

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.AT_BRANCH),
        who=WHO,
        question=st.sampled_from(PROPOSED),
        confirms=st.booleans(),
        right=st.booleans(),
    )
    def settle_here(self, ref: str, who: int, question: Question, confirms: bool, right: bool = True) -> None:
        """On the tablet that was turned to her."""
        life = self.lives[ref]
        if life.status != S.AT_BRANCH or not life.is_open(self.clock.now):
            return
        name, proof = self.officer(ref, who), self.proof(ref)
        if proof == Proof.CODE:
            refused = self.type_code(ref, name, operations.check_used_code, right)
            assert life.code is not None
            assert (refused is None) == (right and life.code.tries < 5), refused
            right = refused is None
        if right and proof != Proof.NONE:
            seen = self.seen_by_her(ref, question, late=False)
            refused = self.act(ref, name, settle_here, question, confirms, seen, proof)
            self.settled(ref, question, confirms, refused, True)
            self.came_to[f"settled by {proof}"] += refused is None

    def proof(self, ref: str) -> Proof:
        """What shows that it is she: how the file was opened today, and by whom."""
        proof = self.read(ref, lambda loan: proof_for(history(loan.subject), self.clock.now))
        opened = self.lives[ref].opened
        assert proof == (opened[0] if opened and opened[1] == day_of(self.clock.now) else Proof.NONE)
        return proof

    def seen_by_her(self, ref: str, question: Question, late: bool) -> tuple[int, int]:
        """The proposal's number and the answer's version that the page shows, or showed before."""
        life = self.lives[ref]
        proposed = life.proposed.get(question)
        return (proposed.number if proposed else 1) - late, life.versions(question)

    def settled(self, ref: str, question: Question, confirms: bool, refused: Any, ready: bool) -> None:
        life = self.lives[ref]
        ready = ready and question in life.proposed
        assert (refused is None) == ready, refused
        if ready:
            value = life.proposed.pop(question).value
            if confirms:
                life.hear(question, value, AnswerSource.OFFICER)
            if confirms and question in SIGNED_FOR:
                life.lapse_signatures()

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.AT_BRANCH), who=WHO, question=st.sampled_from([Q.BUSINESS_NAME, Q.STARTED_ON, Q.AMOUNT])
    )
    def dispute(self, ref: str, who: int, question: Question) -> None:
        life = self.lives[ref]
        if life.status != S.DRAFT:
            refused = self.act(ref, self.officer(ref, who), dispute, question)
            ready = life.status == S.AT_BRANCH and life.is_open(self.at) and life.is_record(question)
            assert (refused is None) == ready, refused
            life.disputes[question] += ready


def propose(
    loan: LoanApplication,
    question: Question,
    choice: int,
    seen: tuple[int, int],
    said: list[Any],
    by: Actor,
    now: datetime,
) -> None:
    said[0] = valued(loan, question, choice, by, now)
    operations.propose(loan, question, said[0], by, now, *seen)


def settle(
    loan: LoanApplication, question: Question, confirms: bool, seen: tuple[int, int], by: Actor, now: datetime
) -> None:
    operations.settle(loan, question, confirms, *seen, by, now)


def settle_here(
    loan: LoanApplication,
    question: Question,
    confirms: bool,
    seen: tuple[int, int],
    proof: Proof,
    by: Actor,
    now: datetime,
) -> None:
    beside_her = replace(by, on_behalf_of_id=loan.customer_id)
    operations.settle(loan, question, confirms, *seen, beside_her, now, proof)
    operations.tell_settled(loan, now)


def dispute(loan: LoanApplication, question: Question, by: Actor, now: datetime) -> None:
    operations.dispute(loan, question, "她说不是这样。", by, now)
