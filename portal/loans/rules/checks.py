"""What the machine looks at before a person does. It may say yes; it never refuses."""

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.loans.rules.amortisation import MONTHS_A_YEAR, instalment
from portal.loans.rules.products import AmountProblem, Product, validate_amount
from portal.loans.rules.remedies import RemedyKind
from portal.money import Money

CREDIT_REPORT = "credit_report"


class Check(StrEnum):
    AMOUNT_IN_RANGE = "amount_in_range"
    TERM_OFFERED = "term_offered"
    BUSINESS_AGE = "business_age"
    INSTALMENT_AFFORDABLE = "instalment_affordable"
    PAPER_HELD = "paper_held"
    BUREAU_CONSENT = "bureau_consent"
    FIRST_TIME_BORROWER = "first_time_borrower"
    TECHNOLOGY_COMPANY = "technology_company"


class Outcome(StrEnum):
    """ATTENTION is for a person to look at; FAIL also says what would make it pass."""

    PASS = "pass"
    ATTENTION = "attention"
    FAIL = "fail"


class Paper(StrEnum):
    """HELD: the bank has it, verified before. CHECKED: an officer saw it for this application."""

    HELD = "held"
    TO_BRING = "to_bring"
    MISSING = "missing"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks rest on; `months` is at least 1, amounts are in the product's currency."""

    amount: Money
    months: int
    started_on: date
    yearly_income: Money
    paper: Paper
    bureau_consent: bool
    has_borrowed_before: bool
    technology_company: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result. Amounts in `inputs` and `remedy` are minor units, dates ISO 8601."""

    check: Check
    outcome: Outcome
    inputs: dict[str, int | str]
    remedy: dict[RemedyKind, int | str] | None = None


def assess(facts: Facts, product: Product, today: date) -> list[Finding]:
    """One finding a check, in the order of Check."""
    return [
        _amount_in_range(facts, product),
        _term_offered(facts, product),
        _business_age(facts, product, today),
        _instalment_affordable(facts, product),
        _paper_held(facts, product),
        _bureau_consent(facts),
        _special_case(Check.FIRST_TIME_BORROWER, not facts.has_borrowed_before),
        _special_case(Check.TECHNOLOGY_COMPANY, facts.technology_company),
    ]


def every_check_passed(findings: list[Finding]) -> bool:
    """Whether the machine may say yes; otherwise a person decides."""
    return all(finding.outcome == Outcome.PASS for finding in findings)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day: 31 January + 1 is 28 February."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _amount_in_range(facts: Facts, product: Product) -> Finding:
    inputs: dict[str, int | str] = {
        "amount": facts.amount.minor,
        "minimum": product.minimum.minor,
        "maximum": product.maximum.minor,
    }
    match validate_amount(facts.amount, product):
        case None:
            return Finding(Check.AMOUNT_IN_RANGE, Outcome.PASS, inputs)
        case AmountProblem.BELOW_MINIMUM:
            remedy = {RemedyKind.RAISE_AMOUNT: product.minimum.minor}
        case AmountProblem.ABOVE_MAXIMUM:
            remedy = {RemedyKind.LOWER_AMOUNT: product.maximum.minor}
    return Finding(Check.AMOUNT_IN_RANGE, Outcome.FAIL, inputs, {**remedy})


def _term_offered(facts: Facts, product: Product) -> Finding:
    inputs: dict[str, int | str] = {"months": facts.months}
    if facts.months in product.terms:
        return Finding(Check.TERM_OFFERED, Outcome.PASS, inputs)
    nearest = min(product.terms, key=lambda term: abs(term - facts.months))
    return Finding(Check.TERM_OFFERED, Outcome.FAIL, inputs, {RemedyKind.OFFERED_TERM: nearest})


def _business_age(facts: Facts, product: Product, today: date) -> Finding:
    least = product.least_business_months
    passes_on = add_months(facts.started_on, least)
    inputs: dict[str, int | str] = {"started_on": facts.started_on.isoformat(), "least_months": least}
    if passes_on <= today:
        return Finding(Check.BUSINESS_AGE, Outcome.PASS, inputs)
    return Finding(Check.BUSINESS_AGE, Outcome.FAIL, inputs, {RemedyKind.WAIT_UNTIL: passes_on.isoformat()})


def _instalment_affordable(facts: Facts, product: Product) -> Finding:
    payment = instalment(facts.amount, facts.months, product.annual_rate)
    inputs: dict[str, int | str] = {
        "amount": facts.amount.minor,
        "months": facts.months,
        "instalment": payment.minor,
        "most": facts.yearly_income.times(product.most_income_share / MONTHS_A_YEAR).minor,
        "yearly_income": facts.yearly_income.minor,
    }
    if _affordable(facts.amount, facts.months, facts.yearly_income, product):
        return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.PASS, inputs)
    return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.FAIL, inputs, _affordable_instead(facts, product))


def _affordable(amount: Money, months: int, yearly_income: Money, product: Product) -> bool:
    yearly_payments = instalment(amount, months, product.annual_rate).minor * MONTHS_A_YEAR
    return yearly_payments <= product.most_income_share * yearly_income.minor


def _affordable_instead(facts: Facts, product: Product) -> dict[RemedyKind, int | str] | None:
    remedy: dict[RemedyKind, int | str] = {}
    if amount := _largest_affordable(facts, product):
        remedy[RemedyKind.LOWER_AMOUNT] = amount.minor
    if term := _shortest_affordable(facts, product):
        remedy[RemedyKind.LONGER_TERM] = term
    return remedy or None


def _largest_affordable(facts: Facts, product: Product) -> Money | None:
    """The largest round amount below the one asked that the product lends and that passes at this term."""
    step = product.remedy_step.minor
    ceiling = min(facts.amount.minor - 1, product.maximum.minor)
    candidates = range(-(-product.minimum.minor // step) * step, ceiling + 1, step)

    def too_large(minor: int) -> bool:
        return not _affordable(Money(minor, product.currency), facts.months, facts.yearly_income, product)

    passing = bisect_right(candidates, False, key=too_large)
    return Money(candidates[passing - 1], product.currency) if passing else None


def _shortest_affordable(facts: Facts, product: Product) -> int | None:
    """The shortest offered term above the one asked that passes at this amount."""
    longer = (term for term in product.terms if term > facts.months)
    return next(
        (term for term in longer if _affordable(facts.amount, term, facts.yearly_income, product)), None
    )


def _paper_held(facts: Facts, product: Product) -> Finding:
    inputs: dict[str, int | str] = {"paper": product.paper, "state": str(facts.paper)}
    remedy: dict[RemedyKind, int | str] = {RemedyKind.BRING_PAPER: product.paper}
    match facts.paper:
        case Paper.HELD | Paper.CHECKED:
            return Finding(Check.PAPER_HELD, Outcome.PASS, inputs)
        case Paper.TO_BRING:
            return Finding(Check.PAPER_HELD, Outcome.ATTENTION, inputs, remedy)
        case Paper.MISSING:
            return Finding(Check.PAPER_HELD, Outcome.FAIL, inputs, remedy)


def _bureau_consent(facts: Facts) -> Finding:
    inputs: dict[str, int | str] = {"consent": int(facts.bureau_consent)}
    if facts.bureau_consent:
        return Finding(Check.BUREAU_CONSENT, Outcome.PASS, inputs)
    return Finding(Check.BUREAU_CONSENT, Outcome.ATTENTION, inputs, {RemedyKind.BRING_PAPER: CREDIT_REPORT})


def _special_case(check: Check, applies: bool) -> Finding:
    """A special case is decided by a person; there is nothing for the applicant to change."""
    return Finding(check, Outcome.ATTENTION if applies else Outcome.PASS, {"applies": int(applies)})
