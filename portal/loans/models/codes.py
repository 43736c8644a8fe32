from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key
from portal.identity.sealing import Sealed
from portal.loans.models.application import LoanApplication


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
