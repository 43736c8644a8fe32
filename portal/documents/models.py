"""Documents that were given out, and the wrong questions about them."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key
from portal.documents.rules import Form, Stage
from portal.identity.sealing import Sealed


class IssuedDocument(Base):
    """What anybody may ask about it, never what it says. Its bytes lie sealed in `stored_name` for a time.

    `subject` says to its room what it is about, and how it was wanted.
    """

    __tablename__ = "issued_documents"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('waiting', 'collecting', 'printing', 'ready', 'failed')", name="stage_is_known"
        ),
        CheckConstraint("(stage = 'ready') = (sha256 IS NOT NULL)", name="ready_has_digest"),
        CheckConstraint("(sha256 IS NULL) = (issued_at IS NULL)", name="digest_has_moment"),
        CheckConstraint("(sha256 IS NULL) = (code_hash IS NULL)", name="digest_has_code"),
        CheckConstraint("by_post OR posted_at IS NULL", name="posted_as_wished"),
        Index("ix_issued_documents_customer_id_id", "customer_id", "id"),
        Index("ix_issued_documents_issued_at", "issued_at"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[str]
    form: Mapped[str]
    locale: Mapped[str]
    subject_text_sealed: Mapped[bytes]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    stage: Mapped[str]
    issued_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(default=0)
    by_post: Mapped[bool] = mapped_column(default=False, server_default=false())
    posted_at: Mapped[datetime | None]
    stored_name: Mapped[str | None] = mapped_column(unique=True)

    subject_text = Sealed()

    @property
    def subject(self) -> dict[str, Any]:
        """What it is about and how it was wanted, as the room that describes it said."""
        return json.loads(self.subject_text or "{}")  # type: ignore[no-any-return]

    @property
    def sealed_for(self) -> int:
        return self.customer_id

    @property
    def sealed_row(self) -> str:
        return self.public_id

    @property
    def media_type(self) -> str:
        return Form(self.form).media_type

    @property
    def is_ready(self) -> bool:
        return self.stage == Stage.READY

    @property
    def is_kept(self) -> bool:
        """Whether its bytes can still be fetched."""
        return self.stored_name is not None


class WrongQuestion(Base):
    """A code or file that we did not issue, asked about from an address; forgotten after the window."""

    __tablename__ = "wrong_document_questions"

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
