"""What an income carries, and the most that can be lent on it."""

from bisect import bisect_right
from collections.abc import Callable

from portal.loans.rules.amortisation import MONTHS_A_YEAR, first_payment
from portal.loans.rules.findings import Facts
from portal.loans.rules.product import Product, Repayment
from portal.money import Money


def is_affordable(facts: Facts, product: Product) -> bool:
    return heaviest_payment(facts, product) <= most_a_month(facts, product)


def most_a_month(facts: Facts, product: Product) -> Money:
    """What the income carries beside other loans, rounded down: what is not above it is affordable."""
    free = product.most_income_share * facts.yearly_income.minor - facts.yearly_debts.minor
    return Money(max(0, int(free / MONTHS_A_YEAR)), product.currency)


def heaviest_payment(facts: Facts, product: Product) -> Money:
    """The dearest month, but for the fen that the last one balances.

    Interest first is reckoned in equal instalments: its end must be saved up for too.
    """
    is_at_the_end = facts.repayment == Repayment.INTEREST_FIRST
    repayment = Repayment.EQUAL_INSTALMENTS if is_at_the_end else facts.repayment
    return first_payment(facts.amount, facts.months, product.annual_rate, repayment)


def largest_passing(facts: Facts, product: Product, passes: Callable[[Money], bool]) -> Money | None:
    """The largest round amount below the one asked that the product lends and that passes, if any does."""
    step = product.remedy_step.minor
    ceiling = min(facts.amount.minor - 1, product.maximum.minor)
    candidates = range(-(-product.minimum.minor // step) * step, ceiling + 1, step)
    passing = bisect_right(candidates, False, key=lambda minor: not passes(Money(minor, product.currency)))
    return Money(candidates[passing - 1], product.currency) if passing else None
