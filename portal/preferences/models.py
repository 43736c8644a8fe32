from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.preferences.rules import Preferences


class PreferenceRow(Base):
    """A person's choices, kept so that they follow her to every device and to the branch."""

    __tablename__ = "preferences"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    locale: Mapped[str]
    mode: Mapped[str]
    text_size: Mapped[str]
    contrast: Mapped[str]
    motion: Mapped[str]
    balances: Mapped[str] = mapped_column(server_default="shown")
    contact_needs: Mapped[list[str]] = mapped_column(JSON, default=list)

    def as_preferences(self) -> Preferences:
        return Preferences(self.locale, self.mode, self.text_size, self.contrast, self.motion, self.balances)
