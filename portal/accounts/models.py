from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key
from portal.identity.models import Customer
from portal.identity.sealing import Sealed
from portal.money import Money


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[str]
    tail: Mapped[str]
    currency: Mapped[str]
    balance_minor: Mapped[int]
    opened_on: Mapped[date]

    customer: Mapped[Customer] = relationship()
    cards: Mapped[list["Card"]] = relationship(back_populates="account", order_by="Card.id")

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
    __tablename__ = "transactions"
    __table_args__ = (Index("ix_transactions_account_id_id", "account_id", "id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[str] = mapped_column(unique=True)
    booked_on: Mapped[date]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    counterparty_sealed: Mapped[bytes | None]

    counterparty = Sealed()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def sealed_for(self) -> int:
        return self.customer_id

    @property
    def sealed_row(self) -> str:
        return self.number
