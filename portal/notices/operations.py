import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.db import db, operation
from portal.jobs.operations import enqueue, forget
from portal.notices.models import Notice

KEYS = {"e-mail": "notice:", "SMS": "notice SMS:"}
"""How the names of what leaves the house begin in the outbox."""


@operation
def tell(
    person_id: int, kind: str, now: datetime, held_until: datetime | None = None, /, **facts: Any
) -> Notice:
    """Write to the person's inbox, and promise e-mail and SMS, all of it at `held_until`. `facts` are sealed."""
    notice = Notice(
        public_id=secrets.token_urlsafe(12),
        person_id=person_id,
        kind=kind,
        created_at=now,
        held_until=held_until,
    )
    notice.facts_text = json.dumps(facts, ensure_ascii=False)
    db.session.add(notice)
    for means in ("e-mail", "SMS") if current_app.config["SMS_URL"] else ("e-mail",):
        enqueue(
            f"notice {means}", KEYS[means] + notice.public_id, now, held_until, public_id=notice.public_id
        )
    return notice


@operation
def untell(said_at: datetime, is_about: Callable[[dict[str, Any]], bool], now: datetime) -> None:
    """What was said then is not so: nobody who is still to be told of it, by these facts, is told."""
    held = select(Notice).where(Notice.created_at == said_at, Notice.held_until > now)
    for notice in db.session.scalars(held).all():
        if is_about(notice.facts):
            forget([key + notice.public_id for key in KEYS.values()])
            db.session.delete(notice)


@operation
def mark_read(notice: Notice, now: datetime) -> None:
    notice.read_at = notice.read_at or now
