"""What a page may cost: queries that do not grow with its rows, and bytes on the wire.

The bank is filled by operations, so that only the looking is measured.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from portal.loans.rules import LoanStatus
from tests.conftest import SignIn
from tests.factories.many import EVERYBODY, many
from tests.page import Client

LIST, DETAIL = 5, 8
FIRST_PAGE, EVERYTHING, REQUESTS = 10_000, 28_000, 5  # bytes, bytes, requests
ANY_PAGE = 14_000
FEW, FULL = 12, 25  # with twelve, visits are today and later

LISTS = [
    ("xiulan", "/my-requests/", LoanStatus.SUBMITTED),
    ("xiulan", "/my-requests/", LoanStatus.REFUSED),
    ("xiulan", "/inbox/", LoanStatus.SUBMITTED),
    ("xiulan", "/inbox/?words=harbour", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/", LoanStatus.SUBMITTED),
    ("xiulan", "/documents/", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/statements/", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/spending", LoanStatus.SUBMITTED),
    ("officer", "/staff/loans/", LoanStatus.SUBMITTED),
    ("officer", "/staff/loans/", LoanStatus.AT_BRANCH),
    ("head", "/staff/loans/", LoanStatus.AT_BRANCH),
    ("reviewer", "/staff/loans/", LoanStatus.IN_REVIEW),
    ("admin", "/staff/", LoanStatus.SUBMITTED),
]
DETAILS = [
    ("xiulan", "/", LoanStatus.SUBMITTED),
    ("xiulan", "/", LoanStatus.DRAFT),
    ("xiulan", "/accounts/A-100001-1", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1?month=2026-08", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1?before=100", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/search?words=%E6%B0%B8%E8%BE%89", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/search?words=x&before=100", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/transactions/A-100001-1-0100", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/transactions/A-100001-1-0100/receipt", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/statements/2026-10", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/statements/2025", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/letter", LoanStatus.SUBMITTED),
    ("xiulan", "/accounts/A-100001-1/income/6", LoanStatus.SUBMITTED),
    ("xiulan", "/loans/applications/{}", LoanStatus.SUBMITTED),
    ("xiulan", "/loans/applications/{}", LoanStatus.IN_REVIEW),
    ("xiulan", "/loans/applications/{}/withdrawal", LoanStatus.SUBMITTED),
    ("xiulan", "/loans/applications/{}/news?version=0", LoanStatus.SUBMITTED),
    ("xiulan", "/loans/applications/{}/amount", LoanStatus.DRAFT),
    ("xiulan", "/loans/applications/{}/business-name", LoanStatus.DRAFT),
    ("xiulan", "/loans/applications/{}/paper", LoanStatus.DRAFT),
    ("xiulan", "/loans/applications/{}/visit", LoanStatus.DRAFT),
    ("xiulan", "/loans/applications/{}/check", LoanStatus.DRAFT),
    ("officer", "/staff/loans/{}", LoanStatus.SUBMITTED),
    ("officer", "/staff/loans/{}", LoanStatus.AT_BRANCH),
    ("reviewer", "/staff/loans/{}", LoanStatus.IN_REVIEW),
    ("reviewer", "/staff/loans/{}", LoanStatus.REFUSED),
    ("xiulan", "/loans/applications/{}", LoanStatus.REFUSED),
    ("xiulan", "/loans/applications/{}/consents", LoanStatus.IN_REVIEW),
    ("xiulan", "/loans/applications/{}/summary", LoanStatus.SUBMITTED),
    ("xiulan", "/loans/applications/{}/decision", LoanStatus.REFUSED),
    ("xiulan", "/preferences", LoanStatus.SUBMITTED),
    ("xiulan", "/preferences/papers", LoanStatus.SUBMITTED),
    ("xiulan", "/signed-in-places", LoanStatus.SUBMITTED),
]
LONGEST = "/loans/mortgage?amount=3000000&months=360&repayment=equal_principal&year=2"
PUBLIC = ["/", "/loans/", "/help/", "/accessibility", "/preferences", "/preferences/papers", "/sign-in"]
PUBLIC += ["/documents/verify"]


def named(rows: list[tuple[str, str, LoanStatus]]) -> list[Any]:
    return [pytest.param(*row, id=f"{row[0]}:{row[1]}:{row[2]}") for row in rows]


@pytest.mark.parametrize(("who", "path", "status"), named(LISTS))
def test_a_list_costs_the_same_however_long_it_is(
    app: Flask, sign_in: SignIn, who: str, path: str, status: LoanStatus
) -> None:
    client, customers = sign_in(who), (who,) if who == "xiulan" else EVERYBODY
    many(app, FEW, status, customers)
    few = queries(client, path)
    many(app, FULL - FEW, status, customers)
    full = queries(client, path)
    assert len(full) == len(few), _grown(few, full)
    assert len(full) <= LIST, "\n".join(full)


@pytest.mark.parametrize(("who", "path", "status"), named(DETAILS))
def test_a_page_about_one_thing_costs_little(
    app: Flask, sign_in: SignIn, who: str, path: str, status: LoanStatus
) -> None:
    """In her elder mode, and in standard mode, whose navigation counts what is unread."""
    (reference,) = many(app, 1, status, ("xiulan",))
    client = sign_in(who)
    for mode in ("elder", "standard"):
        query = f"{'&' if '?' in path else '?'}mode={mode}"
        asked = queries(client, path.format(reference) + query)
        assert len(asked) <= DETAIL, "\n".join(asked)


def test_the_counter_costs_little_however_much_she_has(app: Flask, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    many(app, 1, LoanStatus.SUBMITTED, ("xiulan",))
    found = officer.get("/staff/loans/walk-in").form("walk-in").fill(number="C100001").submit()
    draft = found.form("begin").fill(paper="passport", product="mortgage").submit()
    paths = [found.path, f"/staff/loans/{draft.path.split('/')[3]}", draft.path]
    few = [queries(officer, path) for path in paths]
    many(app, FEW, LoanStatus.SUBMITTED, ("xiulan",))
    full = [queries(officer, path) for path in paths]
    assert [len(each) for each in few] == [len(each) for each in full], _grown(few[0], full[0])
    assert max(len(each) for each in full) <= DETAIL, "\n".join(max(full, key=len))


@pytest.mark.parametrize("path", ["/", "/accounts/", "/my-requests/", "/inbox/", "/documents/", "/loans/"])
def test_the_count_of_unread_messages_costs_one_query(app: Flask, sign_in: SignIn, path: str) -> None:
    """It stands in the navigation wherever that has the inbox, and once a page however often it is said."""
    many(app, 1, LoanStatus.SUBMITTED, ("james",))
    james = sign_in("james")
    asked = queries(james, path)
    assert len([each for each in asked if each.startswith("SELECT count(*)")]) == 1, "\n".join(asked)
    assert len(asked) <= (DETAIL if path == "/" else LIST), "\n".join(asked)
    assert "1 unread" in james.get(path).soup.nav.get_text(" ")  # type: ignore[union-attr]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_costs_little(anyone: Client, path: str) -> None:
    asked = queries(anyone, path)
    assert len(asked) <= LIST, "\n".join(asked)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_is_light(anyone: Client, path: str) -> None:
    page = anyone.get(path)
    style = [str(link["href"]) for link in page.find("link[rel=stylesheet]")]
    other = [
        str(tag.get("href") or tag.get("src")) for tag in page.find("link[rel=icon], script[src], img[src]")
    ]
    html, css = wire(_fetched(anyone, path)), sum(wire(_fetched(anyone, url)) for url in style)
    rest = sum(wire(_fetched(anyone, url)) for url in other)
    assert 1 + len(style) + len(other) <= REQUESTS
    assert html + css <= FIRST_PAGE, f"HTML {html}, CSS {css} bytes"
    assert html + css + rest <= EVERYTHING, f"HTML {html}, CSS {css}, other {rest} bytes"


@pytest.mark.parametrize("path", ["/loans/inclusive", LONGEST, "/loans/mortgage/comparison"])
def test_a_page_of_figures_is_light(anyone: Client, path: str) -> None:
    page = anyone.get(path)
    style = sum(wire(_fetched(anyone, str(link["href"]))) for link in page.find("link[rel=stylesheet]"))
    html = wire(_fetched(anyone, path))
    assert html + style <= ANY_PAGE, f"HTML {html}, CSS {style} bytes"


def queries(client: Client, path: str) -> list[str]:
    """The statements that the second look at a page takes; the first may note when the person was seen."""
    client.get(path, status=200)
    with counted() as statements:
        client.get(path, status=200)
    return statements


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(" ".join(statement.split())[:160])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def wire(answer: TestResponse) -> int:
    """Bytes of the body as they travel."""
    return len(answer.data)


def _fetched(client: Client, url: str) -> TestResponse:
    return client.browser.get(url, headers={"Accept-Encoding": "br"}, buffered=True)


def _grown(few: list[str], full: list[str]) -> str:
    more = [each for each in dict.fromkeys(full) if full.count(each) > few.count(each)]
    return "\n".join(f"{few.count(each)} → {full.count(each)}: {each}" for each in more)
