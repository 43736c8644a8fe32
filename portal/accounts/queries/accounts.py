from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Account
from portal.db import db
from portal.identity.models import Customer


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
