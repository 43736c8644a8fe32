"""What a loan product is: its range, terms, rate, questions and decision rules, as data."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from portal.identity.calendar import A_DAY, OpeningHours, due_in_working_time
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.questions import Ask, Question
from portal.money import Money

if TYPE_CHECKING:
    from portal.loans.rules.findings import Rule


class Repayment(StrEnum):
    EQUAL_INSTALMENTS = "equal_instalments"
    """The same payment each month."""
    EQUAL_PRINCIPAL = "equal_principal"
    """The same repayment each month and the interest on what is left: payments fall."""
    INTEREST_FIRST = "interest_first"
    """Interest each month, the whole amount at the end."""


class AmountProblem(StrEnum):
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"


@dataclass(frozen=True, slots=True)
class Product:
    """Rates and shares are fractions: Decimal("0.0435") is 4.35 %."""

    code: str
    minimum: Money
    maximum: Money
    terms: tuple[int, ...]
    """Months, shortest first."""
    annual_rate: Decimal
    """Nominal, a twelfth of it charged each month."""
    fee_rate: Decimal
    """Of the amount, paid when the loan is paid out."""
    repayments: tuple[Repayment, ...]
    """The usual one first."""
    example: tuple[Money, int]
    """The amount and months that its page works out before a person types her own."""
    decided_within: timedelta
    """In whole days, each an open day of the branch from opening to closing: see `decision_due`."""
    questions: tuple[Ask, ...]
    """In the order of the journey."""
    checks: tuple["Rule", ...]
    """In the order in which they are looked at."""
    most_income_share: Decimal
    """Of the monthly income, for this instalment and those of other loans."""
    remedy_step: Money
    """Amounts that the bank suggests are multiples of this."""
    second_eyes_above: Money
    """Above it two reviewers must agree."""
    machine_limit: Money | None = None
    """Up to it a loan that passes every check approves itself; None: a person decides each."""
    least_business_months: int = 0
    youngest: int = 18
    """Years of age from which a person may borrow."""
    oldest_at_end: int | None = None
    """Years of age by which it must be repaid."""
    shares: dict[str, Decimal] = field(default_factory=dict)
    """How much of a price it may pay and the like, by an answer or a question; read by the product's own rules."""
    parties: tuple[PartyRole, ...] = ()
    """Who may apply with the applicant, or stand surety for her."""

    @property
    def currency(self) -> str:
        return self.minimum.currency

    @property
    def papers(self) -> tuple[Question, ...]:
        """Every paper that it may ask for."""
        return tuple(ask.question for ask in self.questions if ask.question.is_paper)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for or offered: an amount, over so many months, repaid in this way."""

    amount: Money
    months: int
    repayment: Repayment

    def cover(self, other: "Terms") -> bool:
        """Whether the other terms are no more, no longer, and repaid in the same way."""
        is_less = other.amount <= self.amount and other.months <= self.months
        return is_less and other.repayment == self.repayment


def validate_amount(amount: Money, product: Product) -> AmountProblem | None:
    """Why the product is not lent in this amount, or None; both limits are lent."""
    if amount < product.minimum:
        return AmountProblem.BELOW_MINIMUM
    if amount > product.maximum:
        return AmountProblem.ABOVE_MAXIMUM
    return None


def decision_due(sent_at: datetime, product: Product, hours: OpeningHours) -> datetime:
    """The moment, in UTC, by which the applicant has an answer; the branch is open at it, or closes.

    A day of `decided_within` has passed after as long an opening as that of one day: what is sent on Friday at
    four is due on Monday at four, and what is sent while the branch is closed counts from its next opening.
    """
    return due_in_working_time(sent_at, hours.a_day * (product.decided_within / A_DAY), hours)
