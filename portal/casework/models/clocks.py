"""Promised moments: when they are due, when they pause, to whom they rose."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models.cases import Case
from portal.db import Base, Key


class CaseClock(Base):
    """A promised moment. Overdue is a question asked of it, never a flag on it."""

    __tablename__ = "case_clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "level"),
        CheckConstraint("stopped_at IS NULL OR paused_at IS NULL", name="stopped_is_not_paused"),
        Index("ix_case_clocks_running", "kind", "stopped_at", "due_at"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    level: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="clocks")

    @property
    def is_running(self) -> bool:
        """Whether its time passes now: it is neither paused nor stopped."""
        return self.stopped_at is None and self.paused_at is None

    def is_overdue(self, now: datetime) -> bool:
        return self.is_running and self.due_at < now


class Escalation(Base):
    """A late clock rose to a role, once: no later change of time or deadline takes it back."""

    __tablename__ = "case_escalations"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "level"),
        CheckConstraint("level >= 1", name="level_counts_from_one"),
        Index("ix_case_escalations_role_id", "role", "id"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("case_clocks.id"), index=True)
    kind: Mapped[str]
    level: Mapped[int]
    role: Mapped[str]
    due_at: Mapped[datetime]
    risen_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    clock: Mapped[CaseClock] = relationship()


class ClockWatch(Base):
    """When the bank last looked at its clocks: one row, by which a jump of the machine's time is known."""

    __tablename__ = "clock_watch"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[Key]
    looked_at: Mapped[datetime | None]
