from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.money import Money, minor_digits

minors = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("minor", "currency", "major"),
    [
        (20850, "CNY", "208.50"),
        (5, "CNY", "0.05"),
        (-100, "CNY", "-1.00"),
        (5000, "JPY", "5000"),
        (5000, "KRW", "5000"),
        (1234567, "KWD", "1234.567"),
    ],
)
def test_major_is_exact(minor: int, currency: str, major: str) -> None:
    assert Money(minor, currency).major == Decimal(major)
    assert str(Money(minor, currency).major) == major


@pytest.mark.parametrize(("currency", "digits"), [("CNY", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)])
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("minor", "factor", "expected"),
    [
        (100_00, "0.005", 50),
        (1_01, "0.5", 51),
        (-1_01, "0.5", -51),
        (1_00, "0.004", 0),
        (1_00, "0.005", 1),
        (7, "0", 0),
    ],
)
def test_times_rounds_half_up(minor: int, factor: str, expected: int) -> None:
    assert Money(minor, "CNY").times(Decimal(factor)) == Money(expected, "CNY")


@given(minors, minors)
def test_arithmetic_and_order_follow_the_minor_units(first: int, second: int) -> None:
    one, two = Money(first, "CNY"), Money(second, "CNY")
    assert (one + two).minor == first + second
    assert (one - two).minor == first - second
    assert (one < two, one <= two, one > two) == (first < second, first <= second, first > second)
    assert one + -one == Money.zero("CNY")


def test_currencies_do_not_mix() -> None:
    yuan, dollar = Money(1, "CNY"), Money(1, "USD")
    for mix in (lambda: yuan + dollar, lambda: yuan - dollar, lambda: yuan < dollar, lambda: yuan >= dollar):
        with pytest.raises(ValueError, match="CNY and USD"):
            mix()
    assert yuan != dollar
