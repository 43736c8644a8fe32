"""The arithmetic of a loan: instalments, amortisation schedule, annual percentage rate, total cost.

Amounts are whole minor units rounded half up. Only the rate's root is found in floating point, and then rounded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyxirr

from portal.loans.rules.product import Product, Repayment
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
    repayment: Repayment
    instalment: Money
    """The first payment; with equal instalments, every one but the last."""
    last_instalment: Money
    falls_by: Money
    """How much less the second payment is than the first; nothing when they are equal."""
    fee: Money
    total_interest: Money
    total_cost: Money
    """Interest and fee."""
    total_payable: Money
    """The amount and its total cost."""
    apr: Decimal
    """A fraction to the hundredth of a percent."""
    schedule: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """The whole loan repaid on the day of an instalment, beside that instalment."""

    after_month: int
    owed: Money
    """The principal still owed that day; no fee is added."""
    interest_saved: Money
    """What the later instalments would have cost."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How the second of two quotes differs from the first; below zero when it is less."""

    total_cost: Money
    instalment: Money
    """Of the first payments."""
    months: int


def quote(amount: Money, months: int, product: Product, repayment: Repayment | None = None) -> Quote:
    """The cost of `amount` over `months` on the product's terms. The fee is paid at the start.

    `repayment`: the product's usual way when None.
    """
    repayment = repayment or product.repayments[0]
    instalments = schedule(amount, months, product.annual_rate, repayment)
    payments = [each.payment for each in instalments]
    fee = amount.times(product.fee_rate)
    total_interest = _interest(instalments, amount.currency)
    return Quote(
        amount=amount,
        months=months,
        repayment=repayment,
        instalment=payments[0],
        last_instalment=payments[-1],
        falls_by=max(payments[0] - payments[min(1, months - 1)], Money.zero(amount.currency)),
        fee=fee,
        total_interest=total_interest,
        total_cost=total_interest + fee,
        total_payable=amount + total_interest + fee,
        apr=annual_percentage_rate(amount - fee, payments),
        schedule=tuple(instalments),
    )


def early_repayment(cost: Quote, after_month: int) -> EarlyRepayment:
    """What is owed, and what is saved, when all is repaid with the instalment of `after_month`.

    Interest is owed for the time that the money was lent and no longer, and the bank takes nothing for repaying
    early. The fee paid at the start is not given back. ValueError when `after_month` is not one of the loan's.
    Source: Civil Code of the People's Republic of China, article 677.
    """
    if not 1 <= after_month <= cost.months:
        raise ValueError(f"a loan of {cost.months} months has no month {after_month}")
    return EarlyRepayment(
        after_month=after_month,
        owed=cost.schedule[after_month - 1].balance,
        interest_saved=_interest(cost.schedule[after_month:], cost.amount.currency),
    )


def compare(first: Quote, second: Quote) -> Difference:
    """How the second choice differs from the first."""
    return Difference(
        total_cost=second.total_cost - first.total_cost,
        instalment=second.instalment - first.instalment,
        months=second.months - first.months,
    )


def schedule(
    principal: Money,
    months: int,
    annual_rate: Decimal,
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS,
) -> list[Instalment]:
    """The amortisation schedule in monthly payments; the last one absorbs the rounding.

    `annual_rate` is a nominal fraction, a twelfth of it charged each month on what is owed. The principal parts
    sum to the principal exactly. ValueError when months is below 1.
    """
    return list(_rows(principal, months, annual_rate, repayment))


def first_payment(principal: Money, months: int, annual_rate: Decimal, repayment: Repayment) -> Money:
    """What the first month takes, without working out the others; ValueError when months is below 1."""
    return next(_rows(principal, months, annual_rate, repayment)).payment


def _rows(principal: Money, months: int, annual_rate: Decimal, repayment: Repayment) -> Iterator[Instalment]:
    if months < 1:
        raise ValueError(f"a loan runs at least one month, not {months}")
    principal_part = _PRINCIPAL_PARTS[repayment](principal, months, annual_rate)
    balance = principal
    for number in range(1, months + 1):
        interest = _part(balance.minor * annual_rate, MONTHS_A_YEAR, balance.currency)
        repaid = balance if number == months else min(principal_part(interest), balance)
        balance -= repaid
        yield Instalment(number, repaid + interest, interest, repaid, balance)


def by_years(instalments: tuple[Instalment, ...]) -> Iterator[tuple[Instalment, tuple[Instalment, ...]]]:
    """Each year as one instalment with its number, and the year's own; the last may be a part of a year."""
    for start in range(0, len(instalments), MONTHS_A_YEAR):
        year = instalments[start : start + MONTHS_A_YEAR]
        interest = _interest(year, year[0].interest.currency)
        principal = sum((each.principal for each in year), Money.zero(interest.currency))
        number = start // MONTHS_A_YEAR + 1
        yield Instalment(number, interest + principal, interest, principal, year[-1].balance), year


def instalment(principal: Money, months: int, annual_rate: Decimal) -> Money:
    """The equal monthly payment that repays `principal` in `months`; ValueError when months is below 1."""
    if months < 1:
        raise ValueError(f"a loan runs at least one month, not {months}")
    rate = annual_rate / MONTHS_A_YEAR
    if not rate:
        return _part(Decimal(principal.minor), months, principal.currency)
    return principal.times(rate / (1 - (1 + rate) ** -months))


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


def _part(minor: Decimal, of: int, currency: str) -> Money:
    """A part of so many minor units. Divided last, so that half a unit is exactly one half and rounds up."""
    return Money(int((minor / of).to_integral_value(rounding=ROUND_HALF_UP)), currency)


def _interest(instalments: list[Instalment] | tuple[Instalment, ...], currency: str) -> Money:
    return sum((each.interest for each in instalments), Money.zero(currency))


PrincipalPart = Callable[[Money], Money]
"""What a month's payment repays, by the month's interest."""


def _in_equal_instalments(principal: Money, months: int, annual_rate: Decimal) -> PrincipalPart:
    payment = instalment(principal, months, annual_rate)
    return lambda interest: payment - interest


def _in_equal_principal(principal: Money, months: int, _annual_rate: Decimal) -> PrincipalPart:
    part = _part(Decimal(principal.minor), months, principal.currency)
    return lambda _interest: part


def _at_the_end(principal: Money, _months: int, _annual_rate: Decimal) -> PrincipalPart:
    return lambda _interest: Money.zero(principal.currency)


_PRINCIPAL_PARTS: dict[Repayment, Callable[[Money, int, Decimal], PrincipalPart]] = {
    Repayment.EQUAL_INSTALMENTS: _in_equal_instalments,
    Repayment.EQUAL_PRINCIPAL: _in_equal_principal,
    Repayment.INTEREST_FIRST: _at_the_end,
}
