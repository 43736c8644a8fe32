from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.identity.models import Person


class CaseLease(Base):
    """Who edits a case, and until when it is theirs. A courtesy: the case's version is the truth."""

    __tablename__ = "case_leases"
    __table_args__ = (
        CheckConstraint("taken_from_id IS NULL OR taken_from_id <> holder_id", name="taken_from_another"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    holder: Mapped[Person] = relationship(foreign_keys=[holder_id])
    taken_from: Mapped[Person | None] = relationship(foreign_keys=[taken_from_id])

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at
