from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from portal.accounts.models import Account, OwnAccount
from portal.db import db, operation
from portal.identity.models import Customer


@operation
def import_account(
    customer_number: str,
    reference: str,
    kind: str,
    tail: str,
    currency: str,
    balance_minor: int,
    opened_on: date,
    now: datetime,
) -> Account:
    """Take an account as the bank's record has it; the same reference again replaces what was known.

    Until it has transactions its balance is what the record says; then it is what they come to. LookupError
    when there is no customer with that number, ValueError when the record and the transactions differ.
    """
    owner = db.session.scalar(select(Customer).where(Customer.number == customer_number))
    if owner is None:
        raise LookupError(f"no customer has the number {customer_number}")
    account = db.session.scalar(select(Account).where(Account.reference == reference))
    if account is None:
        account = Account(reference=reference, numbered=0)
    elif account.numbered:
        _refuse_other_balance(account, currency, balance_minor)
    if not account.numbered:
        _open(account, currency, balance_minor, now)
    account.customer_id, account.kind, account.tail, account.opened_on = owner.id, kind, tail, opened_on
    db.session.add(account)
    return account


def own_account(currency: str) -> OwnAccount:
    """The bank's own account in that currency, locked against other writers, opened if there was none."""
    found = db.session.scalar(select(OwnAccount).where(OwnAccount.currency == currency).with_for_update())
    if found is None:
        found = OwnAccount(currency=currency, balance_minor=0)
        db.session.add(found)
        db.session.flush()
    return found


def _refuse_other_balance(account: Account, currency: str, balance_minor: int) -> None:
    if (account.currency, account.balance_minor) != (currency, balance_minor):
        raise ValueError(
            f"the transactions of {account.reference} come to {account.balance_minor} minor units of "
            f"{account.currency}, this says {balance_minor} of {currency}; import its missing statements first"
        )


def _open(account: Account, currency: str, balance_minor: int, now: datetime) -> None:
    """Bring its balance forward, out of the bank's own account."""
    if (account.currency, account.balance_minor) == (currency, balance_minor):
        return
    if account.id is not None:
        own_account(account.currency).balance_minor += account.balance_minor
    own_account(currency).balance_minor -= balance_minor
    account.currency = currency
    account.opening_minor = account.balance_minor = balance_minor
    account.known_from = now.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    account.as_of = now
