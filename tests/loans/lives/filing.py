"""The file at the branch: papers come, are seen or sent back, and it goes to the reviewer."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanAction, LoanStatus, Question, SendBackReason, Verdict
from tests.loans import quickly
from tests.loans.lives.applying import Applying
from tests.loans.lives.living import LATE, WHO, among

A, S = LoanAction, LoanStatus


class Filing(Applying):
    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO, which=st.integers(0, 1))
    def add_paper(self, ref: str, who: int, which: int = 0) -> None:
        if (life := self.lives[ref]).status != S.DRAFT:
            paper, said = life.papers[which % len(life.papers)], [None]
            refused = self.act(ref, self.officer(ref, who), put_in, paper, said)
            ready = life.status == S.AT_BRANCH and life.is_open(self.at)
            assert (refused is None) == ready, refused
            if refused is None:
                life.hear(paper, said[0], AnswerSource.OFFICER)

    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.AT_BRANCH),
        who=WHO,
        reason=st.sampled_from([None, None, SendBackReason.UNREADABLE]),
        which=st.integers(0, 1),
    )
    def judge_paper(self, ref: str, who: int, reason: SendBackReason | None, which: int = 0) -> None:
        if (life := self.lives[ref]).status != S.DRAFT:
            paper = life.papers[which % len(life.papers)]
            words = "请重新拍照。" if reason else ""
            refused = self.act(ref, self.officer(ref, who), judge, paper, reason, words)
            has_pages = bool((life.last(paper)[0] or {}).get("pages"))
            ready = life.status == S.AT_BRANCH and life.is_open(self.at) and has_pages
            assert (refused is None) == ready, refused

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH, S.WITH_CUSTOMER), which=st.integers(0, 1))
    def send_again(self, ref: str, which: int = 0) -> None:
        life = self.lives[ref]
        paper, said = life.papers[which % len(life.papers)], [None]
        takes = self.read(ref, lambda loan: loan.takes_paper(paper))
        refused = self.act(ref, life.name, give_paper, paper, said)
        assert (refused is None) == takes, refused
        if refused is None:
            life.hear(paper, said[0], AnswerSource.CUSTOMER)
            life.touched_at, life.warned = self.at, 0
            self.came_to["sent again"] += life.status != S.DRAFT

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.AT_BRANCH), who=WHO, late=LATE)
    def send_to_review(self, ref: str, who: int = 0, late: bool = False) -> None:
        life = self.lives[ref]
        if life.status == S.DRAFT:
            return
        is_whole = self.read(ref, lambda loan: not loan.unseen_papers and not loan.unanswered)
        name = self.officer(ref, who)
        refused = self.act(ref, name, operations.send_to_review, late=late)
        is_settled = not life.proposed and all(each.signed for each in life.named)
        ready = is_whole and is_settled and life.is_open(self.at) and not late
        if self.moved(ref, A.SEND_TO_REVIEW, refused, ready):
            self.leaves(ref, name)
            if self.read(ref, lambda loan: loan.decided_by_machine):
                assert self.read(ref, lambda loan: loan.amount <= loan.product.machine_limit)
                self.approved_itself(life)

    def send_if_clean(self, ref: str, who: int = 0) -> None:
        """What the branch's screens do after each verdict: the file goes by itself, or stays as it is."""
        life, name = self.lives[ref], self.officer(ref, who)
        refused = self.act(ref, name, operations.send_if_clean)
        assert refused is None or not life.is_open(self.at), refused
        if self.read(ref, lambda loan: loan.status) != life.status:
            self.moved(ref, A.SEND_TO_REVIEW, None, life.is_open(self.at) and not life.proposed)
            self.leaves(ref, name)
            self.approved_itself(life)
            self.came_to["clean"] += 1

    def takes_page_out(self, ref: str) -> None:
        """The officer adds a page and, before anybody judged it, takes it out again."""
        life, paper = self.lives[ref], self.lives[ref].papers[0]
        self.add_paper(ref, 0)
        said: list[Any] = [None]
        assert self.act(ref, self.officer(ref, 0), take_out, paper, said) is None
        life.hear(paper, *said[0])

    def leaves(self, ref: str, name: str) -> None:
        """Who sends the file away edits it no longer."""
        life = self.lives[ref]
        if life.lease and life.lease.holder == name:
            life.lease = None

    def sees_papers(self, ref: str) -> None:
        """Each is photographed, and compared with its original."""
        for which in range(len(self.lives[ref].papers)):
            self.add_paper(ref, 0, which)
            self.judge_paper(ref, 0, None, which)


def put_in(loan: LoanApplication, paper: Question, said: list[Any], by: Actor, now: datetime) -> None:
    operations.add_pages(loan, paper, [quickly.paper_for(loan, by, now)], by, now)
    said[0] = {"way": "upload", "pages": loan.pages(paper)}


def take_out(loan: LoanApplication, paper: Question, said: list[Any], by: Actor, now: datetime) -> None:
    seen = loan.current_answers[paper].version
    operations.remove_page(loan, paper, loan.pages(paper)[-1], by, now, seen)
    said[0] = loan.value(paper), loan.current_answers[paper].source


def judge(
    loan: LoanApplication,
    paper: Question,
    reason: SendBackReason | None,
    words: str,
    by: Actor,
    now: datetime,
) -> None:
    if paper not in loan.current_answers:
        raise casework.IllegalMove("no paper")
    last = loan.paper_check(paper)
    seen = loan.current_answers[paper].version, last.number if last else 0
    verdict = Verdict.SENT_BACK if reason else Verdict.VERIFIED
    operations.judge_paper(loan, paper, verdict, by, now, seen=seen, reason=reason, words=words)


def give_paper(loan: LoanApplication, paper: Question, said: list[Any], by: Actor, now: datetime) -> None:
    said[0] = {"way": "upload", "pages": [quickly.paper_for(loan, by, now)]}
    operations.give_paper(loan, paper, said[0], by, now, None)
