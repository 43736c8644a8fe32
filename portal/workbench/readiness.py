"""What `/readyz` looks at: the database takes writes, is migrated, the disk has room, the outbox moves."""

import shutil
from datetime import timedelta

from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.db import alembic, db, open_write, rollback
from portal.jobs.models import OutboxEntry
from portal.jobs.queries import oldest_waiting

LEAST_DISK = 200 * 1024 * 1024
LONGEST_WAIT = timedelta(hours=1)


def problems() -> list[str]:
    """Codes of what keeps this process from doing its work; empty when it is ready."""
    try:
        if not _is_migrated():
            return ["migrations"]
        return [code for code, is_bad in _looks() if is_bad]
    except SQLAlchemyError:
        return ["database"]


def _looks() -> list[tuple[str, bool]]:
    _write_nothing()
    return [
        ("disk", shutil.disk_usage(current_app.instance_path).free < LEAST_DISK),
        ("outbox", _outbox_is_stuck()),
    ]


def _write_nothing() -> None:
    """A change of no row: a database that takes no writes refuses even that."""
    open_write()
    try:
        db.session.execute(update(OutboxEntry).where(OutboxEntry.id == 0).values(attempts=0))
    finally:
        rollback()


def _is_migrated() -> bool:
    heads = {script.revision for script in alembic.heads()}
    current = {script.revision for script in alembic.current()}
    return heads == current


def _outbox_is_stuck() -> bool:
    waiting = oldest_waiting(clock.now())
    return waiting is not None and clock.now() - waiting > LONGEST_WAIT
