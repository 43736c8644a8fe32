"""What the room of accounts fills in for its documents: plain typed values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal.documents.description import Value
from portal.money import Money


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """`kind` in lazy words, `tail` the last digits of its number."""

    holder: str
    kind: Value
    tail: str
    currency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A booked movement; `balance` is the account's after it, `words` what was written with the payment."""

    on: date
    text: Value
    counterparty: str
    amount: Money
    balance: Money
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """`money_out` is below zero, or zero."""

    opening: Money
    money_in: Money
    money_out: Money
    closing: Money


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A closed period, first and last day in it. ValueError where the figures do not add up."""

    account: AccountFacts
    period: tuple[date, date]
    opening: Money
    entries: tuple[Entry, ...]
    closing: Money
    made_on: date

    def __post_init__(self) -> None:
        balance = self.opening
        for entry in self.entries:
            balance += entry.amount
            if entry.balance != balance:
                raise ValueError(f"the balance of {entry.on} is {entry.balance.minor}, not {balance.minor}")
        if balance != self.closing:
            raise ValueError(f"the closing balance is {self.closing.minor}, not {balance.minor}")

    @property
    def sums(self) -> Sums:
        came_in, went_out = self._sum(lambda minor: minor > 0), self._sum(lambda minor: minor < 0)
        return Sums(self.opening, came_in, went_out, self.closing)

    def _sum(self, counts: Callable[[int], bool]) -> Money:
        amounts = (entry.amount.minor for entry in self.entries)
        return Money(sum(minor for minor in amounts if counts(minor)), self.account.currency)


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """One booked movement."""

    account: AccountFacts
    number: str
    entry: Entry
    made_on: date


@dataclass(frozen=True, slots=True)
class AccountLetterFacts:
    """That there is this account, with what balance at which moment."""

    account: AccountFacts
    opened_on: date
    balance: Money
    balance_at: datetime
    made_on: date


@dataclass(frozen=True, slots=True)
class Income:
    on: date
    payer: str
    amount: Money


@dataclass(frozen=True, slots=True)
class IncomeFacts:
    """What was paid in as income in whole months, first and last day in them."""

    account: AccountFacts
    period: tuple[date, date]
    months: int
    incomes: tuple[Income, ...]
    made_on: date

    @property
    def total(self) -> Money:
        return Money(sum(income.amount.minor for income in self.incomes), self.account.currency)

    @property
    def monthly(self) -> Money:
        """The average month, rounded down to the minor unit: a proof promises nothing too much."""
        return Money(self.total.minor // self.months, self.account.currency)
