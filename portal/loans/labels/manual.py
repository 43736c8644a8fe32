"""The branch's manual, beside the question that it is about: what to ask, and what to look for."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.loans.rules import Purpose, Question


@dataclass(frozen=True)
class Hint:
    """One scenario of the manual. `ask` is said to the customer as it stands."""

    ask: Any
    look_for: Any


QUESTIONS = {
    Question.AMOUNT: Hint(
        _l("What exactly will you pay with this money, and what does each part cost?"),
        _l("A sum that fits the purpose. A smaller loan that serves as well is better for the customer."),
    ),
    Question.TERM: Hint(
        _l("How much can you pay back in a weak month?"),
        _l("The instalment beside the income of a weak month, not of the best one."),
    ),
    Question.REPAYMENT: Hint(
        _l("Does your income come evenly, or in seasons?"),
        _l("That the customer can say in own words how the instalments develop."),
    ),
    Question.PURPOSE: Hint(
        _l("What will you pay first with this money, and to whom?"),
        _l(
            "One clear purpose. Where there are several, the largest; for gambling or investments we do not lend."
        ),
    ),
    Question.EMPLOYMENT: Hint(
        _l("How do you earn your living now, and since when?"),
        _l("A change within the last six months: note it, and ask for the newest paper."),
    ),
    Question.MONTHLY_INCOME: Hint(
        _l("What arrives on your account each month after taxes?"),
        _l(
            "Agreement with the last three entries on the account. Bonuses count only if they come every year."
        ),
    ),
    Question.MONTHLY_DEBTS: Hint(
        _l("Which loans and card instalments do you pay each month, also at other banks?"),
        _l(
            "Card instalments and loans between friends, which people forget. Do not press: explain why we ask."
        ),
    ),
    Question.YEARLY_INCOME: Hint(
        _l("What did the business take in over the last twelve months?"),
        _l("Turnover is not profit. Compare with the tax return or the account’s entries."),
    ),
    Question.STARTED_ON: Hint(
        _l("Since when does the business work under this licence?"),
        _l("The day on the licence. A business taken over counts from the new licence."),
    ),
    Question.HOME_PRICE: Hint(
        _l("Is this the price in the contract, with parking and fees?"),
        _l("Price and address as in the contract. A price far from the neighbours’ needs an appraisal."),
    ),
    Question.CAR_PRICE: Hint(
        _l("Is this the price with tax and registration, or without?"),
        _l("The dealer’s offer. For a used car, its year and mileage."),
    ),
    Question.STUDY_COSTS: Hint(
        _l("Which costs does the school charge, and what do you need for living?"),
        _l("The admission letter’s fees. Currency risk: the costs are abroad, the loan is not."),
    ),
    Question.PATENTS: Hint(
        _l("Whose name stands on the patents, and are the fees paid?"),
        _l("The company itself as the owner. Applied for is not granted."),
    ),
}
PURPOSES = {
    Purpose.STOCK: Hint(
        _l("From whom do you buy, and how long until it is sold?"),
        _l("A term no longer than the goods need to turn into money."),
    ),
    Purpose.EQUIPMENT: Hint(
        _l("Do you have an offer for the machine, and where will it stand?"),
        _l("Offer and seller. Part-payments to persons instead of sellers are a warning sign."),
    ),
    Purpose.PREMISES: Hint(
        _l("How long does your lease still run?"),
        _l("A lease that lasts longer than the loan."),
    ),
    Purpose.WAGES: Hint(
        _l("For how many people and months, and what comes after?"),
        _l("Wages by loan are a bridge: look for what pays them afterwards."),
    ),
    Purpose.OTHER: Hint(
        _l("Please tell me in your own words what the money is for."),
        _l("Investments, other debts, or somebody who waits outside: stop, and ask the supervisor."),
    ),
}
"""Beside the purpose and what is asked about it."""


def hints_for(question: Question, purpose: str | None) -> list[Hint]:
    """The manual's scenarios for a question; `purpose`: what a business borrows for, if it said so."""
    found = [QUESTIONS[question]] if question in QUESTIONS else []
    if question in (Question.PURPOSE, Question.PURPOSE_DETAIL) and purpose:
        found.append(PURPOSES[Purpose(purpose)])
    return found
