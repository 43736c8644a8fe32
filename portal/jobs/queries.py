from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.jobs.models import OutboxEntry


def oldest_waiting(now: datetime) -> datetime | None:
    """Since when the oldest due promise waits; None when nothing is late."""
    return db.session.scalar(
        select(func.min(OutboxEntry.not_before)).where(
            OutboxEntry.done_at.is_(None), OutboxEntry.not_before <= now
        )
    )
