"""Every address: known, guarded, open to its roles alone, harmless to look at, and silent about others.

Never signs anybody in but through the form, and reads tables only to see that nothing changed.
"""

import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access.permissions import Permission, Role
from portal.access.policy import allows
from portal.db import Base, db
from portal.loans.rules import PRODUCTS, Question
from tests import page_rules
from tests.conftest import SignIn
from tests.loans import quickly
from tests.page import Client, Page
from tests.sweeps.town import OF_ROLE, Town

QUESTIONS = ", ".join(f'"{each.replace("_", "-")}"' for each in Question)
CODES = ", ".join(f'"{code}"' for code in PRODUCTS)
# Removing an address is a decision: people have it in letters, bookmarks and QR codes.
ADDRESSES = """
GET  /
GET  /accessibility
GET  /accounts/
GET  /accounts/<ref>
GET  /accounts/<ref>/search
GET  /accounts/<ref>/spending
GET  /accounts/<ref>/statements/
GET  /accounts/<ref>/income/<int:months>
GET  /accounts/<ref>/letter
GET  /accounts/<ref>/statements/<period>
GET  /accounts/<ref>/statements/<period>.<any(csv, ofx, xml):form>
GET  /accounts/<ref>/transactions/<number>
GET  /accounts/<ref>/transactions/<number>/receipt
GET  /documents/
GET  /documents/<public_id>
GET  /documents/<public_id>/file
GET  /documents/<public_id>/progress
GET  /documents/verify
GET  /healthz
GET  /help/
GET  /inbox/
GET  /inbox/<public_id>
GET  /loans/
GET  /loans/<PRODUCT>
GET  /loans/<PRODUCT>/applications
GET  /loans/<PRODUCT>/comparison
GET  /loans/applications/<ref>
GET  /loans/applications/<ref>/<QUESTION>
GET  /loans/applications/<ref>/check
GET  /loans/applications/<ref>/consents
GET  /loans/applications/<ref>/decision
GET  /loans/applications/<ref>/move
GET  /loans/applications/<ref>/news
GET  /loans/applications/<ref>/people
GET  /loans/applications/<ref>/summary
GET  /loans/applications/<ref>/<QUESTION>/file
GET  /loans/applications/<ref>/<QUESTION>/pages/<public_id>/file
GET  /loans/applications/<ref>/<QUESTION>/pages/<public_id>/thumbnail
GET  /loans/applications/<ref>/withdrawal
GET  /loans/invitations/<token>
GET  /loans/invitations/<token>/acceptance
GET  /loans/parties/<party>
GET  /loans/parties/<party>/withdrawal
GET  /my-requests/
GET  /preferences
GET  /preferences/papers
GET  /readyz
GET  /sign-in
GET  /signed-in-places
GET  /staff/
GET  /staff/gallery
GET  /staff/loans/
GET  /staff/loans/<ref>
GET  /staff/loans/<ref>/answers/<name>
GET  /staff/loans/<ref>/confirmation
GET  /staff/loans/<ref>/confirmation/end
GET  /staff/loans/<ref>/disputes/<name>
GET  /staff/loans/<ref>/erasure
GET  /staff/loans/<ref>/papers/<name>/file
GET  /staff/loans/<ref>/people/<party>
GET  /staff/loans/<ref>/people/<party>/signature
GET  /staff/loans/<ref>/people/<party>/signature/end
GET  /staff/loans/<ref>/papers/<name>/pages/<public_id>/file
GET  /staff/loans/<ref>/papers/<name>/pages/<public_id>/thumbnail
GET  /staff/loans/pick-up
GET  /staff/loans/products/
GET  /staff/loans/products/<PRODUCT>
GET  /staff/loans/walk-in
GET  /staff/loans/walk-in/<found>
POST /accounts/<ref>/income/<int:months>/copies
POST /accounts/<ref>/letter/copies
POST /accounts/<ref>/statements/<period>/copies
POST /accounts/<ref>/transactions/<number>/receipt/copies
POST /documents/verify
POST /inbox/<public_id>/reading
POST /loans/<PRODUCT>/applications
POST /loans/applications/<ref>/<QUESTION>
POST /loans/applications/<ref>/<QUESTION>/confirmation
POST /loans/applications/<ref>/<QUESTION>/pages/<public_id>/place
POST /loans/applications/<ref>/<QUESTION>/pages/<public_id>/removal
POST /loans/applications/<ref>/<QUESTION>/pages/<public_id>/turn
POST /loans/applications/<ref>/code
POST /loans/applications/<ref>/people
POST /loans/applications/<ref>/people/<party>/branch
POST /loans/applications/<ref>/people/<party>/code
POST /loans/applications/<ref>/people/<party>/invitation
POST /loans/applications/<ref>/people/<party>/removal
POST /loans/applications/<ref>/consents
POST /loans/applications/<ref>/decision/copies
POST /loans/applications/<ref>/move
POST /loans/applications/<ref>/new-application
POST /loans/applications/<ref>/offer
POST /loans/applications/<ref>/reply
POST /loans/applications/<ref>/return
POST /loans/applications/<ref>/second-look
POST /loans/applications/<ref>/submission
POST /loans/applications/<ref>/summary/copies
POST /loans/applications/<ref>/undo
POST /loans/applications/<ref>/withdrawal
POST /loans/invitations/<token>/acceptance
POST /loans/parties/<party>/refusal
POST /loans/parties/<party>
POST /loans/parties/<party>/consents
POST /loans/parties/<party>/withdrawal
POST /preferences
POST /preferences/papers
POST /sign-in
POST /sign-in/stay
POST /sign-out
POST /signed-in-places/<ref>/end
POST /staff/loans/<ref>/answers/<name>
POST /staff/loans/<ref>/confirmation
POST /staff/loans/<ref>/decision
POST /staff/loans/<ref>/disputes/<name>
POST /staff/loans/<ref>/erasure
POST /staff/loans/<ref>/hand-back
POST /staff/loans/<ref>/identity
POST /staff/loans/<ref>/lease
POST /staff/loans/<ref>/lease/end
POST /staff/loans/<ref>/lease/renewal
POST /staff/loans/<ref>/lease/wish
POST /staff/loans/<ref>/lease/wish/answer
POST /staff/loans/<ref>/offers
POST /staff/loans/<ref>/papers/<name>
POST /staff/loans/<ref>/people/<party>
POST /staff/loans/<ref>/people/<party>/signature
POST /staff/loans/<ref>/papers/<name>/pages/<public_id>/removal
POST /staff/loans/<ref>/papers/<name>/pages/<public_id>/turn
POST /staff/loans/<ref>/papers/<name>/verdict
POST /staff/loans/<ref>/questions
POST /staff/loans/<ref>/questions/end
POST /staff/loans/<ref>/review
POST /staff/loans/<ref>/second-review
POST /staff/loans/<ref>/submission
POST /staff/loans/<ref>/undo
POST /staff/loans/pick-up
POST /staff/loans/walk-in
POST /staff/loans/walk-in/<found>
"""

NOBODY = {
    "/accounts/": "A-999999-9",
    "/documents/": "there-is-no-such",
    "/inbox/": "there-is-no-such",
    "/loans/applications/": "L-0000-0000-0",
    "/loans/invitations/": "there-is-no-such-token",
    "/loans/parties/": "there-is-nobody",
    "/staff/loans/": "L-0000-0000-0",
    "/signed-in-places/": "f" * 16,
}
CHANGING = re.compile(r'(name="(?:csrf_token|idempotency_key)" value=")[^"]*')


def test_the_addresses_are_those_that_were_decided(app: Flask) -> None:
    there = {
        f"{method:4} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    decided = ADDRESSES.replace("QUESTION", f"any({QUESTIONS}):name").replace("PRODUCT", f"any({CODES}):code")
    decided = set(decided.strip().splitlines())
    assert there - decided == set(), "new: write them into the list"
    assert decided - there == set(), "gone: was that decided?"


def test_every_view_says_who_may_see_it(app: Flask) -> None:
    open_to_all = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not isinstance(getattr(view, "permission", None), Permission)
    ]
    assert open_to_all == []


def test_every_permission_is_somebodys_and_opens_something(app: Flask) -> None:
    used = {view.permission for view in app.view_functions.values()}  # type: ignore[attr-defined]
    parts_of_pages = {Permission.SEE_PEOPLE, Permission.SEE_OWN_OVERVIEW, Permission.SEE_LATE_CASES}
    unused = set(Permission) - used - parts_of_pages
    assert unused == set()
    assert [each for each in Permission if not any(allows(role, each) for role in Role)] == []


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_policy_gives_it_and_nothing_else(town: Town, role: Role) -> None:
    client, wrong = town.clients[role], []
    for rule in town.rules("GET"):
        page = client.peek(town.address(rule))
        if not _as_policy(page, role, town.permission(rule)):
            wrong.append(f"{page.url}: {page.status} {page.location}")
        wrong += [f"{page.url}: {each}" for each in page_rules.problems(page, client)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", Role)
def test_a_role_changes_nothing_that_the_policy_does_not_give_it(town: Town, role: Role) -> None:
    client, wrong = town.clients[role], []
    token = client.csrf_token
    for rule in town.rules("POST"):
        if not allows(role, town.permission(rule)):
            page = client.peek(town.address(rule), "POST", {"csrf_token": token})
            if not _as_policy(page, role, town.permission(rule)):
                wrong.append(f"{page.url}: {page.status} {page.location}")
    assert not wrong, "\n".join(wrong)


def test_the_people_of_a_file_see_it(town: Town) -> None:
    reference = town.things["/loans/applications/"]
    assert town.clients[Role.CUSTOMER].get(f"/loans/applications/{reference}").status == 200
    for role in (Role.OFFICER, Role.REVIEWER, Role.HEAD):
        assert reference in town.clients[role].get(f"/staff/loans/{reference}").text, role


@pytest.mark.parametrize("role", [Role.ANYONE, Role.CUSTOMER, Role.OFFICER])
def test_a_post_without_its_token_is_refused(town: Town, role: Role) -> None:
    client, wrong = town.clients[role], []
    for rule in town.rules("POST"):
        page = client.peek(town.address(rule), "POST")
        if page.status != 400:
            wrong.append(f"{page.url}: {page.status}")
        wrong += [f"{page.url}: {each}" for each in page_rules.problems(page, client)]
    assert not wrong, "\n".join(wrong)


def test_looking_changes_no_row(town: Town) -> None:
    before = _rows(town.app)
    for role, client in town.clients.items():
        for rule in town.rules("GET"):
            if allows(role, town.permission(rule)):
                client.peek(town.address(rule))
    after = _rows(town.app)
    assert [table for table, rows in after.items() if rows != before[table]] == []


@pytest.mark.parametrize(
    ("stranger", "start"),
    [
        ("james", "/accounts/"),
        ("james", "/documents/"),
        ("james", "/inbox/"),
        ("james", "/loans/applications/"),
        ("james", "/loans/invitations/"),
        ("james", "/loans/parties/"),
        ("officer2", "/staff/loans/"),
    ],
)
def test_anothers_and_a_missing_record_look_the_same(town: Town, stranger: str, start: str) -> None:
    client, wrong = town.strangers[stranger], []
    role = Role.OFFICER if stranger == "officer2" else Role.CUSTOMER
    for method in ("GET", "POST"):
        for rule in town.rules(method):
            is_open = allows(role, town.permission(rule)) and rule.arguments - {"code"}
            if rule.rule.startswith(start) and is_open:
                theirs = _answer(client, method, town.address(rule), town.things[start])
                missing = _answer(client, method, town.address(rule, NOBODY), NOBODY[start])
                if theirs != missing or theirs[0] != 404:
                    wrong.append(f"{method} {rule.rule}: {theirs[0]} and {missing[0]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("role", "who"),
    [
        (Role.OFFICER, "xiulan"),
        (Role.OFFICER, "amina"),
        (Role.REVIEWER, "xiulan"),
        (Role.SUPERVISOR, "amina"),
        (Role.HEAD, "xiulan"),
    ],
)
def test_his_own_file_and_a_missing_one_look_the_same(town: Town, role: Role, who: str) -> None:
    """`who`: the applicant, or who stands surety for her."""
    client, start, wrong = town.clients[role], "/staff/loans/", []
    quickly.link(town.app, OF_ROLE[role], who)
    for method in ("GET", "POST"):
        for rule in town.rules(method):
            if rule.rule.startswith(f"{start}<ref>") and allows(role, town.permission(rule)):
                his = _answer(client, method, town.address(rule), town.things[start])
                missing = _answer(client, method, town.address(rule, NOBODY), NOBODY[start])
                if his != missing or his[0] != 404:
                    wrong.append(f"{method} {rule.rule}: {his[0]} and {missing[0]}")
    quickly.link(town.app, OF_ROLE[role], None)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in OF_ROLE.values() if name])
def test_whoever_signs_in_lands_on_a_page_of_her_own(sign_in: SignIn, name: str) -> None:
    assert sign_in(name).get("/").status == 200


def test_a_reviewer_and_an_officer_do_not_see_drafts(town: Town) -> None:
    fang = town.strangers["fang"]
    draft = fang.get("/loans/inclusive").form("start").submit().path.split("/")[3]
    for role in (Role.OFFICER, Role.REVIEWER, Role.HEAD):
        town.clients[role].get(f"/staff/loans/{draft}", status=404)


def _as_policy(page: Page, role: Role, permission: Permission) -> bool:
    to_sign_in = page.status == 303 and page.location.endswith("/sign-in")
    if allows(role, permission):
        return page.status in (200, 204, 303, 404) and not to_sign_in
    return to_sign_in if role == Role.ANYONE else page.status == 403


def _answer(client: Client, method: str, address: str, name: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without what is new in every page and without the name that was asked for."""
    data = {"csrf_token": client.csrf_token} if method == "POST" else None
    page = client.peek(address, method, data)
    headers = {
        key: value for key, value in page.headers.items() if key not in ("Set-Cookie", "Content-Length")
    }
    return page.status, CHANGING.sub(r"\1", page.html).replace(address, "…").replace(name, "…"), headers


def _rows(app: Flask) -> dict[str, str]:
    """A digest of every table, but for when a session was last seen."""
    seen = Base.metadata.tables["browser_sessions"].c.last_seen_at
    digests = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.c if column is not seen]
            rows = db.session.execute(select(*columns).order_by(*table.primary_key)).all()
            digests[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests
