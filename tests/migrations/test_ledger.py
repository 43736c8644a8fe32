"""Accounts and transactions of before become a ledger that is whole, and go back as they were."""

from flask import Flask
from sqlalchemy import text

from portal.accounts.models import Account, Transaction
from portal.accounts.queries.faults import faults
from portal.accounts.rules import Status
from portal.db import alembic, db
from tests.factories import ledger
from tests.operators import run

BEFORE = "0007"
ACCOUNTS = text("SELECT reference, balance_minor, currency FROM accounts ORDER BY id")
TRANSACTIONS = text(
    "SELECT number, booked_on, amount_minor, currency, counterparty_sealed FROM transactions ORDER BY id"
)


def rows(question: object) -> list[tuple[object, ...]]:
    found = [tuple(row) for row in db.session.execute(question)]  # type: ignore[call-overload]
    db.session.close()
    return found


def test_balances_and_texts_go_down_and_up(app: Flask) -> None:
    with app.app_context():
        pending = db.session.query(Transaction).filter_by(status=Status.PENDING).count()
        everything = len(rows(TRANSACTIONS))
        balances = rows(ACCOUNTS)
        alembic.downgrade(BEFORE)
        old = rows(TRANSACTIONS)
        assert (rows(ACCOUNTS), len(old)) == (balances, everything - pending)
        alembic.upgrade()
        assert (rows(ACCOUNTS), rows(TRANSACTIONS)) == (balances, old)
        assert list(faults()) == []
        first = db.session.query(Transaction).order_by(Transaction.id).first()
        assert first is not None
        assert (first.reference, first.status, first.value_on) == (first.number, "booked", first.booked_on)
        assert first.counterparty
    assert run(app, "accounts", "verify").exit_code == 0


def test_what_was_known_before_goes_on(app: Flask) -> None:
    """An account of the old portal, with and without transactions, takes the next statement."""
    with app.app_context():
        alembic.downgrade(BEFORE)
        for table in ("transactions", "cards"):
            db.session.execute(text(f"DELETE FROM {table} WHERE account_id = 1"))
        db.session.commit()
        db.session.close()
        alembic.upgrade()
        empty, other = db.session.get(Account, 1), db.session.get(Account, 4)
        assert empty is not None and other is not None  # noqa: PT018
        assert (empty.opening_minor, empty.numbered) == (empty.balance_minor, 0)
        assert other.numbered > 0
        for number, account in enumerate((empty, other)):
            told = ledger.line(number, 5, account.reference, booked_on=ledger.TODAY)
            before = account.balance_minor
            ledger.book(told, opening=before)
            db.session.refresh(account)
            assert account.balance_minor == before + 5
        assert list(faults()) == []
