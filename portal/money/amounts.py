"""An amount of one currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering

from babel.numbers import get_currency_precision


def minor_digits(currency: str) -> int:
    """Decimal places of an ISO 4217 currency: 2 for CNY, 0 for JPY. Source: CLDR."""
    return get_currency_precision(currency)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units (fen, cents) of an ISO 4217 `currency`. Mixing currencies raises ValueError."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @property
    def major(self) -> Decimal:
        """The exact amount in yuan, dollars, …: Money(20850, "CNY").major == Decimal("208.50")."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def times(self, factor: Decimal) -> "Money":
        """The amount times a decimal factor, rounded half up to the minor unit."""
        product = (self.minor * factor).to_integral_value(rounding=ROUND_HALF_UP)
        return Money(int(product), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other.minor
