"""Statements and letters: what is exported is what the ledger has, and comes back as the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.exporting import FORMS, written
from portal.accounts.formats.lines import Control, Line
from portal.accounts.models import Account, Transaction
from portal.accounts.operations import import_account
from portal.accounts.queries import account_for, statement_of
from portal.accounts.queries.faults import faults
from portal.accounts.rules import last_of, statement_months
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from tests.accounts.statements import file_of, is_valid, read
from tests.accounts.test_bad_files import everything
from tests.conftest import SignIn
from tests.factories import ledger
from tests.operators import run

MIMETYPES = {"csv": "text/csv", "ofx": "application/x-ofx", "xml": "application/xml"}
REFS = ["A-100001-3", "A-100002-2", "A-100003-2"]
OWNERS = dict(zip(REFS, ("xiulan", "james", "amina"), strict=True))


def owned(ref: str) -> Account:
    owner = person_named(OWNERS[ref])
    assert isinstance(owner, Customer)
    found = account_for(owner, ref)
    assert found is not None
    return found


def facts(account: Account) -> list[tuple[Any, ...]]:
    """What the ledger knows of each transaction, but for its row and whose key it is sealed with."""
    wanted = select(Transaction).where(Transaction.account_id == account.id, Transaction.status == "booked")
    return [
        (
            each.reference,
            each.kind,
            each.booked_on,
            each.value_on,
            each.amount,
            each.counterparty,
            each.counterparty_account,
            each.remittance,
        )
        for each in db.session.scalars(wanted.order_by(Transaction.booked_on, Transaction.id))
    ]


def exported(account: Account, form: str, month: date) -> bytes:
    statement = statement_of(account, max(month, account.known_from), last_of(month))
    return "".join(FORMS[form].write(written(statement, clock.now()))).encode()


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_that_is_exported_and_imported_elsewhere_is_the_same(
    app: Flask, ref: str, form: str
) -> None:
    """Every month of an account, into another account that has nothing."""
    with app.app_context():
        account = owned(ref)
        months = statement_months(account.known_from, ledger.TODAY)[::-1]
        with transaction():
            other = import_account(
                "C100007", "A-900009", "current", "0009", account.currency, 0, date(2026, 11, 1), clock.now()
            )
        for month in months:
            ledger.take_in(
                *(each._replace(account="A-900009") for each in read(exported(account, form, month)))
            )
        db.session.refresh(other)
        want = [each for each in facts(account) if each[2] <= last_of(months[-1])]
        got = facts(other)
        if form == "ofx":  # it has no place for an account without its bank
            want = [(*each[:6], None, each[7]) for each in want]
        assert got == want
        assert other.opening_minor == account.opening_minor
        assert list(faults()) == []


@pytest.mark.parametrize("form", FORMS)
def test_importing_what_was_exported_changes_nothing(app: Flask, tmp_path: Path, form: str) -> None:
    before = everything(app)
    for ref in REFS:
        file = tmp_path / f"{ref}.{form}"
        with app.app_context():
            file.write_bytes(exported(owned(ref), form, date(2026, 9, 1)))
            count = statement_of(owned(ref), date(2026, 9, 1), date(2026, 9, 30)).count
        result = run(app, "accounts", "import", str(file))
        known = f"0 transactions imported, 0 pending ones changed, {count} known before.\n"
        assert (result.exit_code, result.output) == (0, known)
    assert everything(app) == before


def test_a_file_is_imported_once_and_said_so(app: Flask, tmp_path: Path) -> None:
    line = ledger.line(1, 250, "A-100005-1", booked_on=ledger.TODAY)
    file = tmp_path / "statement.xml"
    file.write_bytes(file_of("xml", [line], 942_360, first_on=ledger.TODAY, last_on=ledger.TODAY))
    said = [run(app, "accounts", "import", str(file)).output for _ in range(2)]
    assert said == [
        "1 transactions imported, 0 pending ones changed, 0 known before.\n",
        "0 transactions imported, 0 pending ones changed, 1 known before.\n",
    ]
    assert run(app, "accounts", "verify").exit_code == 0
    assert run(app, "audit", "verify").exit_code == 0


@pytest.mark.parametrize("form", FORMS)
def test_she_downloads_a_month(sign_in: SignIn, form: str) -> None:
    client = sign_in("amina")
    page = client.get("/accounts/A-100003-2").follow("الكشوف والخطابات")
    address = f"/accounts/A-100003-2/statements/2026-10.{form}"
    assert address in [link["href"] for link in page.find("main a[download]")]
    answer = client.peek(address)
    assert (answer.status, answer.response.mimetype) == (200, MIMETYPES[form])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="A-100003-2-2026-10.{form}"'
    assert "no-store" in answer.headers["Cache-Control"]
    parts = read(answer.response.data)
    assert all(isinstance(part, Line) and part.booked_on.month == 10 for part in parts[:-1])
    control = parts[-1]
    assert isinstance(control, Control)
    with client.app.app_context():
        statement = statement_of(owned("A-100003-2"), date(2026, 10, 1), date(2026, 10, 31))
    assert (control.opening_minor, control.closing_minor) == (
        statement.opening.minor,
        statement.closing.minor,
    )
    assert form != "xml" or is_valid(answer.response.data)


@pytest.mark.parametrize(
    ("month", "says"),
    [
        ("2026-11", "This period is not over yet."),
        ("9999-12", "This period is not over yet."),
        ("2025-10", "We have no transactions of this account from that time here."),
        ("0001-01", "We have no transactions of this account from that time here."),
    ],
)
def test_a_month_without_a_statement_says_why(sign_in: SignIn, month: str, says: str) -> None:
    page = sign_in("james").get(f"/accounts/A-100002-1/statements/{month}.csv", status=404)
    assert says in page.text
    assert page.follow("See the statements there are").h1 == "Statements and letters"


@pytest.mark.parametrize(
    "address",
    [
        "A-100002-1/statements/2026-02-30.csv",
        "A-100002-1/statements/2026-13.csv",
        "A-100002-1/statements/2026-10.exe",
        "A-100001-1/statements/2026-10.csv",
        "A-000000-0/statements/2026-10.csv",
        "A-100001-1/statements/2026-11.csv",
    ],
)
def test_what_there_is_not_and_what_is_anothers_look_the_same(sign_in: SignIn, address: str) -> None:
    page = sign_in("james").get(f"/accounts/{address}", status=404)
    assert page.h1 == "We cannot find this page"


def test_a_statement_that_changed_meanwhile_is_broken_off(app: Flask) -> None:
    with app.app_context():
        account = owned("A-100003-2")
        statement = statement_of(account, date(2026, 10, 1), ledger.TODAY)
        lines = statement.lines()
        next(lines)
        told = ledger.line(1, 5, account.reference, currency="USD", booked_on=ledger.TODAY)
        ledger.book(told, opening=account.balance_minor)
        with pytest.raises(RuntimeError, match="A-100003-2 changed while its statement was written"):
            list(lines)
