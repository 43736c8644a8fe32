from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxirr import InvalidPaymentsError

from portal.loans.rules import (
    INCLUSIVE,
    annual_percentage_rate,
    instalment,
    periodic_rate,
    quote,
    schedule,
)
from portal.money import Money

amounts = st.integers(min_value=10_000_00, max_value=500_000_00).map(lambda minor: Money(minor, "CNY"))
terms = st.integers(min_value=1, max_value=60)
rates = st.integers(min_value=0, max_value=3600).map(lambda points: Decimal(points).scaleb(-4))


def euros(*amounts: str) -> list[Money]:
    return [Money(int(Decimal(amount) * 100), "EUR") for amount in amounts]


# COM(2005) 483 final/2, annex II, examples 2 to 5: the Commission's worked examples for what became Directive
# 2008/48/EC. Directive 98/7/EC, annex III, part B: examples in equal months, by the month, the year and the quarter.
# Directive 2023/2225 keeps their equation. The last two follow from 9 % and 0 % a year charged monthly.
EUROPEAN_EXAMPLES = [
    ("COM(2005) 483, 2: 48 months at 9 %", "6000", ["149.31"] * 48, 12, "0.0938"),
    ("COM(2005) 483, 3: 60 at the start", "5940", ["149.31"] * 48, 12, "0.0995"),
    ("COM(2005) 483, 4: 60 spread over the months", "6000", ["150.56"] * 48, 12, "0.0986"),
    ("COM(2005) 483, 5: 60 at the start, 3 a month", "5940", ["152.31"] * 48, 12, "0.1111"),
    ("98/7/EC, first: 1,200 after 18 months", "1000", ["0"] * 17 + ["1200"], 12, "0.1292"),
    ("98/7/EC, second: the same, 50 at the start", "950", ["0"] * 17 + ["1200"], 12, "0.1685"),
    ("98/7/EC, third: 600 after one and two years", "1000", ["600", "600"], 1, "0.1307"),
    ("98/7/EC, fourth: after 3, 6 and 12 months", "1000", ["272", "272", "0", "544"], 4, "0.1319"),
    ("24 months at 9 %", "6000", ["274.11"] * 24, 12, "0.0938"),
    ("nothing charged", "6000", ["250"] * 24, 12, "0.0000"),
]


@pytest.mark.parametrize(
    ("advance", "payments", "per_year", "rate"),
    [example[1:] for example in EUROPEAN_EXAMPLES],
    ids=[example[0] for example in EUROPEAN_EXAMPLES],
)
def test_the_european_examples(advance: str, payments: list[str], per_year: int, rate: str) -> None:
    [received] = euros(advance)
    assert annual_percentage_rate(received, euros(*payments), per_year) == Decimal(rate)


@pytest.mark.parametrize(
    ("payments", "nominal"),
    [
        pytest.param(["230"] * 24, "0.0969", id="(c)(1)(i)"),
        pytest.param(["250"] + ["230"] * 23, "0.1008", id="(c)(2)(i)"),
        pytest.param(["230"] * 23 + ["280"], "0.1050", id="(c)(3)(i)"),
        pytest.param(["250"] + ["230"] * 22 + ["280"], "0.1090", id="(c)(4)(i)"),
    ],
)
def test_regulation_z_appendix_j(payments: list[str], nominal: str) -> None:
    """12 CFR 1026, appendix J (c), monthly, regular first period, 5,000 advanced; its rate is nominal."""
    rate = periodic_rate(Money(5_000_00, "USD"), [Money(int(each) * 100, "USD") for each in payments])
    assert Decimal(str(rate * 12)).quantize(Decimal("0.0001")) == Decimal(nominal)


@given(amounts, st.lists(st.integers(min_value=1, max_value=500_000_00), min_size=1, max_size=60))
def test_at_the_rate_found_the_payments_are_worth_the_advance(advance: Money, minors: list[int]) -> None:
    """Discounted here one by one, without the library that found the root."""
    payments = [Money(max(minor, advance.minor // len(minors)), "CNY") for minor in minors]
    rate = periodic_rate(advance, payments)
    worth = sum(payment.minor / (1 + rate) ** period for period, payment in enumerate(payments, start=1))
    assert worth == pytest.approx(advance.minor, rel=1e-9)


def test_no_rate_for_nothing() -> None:
    with pytest.raises(InvalidPaymentsError):
        periodic_rate(Money(100_00, "CNY"), [Money(0, "CNY")])


@given(amounts, terms, rates)
def test_a_schedule_repays_exactly(principal: Money, months: int, rate: Decimal) -> None:
    rows = schedule(principal, months, rate)
    assert [row.number for row in rows] == list(range(1, months + 1))
    assert sum(row.principal.minor for row in rows) == principal.minor
    assert rows[-1].balance == Money.zero("CNY")
    assert all(row.payment == row.interest + row.principal for row in rows)
    assert all(row.interest.minor >= 0 and row.principal.minor > 0 for row in rows)
    assert all(after.balance == before.balance - after.principal for before, after in pairwise(rows))


@given(amounts, terms, rates)
def test_instalments_are_equal_but_for_the_last_ones_rounding(
    principal: Money, months: int, rate: Decimal
) -> None:
    payment = instalment(principal, months, rate)
    rows = schedule(principal, months, rate)
    assert all(row.payment == payment for row in rows[:-1])
    assert abs(rows[-1].payment.minor - payment.minor) <= months * 2


@given(amounts, st.integers(min_value=1, max_value=100_000_00), terms, rates)
def test_more_money_never_costs_less_a_month(less: Money, more: int, months: int, rate: Decimal) -> None:
    assert instalment(less, months, rate) <= instalment(less + Money(more, "CNY"), months, rate)


@pytest.mark.parametrize(("minor", "months"), [(1, 6), (20, 36), (54, 36), (99, 6)])
def test_tiny_principals_are_repaid_too(minor: int, months: int) -> None:
    rows = schedule(Money(minor, "CNY"), months, Decimal("0.0435"))
    assert sum(row.principal.minor for row in rows) == minor
    assert all(row.balance.minor >= 0 for row in rows)


@pytest.mark.parametrize("months", [0, -1])
def test_a_loan_runs_at_least_a_month(months: int) -> None:
    with pytest.raises(ValueError, match="at least one month"):
        instalment(Money(10_000_00, "CNY"), months, Decimal("0.0435"))


def test_the_schedule_of_a_small_loan() -> None:
    rows = schedule(Money(10_000_00, "CNY"), 6, Decimal("0.0435"))
    assert [(row.payment.minor, row.interest.minor, row.balance.minor) for row in rows] == [
        (1687_88, 36_25, 8348_37),
        (1687_88, 30_26, 6690_75),
        (1687_88, 24_25, 5027_12),
        (1687_88, 18_22, 3357_46),
        (1687_88, 12_17, 1681_75),
        (1687_85, 6_10, 0),
    ]


def test_a_quote() -> None:
    cost = quote(Money(50_000_00, "CNY"), 12, INCLUSIVE)
    assert (cost.instalment.minor, cost.last_instalment.minor) == (4_265_50, 4_265_44)
    assert cost.fee == Money(250_00, "CNY")
    assert cost.total_interest == Money(1_185_94, "CNY")
    assert cost.apr == Decimal("0.0542")


@given(amounts, st.sampled_from(INCLUSIVE.terms))
@settings(max_examples=50)
def test_a_quotes_figures_add_up(amount: Money, months: int) -> None:
    cost = quote(amount, months, INCLUSIVE)
    paid = sum((row.payment for row in cost.schedule), Money.zero("CNY"))
    assert cost.total_payable == paid + cost.fee == amount + cost.total_cost
    assert cost.total_cost == cost.total_interest + cost.fee
    assert cost.apr > INCLUSIVE.annual_rate
