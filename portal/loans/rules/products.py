"""What the bank lends, and on which terms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from portal.money import Money


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
    decided_within: timedelta
    least_business_months: int
    most_income_share: Decimal
    """Of the monthly income, for the instalment."""
    remedy_step: Money
    """Amounts that the bank suggests are multiples of this."""
    paper: str
    """Code of the paper that the bank must see."""

    @property
    def currency(self) -> str:
        return self.minimum.currency


INCLUSIVE = Product(
    code="inclusive",
    minimum=Money(10_000_00, "CNY"),
    maximum=Money(500_000_00, "CNY"),
    terms=(6, 12, 18, 24, 36),
    annual_rate=Decimal("0.0435"),
    fee_rate=Decimal("0.005"),
    decided_within=timedelta(hours=24),
    least_business_months=12,
    most_income_share=Decimal("0.30"),
    remedy_step=Money(1_000_00, "CNY"),
    paper="business_licence",
)


def validate_amount(amount: Money, product: Product) -> AmountProblem | None:
    """Why the product is not lent in this amount, or None; both limits are lent."""
    if amount < product.minimum:
        return AmountProblem.BELOW_MINIMUM
    if amount > product.maximum:
        return AmountProblem.ABOVE_MAXIMUM
    return None


def decision_due(submitted_at: datetime, product: Product) -> datetime:
    """The moment by which the applicant has an answer, wall-clock."""
    return submitted_at + product.decided_within
