"""The power fails in the middle of a transaction, at an instant that the test chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from flask import Flask
from sqlalchemy import Connection, Engine, event

from portal.db import Base, db


class Killed(BaseException):
    """No `except` of the portal is meant for this: a dead process handles nothing."""


class Fuse:
    """Counts what is sent to the database, burns at the so-manieth, and lets nothing through afterwards."""

    def __init__(self, at: int | None) -> None:
        self.at, self.sent = at, 0

    @property
    def is_burnt(self) -> bool:
        return self.at is not None and self.sent >= self.at

    def pass_on(self, connection: Connection, *_statement: object) -> None:
        """The statement or the commit is not sent; the database sees the connection break."""
        if not self.is_burnt:
            self.sent += 1
        if self.is_burnt:
            db.session.info.pop("on_rollback", None)
            connection.invalidate()
            raise Killed


@contextmanager
def lightning(app: Flask, at: int | None) -> Iterator[Fuse]:
    """Before the statement (or commit) number `at` the process is dead, and a new one begins; None: only count."""
    with app.app_context():
        engine: Engine = db.engine
    fuse = Fuse(at)
    heard = [(engine, "before_cursor_execute"), (engine, "commit")]
    for target, name in heard:
        event.listen(target, name, fuse.pass_on)
    try:
        yield fuse
    except Killed:
        engine.dispose()
    finally:
        for target, name in heard:
            event.remove(target, name, fuse.pass_on)


def fingerprint(app: Flask) -> str:
    """Of every value of every row."""
    digest = sha256()
    with app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}"):
                digest.update(repr(row).encode())
    return digest.hexdigest()
