"""Every refusal is a page in the reader's language, with a status that fits and a way on."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy.orm.exc import StaleDataError

from portal.audit.queries import history
from portal.identity.queries import person_named
from portal.web.errors import Conflict
from tests.factories import loans
from tests.page import Client, Page

SignIn = Callable[..., Client]


@pytest.fixture
def probe(app: Flask, anyone: Client) -> Client:
    errors: dict[str, Exception] = {
        "conflict": Conflict("probe"),
        "stale": StaleDataError("probe"),
        "crash": LookupError("secret-of-the-code"),
    }

    @app.get("/probe/<name>")
    def fail(name: str) -> Any:
        raise errors[name]

    @app.get("/probe/code/<int:code>")
    def refuse(code: int) -> Any:
        abort(code)

    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    return anyone


def leads_on(page: Page) -> None:
    """Every link of a refusal leads to a page."""
    for words, href in page.links.items():
        leads = page.client.browser.get(href, follow_redirects=True).status_code
        assert leads == 200 or href == page.path, (words, href)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (400, "We could not read this request"),
        (404, "We cannot find this page"),
        (405, "We could not read this request"),
        (413, "This file is too large"),
        (429, "Too many tries"),
        (500, "Something went wrong on our side"),
        (503, "Something went wrong on our side"),
    ],
)
def test_a_code_has_its_words_and_a_way_on(probe: Client, code: int, title: str) -> None:
    page = probe.get(f"/probe/code/{code}", status=code)
    assert page.h1 == title
    leads_on(page)


def test_a_missing_page_is_missing_in_the_readers_language(anyone: Client) -> None:
    page = anyone.get("/nowhere?lang=zh_Hans", status=404)
    assert page.lang == "zh-Hans"
    assert page.h1 != "We cannot find this page"


@pytest.mark.parametrize("name", ["conflict", "stale"])
def test_a_change_by_somebody_else_is_a_conflict(probe: Client, name: str) -> None:
    page = probe.get(f"/probe/{name}", status=409)
    assert page.h1 == "Somebody changed this in the meantime"


def test_a_crash_tells_nothing_of_the_code(probe: Client) -> None:
    page = probe.get("/probe/crash", status=500)
    assert "secret-of-the-code" not in page.html
    assert "LookupError" not in page.html


def test_the_wrong_method_is_refused_and_says_which_are_right(anyone: Client) -> None:
    response = anyone.browser.get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/preferences"])
def test_a_form_without_its_token_is_refused_and_leads_to_a_page(anyone: Client, path: str) -> None:
    page = anyone.post(path, {"csrf_token": "forged"}, status=400)
    assert page.h1 == "This page was open for a long time"
    leads_on(page)


def test_a_stale_submission_leads_back_to_the_application(sign_in: SignIn) -> None:
    james = sign_in("james")
    ref = loans.draft_with(james).path.split("/")[3]
    page = james.post(f"/loans/applications/{ref}/submission", {"version": "0"}, status=409)
    assert page.h1 == "Somebody changed this in the meantime"
    leads_on(page)


def test_a_stale_review_leads_back_to_the_file(sign_in: SignIn) -> None:
    sent, officer = loans.submitted(sign_in("james")), sign_in("officer")
    loans.picked_up(officer, sent)
    path = f"/staff/loans/{sent.reference}/review"
    page = officer.post(path, {"version": "0", "seen": "y"}, status=409)
    leads_on(page)


def test_who_may_not_is_told_so_and_it_is_noted(app: Flask, sign_in: SignIn) -> None:
    page = sign_in("officer").get("/accounts/", status=403)
    assert page.h1 != "We cannot find this page"
    leads_on(page)
    with app.app_context():
        person = person_named("officer")
        assert person is not None
        last = history(f"person:{person.id}")[-1]
    assert (last.action, last.person_id, last.detail) == ("access denied", person.id, {"path": "/accounts/"})


@pytest.mark.parametrize("multipart", [True, False])
def test_more_text_than_a_form_may_have_is_refused(anyone: Client, multipart: bool) -> None:
    typed = {"sign_in_name": "x" * 300_000, "password": "y"}
    anyone.post("/sign-in", typed, status=413, multipart=multipart)


QUERIES = [
    "endpoint=x",
    "values=x",
    "self=x",
    "_method=POST",
    "_scheme=ftp",
    "_anchor=x",
    "_external=1",
    "lang=xx",
    "mode=xx",
    "lang=",
    "before=abc",
    "amount=%00&months=%00",
]


def breaking(client: Client, addresses: Iterable[str]) -> list[str]:
    """The addresses that answer with a mistake of ours."""
    return [address for address in addresses if client.browser.get(address).status_code >= 500]


def test_no_query_breaks_a_page(probe: Client) -> None:
    paths = ("/", "/sign-in", "/loans/", "/preferences", "/nowhere")
    assert breaking(probe, [f"{path}?{query}" for path in paths for query in QUERIES]) == []


def test_no_query_makes_links_that_leave(probe: Client) -> None:
    page = probe.get("/loans/inclusive?_external=1&_scheme=ftp&_anchor=x")
    assert "ftp:" not in page.html


def test_no_page_key_breaks_a_list(app: Flask, sign_in: SignIn) -> None:
    xiulan = sign_in("xiulan")
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    paths = ("/accounts/A-100001-1", "/my-requests/", "/inbox/")
    keys = ("0", "-1", "abc", "9" * 19, "9" * 30)
    assert breaking(xiulan, [f"{path}?before={key}" for path in paths for key in keys]) == []


def test_nothing_typed_breaks_the_sign_in(probe: Client) -> None:
    for typed in ("\0", "a\0b"):
        probe.post("/sign-in", {"sign_in_name": typed, "password": typed}, status=400)
    for typed in ("\ud7ff", "x" * 10_000, "'; --", "１２３"):
        page = probe.post("/sign-in", {"sign_in_name": typed, "password": typed}, status=422)
        assert page.h1 == "Sign in"


def test_no_version_breaks_a_question(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    path = loans.draft_with(james, until="amount").path
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    for version in ("²", "9" * 5000, "-1", "1.5", "\0"):
        data = {"csrf_token": james.csrf_token, "answer": "50000", "version": version}
        assert james.browser.post(path, data=data).status_code < 500, version[:5]


@pytest.mark.parametrize(
    "path", ["/loans/there-is-no-such", "/loans//", "/accounts/x/y/z", "/staff/loans/products/x"]
)
def test_an_unknown_address_below_a_list_is_an_error_page_like_any(path: str, anyone: Client) -> None:
    assert anyone.peek(path).status in (303, 308, 404)
