"""The review: decisions of one or two hands, questions, offers, a second look, a consent that changes."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework.models import AnswerSource
from portal.loans import operations
from portal.loans.facts import facts_of
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    CLOSED,
    SIGNED_FOR,
    ConsentPurpose,
    LoanAction,
    LoanStatus,
    OfferAnswer,
    Question,
    RefusalReason,
    Terms,
    problems_of_offer,
)
from tests.loans import quickly
from tests.loans.lives.filing import Filing
from tests.loans.lives.life import Life
from tests.loans.lives.living import ANY, LATE, among

A, S = LoanAction, LoanStatus
REVIEWERS = st.sampled_from(["reviewer", "reviewer2"])


class Reviewing(Filing):
    @precondition(lambda self: self.lives)
    @rule(
        ref=among(S.IN_REVIEW, S.IN_SECOND_LOOK),
        action=st.sampled_from([A.APPROVE, A.REFUSE]),
        name=REVIEWERS,
        late=LATE,
    )
    def decide(self, ref: str, action: LoanAction, name: str, late: bool = False) -> None:
        life = self.lives[ref]
        reasons = [RefusalReason.OTHER] if action == A.REFUSE else []
        ready = life.status in (S.IN_REVIEW, S.IN_SECOND_LOOK)
        ready = ready and self.may_decide(ref, name) and not late
        ready = ready and (action == A.REFUSE or self.all_signed(life))
        proposes = life.status == S.IN_REVIEW and self.read(ref, is_large)
        said = (action, reasons, "我的理由。", "换一个用途。")
        refused = self.act(ref, name, operations.decide, *said, late=late)
        self.moved(ref, A.PROPOSE if proposes else action, refused, ready)

    def may_decide(self, ref: str, name: str) -> bool:
        return self.read(
            ref, lambda loan: loan.may_be_decided_by(quickly.member(name), history(loan.subject))
        )

    @staticmethod
    def all_signed(life: Life) -> bool:
        return all(each.signed for each in life.named)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.IN_SECOND_REVIEW), agrees=st.booleans(), name=REVIEWERS)
    def second_review(self, ref: str, agrees: bool, name: str) -> None:
        life, action = self.lives[ref], A.RETURN
        is_there = life.status == S.IN_SECOND_REVIEW
        ready = is_there and self.may_decide(ref, name)
        if not agrees:
            refused = self.act(ref, name, operations.send_back, "再看。")
        else:
            action = (
                LoanAction(self.read(ref, lambda loan: loan.decisions[-1].outcome)) if is_there else action
            )
            refused = self.act(ref, name, operations.agree)
        if self.moved(ref, action, refused, ready) and action == A.OFFER:
            life.offered_at = self.at

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.IN_REVIEW), name=REVIEWERS)
    def ask_customer(self, ref: str, name: str) -> None:
        ready = self.may_decide(ref, name)
        refused = self.act(ref, name, operations.ask_customer, "explanation", "为什么？")
        self.moved(ref, A.ASK, refused, ready)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.ASKED), by_her=st.booleans())
    def reply(self, ref: str, by_her: bool) -> None:
        if by_her:
            refused = self.act(ref, self.lives[ref].name, operations.reply, "因为春节。", None)
        else:
            refused = self.act(ref, "reviewer", operations.stop_asking)
        self.moved(ref, A.REPLY if by_her else A.STOP_ASKING, refused, True)

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.IN_REVIEW), name=REVIEWERS)
    def make_offer(self, ref: str, name: str) -> None:
        life = self.lives[ref]
        in_review = life.status == S.IN_REVIEW
        if in_review and not self.read(ref, self.passes):
            return
        proposes = in_review and self.read(ref, is_large)
        ready = in_review and self.may_decide(ref, name) and self.all_signed(life)
        refused = self.act(ref, name, offer)
        if self.moved(ref, A.PROPOSE if proposes else A.OFFER, refused, ready) and not proposes:
            life.offered_at = self.at

    def passes(self, loan: LoanApplication) -> bool:
        """Whether what `offer` offers may be offered, so that a refusal by the rules is no surprise."""
        return not problems_of_offer(offered(loan), facts_of(loan), loan.product, self.clock.now.date())

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.OFFERED), answer=st.sampled_from([OfferAnswer.ACCEPTED, OfferAnswer.DECLINED]))
    def answer_offer(self, ref: str, answer: OfferAnswer) -> None:
        life, action = self.lives[ref], A.DECLINE
        if answer == OfferAnswer.ACCEPTED:
            is_more = life.named and self.read(ref, lambda loan: loan.needs_new_signatures(offered(loan)))
            action = A.ACCEPT_TO_SIGN if is_more else A.ACCEPT
        refused = self.act(ref, life.name, say_to_offer, answer)
        if self.moved(ref, action, refused, True) and action == A.ACCEPT_TO_SIGN:
            life.lapse_signatures()
            for question in SIGNED_FOR & set(self.read(ref, lambda loan: loan.questions)):
                value = self.read(ref, lambda loan, each=question: loan.value(each))  # type: ignore[misc]
                life.hear(question, value, AnswerSource.CUSTOMER)
            assert self.read(ref, lambda loan: loan.asked_terms == offered(loan))

    @precondition(lambda self: self.lives)
    @rule(ref=among(S.REFUSED))
    def ask_second_look(self, ref: str) -> None:
        ready = self.read(ref, lambda loan: loan.may_be_looked_at_again(self.clock.now))
        refused = self.act(ref, self.lives[ref].name, operations.ask_second_look)
        self.moved(ref, A.ASK_SECOND_LOOK, refused, ready)

    @precondition(lambda self: self.lives)
    @rule(
        ref=ANY,
        purpose=st.sampled_from([ConsentPurpose.BUREAU, ConsentPurpose.REUSE]),
        given=st.booleans(),
    )
    def change_consent(self, ref: str, purpose: ConsentPurpose, given: bool) -> None:
        life = self.lives[ref]
        refused = self.act(ref, life.name, operations.change_consent, purpose, given, "zh_Hans")
        assert (refused is None) == (life.status not in {S.DRAFT, *CLOSED}), refused
        if refused is None:
            agreed = {*life.last(Question.CONSENTS)[0]} - {purpose} | ({purpose} if given else set())
            value = [each.value for each in ConsentPurpose if each in agreed]
            life.hear(Question.CONSENTS, value, AnswerSource.CUSTOMER)


def is_large(loan: LoanApplication) -> bool:
    return loan.amount is not None and loan.amount > loan.product.second_eyes_above


def offered(loan: LoanApplication) -> Terms:
    """The least that is lent over the longest term, which every income that was told carries."""
    return Terms(loan.product.minimum, loan.product.terms[-1], loan.repayment)


def offer(loan: LoanApplication, by: Actor, now: datetime) -> None:
    operations.offer(loan, offered(loan), "先开立账户。", "这样更稳妥。", by, now, now.date())


def say_to_offer(loan: LoanApplication, answer: OfferAnswer, by: Actor, now: datetime) -> None:
    operations.answer_offer(loan, len(loan.rounds), answer, by, now)
