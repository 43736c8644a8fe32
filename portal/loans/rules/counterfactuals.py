"""What would change a decision: the smallest other amount, term or day with which the rules pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from portal.loans.rules.affordability import largest_passing
from portal.loans.rules.checks import assess
from portal.loans.rules.findings import Check, Facts, Finding, Outcome
from portal.loans.rules.product import AmountProblem, Product, Terms, validate_amount
from portal.loans.rules.remedies import RemedyKind
from portal.money import Money

FOR_A_PERSON = frozenset(
    {
        Check.PAPER_HELD,
        Check.BUREAU_CONSENT,
        Check.FIRST_TIME_BORROWER,
        Check.TECHNOLOGY_COMPANY,
        Check.RESEARCH,
        Check.GUARANTOR_SIGNED,
    }
)
"""What an officer sees to, or a reviewer weighs: no other amount, term or day changes it."""

Passes = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """The same application with this amount over so many months; `not_before` if it must wait for a day."""

    amount: Money
    months: int
    not_before: date | None = None


def failed_checks(facts: Facts, product: Product, today: date) -> list[Check]:
    """The checks that do not pass, but for those that a person sees to."""
    return [
        found.check
        for found in assess(facts, product, today)
        if found.outcome != Outcome.PASS and found.check not in FOR_A_PERSON
    ]


def what_would_change(facts: Facts, product: Product, today: date) -> list[Change]:
    """Each makes every check pass but those for a person: less money, another term, or both.

    Empty when they pass as it is, or when nothing of this helps. Amounts are multiples of the product's step.
    """
    if not failed_checks(facts, product, today):
        return []
    day = _first_day(facts, product, today)

    def passes(other: Facts) -> bool:
        return not failed_checks(other, product, day)

    later = day if day > today else None
    return [Change(each.amount, each.months, later) for each in _smallest(facts, product, passes)]


def problems_of_offer(terms: Terms, facts: Facts, product: Product, today: date) -> list[Finding]:
    """Why the bank may not offer these terms: every check that they do not pass."""
    offered = replace(facts, amount=terms.amount, months=terms.months, repayment=terms.repayment)
    failing = failed_checks(offered, product, today)
    return [found for found in assess(offered, product, today) if found.check in failing]


def applied(facts: Facts, change: Change) -> Facts:
    """The facts as they would be."""
    return replace(facts, amount=change.amount, months=change.months)


def _smallest(facts: Facts, product: Product, passes: Passes) -> list[Facts]:
    if passes(facts):
        return [facts]
    singly = [_other_amount(facts, product, passes), _other_term(facts, product, passes)]
    return [each for each in singly if each] or list(_both(facts, product, passes))


def _other_amount(facts: Facts, product: Product, passes: Passes) -> Facts | None:
    if validate_amount(facts.amount, product) == AmountProblem.BELOW_MINIMUM:
        least = replace(facts, amount=product.minimum)
        return least if passes(least) else None
    amount = largest_passing(facts, product, lambda less: passes(replace(facts, amount=less)))
    return replace(facts, amount=amount) if amount else None


def _other_term(facts: Facts, product: Product, passes: Passes) -> Facts | None:
    """The nearest one, the shorter of two that are equally near."""
    others = sorted(product.terms, key=lambda term: (abs(term - facts.months), term))
    return next((other for term in others if passes(other := replace(facts, months=term))), None)


def _both(facts: Facts, product: Product, passes: Passes) -> Iterator[Facts]:
    """As much money as any term allows; of two terms that allow the same, the nearer."""
    terms = (replace(facts, months=term) for term in product.terms)
    found = [other for term in terms if (other := _other_amount(term, product, passes))]
    if found:
        yield max(found, key=lambda other: (other.amount.minor, -abs(other.months - facts.months)))


def _first_day(facts: Facts, product: Product, today: date) -> date:
    """Today, or the day on which the business is old enough."""
    for found in assess(facts, product, today):
        wait = (found.remedy or {}).get(RemedyKind.WAIT_UNTIL)
        if isinstance(wait, str):
            return date.fromisoformat(wait)
    return today
