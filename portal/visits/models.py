from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models import Case
from portal.db import Base, Key
from portal.identity.models import Branch


class Appointment(Base):
    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("branch_id", "starts_at", "seat"),
        CheckConstraint("seat >= 1", name="seat_counts_from_one"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    starts_at: Mapped[datetime]
    seat: Mapped[int]

    case: Mapped[Case] = relationship()
    branch: Mapped[Branch] = relationship()
