from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.identity.models import Person


class CaseLease(Base):
    """Who edits a case, until when it is theirs, and who asks for it. A courtesy: the case's version is the truth.

    The wish ends with the lease. `kept_at`: the holder answered it with a no.
    """

    __tablename__ = "case_leases"
    __table_args__ = (
        CheckConstraint("taken_from_id IS NULL OR taken_from_id <> holder_id", name="taken_from_another"),
        CheckConstraint("wanted_by_id IS NULL OR wanted_by_id <> holder_id", name="wanted_by_another"),
        CheckConstraint("(wanted_by_id IS NULL) = (wanted_at IS NULL)", name="wish_has_moment"),
        CheckConstraint("kept_at IS NULL OR wanted_at IS NOT NULL", name="kept_was_wanted"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    wanted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    wanted_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    holder: Mapped[Person] = relationship(foreign_keys=[holder_id])
    taken_from: Mapped[Person | None] = relationship(foreign_keys=[taken_from_id])
    wanted_by: Mapped[Person | None] = relationship(foreign_keys=[wanted_by_id])

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for the holder's answer."""
        return self.wanted_at is not None and self.kept_at is None

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at

    def state_for(self, person_id: int, now: datetime) -> str:
        """As this person's page says it back when it asks for news: whatever changes it is news."""
        wish = f"-{'wanted' if self.is_wanted else 'kept'}-{self.wanted_by_id}" if self.wanted_at else ""
        if self.holder_id == person_id:
            return f"mine{wish}"
        return f"{'held' if self.is_live(now) else 'lapsed'}-{self.holder_id}{wish}"
