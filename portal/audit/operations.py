import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import func, select

from portal.audit.models import Actor, AuditEvent, Checkpoint, CheckpointHead
from portal.db import db, found, is_postgresql, operation

GENESIS = bytes(32)


@operation
def record(subject: str, action: str, by: Actor, now: datetime, **detail: Any) -> AuditEvent:
    """Append one event to the chain of `subject`. `detail` holds codes and hashes, never personal data."""
    last_seq, last_hash = _head(subject)
    event = AuditEvent(
        subject=subject,
        seq=last_seq + 1,
        at=now,
        action=action,
        person_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        channel=by.channel,
        branch_id=by.branch_id,
        detail=detail,
        prev_hash=last_hash,
    )
    event.hash = event.expected_hash()
    db.session.add(event)
    found()["head", subject] = event.seq, event.hash
    return event


def _head(subject: str) -> tuple[int, bytes]:
    """The number and hash of the chain's last event. Writers of one chain wait here for each other."""
    if known := found().get(("head", subject)):
        return known
    if is_postgresql():
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(subject))))
    chain = select(AuditEvent.seq, AuditEvent.hash).where(AuditEvent.subject == subject)
    last = db.session.execute(chain.order_by(AuditEvent.seq.desc()).limit(1)).one_or_none()
    return (last.seq, last.hash) if last else (0, GENESIS)


@operation
def seal_heads(now: datetime) -> Checkpoint | None:
    """Sign the heads that moved since the last checkpoint; None when nothing moved."""
    last = db.session.scalar(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1))
    heads = _moved_heads()
    if not heads:
        return None
    prev_root = last.root if last else GENESIS
    root = merkle_root([prev_root, *(leaf(head.subject, head.seq, head.hash) for head in heads)])
    checkpoint = Checkpoint(
        at=now, prev_root=prev_root, root=root, signature=signing_key().sign(signed_words(now, root))
    )
    db.session.add(checkpoint)
    db.session.flush()
    for head in heads:
        db.session.add(
            CheckpointHead(checkpoint_id=checkpoint.id, subject=head.subject, seq=head.seq, hash=head.hash)
        )
    return checkpoint


def signed_words(at: datetime, root: bytes) -> bytes:
    """What a checkpoint's signature stands under: its moment and its root."""
    return at.astimezone(UTC).isoformat().encode() + root


def leaf(subject: str, seq: int, digest: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + f"{subject}\n{seq}\n".encode() + digest).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root of a binary hash tree; an odd node moves up as it is. Source: RFC 6962, section 2.1."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + b"".join(pair)).digest() if pair[1:] else pair[0] for pair in pairs]
    return level[0]


def signing_key() -> Ed25519PrivateKey:
    """The bank's checkpoint key, derived from the master key."""
    master = current_app.config["MASTER_KEY"].encode()
    seed = HKDF(SHA256(), 32, salt=None, info=b"audit checkpoint").derive(master)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _moved_heads() -> list[AuditEvent]:
    sealed = select(func.max(CheckpointHead.seq)).where(CheckpointHead.subject == AuditEvent.subject)
    heads = select(AuditEvent).where(
        AuditEvent.seq > func.coalesce(sealed.correlate(AuditEvent).scalar_subquery(), 0),
        AuditEvent.id.in_(select(func.max(AuditEvent.id)).group_by(AuditEvent.subject)),
    )
    return list(db.session.scalars(heads.order_by(AuditEvent.subject)))
