"""Documents are given out under a code, kept sealed for a time, and long ones are made by the worker."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock as portal_clock
from portal.audit.queries import faults, history
from portal.cli.operators import tidy
from portal.db import db, rollback, transaction
from portal.documents import fonts, issuing, operations, queries
from portal.documents.description import Document
from portal.documents.issuing import give_out
from portal.documents.making import Wanted
from portal.documents.models import IssuedDocument
from portal.documents.printing import PressError
from portal.documents.rules import KEPT, Form, Kind, Refusal, Stage, Unprintable
from portal.documents.statements import statement
from portal.documents.storage import read
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.documents.papers import statement_of
from tests.loans.quickly import hand, someone
from tests.page import Client

LONG = 501


@pytest.fixture
def described(app: Flask) -> list[dict[str, Any]]:
    """Long statements are described from the subject's count of rows; what was asked is noted."""
    asked: list[dict[str, Any]] = []

    def describe(customer_id: int, subject: dict[str, Any]) -> Document:
        asked.append({"customer": customer_id, **subject})
        return statement(statement_of(subject["rows"]))

    issuing.register(app, Kind.STATEMENT, describe)
    return asked


def given_out(
    app: Flask, rows: int = 3, name: str = "xiulan", form: Form = Form.BRF, locale: str = "en"
) -> str:
    """The public id of a statement of so many rows."""
    with app.app_context(), transaction():
        wanted, document = Wanted(form, locale), statement(statement_of(rows))
        subject = {"account": "A-1", "rows": rows}
        return give_out(someone(name).id, document, subject, wanted, hand(name), portal_clock.now()).public_id


@contextmanager
def row(app: Flask, public_id: str) -> Iterator[IssuedDocument]:
    with app.app_context():
        found = queries.document_known_as(public_id)
        assert found is not None
        yield found


@pytest.mark.parametrize("form", Form)
def test_a_short_document_is_given_out_at_once(app: Flask, sign_in: SignIn, form: Form) -> None:
    public_id = given_out(app, form=form)
    page = sign_in("xiulan").get(f"/documents/{public_id}")
    answer = page.client.peek(f"/documents/{public_id}/file")
    assert answer.status == 200
    with row(app, public_id) as document:
        assert document.stage == Stage.READY
        assert document.sha256 == hashlib.sha256(answer.response.data).hexdigest()
        assert document.size == len(answer.response.data)


def test_a_download_can_neither_run_nor_be_framed_nor_kept_on_the_way(app: Flask, sign_in: SignIn) -> None:
    xiulan = sign_in("xiulan")
    for form, kind in ((Form.PDF, "application/pdf"), (Form.BRF, "text/plain"), (Form.CSV, "text/csv")):
        headers = xiulan.peek(f"/documents/{given_out(app, form=form)}/file").headers
        assert headers["Content-Type"].startswith(kind)
        assert headers["Content-Disposition"] == f'attachment; filename="statement-2026-11-24.{form}"'
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in headers["Cache-Control"]


def test_the_row_says_nothing_of_what_is_in_it(app: Flask, instance: Path) -> None:
    public_id = given_out(app)
    with row(app, public_id) as document:
        stored = " ".join(str(getattr(document, column.key)) for column in IssuedDocument.__table__.columns)
        assert document.subject["about"] == {"account": "A-1", "rows": 3}
        assert "A-1" not in stored
        assert document.code_hash not in (None, "")
        sealed = (instance / "documents" / str(document.stored_name)).read_bytes()
        assert b"HARBOUR" in read(document)
        assert b"HARBOUR" not in sealed
    assert (instance / "documents").stat().st_mode & 0o777 == 0o700


def test_giving_out_is_in_the_chain_of_its_person(app: Flask) -> None:
    public_id = given_out(app)
    with row(app, public_id) as document:
        events = history(f"person:{document.customer_id}")[-2:]
        assert [event.action for event in events] == ["document asked for", "document issued"]
        assert events[0].person_id == document.customer_id
        assert events[1].detail == {"document": public_id, "sha256": document.sha256}
        assert list(faults()) == []


def test_what_cannot_be_printed_leaves_no_row_and_no_file(
    app: Flask, instance: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    from portal.documents import printing

    printing._press.close()
    with pytest.raises(Unprintable) as refused:
        given_out(app)
    assert refused.value.reason == Refusal.BRAILLE_MISSING
    printing._press.close()
    with app.app_context():
        assert db.session.scalars(select(IssuedDocument)).all() == []
    assert not (instance / "documents").exists()


def test_a_failed_request_takes_its_file_with_it(app: Flask, instance: Path) -> None:
    with app.app_context():
        by, wanted, now = hand("xiulan"), Wanted(Form.BRF, "en"), portal_clock.now()
        give_out(someone("xiulan").id, statement(statement_of(1)), {}, wanted, by, now)
        assert len(list((instance / "documents").iterdir())) == 1
        rollback()
    assert list((instance / "documents").iterdir()) == []


def test_a_long_document_is_made_by_the_worker_and_told_in_the_inbox(
    app: Flask, sign_in: SignIn, drain: Callable[[], int], described: list[dict[str, Any]]
) -> None:
    public_id = given_out(app, LONG)
    james, xiulan = sign_in("james"), sign_in("xiulan")
    page = xiulan.get(f"/documents/{public_id}?lang=en")
    assert "It waits its turn." in page.text
    assert page.find("progress")[0]["value"] == "0"
    assert page.find("#document[hx-get]")
    assert xiulan.peek(f"/documents/{public_id}/file").status == 404
    assert drain() >= 1
    part = xiulan.part(f"/documents/{public_id}/progress")
    assert not part.find("#document[hx-get]")
    assert xiulan.peek(f"/documents/{public_id}/file").response.data.count(b",DATE3") == LONG
    assert [each["rows"] for each in described] == [LONG]
    inbox = xiulan.get("/inbox/")
    notice = inbox.follow(next(words for words in inbox.links if words.startswith("Your paper is ready")))
    assert "30 days" in notice.text
    assert f"/documents/{public_id}" in notice.links.values()
    assert "Your paper" not in james.get("/inbox/").text
    with row(app, public_id) as document:
        actions = [event.action for event in history(f"person:{document.customer_id}")]
        assert actions.count("document issued") == 1


def test_the_worker_says_how_far_it_is(
    app: Flask,
    sign_in: SignIn,
    drain: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    described: list[Any],
) -> None:
    public_id, seen = given_out(app, LONG), []
    xiulan, make = sign_in("xiulan"), issuing.made

    def looked(*arguments: Any) -> bytes:
        seen.append(xiulan.get(f"/documents/{public_id}?lang=en").find("progress")[0]["value"])
        return make(*arguments)

    monkeypatch.setattr(issuing, "made", looked)
    drain()
    assert seen == ["2"]


def test_a_long_document_that_is_asked_for_twice_is_made_once(
    app: Flask, drain: Callable[[], int], described: list[dict[str, Any]]
) -> None:
    public_id = given_out(app, LONG)
    drain()
    with app.app_context():
        issuing.make_long({"public_id": public_id})
        issuing.make_long({"public_id": "there-is-no-such"})
    assert len(described) == 1


def test_a_document_that_cannot_be_made_says_so_and_is_not_tried_for_ever(
    app: Flask,
    sign_in: SignIn,
    drain: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    described: list[Any],
) -> None:
    def broken(*_arguments: Any) -> bytes:
        raise PressError("no press")

    monkeypatch.setattr(issuing, "made", broken)
    public_id = given_out(app, LONG)
    drain()
    xiulan = sign_in("xiulan")
    assert "We could not make it" in xiulan.get(f"/documents/{public_id}?lang=en").text
    assert any(words.startswith("We could not make your paper") for words in xiulan.get("/inbox/").links)
    assert drain() == 0


def test_after_its_time_the_file_goes_and_the_answer_stays(
    app: Flask, anyone: Client, sign_in: SignIn, clock: MovableClock, instance: Path
) -> None:
    public_id = given_out(app)
    xiulan = sign_in("xiulan")
    data = xiulan.peek(f"/documents/{public_id}/file").response.data
    for hours, kept in ((KEPT.days * 24 - 1, 1), (2, 0)):
        clock.forward(hours=hours)
        with app.app_context():
            tidy()
        assert len(list((instance / "documents").iterdir())) == kept
    xiulan = sign_in("xiulan")
    assert "not kept any more" in xiulan.get(f"/documents/{public_id}?lang=en").text
    assert "not kept any more" in xiulan.get("/documents/").text
    assert xiulan.peek(f"/documents/{public_id}/file").status == 404
    page = anyone.get("/documents/verify").form("question").fill(file=(data, "x.brf")).submit()
    assert page.h1 == "Yes, we issued this"


def test_what_was_never_made_is_forgotten(app: Flask, clock: MovableClock, described: list[Any]) -> None:
    public_id = given_out(app, LONG)
    clock.forward(days=KEPT.days, hours=1)
    with app.app_context():
        tidy()
        assert queries.document_known_as(public_id) is None


def test_a_persons_papers_are_listed_by_the_page(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        for number in range(queries.PAGE + 3):
            person, now = someone("xiulan"), portal_clock.now() + timedelta(seconds=number)
            operations.ask(person.id, Kind.RECEIPT, {}, Wanted(Form.PDF, "en"), hand("xiulan"), now)
    xiulan = sign_in("xiulan")
    page = xiulan.get("/documents/?lang=en")
    assert len(page.find(".queue li")) == queries.PAGE
    assert len(page.follow("Older").find(".queue li")) == 3
    assert "No paper was made for you yet" in sign_in("james").get("/documents/").text


def test_the_operators_page_says_what_is_missing_and_how_to_mend_it(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = sign_in("admin")
    assert "is missing" not in admin.get("/staff/").text
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if "sarabun" in name else find_spec(name))
    told = admin.get("/staff/").text
    assert "apt-get install liblouis-bin" in told
    assert "PDFs are not offered in: ไทย." in told
