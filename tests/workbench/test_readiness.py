"""`/healthz`: the process lives. `/readyz`: it can do its work, or it says by code what is wrong."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import event, text

from portal.clock import now
from portal.db import alembic, db, transaction
from portal.jobs.operations import enqueue
from tests.clocks import MovableClock
from tests.page import Client


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def ready(client: Client) -> tuple[int, list[str]]:
    client.app.testing, client.app.config["PROPAGATE_EXCEPTIONS"] = False, False
    response = client.browser.get("/readyz")
    assert response.is_json, response.text
    return response.status_code, response.json["problems"]


@pytest.fixture
def impatient(app: Flask) -> None:
    """Connections that wait a moment for a lock instead of ten seconds."""
    with app.app_context():
        engine = db.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA busy_timeout=50")


@contextmanager
def without_writes(app: Flask) -> Iterator[None]:
    """SQLite held by a program that knows nothing of our queue of writers; PostgreSQL set to be read only."""
    with app.app_context(), db.engine.connect() as connection:
        held = connection.dialect.name == "sqlite"
        name = connection.engine.url.database
        begin = "BEGIN IMMEDIATE" if held else f"ALTER DATABASE {name} SET default_transaction_read_only = on"
        end = "ROLLBACK" if held else f"ALTER DATABASE {name} RESET default_transaction_read_only"
        connection.execute(text(begin))
        yield
        connection.execute(text(end))


def test_a_bank_that_is_open_is_ready(anyone: Client) -> None:
    assert ready(anyone) == (200, [])


def test_it_is_ready_while_somebody_is_signed_in(sign_in: Any) -> None:
    assert ready(sign_in("james")) == (200, [])


def test_asking_holds_no_writer_up(app: Flask, anyone: Client) -> None:
    ready(anyone)
    with app.app_context(), transaction():
        pass


@pytest.mark.usefixtures("impatient")
def test_a_database_that_takes_no_writes_is_said(app: Flask, anyone: Client) -> None:
    with without_writes(app):
        assert ready(anyone) == (503, ["database"])


def test_a_database_that_is_not_migrated_is_said(app: Flask, anyone: Client) -> None:
    with app.app_context():
        alembic.downgrade("base")
    status, problems = ready(anyone)
    assert status == 503
    assert "migrations" in problems


def test_an_old_schema_is_said(app: Flask, anyone: Client) -> None:
    with app.app_context(), transaction() as session:
        session.execute(text("DELETE FROM alembic_version"))
    assert ready(anyone) == (503, ["migrations"])


def test_a_promise_that_waits_for_over_an_hour_is_said(
    app: Flask, anyone: Client, clock: MovableClock
) -> None:
    with app.app_context(), transaction():
        enqueue("notice e-mail", "waits", now(), public_id="x")
    clock.forward(minutes=59)
    assert ready(anyone) == (200, [])
    clock.forward(minutes=2)
    assert ready(anyone) == (503, ["outbox"])


def test_a_disk_that_is_almost_full_is_said(anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, 10 * 1024 * 1024))
    assert ready(anyone) == (503, ["disk"])


def test_the_process_lives_whatever_the_database_does(app: Flask, anyone: Client) -> None:
    with app.app_context():
        alembic.downgrade("base")
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    response = anyone.browser.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
