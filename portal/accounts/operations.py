from datetime import date

from sqlalchemy import select

from portal.accounts.models import Account
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
) -> Account:
    """Take an account as the bank's record has it; the same reference again replaces what was known.

    LookupError when there is no customer with that number.
    """
    owner = db.session.scalar(select(Customer).where(Customer.number == customer_number))
    if owner is None:
        raise LookupError(f"no customer has the number {customer_number}")
    account = db.session.scalar(select(Account).where(Account.reference == reference))
    account = account or Account(reference=reference, opened_on=opened_on, kind=kind, tail=tail)
    account.customer_id, account.kind, account.tail = owner.id, kind, tail
    account.currency, account.balance_minor, account.opened_on = currency, balance_minor, opened_on
    db.session.add(account)
    return account
