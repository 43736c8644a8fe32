"""Many writers at once: they queue, nothing is lost, and no one gets an error."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import db as database
from portal.audit.models import MACHINE
from portal.audit.operations import record
from portal.audit.queries import faults, history
from portal.clock import now
from portal.db import after_commit, db, is_writing, open_write, operation, rollback, transaction
from portal.identity.models import LifeEvent
from portal.identity.operations import write_life_event
from portal.identity.queries import person_named
from portal.preferences.models import PreferenceRow
from tests.banks import SETTINGS

WRITERS, WRITES = 32, 5
ANOTHER_PROCESS = """
import sys
from tests.banks import open_bank
from tests.db.test_writers import add_up
from pathlib import Path
with open_bank(Path(sys.argv[1]), sys.argv[2]) as app:
    print("ready", flush=True)
    sys.stdin.readline()
    add_up(app, int(sys.argv[3]), 25)
"""


def add_up(app: Flask, person_id: int, times: int) -> None:
    """Read a figure and write it back, one higher, each time in a transaction of its own."""
    for _ in range(times):
        with app.app_context(), transaction():
            row = db.session.get_one(PreferenceRow, person_id, with_for_update=True)
            row.text_size = str(int(row.text_size) + 1)


def at_once(app: Flask, count: int, write: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        with app.app_context():
            return write(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def xiulan(app: Flask) -> int:
    with app.app_context():
        person = person_named("xiulan")
        assert person is not None
        return person.id


def figure(app: Flask, person_id: int) -> int:
    with app.app_context():
        return int(db.session.get_one(PreferenceRow, person_id).text_size)


def test_thirty_two_writers_write_everything(app: Flask, xiulan: int) -> None:
    def write(writer: int) -> None:
        for number in range(WRITES):
            with transaction():
                write_life_event(xiulan, "written", f"{writer}/{number}", now(), {})

    at_once(app, WRITERS, write)
    with app.app_context():
        assert db.session.scalar(select(func.count(LifeEvent.id))) == WRITERS * WRITES


def test_read_then_write_loses_nothing_among_threads(app: Flask, xiulan: int) -> None:
    before = figure(app, xiulan)
    at_once(app, 8, lambda _number: add_up(app, xiulan, 5))
    assert figure(app, xiulan) == before + 8 * 5


def test_read_then_write_loses_nothing_among_processes(app: Flask, instance: Path, xiulan: int) -> None:
    before, url = figure(app, xiulan), app.config["DATABASE_URL"]
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(instance), url, str(xiulan)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("go\n")
        other.stdin.flush()
        add_up(app, xiulan, 25)
        assert other.wait(60) == 0
    assert figure(app, xiulan) == before + 2 * 25


def test_one_chain_takes_events_from_everybody_at_once(app: Flask) -> None:
    def write(number: int) -> None:
        with transaction():
            record("case:shared", "touched", MACHINE, now(), number=number)

    at_once(app, 8, write)
    with app.app_context():
        assert [event.seq for event in history("case:shared")] == list(range(1, 9))
        assert list(faults()) == []


def test_rows_read_before_are_read_again_inside(app: Flask, xiulan: int) -> None:
    with app.app_context():
        row = db.session.get_one(PreferenceRow, xiulan)
        before = int(row.text_size)
        at_once(app, 1, lambda _number: add_up(app, xiulan, 1))
        with transaction():
            assert int(row.text_size) == before + 1


def test_an_operation_joins_the_open_transaction(app: Flask, xiulan: int) -> None:
    @operation
    def outer() -> None:
        write_life_event(xiulan, "inner", "test", now(), {})
        raise LookupError

    with app.app_context(), pytest.raises(LookupError), transaction():
        outer()
    with app.app_context():
        assert not is_writing()
        assert db.session.scalar(select(func.count(LifeEvent.id))) == 0


def test_an_operation_sends_its_rows_when_the_outermost_ends(app: Flask, xiulan: int) -> None:
    @operation
    def outer() -> bool:
        write_life_event(xiulan, "inner", "test", now(), {})
        return bool(db.session.new)

    with app.app_context(), transaction():
        assert outer()
        assert not db.session.new


def test_what_waits_for_the_commit_is_forgotten_on_rollback(app: Flask) -> None:
    done: list[str] = []
    with app.app_context():
        open_write()
        after_commit(lambda: done.append("rolled back"))
        rollback()
        with transaction():
            after_commit(lambda: done.append("committed"))
            assert not done
    assert done == ["committed"]


def test_a_transaction_that_cannot_open_frees_the_queue(app: Flask) -> None:
    with app.app_context():
        database.at_open(lambda: 1 / 0)  # type: ignore[arg-type, return-value]
        with pytest.raises(ZeroDivisionError):
            open_write()
        assert not is_writing()
    at_once(app, 1, lambda _number: add_up_nothing())


def add_up_nothing() -> None:
    with transaction():
        assert is_writing()


def test_a_commit_that_fails_frees_the_queue(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        open_write()
        with monkeypatch.context() as patch:
            patch.setattr(db.session, "commit", lambda: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                database.commit()
        assert not is_writing()
    at_once(app, 1, lambda _number: add_up_nothing())


def test_sqlite_is_set_to_lose_nothing(instance: Path) -> None:
    from portal.app import create_app

    app = create_app(str(instance), **SETTINGS | {"DATABASE_URL": ""})
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            kept = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        engine.dispose()
    app.extensions["huey"].storage.close()
    assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    assert tuple(map(int, str(version).split("."))) >= (3, 51, 3)
