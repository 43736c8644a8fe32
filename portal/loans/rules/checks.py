"""What the machine looks at before a person does. It may say yes; it never refuses."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.loans.rules.amortisation import MONTHS_A_YEAR, instalment
from portal.loans.rules.product import AmountProblem, Product, Repayment, validate_amount
from portal.loans.rules.questions import Question
from portal.loans.rules.remedies import RemedyKind
from portal.money import Money

CREDIT_REPORT = "credit_report"


class Check(StrEnum):
    AMOUNT_IN_RANGE = "amount_in_range"
    TERM_OFFERED = "term_offered"
    BUSINESS_AGE = "business_age"
    AGE_AT_END = "age_at_end"
    INSTALMENT_AFFORDABLE = "instalment_affordable"
    SHARE_OF_PRICE = "share_of_price"
    RESEARCH = "research"
    PAPER_HELD = "paper_held"
    BUREAU_CONSENT = "bureau_consent"
    FIRST_TIME_BORROWER = "first_time_borrower"
    TECHNOLOGY_COMPANY = "technology_company"
    GUARANTOR_SIGNED = "guarantor_signed"


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
    yearly_income: Money
    yearly_debts: Money
    """What other loans take in a year."""
    papers: Mapping[Question, Paper]
    """Those that the application needs."""
    bureau_consent: bool
    has_borrowed_before: bool
    technology_company: bool
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS
    started_on: date | None = None
    """When the business began; None where no business borrows."""
    born_on: date | None = None
    """None where a business borrows."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Values by question, for the rules of one product."""
    guarantors: tuple[bool, ...] = ()
    """Of each who was named, whether that guarantor has signed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result. Amounts in `inputs` and `remedy` are minor units, dates ISO 8601."""

    check: Check
    outcome: Outcome
    inputs: dict[str, int | str]
    remedy: dict[RemedyKind, int | str] | None = None


Remedy = dict[RemedyKind, int | str]
ProductCheck = Callable[[Facts, Product, date], Finding]


def assess(facts: Facts, product: Product, today: date) -> list[Finding]:
    """One finding a check of the product, one for its guarantors if it has any, and one a paper."""
    found = [check(facts, product, today) for check in product.checks]
    found += [_guarantor_signed(facts.guarantors)] if facts.guarantors else []
    return found + [_paper_held(paper, state) for paper, state in facts.papers.items()]


def every_check_passed(findings: list[Finding]) -> bool:
    """Whether the machine may say yes; otherwise a person decides."""
    return all(finding.outcome == Outcome.PASS for finding in findings)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day: 31 January + 1 is 28 February."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def amount_in_range(facts: Facts, product: Product, _today: date) -> Finding:
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


def term_offered(facts: Facts, product: Product, _today: date) -> Finding:
    inputs: dict[str, int | str] = {"months": facts.months}
    if facts.months in product.terms:
        return Finding(Check.TERM_OFFERED, Outcome.PASS, inputs)
    nearest = min(product.terms, key=lambda term: abs(term - facts.months))
    return Finding(Check.TERM_OFFERED, Outcome.FAIL, inputs, {RemedyKind.OFFERED_TERM: nearest})


def business_age(facts: Facts, product: Product, today: date) -> Finding:
    least = product.least_business_months
    started_on = facts.started_on or today
    passes_on = add_months(started_on, least)
    inputs: dict[str, int | str] = {"started_on": started_on.isoformat(), "least_months": least}
    if passes_on <= today:
        return Finding(Check.BUSINESS_AGE, Outcome.PASS, inputs)
    return Finding(Check.BUSINESS_AGE, Outcome.FAIL, inputs, {RemedyKind.WAIT_UNTIL: passes_on.isoformat()})


def age_at_end(facts: Facts, product: Product, today: date) -> Finding:
    """Whether it is repaid before the birthday after which the product is not lent."""
    born_on, oldest = facts.born_on or today, product.oldest_at_end or 0
    last_day = add_months(born_on, (oldest + 1) * MONTHS_A_YEAR)
    inputs: dict[str, int | str] = {
        "months": facts.months,
        "oldest": oldest,
        "ends_on": add_months(today, facts.months).isoformat(),
    }
    if add_months(today, facts.months) < last_day:
        return Finding(Check.AGE_AT_END, Outcome.PASS, inputs)
    shorter = [term for term in product.terms if add_months(today, term) < last_day]
    remedy: Remedy | None = {RemedyKind.SHORTER_TERM: shorter[-1]} if shorter else None
    return Finding(Check.AGE_AT_END, Outcome.FAIL, inputs, remedy)


def instalment_affordable(facts: Facts, product: Product, _today: date) -> Finding:
    most = facts.yearly_income.times(product.most_income_share) - facts.yearly_debts
    inputs: dict[str, int | str] = {
        "amount": facts.amount.minor,
        "months": facts.months,
        "instalment": heaviest_payment(facts, product).minor,
        "most": max(most, Money.zero(product.currency)).times(Decimal(1) / MONTHS_A_YEAR).minor,
        "yearly_income": facts.yearly_income.minor,
        "yearly_debts": facts.yearly_debts.minor,
    }
    if _affordable(facts, product):
        return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.PASS, inputs)
    return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.FAIL, inputs, _affordable_instead(facts, product))


def heaviest_payment(facts: Facts, product: Product) -> Money:
    """The dearest month. Interest first is reckoned in equal instalments: its end must be saved up for too."""
    if facts.repayment == Repayment.EQUAL_PRINCIPAL:
        interest = facts.amount.times(product.annual_rate / MONTHS_A_YEAR)
        return facts.amount.times(Decimal(1) / facts.months) + interest
    return instalment(facts.amount, facts.months, product.annual_rate)


def share_of_price(question: Question, share_of: Callable[[Facts, Product], Decimal]) -> ProductCheck:
    """The check that the loan pays at most a share of the price that `question` was answered with."""

    def check(facts: Facts, product: Product, _today: date) -> Finding:
        price, share = Money(**facts.answers[question]), share_of(facts, product)
        inputs: dict[str, int | str] = {
            "amount": facts.amount.minor,
            "price": price.minor,
            "share": str(share),
            "most": _most_of(price, share).minor,
        }
        if facts.amount <= _most_of(price, share):
            return Finding(Check.SHARE_OF_PRICE, Outcome.PASS, inputs)
        lent = largest_passing(facts, product, lambda amount: amount <= _most_of(price, share))
        remedy: Remedy | None = {RemedyKind.LOWER_AMOUNT: lent.minor} if lent else None
        return Finding(Check.SHARE_OF_PRICE, Outcome.FAIL, inputs, remedy)

    return check


def bureau_consent(facts: Facts, _product: Product, _today: date) -> Finding:
    inputs: dict[str, int | str] = {"consent": int(facts.bureau_consent)}
    if facts.bureau_consent:
        return Finding(Check.BUREAU_CONSENT, Outcome.PASS, inputs)
    return Finding(Check.BUREAU_CONSENT, Outcome.ATTENTION, inputs, {RemedyKind.BRING_PAPER: CREDIT_REPORT})


def first_time_borrower(facts: Facts, _product: Product, _today: date) -> Finding:
    return _special_case(Check.FIRST_TIME_BORROWER, not facts.has_borrowed_before)


def technology_company(facts: Facts, _product: Product, _today: date) -> Finding:
    return _special_case(Check.TECHNOLOGY_COMPANY, facts.technology_company)


FIRST_CHECKS = (amount_in_range, term_offered)
LAST_CHECKS = (bureau_consent, first_time_borrower, technology_company)
PERSON_CHECKS = (*FIRST_CHECKS, age_at_end, instalment_affordable)
BUSINESS_CHECKS = (*FIRST_CHECKS, business_age, instalment_affordable)


def largest_passing(facts: Facts, product: Product, passes: Callable[[Money], bool]) -> Money | None:
    """The largest round amount below the one asked that the product lends and that passes, if any does."""
    step = product.remedy_step.minor
    ceiling = min(facts.amount.minor - 1, product.maximum.minor)
    candidates = range(-(-product.minimum.minor // step) * step, ceiling + 1, step)
    passing = bisect_right(candidates, False, key=lambda minor: not passes(Money(minor, product.currency)))
    return Money(candidates[passing - 1], product.currency) if passing else None


def _affordable(facts: Facts, product: Product) -> bool:
    yearly = heaviest_payment(facts, product).minor * MONTHS_A_YEAR + facts.yearly_debts.minor
    return yearly <= product.most_income_share * facts.yearly_income.minor


def _affordable_instead(facts: Facts, product: Product) -> Remedy | None:
    remedy: Remedy = {}
    amount = largest_passing(facts, product, lambda less: _affordable(replace(facts, amount=less), product))
    if amount:
        remedy[RemedyKind.LOWER_AMOUNT] = amount.minor
    longer = (term for term in product.terms if term > facts.months)
    term = next((term for term in longer if _affordable(replace(facts, months=term), product)), None)
    if term:
        remedy[RemedyKind.LONGER_TERM] = term
    return remedy or None


def _most_of(price: Money, share: Decimal) -> Money:
    return Money(int(price.minor * share), price.currency)


def _guarantor_signed(guarantors: tuple[bool, ...]) -> Finding:
    inputs: dict[str, int | str] = {"named": len(guarantors), "signed": sum(guarantors)}
    outcome = Outcome.PASS if all(guarantors) else Outcome.ATTENTION
    return Finding(Check.GUARANTOR_SIGNED, outcome, inputs)


def _paper_held(paper: Question, state: Paper) -> Finding:
    inputs: dict[str, int | str] = {"paper": paper, "state": str(state)}
    remedy: Remedy = {RemedyKind.BRING_PAPER: paper}
    match state:
        case Paper.HELD | Paper.CHECKED:
            return Finding(Check.PAPER_HELD, Outcome.PASS, inputs)
        case Paper.TO_BRING:
            return Finding(Check.PAPER_HELD, Outcome.ATTENTION, inputs, remedy)
        case Paper.MISSING:
            return Finding(Check.PAPER_HELD, Outcome.FAIL, inputs, remedy)


def _special_case(check: Check, applies: bool) -> Finding:
    """A special case is decided by a person; there is nothing for the applicant to change."""
    return Finding(check, Outcome.ATTENTION if applies else Outcome.PASS, {"applies": int(applies)})
