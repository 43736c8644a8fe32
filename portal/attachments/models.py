from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key


class Attachment(Base):
    """A stored paper. The file `stored_name` holds its bytes, sealed for the customer."""

    __tablename__ = "attachments"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    media_type: Mapped[str]
    pages: Mapped[int]
    size: Mapped[int]
    thumbnail_size: Mapped[int] = mapped_column(default=0, server_default="0")
    stored_name: Mapped[str] = mapped_column(unique=True)

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def has_thumbnail(self) -> bool:
        return self.thumbnail_size > 0
