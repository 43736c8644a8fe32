from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import get_locale
from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from stdnum.cn import ric

from portal.access.permissions import Role
from portal.db import Base, Key
from portal.identity.rules import plain_number
from portal.identity.sealing import Findable, Sealed


class Branch(Base):
    __tablename__ = "branches"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    addresses: Mapped[dict[str, str]] = mapped_column(JSON)
    opens_at: Mapped[time]
    closes_at: Mapped[time]

    def name(self, locale: str) -> str:
        return self.names.get(locale) or self.names["en"]

    def address(self, locale: str) -> str:
        return self.addresses.get(locale) or self.addresses["en"]


class Person(UserMixin, Base):
    __tablename__ = "people"
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[Key]
    kind: Mapped[str]
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])
    )
    disabled_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"


class Customer(Person):
    __tablename__ = "customers"
    __mapper_args__ = {"polymorphic_identity": "customer", "polymorphic_load": "inline"}

    id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    identity_number_sealed: Mapped[bytes | None]
    identity_number_index: Mapped[bytes | None] = mapped_column(index=True)
    has_borrowed_before: Mapped[bool] = mapped_column(default=False)

    business: Mapped["Business | None"] = relationship(back_populates="owner")

    name = Sealed()
    phone = Sealed()
    email = Sealed()
    identity_number = Findable(plain_number)

    @property
    def born_on(self) -> date | None:
        """As her identity number says; other countries' numbers do not say it."""
        number = self.identity_number or ""
        return ric.get_birth_date(number) if ric.is_valid(number) else None

    @property
    def identity_tail(self) -> str:
        """The last four of her identity number, by which an officer tells it."""
        return (self.identity_number or "")[-4:]

    @property
    def sealed_for(self) -> int:
        return self.id

    @property
    def sealed_row(self) -> str:
        return self.number

    @property
    def display_name(self) -> str:
        return self.name or self.number


class Staff(Person):
    __tablename__ = "staff"
    __mapper_args__ = {"polymorphic_identity": "staff", "polymorphic_load": "inline"}

    id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), unique=True)
    """Who this is as a customer of the bank, if known: nobody works on a case of his own."""

    branch: Mapped[Branch | None] = relationship(lazy="joined")

    @property
    def display_name(self) -> str:
        return self.names.get(str(get_locale())) or self.names["en"]


class Business(Base):
    """A business in a customer's name, as the bank's record knows it."""

    __tablename__ = "businesses"

    id: Mapped[Key]
    owner_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), unique=True)
    name_sealed: Mapped[bytes | None]
    yearly_income_sealed: Mapped[bytes | None]
    started_on: Mapped[date]
    is_technology_company: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]

    owner: Mapped[Customer] = relationship(back_populates="business")

    name = Sealed()
    yearly_income = Sealed()  # minor units

    @property
    def sealed_for(self) -> int:
        return self.owner_id

    @property
    def sealed_row(self) -> str:
        return str(self.owner_id)


class BrowserSession(Base):
    """One browser where a person is signed in. Only the SHA-256 of its secret is stored."""

    __tablename__ = "browser_sessions"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_has_reason"),)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_seconds: Mapped[int]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    user_agent: Mapped[str]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    REF_LENGTH = 16

    @property
    def idle_limit(self) -> timedelta:
        """As it was when the person was last seen: no later choice of mode brings a lapsed session back."""
        return timedelta(seconds=self.idle_seconds)

    @property
    def ref(self) -> str:
        """What the person sees of it in an address: too little of the hash to sign in with."""
        return self.token_hash[: self.REF_LENGTH]


class SignInAttempt(Base):
    """A failed sign-in. The name is stored hashed: it may be a password typed in the wrong field."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_name_at", "name_hash", "at"),)

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    name_hash: Mapped[str]
    address: Mapped[str]
    known_device: Mapped[bool]


class KeptAnswers(Base):
    """What a person typed on a page and has not sent, sealed, until it is saved or lapses."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    path: Mapped[str]
    typed_sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LifeEvent(Base):
    """Something that changed in a customer's life, for other rooms to act on."""

    __tablename__ = "life_events"
    __table_args__ = (UniqueConstraint("customer_id", "kind", "source"),)

    id: Mapped[Key]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[str]
    source: Mapped[str]
    at: Mapped[datetime]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
