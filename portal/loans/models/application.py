from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.audit.models import AuditEvent
from portal.casework.models import Case, CaseClock
from portal.identity.models import Staff
from portal.loans import rules
from portal.money import Money

if TYPE_CHECKING:
    from portal.loans.models.decisions import LoanDecision
    from portal.loans.models.papers import LoanPaperCheck
    from portal.loans.parties.models import LoanParty


class LoanApplication(Case):
    __tablename__ = "loan_applications"
    __mapper_args__ = {"polymorphic_identity": "loan", "polymorphic_load": "inline"}

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    product_code: Mapped[str]
    warnings_given: Mapped[int] = mapped_column(default=0)
    file_open_until: Mapped[datetime | None]

    parties: Mapped[list["LoanParty"]] = relationship(
        back_populates="loan", order_by="LoanParty.id", cascade="all, delete-orphan"
    )
    paper_checks: Mapped[list["LoanPaperCheck"]] = relationship(
        back_populates="loan", order_by="LoanPaperCheck.number", cascade="all, delete-orphan"
    )
    rounds: Mapped[list["LoanDecision"]] = relationship(back_populates="loan", order_by="LoanDecision.number")

    transitions = rules.TRANSITIONS
    closed_statuses = rules.CLOSED
    undoable = rules.UNDOABLE
    branch_clocks = rules.DECIDING_CLOCKS

    @property
    def product(self) -> rules.Product:
        return rules.PRODUCTS[self.product_code]

    @property
    def questions(self) -> list[rules.Question]:
        """What its product asks, given the answers so far."""
        return [ask.question for ask in self.product.questions if ask.applies(self.value)]

    def value(self, question: rules.Question) -> Any:
        """What was answered last; None while it is not answered."""
        answer = self.current_answers.get(question)
        return answer.value if answer else None

    def is_answered(self, question: rules.Question) -> bool:
        """Whether the answer still fits: a follow-up answers its purpose, a visit is at its branch."""
        value = self.value(question)
        if value is not None and question == rules.Question.PURPOSE_DETAIL:
            return bool(value["purpose"] == self.value(rules.Question.PURPOSE))
        if value is not None and question == rules.Question.VISIT:
            return bool(value["branch"] == self.value(rules.Question.BRANCH))
        if value is not None and question.is_paper:
            has_it = value["way"] == rules.Way.BRING or bool(self.pages(question))
            return has_it and not self.waits_for_reuse(question)
        return value is not None

    @property
    def unanswered(self) -> list[rules.Question]:
        return [question for question in self.questions if not self.is_answered(question)]

    def money(self, question: rules.Question) -> Money | None:
        value = self.value(question)
        return Money(**value) if value else None

    def day(self, question: rules.Question) -> date | None:
        value = self.value(question)
        return date.fromisoformat(value) if value else None

    @property
    def kept_until(self) -> datetime:
        """The moment when it is erased, while it is a draft that nobody touches."""
        return self.touched_at + rules.DRAFT_KEPT

    def expires_soon(self, now: datetime) -> bool:
        """Whether its customer was warned, or is to be, that this draft is about to be erased."""
        return self.is_draft and self.kept_until - max(rules.DRAFT_WARNINGS) <= now

    @property
    def amount(self) -> Money | None:
        return self.money(rules.Question.AMOUNT)

    @property
    def months(self) -> int | None:
        return self.value(rules.Question.TERM)  # type: ignore[no-any-return]

    @property
    def repayment(self) -> rules.Repayment:
        return rules.Repayment(self.value(rules.Question.REPAYMENT) or self.product.repayments[0])

    @property
    def papers(self) -> list[rules.Question]:
        """The papers that it needs, and the credit report where the bureau may not be asked."""
        needed = [question for question in self.questions if question.is_paper]
        return [*needed, rules.Question.PAPER_CREDIT] if self.refused(rules.ConsentPurpose.BUREAU) else needed

    def way(self, paper: rules.Question) -> rules.Way | None:
        """How she gives it; a credit report of which she said nothing is brought."""
        value = self.value(paper) or ({"way": "bring"} if paper == rules.Question.PAPER_CREDIT else None)
        return rules.Way(value["way"]) if value else None

    def pages(self, paper: rules.Question) -> list[str]:
        """The public ids of its files, in their order; a paper was one attachment once."""
        value = self.value(paper) or {}
        return list(value.get("pages") or filter(None, [value.get("attachment")]))

    def paper_check(self, paper: rules.Question) -> "LoanPaperCheck | None":
        """The last that an officer said of it, in whatever version."""
        return next((each for each in reversed(self.paper_checks) if each.question == paper), None)

    def paper_state(self, paper: rules.Question) -> rules.Paper:
        answer, check = self.current_answers.get(paper), self.paper_check(paper)
        is_current = answer is not None and check is not None and check.version == answer.version
        verdict = rules.Verdict(check.verdict) if check and is_current else None
        reuse_agreed = not self.refused(rules.ConsentPurpose.REUSE)
        return rules.paper_state(self.way(paper), bool(self.pages(paper)), verdict, reuse_agreed)

    def refused(self, purpose: rules.ConsentPurpose) -> bool:
        """Whether she said what she agrees to, and this was not in it."""
        agreed = self.value(rules.Question.CONSENTS)
        return agreed is not None and purpose not in agreed

    def waits_for_reuse(self, question: rules.Question) -> bool:
        """Whether it is a paper that the bank holds and that she does not let it use."""
        is_held = question.is_paper and self.way(question) == rules.Way.HELD
        return is_held and self.refused(rules.ConsentPurpose.REUSE)

    @property
    def unseen_papers(self) -> list[rules.Question]:
        """What an officer has to see before it goes to review; without a credit report a person decides."""
        return [each for each in self.questions if each.is_paper and self.paper_state(each) not in rules.SEEN]

    @property
    def papers_to_send_again(self) -> list[rules.Question]:
        """What an officer sent back and she has not given anew."""
        waits = (rules.Paper.SENT_BACK, rules.Paper.MISSING)
        if self.is_draft:
            return []
        sent_back = [paper for paper in self.papers if self._was_sent_back(paper) and self.takes_paper(paper)]
        return [paper for paper in sent_back if self.paper_state(paper) in waits]

    def takes_paper(self, paper: rules.Question) -> bool:
        """Whether the customer may give this paper: while it is with her, and after it was sent back."""
        waits = (rules.LoanStatus.SUBMITTED, rules.LoanStatus.AT_BRANCH)
        return self.is_hers_to_answer or (self.status in waits and self._was_sent_back(paper))

    def _was_sent_back(self, paper: rules.Question) -> bool:
        check = self.paper_check(paper)
        return check is not None and check.verdict == rules.Verdict.SENT_BACK

    @property
    def decisions(self) -> list["LoanDecision"]:
        """The rounds that stand, the first one first."""
        return [each for each in self.rounds if not each.taken_back_at]

    @property
    def decision(self) -> "LoanDecision | None":
        """The one that counts: the last that took effect."""
        return next((each for each in reversed(self.decisions) if each.takes_effect), None)

    @property
    def proposal(self) -> "LoanDecision | None":
        """What the second reviewer agrees to, or sends back."""
        return self.decisions[-1] if self.status == rules.LoanStatus.IN_SECOND_REVIEW else None

    @property
    def deadline(self) -> CaseClock | None:
        """The clock by which somebody decides."""
        return self.running_clock(rules.DECISION_CLOCK) or self.running_clock(rules.SECOND_LOOK_CLOCK)

    @property
    def terms(self) -> rules.Terms:
        """What is lent once it is approved: the offer that she accepted, else what she asked for."""
        offered = self.decision.terms if self.decision and self.decision.answer == "accepted" else None
        return offered or self.asked_terms

    @property
    def asked_terms(self) -> rules.Terms:
        return rules.Terms(self.amount or Money.zero(self.product.currency), self.months or 0, self.repayment)

    @property
    def people(self) -> set[int]:
        """Hers, and of everybody who ever took a place beside her."""
        return {self.customer_id} | {party.customer_id for party in self.parties if party.customer_id}

    @property
    def handlers(self) -> set[int]:
        """Who looks after the file, or wrote something into it."""
        hands = {self.owner_id, *(check.by_id for check in self.paper_checks)}
        hands |= {answer.by_id for answer in self.answers}
        hands |= {each.by_id for each in self.proposals} | {each.by_id for each in self.disputes}
        return {hand for hand in hands if hand is not None}

    def may_be_decided_by(self, viewer: Staff, events: Iterable[AuditEvent]) -> bool:
        """Whether it is his to decide now: neither his own, nor worked on or decided by him before.

        `events`: its history, which knows who worked on it without writing anything.
        """
        status = rules.LoanStatus(self.status)
        handlers = self.handlers | {event.person_id for event in events if event.action in rules.HANDLING}
        deciders = [each.by_id or 0 for each in self.rounds if not each.taken_back_at or each.stage != status]
        return not self.is_own_of(viewer) and rules.may_decide(status, viewer.id, handlers, deciders)

    def may_be_looked_at_again(self, now: datetime) -> bool:
        """Whether she may have the refusal reviewed by somebody else."""
        had = any(each.stage == rules.LoanStatus.IN_SECOND_LOOK for each in self.decisions)
        return rules.may_ask_second_look(rules.LoanStatus(self.status), self.decided_at, had, now)

    @property
    def is_with_customer(self) -> bool:
        """Whether the branch handed it back for her to change something."""
        return self.status == rules.LoanStatus.WITH_CUSTOMER

    @property
    def is_hers_to_answer(self) -> bool:
        """Whether she may change her answers: not sent yet, or handed back."""
        return self.is_draft or self.is_with_customer

    @property
    def was_at_branch(self) -> bool:
        """Whether the branch ever opened the file that she sent."""
        return self.file_open_until is not None

    def awaits_visit(self, now: datetime) -> bool:
        """Whether the branch waits for her, with a code."""
        can_be_picked_up = (self.status, rules.LoanAction.PICK_UP) in self.transitions
        return can_be_picked_up and not self.is_file_open(now)

    @property
    def named_parties(self) -> list["LoanParty"]:
        """Who applies with her or stands surety for her; without those whom she removed."""
        return [party for party in self.parties if not party.removed_at] if self.product.parties else []

    def needs_new_signatures(self, offered: rules.Terms) -> bool:
        """Whether it is not what the people beside her signed for."""
        return bool(self.named_parties) and not self.asked_terms.cover(offered)

    def is_file_open(self, now: datetime) -> bool:
        """Whether her branch may read the file: from pick-up until it closes that evening."""
        return self.file_open_until is not None and now < self.file_open_until
