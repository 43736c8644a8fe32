from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models.cases import Case
from portal.db import Base, Key
from portal.identity.models import Staff
from portal.identity.sealing import Sealed

OPEN = text("settled_at IS NULL")


class InformationRequest(Base):
    """Something the bank asks the customer for before it can go on. A case has one open at a time."""

    __tablename__ = "information_requests"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index(
            "uq_information_requests_open", "case_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        CheckConstraint("outcome IN ('answered', 'withdrawn')", name="outcome_is_known"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        CheckConstraint("settled_at IS NOT NULL OR settled_by_id IS NULL", name="settled_by_when_settled"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    kind: Mapped[str]
    words_sealed: Mapped[bytes]
    reply_sealed: Mapped[bytes | None]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    case: Mapped[Case] = relationship()
    asked_by: Mapped[Staff] = relationship(foreign_keys=[asked_by_id])

    words = Sealed()
    reply = Sealed()

    @property
    def sealed_for(self) -> int:
        return self.case.customer_id

    @property
    def sealed_row(self) -> str:
        return f"{self.case.reference}:{self.number}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
