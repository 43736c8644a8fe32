from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models import Case
from portal.db import Base, Key
from portal.identity.models import Staff
from portal.identity.sealing import Sealed
from portal.loans import rules
from portal.money import Money

if TYPE_CHECKING:
    from portal.loans.parties.models import LoanParty


class LoanApplication(Case):
    __tablename__ = "loan_applications"
    __table_args__ = (
        CheckConstraint("(paper_seen_at IS NULL) = (paper_seen_by_id IS NULL)", name="seen_paper_has_eyes"),
    )
    __mapper_args__ = {"polymorphic_identity": "loan", "polymorphic_load": "inline"}

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    product_code: Mapped[str]
    warnings_given: Mapped[int] = mapped_column(default=0)
    file_open_until: Mapped[datetime | None]
    paper_seen_at: Mapped[datetime | None]
    paper_seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    decision: Mapped["LoanDecision | None"] = relationship(back_populates="loan")
    paper_seen_by: Mapped[Staff | None] = relationship(foreign_keys=[paper_seen_by_id])
    parties: Mapped[list["LoanParty"]] = relationship(
        back_populates="loan", order_by="LoanParty.id", cascade="all, delete-orphan"
    )

    transitions = rules.TRANSITIONS
    closed_statuses = rules.CLOSED

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
        """The papers that it needs."""
        return [question for question in self.questions if question.is_paper]

    def paper_id(self, paper: rules.Question) -> str | None:
        """The public id of the attached paper; None while it is to be brought."""
        value = self.value(paper)
        return value.get("attachment") if value else None

    @property
    def papers_to_bring(self) -> list[rules.Question]:
        return [paper for paper in self.papers if not self.paper_id(paper)]

    @property
    def named_parties(self) -> list["LoanParty"]:
        """Who applies with her or stands surety for her; without those whom she removed."""
        return [party for party in self.parties if not party.removed_at] if self.product.parties else []

    def is_file_open(self, now: datetime) -> bool:
        """Whether her branch may read the file: from pick-up until it closes that evening."""
        return self.file_open_until is not None and now < self.file_open_until


class PickUpCode(Base):
    """Six digits that open the file. The last one made is the one that counts."""

    __tablename__ = "pick_up_codes"
    __table_args__ = (
        CheckConstraint("wrong_tries BETWEEN 0 AND 5", name="tries_are_counted"),
        CheckConstraint("used_at IS NULL OR dead_at IS NULL", name="used_or_dead"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("loan_applications.id"), index=True)
    serial: Mapped[str] = mapped_column(unique=True)
    digits_sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]

    loan: Mapped[LoanApplication] = relationship()

    digits = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.loan.customer_id

    @property
    def sealed_row(self) -> str:
        return self.serial

    def is_live(self, now: datetime) -> bool:
        return self.used_at is None and self.dead_at is None and now < self.expires_at


class LoanDecision(Base):
    """What a person decided and why; a refusal has reasons, and says what would change it."""

    __tablename__ = "loan_decisions"
    __table_args__ = (
        CheckConstraint("outcome IN ('approve', 'refuse')", name="outcome_is_known"),
        CheckConstraint(
            "outcome = 'approve' OR change_sealed IS NOT NULL", name="refusal_says_what_would_change"
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("loan_applications.id"), primary_key=True)
    outcome: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    words_sealed: Mapped[bytes]
    change_sealed: Mapped[bytes | None]
    at: Mapped[datetime]

    loan: Mapped[LoanApplication] = relationship(back_populates="decision")

    words = Sealed()
    change = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.loan.customer_id

    @property
    def sealed_row(self) -> str:
        return self.loan.reference
