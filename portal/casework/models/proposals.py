"""What staff put beside a customer's answer: a change for her to confirm, a doubt about the bank's record."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models.cases import Case
from portal.db import Base, Key
from portal.identity.models import Staff
from portal.identity.sealing import Sealed

OPEN = text("settled_at IS NULL")


class AnswerProposal(Base):
    """A change of an answer, proposed by staff. It takes effect when the customer confirms it.

    A question has one open at a time. `base_version`: of the answer that it was made from; 0 for none.
    """

    __tablename__ = "answer_proposals"
    __table_args__ = (
        UniqueConstraint("case_id", "question", "number"),
        Index(
            "uq_answer_proposals_open",
            "case_id",
            "question",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint(
            "outcome IN ('confirmed', 'declined', 'replaced', 'withdrawn')", name="outcome_is_known"
        ),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        CheckConstraint("settled_at IS NOT NULL OR settled_by_id IS NULL", name="settled_by_when_settled"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    question: Mapped[str]
    number: Mapped[int]
    base_version: Mapped[int]
    text_sealed: Mapped[bytes]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    case: Mapped[Case] = relationship()
    by: Mapped[Staff] = relationship(foreign_keys=[by_id])

    text = Sealed()

    @property
    def value(self) -> Any:
        return json.loads(self.text or "null")

    @property
    def sealed_for(self) -> int:
        return self.case.customer_id

    @property
    def sealed_row(self) -> str:
        return f"{self.case.reference}:{self.question}:{self.number}"


class RecordDispute(Base):
    """A note that the bank's record may be wrong. The record stays; the note stands beside the answer."""

    __tablename__ = "record_disputes"
    __table_args__ = (UniqueConstraint("case_id", "question", "number"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    question: Mapped[str]
    number: Mapped[int]
    note_sealed: Mapped[bytes]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    by: Mapped[Staff] = relationship(foreign_keys=[by_id])

    note = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.case.customer_id

    @property
    def sealed_row(self) -> str:
        return f"{self.case.reference}:{self.question}:{self.number}"
