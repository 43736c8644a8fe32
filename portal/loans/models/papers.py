from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key
from portal.identity.models import Staff
from portal.identity.sealing import Sealed
from portal.loans.models.application import LoanApplication


class LoanPaperCheck(Base):
    """What an officer said of a paper as it was then: a version of its answer."""

    __tablename__ = "loan_paper_checks"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("verdict IN ('verified', 'sent_back')", name="verdict_is_known"),
        CheckConstraint(
            "verdict = 'verified' OR (reason IS NOT NULL AND words_sealed IS NOT NULL)",
            name="sent_back_says_why",
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("loan_applications.id"))
    number: Mapped[int]
    question: Mapped[str]
    version: Mapped[int]
    verdict: Mapped[str]
    reason: Mapped[str | None]
    words_sealed: Mapped[bytes | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    loan: Mapped[LoanApplication] = relationship(back_populates="paper_checks")
    by: Mapped[Staff] = relationship()

    words = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.loan.customer_id

    @property
    def sealed_row(self) -> str:
        return f"{self.loan.reference}:{self.number}"
