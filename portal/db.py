"""The database: reads autocommit, and a request has one write transaction at most.

The write transaction opens at the first operation. On SQLite an flock comes before
`BEGIN IMMEDIATE`, so that writers queue fairly instead of starving; who waits too long is told `Busy`.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from inspect import iscoroutinefunction
from threading import Thread
from typing import Annotated, Any, ParamSpec, TypeVar

from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Integer, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import TimeoutError as Overloaded
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_WAIT = 10.0
"""Seconds that a writer queues on SQLite; as long as its own `busy_timeout`."""

db = SQLAlchemy(session_options={"expire_on_commit": False})


class Busy(Overloaded):
    """The write transaction could not open in time; nothing was changed."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite keeps it without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment must say its zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment(), int: BigInteger().with_variant(Integer, "sqlite")}


alembic = Alembic(metadatas=Base.metadata, command_name="db")


def init_app(app: Flask) -> None:
    db.init_app(app)
    # there is no async engine, and closing its sessions would start an event loop for every request
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    app.config["ALEMBIC"] = {"script_location": os.path.join(app.root_path, "migrations")}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True}
    alembic.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function that changes rows: it opens the write transaction, or joins the open one.

    Rows are sent when the outermost operation ends, so that a conflict is known before the answer is made.
    """

    @wraps(function)
    def change(*args: P.args, **kwargs: P.kwargs) -> R:
        open_write()
        info = db.session.info
        info["depth"] = info.get("depth", 0) + 1
        try:
            result = function(*args, **kwargs)
        finally:
            info["depth"] -= 1
        if not info["depth"]:
            db.session.flush()
        return result

    return change


def is_writing() -> bool:
    return "writing" in db.session.info


def is_postgresql() -> bool:
    """Whether others may write while this write transaction is open; on SQLite nobody does."""
    return db.session.get_bind().dialect.name == "postgresql"


def found() -> dict[tuple[str, Any], Any]:
    """What this write transaction knows and nobody else can change until it ends; savepoints do not undo it."""
    return db.session.info["found"]  # type: ignore[no-any-return]


def open_write() -> None:
    """Open the write transaction. Rows read before are read again, now that nobody else writes."""
    session = db.session
    if is_writing():
        return
    session.commit()
    session.info.update(writing=_lock(session), found={})
    write = {"isolation_level": "READ COMMITTED"} if is_postgresql() else {"write": True}
    try:
        session.connection(execution_options=write)
        session.expire_all()
        for step in take_at_open():
            step()
    except BaseException:
        rollback()
        raise


def at_open(step: Callable[[], None]) -> None:
    """Have `step` run as the first thing inside the write transaction, if one opens."""
    db.session.info.setdefault("at_open", []).append(step)


def on_rollback(step: Callable[[], None]) -> None:
    """Have `step` undo what the database cannot, such as a file, if this request or job fails."""
    db.session.info.setdefault("on_rollback", []).append(step)


def take_at_open() -> list[Callable[[], None]]:
    """What waits for the write transaction; it waits no longer."""
    return list(db.session.info.pop("at_open", ()))


def after_commit(step: Callable[[], None]) -> None:
    """Have `step` run once the write transaction is durable; it is forgotten on rollback."""
    db.session.info.setdefault("after_commit", []).append(step)


def commit() -> None:
    """Make the write transaction durable, free the lock, then do what waited for it."""
    try:
        db.session.commit()
    except BaseException:
        rollback()
        raise
    _unlock(db.session)
    db.session.info.pop("on_rollback", None)
    for step in db.session.info.pop("after_commit", ()):
        step()


def rollback() -> None:
    db.session.rollback()
    _unlock(db.session)
    db.session.info.pop("after_commit", None)
    for step in db.session.info.pop("on_rollback", ()):
        step()


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction for a command or a job: committed at the end, rolled back on an error."""
    open_write()
    try:
        yield db.session
    except BaseException:
        rollback()
        raise
    commit()


def _lock(session: Session) -> int | None:
    """The file descriptor that holds SQLite's writer queue; None on PostgreSQL."""
    path = session.get_bind().engine.url.database
    if is_postgresql() or not path:
        return None
    descriptor = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _queue(descriptor)
    return descriptor


def _queue(descriptor: int) -> int:
    """Wait for the lock in the kernel's own queue, but not for ever: `Busy` after `LONGEST_WAIT`.

    flock knows no deadline, and asking again and again would lose the place in the queue. So a thread waits there
    in our stead; if it comes too late, it closes the descriptor, which frees the lock.
    """
    turn: Future[int] = Future()
    Thread(target=_wait_for, args=(descriptor, turn), daemon=True).start()
    try:
        return turn.result(LONGEST_WAIT)
    except TimeoutError:
        if turn.cancel():
            raise Busy("too many writers, or one that does not end") from None
        return turn.result()


def _wait_for(descriptor: int, turn: "Future[int]") -> None:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    if turn.set_running_or_notify_cancel():
        turn.set_result(descriptor)
    else:
        os.close(descriptor)


def _unlock(session: Session) -> None:
    descriptor = session.info.pop("writing", None)
    if descriptor is not None:
        os.close(descriptor)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
