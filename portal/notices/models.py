import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key
from portal.identity.models import Person
from portal.identity.sealing import Sealed


class Notice(Base):
    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_person_id_id", "person_id", "id"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    facts_text_sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    """From when on its reader sees it, where what it says may be taken back until then."""
    read_at: Mapped[datetime | None]

    @property
    def told_at(self) -> datetime:
        """When its reader could read it first."""
        return self.held_until or self.created_at

    person: Mapped[Person] = relationship()

    facts_text = Sealed()

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.facts_text)  # type: ignore[no-any-return]

    @property
    def sealed_for(self) -> int:
        return self.person_id

    @property
    def sealed_row(self) -> str:
        return self.public_id
