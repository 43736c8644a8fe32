"""Papers by post: wished for once or for one paper, handed over once, and kept until then."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.cli.operators import tidy
from portal.documents import queries
from portal.documents.rules import KEPT
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.operators import run
from tests.page import Client, Page

STATEMENT = "/accounts/A-100002-1/statements/2026-10"
INCOME = "/accounts/A-100002-1/income/3"
WAITS = "It is sent to you by post as well"


@pytest.fixture
def post(app: Flask, tmp_path: Path) -> Callable[[], list[Path]]:
    """Hands over what waits; every file that has ever been handed over."""

    def posted() -> list[Path]:
        result = run(app, "documents", "post", str(tmp_path / "post"))
        assert result.exit_code == 0, result.output
        return sorted((tmp_path / "post").iterdir())

    return posted


def made(client: Client, address: str = STATEMENT, **chosen: object) -> Page:
    return client.get(address).form("copy").fill(**chosen).submit()


@pytest.mark.parametrize("copy", ["24", "brf"])
def test_the_file_that_she_has_goes_by_post_once(
    app: Flask, sign_in: SignIn, post: Callable[[], list[Path]], copy: str
) -> None:
    page = made(sign_in("james"), copy=copy, by_post=True)
    assert WAITS in page.text
    (file,) = post()
    assert file.name.startswith("C100002-")
    assert file.read_bytes() == page.client.peek(f"{page.path}/file").response.data
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "It went to you by post on" in page.client.get(page.path).text
    file.unlink()
    assert post() == []
    with app.app_context():
        document = queries.document_known_as(page.path.rpartition("/")[2])
        assert document is not None
        actions = [event.action for event in history(f"person:{document.customer_id}")]
        assert actions.count("document posted") == 1
        assert list(faults()) == []


def test_nothing_goes_that_she_did_not_wish(sign_in: SignIn, post: Callable[[], list[Path]]) -> None:
    james = sign_in("james")
    assert WAITS not in made(james, copy="11").text
    assert WAITS not in made(james, INCOME, copy="csv", by_post=True).text, "a spreadsheet is no paper"
    assert post() == []


def test_who_wants_it_always_says_so_once(sign_in: SignIn, post: Callable[[], list[Path]]) -> None:
    xiulan = sign_in("xiulan")
    xiulan.get("/preferences/papers").form("papers").fill(by_post="yes").submit()
    address = "/accounts/A-100001-1/statements/2026-10"
    made(xiulan, address)
    made(xiulan, address, by_post=False)
    (file,) = post()
    assert file.suffix == ".pdf"


def test_what_waits_for_the_post_is_kept(
    app: Flask, sign_in: SignIn, clock: MovableClock, post: Callable[[], list[Path]]
) -> None:
    james = sign_in("james")
    kept, gone = made(james, copy="brf", by_post=True), made(james, copy="brf")
    clock.forward(hours=(KEPT + timedelta(hours=1)).total_seconds() / 3600)
    with app.app_context():
        tidy()
        left = [queries.document_known_as(page.path.rpartition("/")[2]) for page in (kept, gone)]
        assert [document and document.is_kept for document in left] == [True, False]
    assert len(post()) == 1
    with app.app_context():
        tidy()
        document = queries.document_known_as(kept.path.rpartition("/")[2])
        assert document is not None
        assert not document.is_kept
