"""What the machine looks at before a person does. It may say yes; it never refuses."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from portal.loans.rules.affordability import heaviest_payment, is_affordable, largest_passing, most_a_month
from portal.loans.rules.amortisation import MONTHS_A_YEAR
from portal.loans.rules.findings import (
    Check,
    Facts,
    Finding,
    Outcome,
    Remedy,
    Rule,
    rule,
)
from portal.loans.rules.papers import SEEN, Paper
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import AmountProblem, Product, validate_amount
from portal.loans.rules.questions import Question
from portal.loans.rules.remedies import RemedyKind
from portal.money import Money

CREDIT_REPORT = "credit_report"
CREDIT_REPORTS = {role: f"{CREDIT_REPORT}_{role}" for role in PartyRole}
"""Of those who sign with the applicant."""


def assess(facts: Facts, product: Product, today: date) -> list[Finding]:
    """One finding a check of the product, one of each who signed with her, one a paper, in the product's order."""
    found = [check(facts, product, today) for check in product.checks]
    found += [
        _consent_or_report(party.bureau_consent, CREDIT_REPORTS[party.role], role=party.role.value)
        for party in facts.parties
        if party.has_signed
    ]
    needed = {paper: state for paper, state in facts.papers.items() if paper != Question.PAPER_CREDIT}
    return found + [_paper_held(paper, state) for paper, state in needed.items()]


def every_check_passed(findings: list[Finding]) -> bool:
    """Whether the machine may say yes; otherwise a person decides."""
    return all(finding.outcome == Outcome.PASS for finding in findings)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day: 31 January + 1 is 28 February."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


@rule(Check.AMOUNT_IN_RANGE)
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


@rule(Check.TERM_OFFERED)
def term_offered(facts: Facts, product: Product, _today: date) -> Finding:
    inputs: dict[str, int | str] = {"months": facts.months}
    if facts.months in product.terms:
        return Finding(Check.TERM_OFFERED, Outcome.PASS, inputs)
    nearest = min(product.terms, key=lambda term: abs(term - facts.months))
    return Finding(Check.TERM_OFFERED, Outcome.FAIL, inputs, {RemedyKind.OFFERED_TERM: nearest})


@rule(Check.BUSINESS_AGE)
def business_age(facts: Facts, product: Product, today: date) -> Finding:
    least = product.least_business_months
    started_on = facts.started_on or today
    passes_on = add_months(started_on, least)
    inputs: dict[str, int | str] = {"started_on": started_on.isoformat(), "least_months": least}
    if passes_on <= today:
        return Finding(Check.BUSINESS_AGE, Outcome.PASS, inputs)
    return Finding(Check.BUSINESS_AGE, Outcome.FAIL, inputs, {RemedyKind.WAIT_UNTIL: passes_on.isoformat()})


@rule(Check.OF_AGE)
def of_age(facts: Facts, product: Product, today: date) -> Finding:
    born_on = facts.born_on or today
    passes_on = add_months(born_on, product.youngest * MONTHS_A_YEAR)
    inputs: dict[str, int | str] = {"youngest": product.youngest}
    if passes_on <= today:
        return Finding(Check.OF_AGE, Outcome.PASS, inputs)
    return Finding(Check.OF_AGE, Outcome.FAIL, inputs, {RemedyKind.WAIT_UNTIL: passes_on.isoformat()})


@rule(Check.AGE_AT_END)
def age_at_end(facts: Facts, product: Product, today: date) -> Finding:
    """Whether it is repaid before the birthday after which the product is not lent."""
    inputs: dict[str, int | str] = {
        "months": facts.months,
        "oldest": product.oldest_at_end or 0,
        "ends_on": add_months(today, facts.months).isoformat(),
    }
    if _ends_in_time(facts, product, today):
        return Finding(Check.AGE_AT_END, Outcome.PASS, inputs)
    in_time = (term for term in product.terms if _ends_in_time(replace(facts, months=term), product, today))
    longest = max(in_time, default=None)
    remedy: Remedy | None = {RemedyKind.SHORTER_TERM: longest} if longest else None
    return Finding(Check.AGE_AT_END, Outcome.FAIL, inputs, remedy)


@rule(Check.INSTALMENT_AFFORDABLE)
def instalment_affordable(facts: Facts, product: Product, today: date) -> Finding:
    inputs: dict[str, int | str] = {
        "amount": facts.amount.minor,
        "months": facts.months,
        "instalment": heaviest_payment(facts, product).minor,
        "most": most_a_month(facts, product).minor,
        "yearly_income": facts.yearly_income.minor,
        "yearly_debts": facts.yearly_debts.minor,
    }
    if is_affordable(facts, product):
        return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.PASS, inputs)
    remedy = _affordable_instead(facts, product, today)
    return Finding(Check.INSTALMENT_AFFORDABLE, Outcome.FAIL, inputs, remedy)


def share_of_price(price_question: Question, by: Question | None = None) -> Rule:
    """The rule that the loan pays at most a share of a price.

    The product's shares are by the answer to `by`, else it has one share, named after the price's question.
    """

    def find(facts: Facts, product: Product, _today: date) -> Finding:
        price = Money(**facts.answers[price_question])
        share = product.shares[facts.answers[by] if by else price_question]
        most = Money(int(price.minor * share), price.currency)
        inputs: dict[str, int | str] = {
            "amount": facts.amount.minor,
            "price": price.minor,
            "share": str(share),
            "most": most.minor,
        }
        if facts.amount <= most:
            return Finding(Check.SHARE_OF_PRICE, Outcome.PASS, inputs)
        lent = largest_passing(facts, product, lambda amount: amount <= most)
        remedy: Remedy | None = {RemedyKind.LOWER_AMOUNT: lent.minor} if lent else None
        return Finding(Check.SHARE_OF_PRICE, Outcome.FAIL, inputs, remedy)

    return Rule(Check.SHARE_OF_PRICE, find, about=(price_question, by) if by else (price_question,))


@rule(Check.BUREAU_CONSENT, Outcome.ATTENTION)
def bureau_consent(facts: Facts, _product: Product, _today: date) -> Finding:
    found = _consent_or_report(facts.bureau_consent, CREDIT_REPORT)
    if facts.bureau_consent or facts.papers.get(Question.PAPER_CREDIT) not in SEEN:
        return found
    return Finding(Check.BUREAU_CONSENT, Outcome.PASS, {**found.inputs, "report": 1})


@rule(Check.FIRST_TIME_BORROWER, Outcome.ATTENTION)
def first_time_borrower(facts: Facts, _product: Product, _today: date) -> Finding:
    return _special_case(Check.FIRST_TIME_BORROWER, not facts.has_borrowed_before)


@rule(Check.TECHNOLOGY_COMPANY, Outcome.ATTENTION)
def technology_company(facts: Facts, _product: Product, _today: date) -> Finding:
    return _special_case(Check.TECHNOLOGY_COMPANY, facts.technology_company)


@rule(Check.GUARANTOR_SIGNED, Outcome.ATTENTION)
def guarantor_signed(facts: Facts, _product: Product, _today: date) -> Finding:
    """Whoever was named has signed; nobody needs to be named."""
    named = [party.has_signed for party in facts.parties if party.role == PartyRole.GUARANTOR]
    inputs: dict[str, int | str] = {"named": len(named), "signed": sum(named)}
    return Finding(Check.GUARANTOR_SIGNED, Outcome.PASS if all(named) else Outcome.ATTENTION, inputs)


FIRST_CHECKS = (amount_in_range, term_offered)
LAST_CHECKS = (bureau_consent, first_time_borrower, technology_company)
PERSON_CHECKS = (*FIRST_CHECKS, of_age, age_at_end, instalment_affordable)
BUSINESS_CHECKS = (*FIRST_CHECKS, business_age, instalment_affordable)


def _ends_in_time(facts: Facts, product: Product, today: date) -> bool:
    if product.oldest_at_end is None:
        return True
    too_old_on = add_months(facts.born_on or today, (product.oldest_at_end + 1) * MONTHS_A_YEAR)
    return add_months(today, facts.months) < too_old_on


def _affordable_instead(facts: Facts, product: Product, today: date) -> Remedy | None:
    """Less money, or a longer term that ends in time too."""
    remedy: Remedy = {}
    amount = largest_passing(facts, product, lambda less: is_affordable(replace(facts, amount=less), product))
    if amount:
        remedy[RemedyKind.LOWER_AMOUNT] = amount.minor
    longer = (replace(facts, months=term) for term in product.terms if term > facts.months)
    fitting = (
        each for each in longer if is_affordable(each, product) and _ends_in_time(each, product, today)
    )
    first = next(fitting, None)
    if first:
        remedy[RemedyKind.LONGER_TERM] = first.months
    return remedy or None


def _consent_or_report(consents: bool, report: str, **of_whom: str) -> Finding:
    """Who does not consent brings the credit report: the applicant, and those who signed with her."""
    inputs: dict[str, int | str] = {"consent": int(consents), **of_whom}
    if consents:
        return Finding(Check.BUREAU_CONSENT, Outcome.PASS, inputs)
    return Finding(Check.BUREAU_CONSENT, Outcome.ATTENTION, inputs, {RemedyKind.BRING_PAPER: report})


def _paper_held(paper: Question, state: Paper) -> Finding:
    inputs: dict[str, int | str] = {"paper": paper, "state": str(state)}
    remedy: Remedy = {RemedyKind.BRING_PAPER: paper}
    if state in SEEN:
        return Finding(Check.PAPER_HELD, Outcome.PASS, inputs)
    waits = state in (Paper.TO_BRING, Paper.SENT)
    return Finding(Check.PAPER_HELD, Outcome.ATTENTION if waits else Outcome.FAIL, inputs, remedy)


def _special_case(check: Check, applies: bool) -> Finding:
    """A special case is decided by a person; there is nothing for the applicant to change."""
    return Finding(check, Outcome.ATTENTION if applies else Outcome.PASS, {"applies": int(applies)})
