from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.loans.rules import INCLUSIVE, AmountProblem, decision_due, validate_amount
from portal.money import Money


@pytest.mark.parametrize(
    ("minor", "problem"),
    [
        (0, AmountProblem.BELOW_MINIMUM),
        (9_999_99, AmountProblem.BELOW_MINIMUM),
        (10_000_00, None),
        (500_000_00, None),
        (500_000_01, AmountProblem.ABOVE_MAXIMUM),
    ],
)
def test_amounts_lent(minor: int, problem: AmountProblem | None) -> None:
    assert validate_amount(Money(minor, "CNY"), INCLUSIVE) == problem


def test_amount_in_another_currency_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="USD"):
        validate_amount(Money(10_000_00, "USD"), INCLUSIVE)


def test_decided_within_a_day() -> None:
    submitted_at = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert decision_due(submitted_at, INCLUSIVE) == datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


def test_the_inclusive_loan() -> None:
    assert INCLUSIVE.currency == "CNY"
    assert INCLUSIVE.terms == tuple(sorted(INCLUSIVE.terms)) == (6, 12, 18, 24, 36)
    assert (INCLUSIVE.annual_rate, INCLUSIVE.fee_rate) == (Decimal("0.0435"), Decimal("0.005"))
