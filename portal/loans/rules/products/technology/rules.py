from datetime import date

from portal.loans.rules.findings import Check, Facts, Finding, Outcome, rule
from portal.loans.rules.product import Product
from portal.loans.rules.questions import Patents, Question
from portal.money import Money


@rule(Check.RESEARCH, Outcome.ATTENTION, about=(Question.RESEARCH_COSTS, Question.PATENTS))
def research(facts: Facts, product: Product, _today: date) -> Finding:
    """Whether the company invents: a granted patent, or a share of its turnover spent on research."""
    costs, patents = Money(**facts.answers[Question.RESEARCH_COSTS]), facts.answers[Question.PATENTS]
    least = facts.yearly_income.times(product.shares[Question.RESEARCH_COSTS])
    inputs: dict[str, int | str] = {"costs": costs.minor, "least": least.minor, "patents": patents}
    invents = patents == Patents.GRANTED or costs.minor >= max(1, least.minor)
    return Finding(Check.RESEARCH, Outcome.PASS if invents else Outcome.ATTENTION, inputs)


@rule(Check.TECHNOLOGY_COMPANY, Outcome.ATTENTION)
def always_a_person(_facts: Facts, _product: Product, _today: date) -> Finding:
    """Whoever asks for this loan borrows as a technology company, whatever the record says of her."""
    return Finding(Check.TECHNOLOGY_COMPANY, Outcome.ATTENTION, {"applies": 1})
