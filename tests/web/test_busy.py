"""A writer that does not end, on SQLite: the others are told in time, and nothing that was typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from portal import db as database
from portal.db import Busy, transaction
from portal.identity.passwords import DEMO_PASSWORD
from tests.banks import SqliteTemplate, Template, open_bank
from tests.clocks import MovableClock
from tests.factories import loans
from tests.locks import held
from tests.page import Client

LONG = 30.0  # seconds; no test waits for it


@pytest.fixture(scope="module")
def template(bank_template: Template, tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    if isinstance(bank_template, SqliteTemplate):
        return bank_template
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def bank(template: SqliteTemplate, clock: MovableClock, instance: Path) -> Iterator[Flask]:
    with open_bank(instance, template.copy(instance)) as opened:
        yield opened


@pytest.fixture
def james(bank: Flask) -> Client:
    client = Client(bank)
    client.get("/sign-in").form("sign-in").fill(sign_in_name="james", password=DEMO_PASSWORD).submit()
    return client


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.05)


@pytest.mark.usefixtures("impatient")
def test_what_was_typed_is_sent_again_with_one_touch(james: Client, instance: Path) -> None:
    page = loans.draft_with(james, until="business_name")
    with held(instance):
        busy = page.form("question").fill(answer="  街角面包房").submit(status=503)
        assert busy.headers["Retry-After"] == "10"
        assert busy.form("again").values["answer"] == "  街角面包房"
        busy = busy.form("again").submit(status=503)
    saved = busy.form("again").submit()
    assert saved.path.endswith("/started-on")
    assert "街角面包房" in james.get(page.path).form("question").values["answer"]


@pytest.mark.usefixtures("impatient")
def test_it_is_the_same_form_however_often_it_is_sent(james: Client, instance: Path) -> None:
    form = james.get("/loans/inclusive").form("start")
    with held(instance):
        again = form.submit(status=503).form("again")
    assert again.values["idempotency_key"] == form.values["idempotency_key"]
    assert form.submit().path == again.submit().path


@pytest.mark.usefixtures("impatient")
def test_a_switch_that_waited_is_still_a_switch(james: Client, instance: Path) -> None:
    page = loans.draft_with(james, until="business_name")
    with held(instance):
        busy = page.form("question").fill(answer="街角").submit(name="switch", value="later", status=503)
    assert busy.form("again").submit().path == "/"


@pytest.mark.usefixtures("impatient")
def test_a_password_is_not_said_again(bank: Flask, instance: Path) -> None:
    page = Client(bank).get("/sign-in")
    with held(instance):
        busy = page.form("sign-in").fill(sign_in_name="james", password=DEMO_PASSWORD).submit(status=503)
    assert DEMO_PASSWORD not in busy.html
    assert busy.form("again").values["sign_in_name"] == "james"


@pytest.mark.usefixtures("impatient")
def test_a_page_is_not_lost_because_last_seen_has_no_room(
    james: Client, instance: Path, clock: MovableClock
) -> None:
    clock.forward(minutes=5)
    with held(instance):
        james.get("/accounts/")


@pytest.mark.usefixtures("impatient")
def test_a_wrong_password_that_cannot_be_counted_is_not_answered(bank: Flask, instance: Path) -> None:
    bank.testing, bank.config["PROPAGATE_EXCEPTIONS"] = False, False
    page = Client(bank).get("/sign-in")
    with held(instance):
        page.form("sign-in").fill(sign_in_name="james", password="wrong").submit(status=500)


@pytest.mark.usefixtures("impatient")
def test_who_gave_up_does_not_hold_up_those_who_come_later(bank: Flask, instance: Path) -> None:
    with bank.app_context():
        for _ in range(2):
            with held(instance), pytest.raises(Busy), transaction():
                pass
            database.LONGEST_WAIT = LONG
            with transaction():
                assert database.is_writing()
            database.LONGEST_WAIT = 0.05
        assert not database.is_writing()


def test_who_waits_gets_the_lock_as_soon_as_it_is_free(bank: Flask, instance: Path) -> None:
    waits, done = Event(), Event()

    def write() -> None:
        with bank.app_context():
            waits.set()
            with transaction():
                done.set()

    writer = Thread(target=write)
    with held(instance):
        writer.start()
        assert waits.wait(LONG)
        assert not done.wait(0.2)
    assert done.wait(LONG)
    writer.join()
