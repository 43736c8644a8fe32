"""What accounts and their ledger say, to their owner alone."""

from portal.accounts.queries.accounts import account_for, accounts_of
from portal.accounts.queries.balances import balance_before
from portal.accounts.queries.months import Month, income_months_of, months_of
from portal.accounts.queries.statements import Statement, statement_of
from portal.accounts.queries.transactions import (
    PAGE,
    Movement,
    incomes_of,
    pending_of,
    transaction_for,
    transactions_of,
)

__all__ = [
    "PAGE",
    "Month",
    "Movement",
    "Statement",
    "account_for",
    "accounts_of",
    "balance_before",
    "income_months_of",
    "incomes_of",
    "months_of",
    "pending_of",
    "statement_of",
    "transaction_for",
    "transactions_of",
]
