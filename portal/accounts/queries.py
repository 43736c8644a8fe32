from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Account, Transaction
from portal.db import db
from portal.identity.models import Customer

PAGE = 25


def accounts_of(customer: Customer) -> list[Account]:
    """The customer's accounts, each with its cards."""
    return list(
        db.session.scalars(
            select(Account)
            .where(Account.customer_id == customer.id)
            .options(selectinload(Account.cards))
            .order_by(Account.id)
        )
    )


def account_for(customer: Customer, reference: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(Account.customer_id == customer.id, Account.reference == reference)
    )


def transactions_of(account: Account, before: int | None = None) -> tuple[list[Transaction], int | None]:
    """A page of movements, the newest first, and the key of the next page if there is one."""
    wanted = select(Transaction).where(Transaction.account_id == account.id)
    if before is not None:
        wanted = wanted.where(Transaction.id < before)
    found = list(db.session.scalars(wanted.order_by(Transaction.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None
