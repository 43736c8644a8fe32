from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.rules import Kind, Status
from portal.db import Base, Key
from portal.identity.models import Customer
from portal.identity.sealing import Sealed
from portal.money import Money


def _one_of(column: str, values: type[Kind] | type[Status]) -> CheckConstraint:
    named = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({named})", name=f"{column}_is_known")


class OwnAccount(Base):
    """The bank's own account in a currency: the other side of every transaction and of what was brought forward."""

    __tablename__ = "own_accounts"
    __table_args__ = (UniqueConstraint("id", "currency"),)

    id: Mapped[Key]
    currency: Mapped[str] = mapped_column(unique=True)
    balance_minor: Mapped[int] = mapped_column(default=0)


class Account(Base):
    """`opening_minor` is the balance at the start of `known_from`, before the first transaction that the ledger has.

    `balance_minor` is that and the sum of all booked transactions; `as_of` is the moment it holds for.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("id", "currency"),)

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[str]
    tail: Mapped[str]
    currency: Mapped[str]
    opening_minor: Mapped[int]
    balance_minor: Mapped[int]
    opened_on: Mapped[date]
    known_from: Mapped[date]
    as_of: Mapped[datetime]
    numbered: Mapped[int] = mapped_column(default=0)

    customer: Mapped[Customer] = relationship()
    cards: Mapped[list["Card"]] = relationship(back_populates="account", order_by="Card.id")

    @property
    def opening(self) -> Money:
        return Money(self.opening_minor, self.currency)

    @property
    def balance(self) -> Money:
        return Money(self.balance_minor, self.currency)


class Card(Base):
    __tablename__ = "cards"

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    tail: Mapped[str]
    expires_on: Mapped[date]

    account: Mapped[Account] = relationship(back_populates="cards")


class Transaction(Base):
    """A double entry in one row: `amount_minor` into `account_id` and out of `contra_id`, both of one currency.

    `reference` is the bank's own entry reference; `number` is what the customer sees.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "currency"], ["accounts.id", "accounts.currency"]),
        ForeignKeyConstraint(["contra_id", "currency"], ["own_accounts.id", "own_accounts.currency"]),
        UniqueConstraint("account_id", "reference"),
        Index("ix_transactions_by_day", "account_id", "booked_on", "id", "status", "amount_minor"),
        Index(
            "ix_transactions_pending",
            "account_id",
            "booked_on",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        _one_of("kind", Kind),
        _one_of("status", Status),
    )

    id: Mapped[Key]
    account_id: Mapped[int]
    contra_id: Mapped[int]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    booked_on: Mapped[date]
    value_on: Mapped[date]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    counterparty_sealed: Mapped[bytes | None]
    counterparty_account_sealed: Mapped[bytes | None]
    remittance_sealed: Mapped[bytes | None]

    counterparty = Sealed()
    counterparty_account = Sealed()
    remittance = Sealed()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def size(self) -> Money:
        """The amount without its sign."""
        return Money(abs(self.amount_minor), self.currency)

    @property
    def is_pending(self) -> bool:
        return self.status == Status.PENDING

    @property
    def sealed_for(self) -> int:
        return self.customer_id

    @property
    def sealed_row(self) -> str:
        return self.number


class MonthlyTotal(Base):
    """What was booked on an account in a month, by kind: kept with each transaction, both sums counted upward."""

    __tablename__ = "monthly_totals"
    __table_args__ = (
        CheckConstraint("in_minor >= 0 AND out_minor >= 0", name="sums_count_upward"),
        CheckConstraint("entries > 0", name="is_of_something"),
        _one_of("kind", Kind),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    in_minor: Mapped[int]
    out_minor: Mapped[int]
    entries: Mapped[int]
