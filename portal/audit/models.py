import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key


@dataclass(frozen=True)
class Actor:
    """The hand that acts and the person it acts for. `person_id` None is the machine."""

    person_id: int | None
    channel: str
    on_behalf_of_id: int | None = None
    branch_id: int | None = None


MACHINE = Actor(None, "machine")


class AuditEvent(Base):
    __tablename__ = "audit_events"
    __table_args__ = (UniqueConstraint("subject", "seq"),)

    id: Mapped[Key]
    subject: Mapped[str]
    seq: Mapped[int]
    at: Mapped[datetime]
    action: Mapped[str]
    person_id: Mapped[int | None]
    on_behalf_of_id: Mapped[int | None]
    channel: Mapped[str]
    branch_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    def expected_hash(self) -> bytes:
        """SHA-256 over the previous hash and every stored word of this event."""
        words = [self.subject, self.seq, self.at.isoformat(), self.action, self.person_id]
        words += [self.on_behalf_of_id, self.channel, self.branch_id, self.detail]
        text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(self.prev_hash + text.encode()).digest()


class Checkpoint(Base):
    """A signed Merkle root over the heads that moved since the checkpoint before it."""

    __tablename__ = "audit_checkpoints"

    id: Mapped[Key]
    at: Mapped[datetime]
    prev_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class CheckpointHead(Base):
    __tablename__ = "audit_checkpoint_heads"
    __table_args__ = (UniqueConstraint("checkpoint_id", "subject"),)

    id: Mapped[Key]
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("audit_checkpoints.id"))
    subject: Mapped[str] = mapped_column(index=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
