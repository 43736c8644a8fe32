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
    ConsentPurpose,
    LoanAction,
    LoanStatus,
    OfferAnswer,
    Question,
    RefusalReason,
    SendBackReason,
)
from tests.clocks import MovableClock
from tests.loans import quickly
from tests.loans.living import MOST, OFFERED, Life, Living

LIVING = st.runner().flatmap(lambda machine: st.sampled_from(list(machine.lives)[-MOST:]))
REVIEWERS = st.sampled_from(["reviewer", "reviewer2"])
AMOUNTS = [quickly.ANSWERS[Question.AMOUNT], quickly.SMALL, quickly.LARGE]
CHOICE = st.sampled_from([0, 1, 2, 3])
LATE = st.sampled_from([False, False, False, True])


class LoanLife(Living):
    @precondition(lambda self: sum(life.status not in CLOSED for life in self.lives.values()) < MOST)
    @rule(
        name=st.sampled_from(["xiulan", "james"]),
        until=st.sampled_from([None, None, Question.CONSENTS, Question.AMOUNT]),
        amount=st.sampled_from(AMOUNTS),
        steps=st.sampled_from([0, 4, 7, 5, 6, 0]),
        choice=CHOICE,
    )
    def begin(
        self, name: str, until: Question | None, amount: dict[str, object], steps: int, choice: int
    ) -> None:
        reference = quickly.draft(self.app, until, name, amount=amount)
        given = {Question(name): [value] for name, value in quickly.values(self.app, reference).items()}
        touched_at = self.read(reference, lambda loan: loan.touched_at)
        self.lives[reference] = Life(name, touched_at, given=given)
        self.came_to[LoanStatus.DRAFT] += 1
        self.go_on(reference, choice, steps)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, question=st.sampled_from(list(OFFERED)), choice=st.integers(0, 2), late=LATE)
    def answer(self, ref: str, question: Question, choice: int, late: bool) -> None:
        life = self.lives[ref]
        refused = self.give(ref, question, choice, len(life.given.get(question, [])) - late)
        assert (refused is None) == (life.status == LoanStatus.DRAFT and not late), refused

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, choice=CHOICE, steps=st.integers(1, 4))
    def go_on(self, ref: str, choice: int, steps: int) -> None:
        for _ in range(steps):
            self.next_step(ref, choice)

    def next_step(self, ref: str, choice: int) -> None:
        """What comes next when nothing goes wrong."""
        match self.lives[ref].status:
            case LoanStatus.DRAFT:
                while open_questions := self.read(ref, lambda loan: loan.unanswered):
                    assert self.give(ref, open_questions[0], min(choice, 2)) is None
                self.submit(ref, late=False)
            case LoanStatus.SUBMITTED:
                self.make_code(ref)
                self.pick_up(ref, wrong=0)
            case LoanStatus.AT_BRANCH:
                self.send_to_review(ref, late=False)
                self.add_paper(ref)
                self.judge_paper(ref, SendBackReason.UNREADABLE)
                self.send_again(ref)
                self.judge_paper(ref, None)
                self.send_to_review(ref, late=False)
            case LoanStatus.IN_REVIEW:
                if choice == 2:
                    self.make_offer(ref, "reviewer")
                elif choice == 3:
                    self.ask_customer(ref, "reviewer")
                else:
                    act = (LoanAction.APPROVE, LoanAction.REFUSE)[choice]
                    self.decide(ref, act, "reviewer", late=False)
            case LoanStatus.IN_SECOND_REVIEW:
                for name in ("reviewer", "reviewer2"):  # one of them is the first
                    self.second_review(ref, choice != 2, name)
            case LoanStatus.ASKED:
                self.reply(ref, choice % 2 == 0)
            case LoanStatus.OFFERED:
                self.answer_offer(ref, list(OfferAnswer)[choice % 2])
            case LoanStatus.REFUSED:
                self.ask_second_look(ref)
            case LoanStatus.IN_SECOND_LOOK:
                self.decide(ref, LoanAction.REFUSE, "reviewer2", late=False)

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
            if refused is None and self.read(ref, lambda loan: loan.decided_by_machine):
                assert self.read(ref, lambda loan: loan.amount <= loan.product.machine_limit)
                self.lives[ref].status = LoanStatus.APPROVED
                self.came_to["machine"] += 1

    @precondition(lambda self: self.lives)
    @rule(
        ref=LIVING,
        action=st.sampled_from([LoanAction.APPROVE, LoanAction.REFUSE]),
        name=REVIEWERS,
        late=LATE,
    )
    def decide(self, ref: str, action: LoanAction, name: str, late: bool) -> None:
        reasons = [RefusalReason.OTHER] if action == LoanAction.REFUSE else []
        said = (action, reasons, "我的理由。", "换一个用途。")
        status = self.lives[ref].status
        ready = status in (LoanStatus.IN_REVIEW, LoanStatus.IN_SECOND_LOOK) and self.may_decide(ref, name)
        proposes = status == LoanStatus.IN_REVIEW and self.read(ref, self.is_large)
        refused = self.act(ref, name, operations.decide, *said, late=late)
        self.moved(ref, LoanAction.PROPOSE if proposes else action, refused, ready and not late)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, agrees=st.booleans(), name=REVIEWERS)
    def second_review(self, ref: str, agrees: bool, name: str) -> None:
        is_there = self.lives[ref].status == LoanStatus.IN_SECOND_REVIEW
        ready = is_there and self.may_decide(ref, name)
        action = LoanAction.RETURN
        if agrees:
            action = (
                LoanAction(self.read(ref, lambda loan: loan.decisions[-1].outcome)) if is_there else action
            )
            refused = self.act(ref, name, operations.agree)
        else:
            refused = self.act(ref, name, operations.send_back, "再看。")
        self.moved(ref, action, refused, ready)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, name=REVIEWERS)
    def ask_customer(self, ref: str, name: str) -> None:
        refused = self.act(ref, name, operations.ask_customer, "explanation", "为什么？")
        self.moved(ref, LoanAction.ASK, refused, True)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, by_her=st.booleans())
    def reply(self, ref: str, by_her: bool) -> None:
        if by_her:
            refused = self.act(ref, self.lives[ref].name, operations.reply, "因为春节。", None)
        else:
            refused = self.act(ref, "reviewer", operations.stop_asking)
        self.moved(ref, LoanAction.REPLY if by_her else LoanAction.STOP_ASKING, refused, True)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, name=REVIEWERS)
    def make_offer(self, ref: str, name: str) -> None:
        in_review = self.lives[ref].status == LoanStatus.IN_REVIEW
        if not in_review or self.read(ref, self.passes):
            proposes = in_review and self.read(ref, self.is_large)
            refused = self.act(ref, name, self.offer)
            self.moved(ref, LoanAction.PROPOSE if proposes else LoanAction.OFFER, refused, in_review)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, answer=st.sampled_from([OfferAnswer.ACCEPTED, OfferAnswer.DECLINED]))
    def answer_offer(self, ref: str, answer: OfferAnswer) -> None:
        action = LoanAction.ACCEPT if answer == OfferAnswer.ACCEPTED else LoanAction.DECLINE
        self.moved(ref, action, self.act(ref, self.lives[ref].name, self.say_to_offer, answer), True)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING)
    def ask_second_look(self, ref: str) -> None:
        ready = self.read(ref, lambda loan: loan.may_be_looked_at_again(self.clock.now))
        refused = self.act(ref, self.lives[ref].name, operations.ask_second_look)
        self.moved(ref, LoanAction.ASK_SECOND_LOOK, refused, ready)

    @precondition(lambda self: self.lives)
    @rule(ref=LIVING, given=st.booleans())
    def change_bureau_consent(self, ref: str, given: bool) -> None:
        life = self.lives[ref]
        act = (operations.change_consent, ConsentPurpose.BUREAU, given, "zh_Hans")
        refused = self.act(ref, life.name, *act)
        assert (refused is None) == (life.status not in {LoanStatus.DRAFT, *CLOSED}), refused
        if refused is None:
            said = self.read(ref, lambda loan: loan.value(Question.CONSENTS))
            assert ("bureau" in said) == given
            if life.given[Question.CONSENTS][-1] != said:
                life.given[Question.CONSENTS].append(said)

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
        for ref, life in self.lives.items():
            if life.status == LoanStatus.OFFERED and self.read(ref, lambda loan: loan.decision.answer):
                self.moved(ref, LoanAction.LAPSE, None, True)
                self.touched.add(ref)
        for ref, life in list(self.lives.items()):
            self.forget(
                ref, "lapsed", life.status == LoanStatus.DRAFT and life.touched_at + DRAFT_KEPT <= now
            )


def walk_every_way_of_a_review() -> None:
    """Few lives come by luck to where a review ends; these do, whatever luck brings afterwards."""
    for amount in AMOUNTS:
        for choice in range(4):
            life = LoanLife()
            life.begin("xiulan", None, amount, 0, choice)
            for _ in range(9):
                life.go_on(next(iter(life.lives)), choice, 1)
                life.truths_hold()
            life.teardown()
    life = LoanLife()
    life.begin("xiulan", None, AMOUNTS[0], 2, 0)
    life.withdraw(next(iter(life.lives)))
    life.truths_hold()
    life.teardown()


def test_whatever_is_done_in_whatever_order(app: Flask, clock: MovableClock) -> None:
    LoanLife.app, LoanLife.clock = app, clock
    LoanLife.came_to.clear()
    walk_every_way_of_a_review()
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
    wanted = {
        *(set(LoanStatus) - {LoanStatus.WITH_CUSTOMER}),  # lived in test_tablet.py
        "dead code",
        "Conflict",
        "IllegalMove",
        "CodeRefused",
        "Incomplete",
        "machine",
        "OtherHands",
        "sent again",
    }
    assert {name for name in wanted if not LoanLife.came_to[name]} == set()
