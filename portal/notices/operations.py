import json
import secrets
from datetime import datetime
from typing import Any

from flask import current_app

from portal.db import db, operation
from portal.jobs.operations import enqueue
from portal.notices.models import Notice


@operation
def tell(person_id: int, kind: str, now: datetime, **facts: Any) -> Notice:
    """Write to the person's inbox, and promise e-mail and SMS. `facts` are sealed."""
    notice = Notice(public_id=secrets.token_urlsafe(12), person_id=person_id, kind=kind, created_at=now)
    notice.facts_text = json.dumps(facts, ensure_ascii=False)
    db.session.add(notice)
    enqueue("notice e-mail", f"notice:{notice.public_id}", now, public_id=notice.public_id)
    if current_app.config["SMS_URL"]:
        enqueue("notice SMS", f"notice SMS:{notice.public_id}", now, public_id=notice.public_id)
    return notice


@operation
def mark_read(notice: Notice, now: datetime) -> None:
    notice.read_at = notice.read_at or now
