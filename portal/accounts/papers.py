"""What the room of documents prints of an account, described from the ledger."""

from datetime import date
from typing import Any

from flask import current_app

from portal import clock
from portal.accounts import labels, queries
from portal.accounts.models import Account
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
    """Anew for the worker: `subject` names the account, and the first and the last day."""
    owner = customer(customer_id)
    account = owner and queries.account_for(owner, subject["account"])
    if account is None:
        raise LookupError(f"{subject['account']} is not this customer's")
    first_on, last_on = (date.fromisoformat(subject[name]) for name in ("first_on", "last_on"))
    return whole_statement(queries.statement_of(account, first_on, last_on))


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
    incomes = tuple(Income(each.booked_on, each.counterparty or "", each.amount) for each in found)
    told = IncomeFacts(facts_of(account), period, months, incomes, _today())
    return letters.proof_of_income(told) if incomes else None


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
