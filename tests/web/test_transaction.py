"""One write transaction a request: below 400 it is kept, else nothing of it, but what must survive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy import Engine, event

from portal.audit.models import MACHINE
from portal.audit.operations import record
from portal.audit.queries import history
from portal.clock import now
from portal.db import after_commit, db, is_writing
from portal.web.transaction import afterwards, before_commit
from tests.clocks import MovableClock
from tests.factories import loans
from tests.page import Client

PROBE = "probe"
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")


def write(action: str) -> None:
    record(PROBE, action, MACHINE, now())


@pytest.fixture
def probe(app: Flask, anyone: Client) -> Client:
    """A browser on a bank with an address that writes and then answers as it is told."""

    @app.post("/probe/<int:status>")
    def answer(status: int) -> Any:
        afterwards(lambda: write("afterwards"))
        write("inside")
        return "", status

    @app.post("/probe/refusal/<int:status>")
    def refuse(status: int) -> Any:
        write("inside")
        abort(status)

    @app.post("/probe/crash")
    def crash() -> Any:
        write("inside")
        raise LookupError("probe")

    @app.post("/probe/order")
    def order() -> Any:
        write("inside")
        before_commit(lambda response: write(f"before the commit of {response.status_code}"))
        after_commit(lambda: seen.append(actions(app)))
        return "", 204

    seen: list[list[str]] = []
    app.extensions["seen"] = seen
    return anyone


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return [event.action for event in history(PROBE)]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def writes(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.lstrip().startswith(WRITES)]


@pytest.mark.parametrize("status", [200, 204, 303, 399])
def test_an_answer_below_400_is_kept(app: Flask, probe: Client, status: int) -> None:
    probe.browser.post(f"/probe/{status}", data={"csrf_token": probe.csrf_token})
    assert actions(app) == ["inside", "afterwards"]


@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500, 503])
def test_an_answer_from_400_on_keeps_only_what_comes_afterwards(
    app: Flask, probe: Client, status: int
) -> None:
    probe.browser.post(f"/probe/{status}", data={"csrf_token": probe.csrf_token})
    assert actions(app) == ["afterwards"]


@pytest.mark.parametrize("status", [403, 404, 413])
def test_a_refusal_keeps_nothing(app: Flask, probe: Client, status: int) -> None:
    probe.post(f"/probe/refusal/{status}", status=status)
    assert actions(app) == []


def test_a_crash_keeps_nothing_and_frees_the_queue_of_writers(app: Flask, probe: Client) -> None:
    with pytest.raises(LookupError, match="probe"):
        probe.browser.post("/probe/crash", data={"csrf_token": probe.csrf_token})
    assert actions(app) == []
    probe.browser.post("/probe/200", data={"csrf_token": probe.csrf_token})
    assert actions(app) == ["inside", "afterwards"]


def test_a_crash_is_a_page_that_says_so(app: Flask, probe: Client) -> None:
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    page = probe.post("/probe/crash", status=500)
    assert page.h1 == "Something went wrong on our side"
    assert actions(app) == []


def test_the_answer_is_known_before_the_commit_and_the_rest_waits_for_it(app: Flask, probe: Client) -> None:
    probe.browser.post("/probe/order", data={"csrf_token": probe.csrf_token})
    assert app.extensions["seen"] == [["inside", "before the commit of 204"]]


def test_reading_pages_opens_no_write_transaction(
    app: Flask, sign_in: Callable[..., Client], anyone: Client
) -> None:
    xiulan, officer = sign_in("xiulan"), sign_in("officer")
    draft = loans.draft_with(xiulan).path
    ours = ["/", "/accounts/", "/accounts/A-100001-1", "/my-requests/", "/inbox/", "/signed-in-places"]
    with statements(app) as sent:
        for client, paths in (
            (anyone, ["/", "/sign-in", "/loans/", "/help/", "/preferences", "/?lang=ar&mode=elder"]),
            (xiulan, [*ours, "/preferences", draft, draft.replace("check", "amount")]),
            (officer, ["/staff/", "/staff/loans/", "/staff/loans/pick-up"]),
        ):
            for path in paths:
                client.get(path)
    assert sent
    assert writes(sent) == []


def test_being_seen_is_written_once_a_minute_at_most(
    app: Flask, sign_in: Callable[..., Client], clock: MovableClock
) -> None:
    james = sign_in("james")
    clock.forward(seconds=62)
    with statements(app) as sent:
        for _ in range(3):
            james.get("/accounts/")
    changed = [statement for statement in writes(sent) if not statement.startswith("BEGIN")]
    assert [statement.split()[:2] for statement in changed] == [["UPDATE", "browser_sessions"]]


def test_a_view_that_reads_is_not_writing(app: Flask, anyone: Client) -> None:
    seen: list[bool] = []

    @app.get("/probe/read")
    def read() -> Any:
        seen.append(is_writing())
        return ""

    anyone.browser.get("/probe/read")
    assert seen == [False]
