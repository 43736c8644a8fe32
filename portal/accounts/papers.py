"""What the room of documents prints of an account, described from the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app

from portal import clock
from portal.accounts import labels, queries
from portal.accounts.models import Account, Transaction
from portal.accounts.queries import Movement, Statement
from portal.accounts.rules import Kind
from portal.documents import letters, statements
from portal.documents.description import Document
from portal.documents.facts import (
    AccountFacts,
    AccountLetterFacts,
    Entry,
    Income,
    IncomeFacts,
    ReceiptFacts,
    StatementFacts,
    Sums,
)
from portal.documents.rules import is_long
from portal.identity.queries import customer


def statement(found: Statement) -> Document:
    """With every movement; a long one, which the worker makes, is a cover that has its sums."""
    if is_long(found.count):
        sums = Sums(found.opening, found.came_in, -found.went_out, found.closing)
        period = (found.first_on, found.last_on)
        return statements.cover(facts_of(found.account), period, sums, found.count, _today())
    return whole_statement(found)


def whole_statement(found: Statement) -> Document:
    account, period = facts_of(found.account), (found.first_on, found.last_on)
    entries = tuple(map(_entry, found.lines()))
    return statements.statement(
        StatementFacts(account, period, found.opening, entries, found.closing, _today())
    )


def describe_statement(customer_id: int, subject: dict[str, Any]) -> Document:
    """Anew for the worker: `subject` as `subject_of` made it."""
    account, days = _found(customer_id, subject)
    return whole_statement(queries.statement_of(account, *days))


def describe_income(customer_id: int, subject: dict[str, Any]) -> Document:
    """Anew for the worker: `subject` as `subject_of` made it, with the number of months."""
    account, days = _found(customer_id, subject)
    return _income(account, subject["months"], days, queries.incomes_of(account, *days))


def subject_of(account: Account, days: tuple[date, date]) -> dict[str, str]:
    """The account, and the first and the last day."""
    return {**named(account), "first_on": days[0].isoformat(), "last_on": days[1].isoformat()}


def named(account: Account) -> dict[str, str]:
    """The account as a list of papers tells it apart."""
    return {"account": account.reference, "tail": account.tail}


def _found(customer_id: int, subject: dict[str, Any]) -> tuple[Account, tuple[date, date]]:
    owner = customer(customer_id)
    account = owner and queries.account_for(owner, subject["account"])
    if account is None:
        raise LookupError(f"{subject['account']} is not this customer's")
    return account, (date.fromisoformat(subject["first_on"]), date.fromisoformat(subject["last_on"]))


def receipt(account: Account, movement: Movement) -> Document:
    """Of a booked transaction."""
    number = movement.transaction.number
    return statements.receipt(ReceiptFacts(facts_of(account), number, _entry(movement), _today()))


def account_letter(account: Account) -> Document:
    told = AccountLetterFacts(facts_of(account), account.opened_on, account.balance, account.as_of, _today())
    return letters.account_letter(told)


def proof_of_income(account: Account, months: int, period: tuple[date, date]) -> Document | None:
    """What was paid in as salary or pension; None where nothing was."""
    found = queries.incomes_of(account, *period)
    return _income(account, months, period, found) if found else None


def _income(
    account: Account, months: int, period: tuple[date, date], found: Sequence[Transaction]
) -> Document:
    incomes = tuple(Income(each.booked_on, each.counterparty or "", each.amount) for each in found)
    return letters.proof_of_income(IncomeFacts(facts_of(account), period, months, incomes, _today()))


def facts_of(account: Account) -> AccountFacts:
    return AccountFacts(
        account.customer.display_name, labels.ACCOUNTS[account.kind], account.tail, account.currency
    )


def _entry(movement: Movement) -> Entry:
    done, balance = movement
    if balance is None:
        raise ValueError(f"{done.number} is not booked yet")
    kind = labels.KINDS[Kind(done.kind)]
    return Entry(done.booked_on, kind, done.counterparty or "", done.amount, balance, done.remittance or "")


def _today() -> date:
    return clock.today(current_app.config["TIMEZONE"])
