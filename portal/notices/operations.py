import json
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.db import db, operation
from portal.jobs.operations import enqueue, forget, hurry
from portal.notices.models import Notice

About = Callable[[dict[str, Any]], bool]
"""Whether a notice with these facts is about what is meant."""


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
    mail, sms = _keys(notice)
    enqueue("notice e-mail", mail, now, held_until, public_id=notice.public_id)
    if current_app.config["SMS_URL"]:
        enqueue("notice SMS", sms, now, held_until, public_id=notice.public_id)
    return notice


@operation
def untell(people: Collection[int], is_about: About, now: datetime) -> None:
    """It is not so: none of these people is told what is still held back."""
    for notice in _held(people, is_about, now):
        forget(_keys(notice))
        db.session.delete(notice)


@operation
def tell_at_once(people: Collection[int], is_about: About, now: datetime) -> None:
    """It stands, for something else happened since: what is held back is told before that."""
    for notice in _held(people, is_about, now):
        notice.held_until = now
        hurry(_keys(notice), now)


def _held(people: Collection[int], is_about: About, now: datetime) -> list[Notice]:
    held = select(Notice).where(Notice.person_id.in_(people), Notice.held_until > now)
    return [notice for notice in db.session.scalars(held).all() if is_about(notice.facts)]


def _keys(notice: Notice) -> tuple[str, str]:
    """The names of its e-mail and its SMS in the outbox."""
    return f"notice:{notice.public_id}", f"notice SMS:{notice.public_id}"


@operation
def mark_read(notice: Notice, now: datetime) -> None:
    notice.read_at = notice.read_at or now
