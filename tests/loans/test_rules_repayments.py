"""The three ways to repay, early repayment and comparison: tables against a reckoning by hand, and properties."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.loans.rules import (
    PRODUCTS,
    Product,
    Quote,
    Repayment,
    by_years,
    compare,
    early_repayment,
    instalment,
    periodic_rate,
    quote,
    schedule,
)
from portal.loans.rules.affordability import heaviest_payment
from portal.money import Money
from tests.loans.test_rules_checks import SOUND

EQUAL, FALLING, AT_THE_END = Repayment
MORTGAGE, CAR = PRODUCTS["mortgage"], PRODUCTS["car"]
ALL_WAYS = replace(CAR, repayments=tuple(Repayment))

amounts = st.integers(min_value=1_000_00, max_value=10_000_000_00).map(lambda minor: Money(minor, "CNY"))
terms = st.integers(min_value=1, max_value=360)
rates = st.integers(min_value=0, max_value=2400).map(lambda points: Decimal(points).scaleb(-4))
ways = st.sampled_from(Repayment)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    product = replace(ALL_WAYS, annual_rate=draw(rates))
    return quote(draw(amounts), draw(st.integers(1, 60)), product, draw(ways))


def half_up(exact: Fraction) -> int:
    return int((2 * exact + 1) // 2)


def by_hand(minor: int, months: int, yearly: Fraction, way: Repayment) -> Iterator[tuple[int, int, int]]:
    """Payment, interest and balance of each month, reckoned in fractions."""
    rate, balance = yearly / 12, minor
    level = half_up(minor * rate / (1 - (1 + rate) ** -months)) if rate else half_up(Fraction(minor, months))
    for month in range(1, months + 1):
        interest = half_up(balance * rate)
        part = {EQUAL: level - interest, FALLING: half_up(Fraction(minor, months)), AT_THE_END: 0}[way]
        repaid = balance if month == months else min(part, balance)
        balance -= repaid
        yield repaid + interest, interest, balance


def rate_by_hand(advance: int, payments: list[int]) -> Decimal:
    """The yearly rate by halving: no library, and no derivative."""
    low, high = -0.01, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        worth = sum(payment / (1 + middle) ** month for month, payment in enumerate(payments, 1))
        low, high = (middle, high) if worth > advance else (low, middle)
    return Decimal(f"{(1 + low) ** 12 - 1:.6f}").quantize(Decimal("0.0001"))


@pytest.mark.parametrize("way", Repayment)
@pytest.mark.parametrize(
    ("minor", "months", "yearly"),
    [
        (100_000_00, 12, "0.0435"),
        (1_500_000_00, 240, "0.0345"),
        (10_000_000_00, 360, "0.0345"),
        (999_999_99, 36, "0.0395"),
        (30_000_01, 7, "0.1825"),
        (1_000_050, 12, "0.0400"),
        (50_000_06, 12, "0"),
        (20_000_00, 1, "0.0420"),
    ],
)
def test_to_the_fen_as_by_hand(minor: int, months: int, yearly: str, way: Repayment) -> None:
    rows = schedule(Money(minor, "CNY"), months, Decimal(yearly), way)
    reckoned = list(by_hand(minor, months, Fraction(yearly), way))
    assert [(row.payment.minor, row.interest.minor, row.balance.minor) for row in rows] == reckoned


@pytest.mark.parametrize("way", Repayment)
@pytest.mark.parametrize("months", [6, 12, 36, 240, 360])
@pytest.mark.parametrize("fee", ["0", "0.005", "0.03"])
def test_the_rate_as_by_hand(way: Repayment, months: int, fee: str) -> None:
    cost = quote(Money(200_000_00, "CNY"), months, replace(ALL_WAYS, fee_rate=Decimal(fee)), way)
    payments = [row.payment.minor for row in cost.schedule]
    assert cost.apr == rate_by_hand((cost.amount - cost.fee).minor, payments)


@pytest.mark.parametrize("way", Repayment)
@pytest.mark.parametrize(
    ("yearly", "effective"),
    [("0.0600", "0.0617"), ("0.0900", "0.0938"), ("0.1200", "0.1268"), ("0.1800", "0.1956"), ("0", "0")],
)
def test_without_a_fee_the_rate_is_the_nominal_one_compounded(
    way: Repayment, yearly: str, effective: str
) -> None:
    """(1 + yearly / 12)^12 - 1 whatever is repaid when: 9 % is the 9.38 % of COM(2005) 483, example 2."""
    free = replace(ALL_WAYS, annual_rate=Decimal(yearly), fee_rate=Decimal(0))
    assert quote(Money(600_000_00, "CNY"), 48, free, way).apr == Decimal(effective)


def test_regulation_z_appendix_j_single_payment() -> None:
    """12 CFR 1026, appendix J (c)(5)(i): 1,000 repaid by 1,080 after 255 days; its rate is nominal."""
    rate = periodic_rate(Money(1_000_00, "USD"), [Money(1_080_00, "USD")])
    assert Decimal(str(rate * 365 / 255)).quantize(Decimal("0.0001")) == Decimal("0.1145")


@given(amounts, terms, rates, ways)
@settings(max_examples=150)
def test_principal_sums_and_balances_fall_to_nothing(
    principal: Money, months: int, yearly: Decimal, way: Repayment
) -> None:
    rows = schedule(principal, months, yearly, way)
    assert sum(row.principal.minor for row in rows) == principal.minor
    assert all(row.payment == row.interest + row.principal for row in rows)
    assert all(row.balance.minor >= 0 and row.principal.minor >= 0 for row in rows)
    assert all(after.balance <= before.balance for before, after in pairwise(rows))
    assert rows[-1].balance.minor == 0


@given(amounts, st.integers(1, 359), st.integers(1, 120), rates)
def test_more_months_never_a_higher_instalment(
    amount: Money, months: int, more: int, yearly: Decimal
) -> None:
    assert instalment(amount, months + more, yearly) <= instalment(amount, months, yearly)


@given(amounts, st.integers(1, 120), rates.filter(bool))
def test_who_keeps_the_money_longer_pays_more(amount: Money, months: int, yearly: Decimal) -> None:
    product = replace(ALL_WAYS, annual_rate=yearly)
    equal, falling, at_the_end = (quote(amount, months, product, way).total_interest for way in Repayment)
    assert at_the_end >= equal >= falling


@given(quotes())
def test_early_repayment_saves_what_is_left_and_never_less_than_nothing(cost: Quote) -> None:
    found = [early_repayment(cost, month) for month in range(1, cost.months + 1)]
    assert (found[-1].owed.minor, found[-1].interest_saved.minor) == (0, 0)
    assert all(each.owed.minor >= 0 and each.interest_saved.minor >= 0 for each in found)
    assert all(later.interest_saved <= sooner.interest_saved for sooner, later in pairwise(found))
    paid = cost.fee
    for row, early in zip(cost.schedule, found, strict=True):
        paid += row.payment
        assert paid + early.owed == cost.total_payable - early.interest_saved


@pytest.mark.parametrize("month", [0, -1, 13])
def test_no_early_repayment_in_a_month_that_is_none(month: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        early_repayment(quote(Money(50_000_00, "CNY"), 12, CAR), month)


def test_early_repayment_to_the_fen() -> None:
    cost = quote(Money(120_000_00, "CNY"), 12, CAR, FALLING)
    found = early_repayment(cost, 6)
    assert found.owed == Money(60_000_00, "CNY")
    assert found.interest_saved == Money(210_00 + 175_00 + 140_00 + 105_00 + 70_00 + 35_00, "CNY")


def test_what_each_way_tells_of_its_payments() -> None:
    amount = Money(120_000_00, "CNY")
    equal, falling, at_the_end = (quote(amount, 12, ALL_WAYS, way) for way in Repayment)
    assert (equal.instalment.minor, equal.repayment) == (10_228_96, EQUAL)
    assert (falling.instalment.minor, falling.falls_by.minor, falling.last_instalment.minor) == (
        10_420_00,
        35_00,
        10_035_00,
    )
    assert (at_the_end.instalment.minor, at_the_end.falls_by.minor, at_the_end.last_instalment.minor) == (
        420_00,
        0,
        120_420_00,
    )
    assert at_the_end.schedule[-1].principal == amount


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_the_usual_way_is_the_products_first(product: Product) -> None:
    amount, months = product.example
    assert quote(amount, months, product).repayment == product.repayments[0]


@given(quotes())
def test_years_hold_all_their_months(cost: Quote) -> None:
    years = list(by_years(cost.schedule))
    assert [row for _year, months in years for row in months] == list(cost.schedule)
    assert [year.number for year, _months in years] == list(range(1, len(years) + 1))
    assert sum(year.interest.minor for year, _months in years) == cost.total_interest.minor
    assert sum(year.principal.minor for year, _months in years) == cost.amount.minor
    assert all(year.payment == year.interest + year.principal for year, _months in years)
    assert all(year.balance == months[-1].balance for year, months in years)


@given(quotes(), quotes())
def test_a_difference_is_the_second_less_the_first(first: Quote, second: Quote) -> None:
    there, back = compare(first, second), compare(second, first)
    assert first.total_cost + there.total_cost == second.total_cost
    assert first.instalment + there.instalment == second.instalment
    assert (there.total_cost, there.instalment, there.months) == (
        -back.total_cost,
        -back.instalment,
        -back.months,
    )


@pytest.mark.parametrize("way", Repayment)
@pytest.mark.parametrize("months", [12, 240])
def test_the_heaviest_payment_is_the_schedules_own_but_for_what_the_last_one_balances(
    way: Repayment, months: int
) -> None:
    """Of interest first it is that of equal instalments: its end must be saved up for."""
    facts = replace(SOUND, amount=Money(1_000_001_00, "CNY"), months=months, repayment=way)
    cost = quote(facts.amount, months, MORTGAGE, EQUAL if way == AT_THE_END else way)
    heaviest = max(row.payment for row in cost.schedule)
    assert 0 <= heaviest.minor - heaviest_payment(facts, MORTGAGE).minor <= months
