from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from sqlalchemy import func, select

from portal.audit.models import AuditEvent, Checkpoint, CheckpointHead
from portal.audit.operations import GENESIS, leaf, merkle_root, signed_words, signing_key
from portal.db import db


def history(subject: str) -> list[AuditEvent]:
    """The events of `subject`, oldest first."""
    return list(
        db.session.scalars(select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.seq))
    )


def faults() -> Iterator[str]:
    """Every way in which the stored log is not what was written; nothing when it is whole."""
    yield from _broken_chains()
    yield from _broken_checkpoints()
    yield from _lost_heads()


def _broken_chains() -> Iterator[str]:
    for subject in db.session.scalars(
        select(AuditEvent.subject).distinct().order_by(AuditEvent.subject)
    ).all():
        seq, digest = 0, GENESIS
        for event in history(subject):
            if event.seq != seq + 1:
                yield f"{subject}: event {seq + 1} is missing"
            elif event.prev_hash != digest:
                yield f"{subject}: event {event.seq} does not follow the one before it"
            elif event.hash != event.expected_hash():
                yield f"{subject}: event {event.seq} was changed"
            seq, digest = event.seq, event.hash
        db.session.expunge_all()


def _broken_checkpoints() -> Iterator[str]:
    key, prev_root = signing_key().public_key(), GENESIS
    for checkpoint in db.session.scalars(select(Checkpoint).order_by(Checkpoint.id)):
        heads = db.session.scalars(
            select(CheckpointHead)
            .where(CheckpointHead.checkpoint_id == checkpoint.id)
            .order_by(CheckpointHead.id)
        )
        leaves = [leaf(head.subject, head.seq, head.hash) for head in heads]
        if checkpoint.prev_root != prev_root or merkle_root([prev_root, *leaves]) != checkpoint.root:
            yield f"checkpoint {checkpoint.id}: its heads were changed"
        try:
            key.verify(checkpoint.signature, signed_words(checkpoint.at, checkpoint.root))
        except InvalidSignature:
            yield f"checkpoint {checkpoint.id}: the signature is not ours"
        prev_root = checkpoint.root


def _lost_heads() -> Iterator[str]:
    """Heads that a checkpoint saw and the log no longer has: a truncated or vanished chain."""
    found = (
        select(AuditEvent.id)
        .where(
            AuditEvent.subject == CheckpointHead.subject,
            AuditEvent.seq == CheckpointHead.seq,
            AuditEvent.hash == CheckpointHead.hash,
        )
        .exists()
    )
    for head in db.session.scalars(select(CheckpointHead).where(~found)):
        yield f"{head.subject}: event {head.seq}, sealed at checkpoint {head.checkpoint_id}, is gone"


def event_count() -> int:
    return db.session.scalar(select(func.count(AuditEvent.id))) or 0


def last_checkpoint() -> Checkpoint | None:
    return db.session.scalar(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1))
