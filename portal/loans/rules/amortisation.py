"""The arithmetic of a loan: instalments, amortisation schedule, annual percentage rate, total cost.

Amounts are whole minor units rounded half up. Only the rate's root is found in floating point, and then rounded.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyxirr

from portal.loans.rules.product import Product
from portal.money import Money

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a schedule: `payment` is `interest` plus `principal`; `balance` is owed after it."""

    number: int
    payment: Money
    interest: Money
    principal: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What a loan costs, for the person to see before any question."""

    amount: Money
    months: int
    instalment: Money
    last_instalment: Money
    fee: Money
    total_interest: Money
    total_cost: Money
    """Interest and fee."""
    total_payable: Money
    """The amount and its total cost."""
    apr: Decimal
    """A fraction to the hundredth of a percent."""
    schedule: tuple[Instalment, ...]


def quote(amount: Money, months: int, product: Product) -> Quote:
    """The cost of `amount` over `months` on the product's terms. The fee is paid at the start."""
    instalments = schedule(amount, months, product.annual_rate)
    payments = [each.payment for each in instalments]
    fee = amount.times(product.fee_rate)
    total_interest = sum((each.interest for each in instalments), Money.zero(amount.currency))
    return Quote(
        amount=amount,
        months=months,
        instalment=payments[0],
        last_instalment=payments[-1],
        fee=fee,
        total_interest=total_interest,
        total_cost=total_interest + fee,
        total_payable=amount + total_interest + fee,
        apr=annual_percentage_rate(amount - fee, payments),
        schedule=tuple(instalments),
    )


def schedule(principal: Money, months: int, annual_rate: Decimal) -> list[Instalment]:
    """The amortisation schedule in equal monthly instalments; the last one absorbs the rounding.

    `annual_rate` is a nominal fraction. The principal parts sum to the principal exactly.
    """
    payment, balance, rows = instalment(principal, months, annual_rate), principal, []
    for number in range(1, months + 1):
        interest = balance.times(annual_rate / MONTHS_A_YEAR)
        repaid = balance if number == months else min(payment - interest, balance)
        balance -= repaid
        rows.append(Instalment(number, repaid + interest, interest, repaid, balance))
    return rows


def instalment(principal: Money, months: int, annual_rate: Decimal) -> Money:
    """The equal monthly payment that repays `principal` in `months`; ValueError when months is below 1."""
    if months < 1:
        raise ValueError(f"a loan runs at least one month, not {months}")
    rate = annual_rate / MONTHS_A_YEAR
    return principal.times(rate / (1 - (1 + rate) ** -months) if rate else Decimal(1) / months)


def annual_percentage_rate(advance: Money, payments: list[Money], per_year: int = MONTHS_A_YEAR) -> Decimal:
    """The annual percentage rate as a fraction to the hundredth of a percent: Decimal("0.0938").

    `advance` is what the borrower receives, less what is paid at the start; one payment falls at the end of each
    of `per_year` equal periods, none being a zero. Source: Directive (EU) 2023/2225, annex III, part I.
    """
    effective = (1 + periodic_rate(advance, payments)) ** per_year - 1
    return Decimal(str(effective)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def periodic_rate(advance: Money, payments: list[Money]) -> float:
    """The rate for one period at which the payments are worth the advance; both must hold some money.

    Raises pyxirr.InvalidPaymentsError when they do not.
    """
    rate = pyxirr.irr([-advance.minor, *(payment.minor for payment in payments)])
    if rate is None:
        raise ArithmeticError("no rate makes these payments worth the advance")
    return rate
