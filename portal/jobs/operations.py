import logging
import sqlite3
import sys
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import psycopg
from flask import Flask, current_app
from sqlalchemy import delete, or_, select, update

from portal import clock
from portal.db import after_commit, db, operation, transaction
from portal.jobs.models import OutboxEntry

LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)

Handler = Callable[[dict[str, Any]], None]
log = logging.getLogger(__name__)


class TryLater(Exception):
    """What a handler raises when the world outside is not ready, such as a mail server that is down.

    `until`: from when on it may be, where that is known.
    """

    def __init__(self, why: str, until: datetime | None = None) -> None:
        super().__init__(why)
        self.until = until


def register(app: Flask, kind: str, handler: Handler) -> None:
    """Have `handler(payload)` do the work of `kind`."""
    app.extensions.setdefault("job_handlers", {})[kind] = handler


@operation
def enqueue(
    kind: str, key: str, now: datetime, not_before: datetime | None = None, /, **payload: Any
) -> None:
    """Promise work with the business change. `key` is unique: the same promise twice is one."""
    if db.session.scalar(select(OutboxEntry.id).where(OutboxEntry.key == key)) is None:
        due = not_before or now
        db.session.add(OutboxEntry(kind=kind, key=key, payload=payload, created_at=now, not_before=due))
        if due <= now:
            after_commit(ring)


@operation
def hurry(keys: Collection[str], now: datetime) -> None:
    """What was promised for later under these keys is due."""
    waits = update(OutboxEntry).where(OutboxEntry.key.in_(keys), OutboxEntry.not_before > now)
    db.session.execute(waits.values(not_before=now))
    after_commit(ring)


@operation
def forget(keys: Collection[str]) -> None:
    """What was promised under these keys is promised no longer."""
    db.session.execute(delete(OutboxEntry).where(OutboxEntry.key.in_(keys)))


def ring() -> None:
    """Say that the outbox holds something new. If that fails, the next minute's look finds it."""
    try:
        current_app.extensions["doorbell"]()
    except (OSError, sqlite3.Error, psycopg.Error) as error:
        log.warning("the doorbell does not ring: %s", error)


def drain() -> int:
    """Do what the outbox holds and is due; returns how many entries were finished.

    A kind that has to try later is left alone until the next round: a gateway that hangs costs one wait.
    """
    done, later = 0, set[str]()
    while (entry := _lease(clock.now(), later)) is not None:
        if _work(entry):
            done += 1
        else:
            later.add(entry.kind)
    return done


def _lease(now: datetime, not_now: Collection[str] = ()) -> OutboxEntry | None:
    """Take the next due entry for two minutes, so that two workers never do it at once."""
    free = or_(OutboxEntry.leased_until.is_(None), OutboxEntry.leased_until < now)
    with transaction() as session:
        entry = session.scalar(
            select(OutboxEntry)
            .where(OutboxEntry.done_at.is_(None), OutboxEntry.not_before <= now, free)
            .where(OutboxEntry.kind.not_in(not_now))
            .order_by(OutboxEntry.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if entry is not None:
            entry.leased_until, entry.attempts = now + LEASE, entry.attempts + 1
    return entry


def _work(entry: OutboxEntry) -> bool:
    """Whether the entry is done. What a handler cannot do waits its turn again, behind all others."""
    handler = current_app.extensions["job_handlers"][entry.kind]
    outcome: dict[str, Any] = {"not_before": clock.now() + _wait(entry.attempts)}
    try:
        handler(entry.payload)
        outcome = {"done_at": clock.now(), "last_error": None}
    except TryLater as error:
        log.warning("outbox %s %s waits: %s", entry.kind, entry.key, error)
        outcome |= {"last_error": str(error)} | ({"not_before": error.until} if error.until else {})
    finally:
        if (failure := sys.exception()) is not None:
            outcome["last_error"] = type(failure).__name__
        _finish(entry, **outcome)
    return "done_at" in outcome


def _wait(attempts: int) -> timedelta:
    return min(timedelta(seconds=15 * 2 ** min(attempts, 10)), LONGEST_WAIT)


def _finish(entry: OutboxEntry, **values: Any) -> None:
    with transaction() as session:
        session.execute(
            update(OutboxEntry).where(OutboxEntry.id == entry.id).values(leased_until=None, **values)
        )
