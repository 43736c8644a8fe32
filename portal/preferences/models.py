from dataclasses import fields

from sqlalchemy import JSON, ForeignKey, text
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
    print_size: Mapped[str] = mapped_column(default="", server_default=text("''"))
    braille: Mapped[str] = mapped_column(default="", server_default=text("''"))
    paper_languages: Mapped[str] = mapped_column(default="own", server_default="own")
    by_post: Mapped[str] = mapped_column(default="no", server_default="no")
    balances: Mapped[str] = mapped_column(default="shown", server_default="shown")
    contact_needs: Mapped[list[str]] = mapped_column(JSON, default=list)

    def as_preferences(self) -> Preferences:
        return Preferences(**{each.name: getattr(self, each.name) for each in fields(Preferences)})
