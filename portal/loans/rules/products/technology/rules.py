from datetime import date

from portal.loans.rules.checks import Check, Facts, Finding, Outcome
from portal.loans.rules.product import Product
from portal.loans.rules.questions import Patents, Question
from portal.money import Money


def research(facts: Facts, product: Product, _today: date) -> Finding:
    """Whether the company invents: a granted patent, or a share of its turnover spent on research."""
    costs, patents = Money(**facts.answers[Question.RESEARCH_COSTS]), facts.answers[Question.PATENTS]
    least = facts.yearly_income.times(product.shares["research"])
    inputs: dict[str, int | str] = {"costs": costs.minor, "least": least.minor, "patents": patents}
    invents = patents == Patents.GRANTED or costs >= least
    return Finding(Check.RESEARCH, Outcome.PASS if invents else Outcome.ATTENTION, inputs)
