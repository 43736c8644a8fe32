import json
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.rules import UNDO
from portal.db import Base, Key
from portal.identity.models import Staff
from portal.identity.sealing import Sealed
from portal.loans import rules
from portal.loans.models.application import LoanApplication
from portal.money import Money


class LoanDecision(Base):
    """What one hand decided in one round, and why. Only the machine decides without words: it has findings.

    A proposal above the limit, or its return, takes no effect; the second reviewer's agreement does.
    """

    __tablename__ = "loan_decisions"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("outcome IN ('approve', 'refuse', 'offer', 'return')", name="outcome_is_known"),
        CheckConstraint(
            "outcome <> 'refuse' OR change_sealed IS NOT NULL", name="refusal_says_what_would_change"
        ),
        CheckConstraint(
            "by_id IS NOT NULL OR (outcome = 'approve' AND takes_effect AND findings_text_sealed IS NOT NULL)",
            name="machine_only_approves",
        ),
        CheckConstraint("(by_id IS NULL) = (words_sealed IS NULL)", name="person_has_words"),
        CheckConstraint("outcome <> 'return' OR NOT takes_effect", name="return_takes_no_effect"),
        CheckConstraint("(outcome = 'offer') = (terms_text_sealed IS NOT NULL)", name="offer_has_terms"),
        CheckConstraint(
            "(outcome = 'offer' AND takes_effect) = (expires_at IS NOT NULL)", name="offer_expires"
        ),
        CheckConstraint("answer IN ('accepted', 'declined', 'lapsed')", name="answer_is_known"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answer_has_moment"),
        CheckConstraint("answer IS NULL OR expires_at IS NOT NULL", name="only_offers_are_answered"),
        CheckConstraint("taken_back_at IS NULL OR answer IS NULL", name="taken_back_unanswered"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("loan_applications.id"))
    number: Mapped[int]
    stage: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    outcome: Mapped[str]
    takes_effect: Mapped[bool]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    words_sealed: Mapped[bytes | None]
    change_sealed: Mapped[bytes | None]
    findings_text_sealed: Mapped[bytes | None]
    terms_text_sealed: Mapped[bytes | None]
    conditions_sealed: Mapped[bytes | None]
    at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    taken_back_at: Mapped[datetime | None]

    loan: Mapped[LoanApplication] = relationship(back_populates="rounds")
    by: Mapped[Staff | None] = relationship()

    words = Sealed()
    change = Sealed()
    findings_text = Sealed()
    terms_text = Sealed()
    conditions = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.loan.customer_id

    @property
    def sealed_row(self) -> str:
        """The first one's name is of the time when a case had one decision."""
        reference = self.loan.reference
        return reference if self.number == 1 else f"{reference}:{self.number}"

    @property
    def terms(self) -> rules.Terms | None:
        """What an offer would lend."""
        if not self.terms_text:
            return None
        told = json.loads(self.terms_text)
        return rules.Terms(Money(**told["amount"]), told["months"], rules.Repayment(told["repayment"]))

    @property
    def findings(self) -> list[rules.Finding]:
        """What the machine saw when it approved."""
        return [rules.Finding(**each) for each in json.loads(self.findings_text or "[]")]

    @property
    def firm_at(self) -> datetime:
        """From when on neither whoever decided nor the customer who answered can take it back."""
        return (self.answered_at or self.at) + UNDO if self.by_id else self.at

    def is_open(self, now: datetime) -> bool:
        """Whether an offer can still be answered."""
        return self.answer is None and self.expires_at is not None and now < self.expires_at
