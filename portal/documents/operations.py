import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from portal.audit.models import MACHINE, Actor
from portal.audit.operations import record
from portal.db import after_commit, db, operation
from portal.documents import codes
from portal.documents.making import Wanted
from portal.documents.models import IssuedDocument, WrongQuestion
from portal.documents.queries import WAITS_FOR_POST
from portal.documents.rules import ASKING_WINDOW, KEPT, Kind, Stage
from portal.documents.storage import remove
from portal.jobs.operations import enqueue

JOB = "document"


@operation
def ask(
    customer_id: int, kind: Kind, subject: dict[str, Any], wanted: Wanted, by: Actor, now: datetime
) -> IssuedDocument:
    """Note that a document is wanted; nothing is issued yet."""
    document = IssuedDocument(
        public_id=secrets.token_urlsafe(12),
        customer_id=customer_id,
        kind=kind,
        form=wanted.form,
        locale=wanted.locale,
        asked_at=now,
        stage=Stage.WAITING,
        by_post=wanted.by_post,
    )
    document.subject_text = json.dumps({"about": subject, "wanted": wanted.kept()}, ensure_ascii=False)
    db.session.add(document)
    detail = {"document": document.public_id, "kind": kind, "form": wanted.form, "locale": wanted.locale}
    record(f"person:{customer_id}", "document asked for", by, now, **detail)
    return document


@operation
def promise(document: IssuedDocument, now: datetime) -> None:
    """Have the worker make it."""
    enqueue(JOB, f"document:{document.public_id}", now, public_id=document.public_id)


@operation
def issue(document: IssuedDocument, data: bytes, code: str, stored_name: str, now: datetime) -> None:
    """From now on it is genuine: `data` was given out under `code` and lies in `stored_name`."""
    document.stage, document.issued_at = Stage.READY, now
    document.sha256, document.size = hashlib.sha256(data).hexdigest(), len(data)
    document.code_hash, document.stored_name = codes.digest(code), stored_name
    detail = {"document": document.public_id, "sha256": document.sha256}
    record(f"person:{document.customer_id}", "document issued", MACHINE, now, **detail)


@operation
def mark_posted(document: IssuedDocument, now: datetime) -> None:
    """It was handed over to be printed and sent."""
    document.posted_at = now
    record(f"person:{document.customer_id}", "document posted", MACHINE, now, document=document.public_id)


@operation
def move_to(document: IssuedDocument, stage: Stage) -> None:
    """Say how far the worker is with it, or that it gave up."""
    document.stage = stage


@operation
def note_wrong_question(address: str, now: datetime) -> None:
    db.session.add(WrongQuestion(at=now, address=address))


@operation
def forget_old(now: datetime) -> None:
    """Files whose time is over, documents that were never made, and old wrong questions.

    What was issued stays known by its code and digest; what waits for the post stays.
    """
    kept = IssuedDocument.stored_name.is_not(None) & (IssuedDocument.issued_at < now - KEPT) & ~WAITS_FOR_POST
    for document in db.session.scalars(select(IssuedDocument).where(kept)):
        _let_go(document)
    unmade = IssuedDocument.sha256.is_(None) & (IssuedDocument.asked_at < now - KEPT)
    db.session.execute(delete(IssuedDocument).where(unmade))
    db.session.execute(delete(WrongQuestion).where(WrongQuestion.at < now - ASKING_WINDOW))


def _let_go(document: IssuedDocument) -> None:
    stored_name, document.stored_name = document.stored_name, None
    if stored_name:
        after_commit(lambda: remove(stored_name))
