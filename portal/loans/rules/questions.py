"""What a pre-application may ask. A product lists its own, in the order of the journey."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a question is asked and its answer stored."""

    AMOUNT = "amount"
    """The amount of the loan, within the product's range."""
    TERM = "term"
    CHOICE = "choice"
    FOLLOW_UP = "follow_up"
    """A text that depends on an answer before; the answer says to which it belongs."""
    TEXT = "text"
    MONEY = "money"
    PAST_DAY = "past_day"
    COMING_DAY = "coming_day"
    PAPER = "paper"
    BRANCH = "branch"
    VISIT = "visit"
    CONSENTS = "consents"


class Question(StrEnum):
    AMOUNT = "amount"
    TERM = "term"
    REPAYMENT = "repayment"
    PURPOSE = "purpose"
    PURPOSE_DETAIL = "purpose_detail"
    NEED = "need"
    STUDENT = "student"
    SCHOOL = "school"
    STUDY_STARTS_ON = "study_starts_on"
    STUDY_COSTS = "study_costs"
    HOME_PRICE = "home_price"
    HOME_ADDRESS = "home_address"
    HOMES_OWNED = "homes_owned"
    CAR_PRICE = "car_price"
    CAR_CONDITION = "car_condition"
    BORN_ON = "born_on"
    EMPLOYMENT = "employment"
    EMPLOYER = "employer"
    MONTHLY_INCOME = "monthly_income"
    MONTHLY_DEBTS = "monthly_debts"
    BUSINESS_NAME = "business_name"
    STARTED_ON = "started_on"
    YEARLY_INCOME = "yearly_income"
    RESEARCH_COSTS = "research_costs"
    PATENTS = "patents"
    PAPER = "paper"
    """The business licence: it was the only paper once, and kept its name."""
    PAPER_INCOME = "paper_income"
    PAPER_PENSION = "paper_pension"
    PAPER_ACCOUNTS = "paper_accounts"
    PAPER_PATENTS = "paper_patents"
    PAPER_HOME = "paper_home"
    PAPER_CAR = "paper_car"
    PAPER_ADMISSION = "paper_admission"
    PAPER_CREDIT = "paper_credit"
    """The credit report: no product asks for it, it is brought where the bureau may not be asked."""
    BRANCH = "branch"
    VISIT = "visit"
    CONSENTS = "consents"

    @property
    def kind(self) -> Kind:
        return _KINDS[self]

    @property
    def is_paper(self) -> bool:
        return self.kind == Kind.PAPER


class Purpose(StrEnum):
    STOCK = "stock"
    EQUIPMENT = "equipment"
    PREMISES = "premises"
    WAGES = "wages"
    OTHER = "other"


class PurposeQuestion(StrEnum):
    """What `Question.PURPOSE_DETAIL` asks, by the purpose."""

    SUPPLIER_SEASON = "supplier_season"
    WHAT_EQUIPMENT = "what_equipment"
    RENT_OR_REFIT = "rent_or_refit"
    HOW_MANY_PEOPLE = "how_many_people"
    DESCRIBE = "describe"


class Need(StrEnum):
    """What a person's own loan is for."""

    RENOVATION = "renovation"
    HEALTH = "health"
    FAMILY = "family"
    HOUSEHOLD = "household"
    OTHER = "other"


class Student(StrEnum):
    SELF = "self"
    CHILD = "child"


class HomesOwned(StrEnum):
    NONE = "none"
    ONE = "one"


class CarCondition(StrEnum):
    NEW = "new"
    USED = "used"


class Employment(StrEnum):
    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"


class Patents(StrEnum):
    GRANTED = "granted"
    APPLIED_FOR = "applied_for"
    NONE = "none"


PURPOSE_FOLLOW_UP: dict[Purpose, PurposeQuestion] = {
    Purpose.STOCK: PurposeQuestion.SUPPLIER_SEASON,
    Purpose.EQUIPMENT: PurposeQuestion.WHAT_EQUIPMENT,
    Purpose.PREMISES: PurposeQuestion.RENT_OR_REFIT,
    Purpose.WAGES: PurposeQuestion.HOW_MANY_PEOPLE,
    Purpose.OTHER: PurposeQuestion.DESCRIBE,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """The condition that a question before was answered with one of `values`."""

    question: Question
    values: frozenset[str]

    def holds(self, value_of: Callable[[Question], Any]) -> bool:
        return value_of(self.question) in self.values


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a product, and when it is asked."""

    question: Question
    when: Answered | None = None

    def applies(self, value_of: Callable[[Question], Any]) -> bool:
        """`value_of` gives a question's answer, None while there is none."""
        return self.when is None or self.when.holds(value_of)


def ask(question: Question, when: tuple[Question, *tuple[str, ...]] | None = None) -> Ask:
    """`when`: the question before, and the answers after which this one is asked."""
    return Ask(question, Answered(when[0], frozenset(when[1:])) if when else None)


ENDING = (ask(Question.BRANCH), ask(Question.VISIT), ask(Question.CONSENTS))
INCOME = (
    ask(Question.BORN_ON),
    ask(Question.EMPLOYMENT),
    ask(Question.EMPLOYER, when=(Question.EMPLOYMENT, Employment.EMPLOYED)),
    ask(Question.MONTHLY_INCOME),
    ask(Question.MONTHLY_DEBTS),
)
INCOME_PAPERS = (
    ask(Question.PAPER_INCOME, when=(Question.EMPLOYMENT, Employment.EMPLOYED)),
    ask(Question.PAPER, when=(Question.EMPLOYMENT, Employment.SELF_EMPLOYED)),
    ask(Question.PAPER_PENSION, when=(Question.EMPLOYMENT, Employment.RETIRED)),
)
"""What a person earns, and the paper that shows it, by how she earns it."""
BUSINESS = (ask(Question.BUSINESS_NAME), ask(Question.STARTED_ON), ask(Question.YEARLY_INCOME))

PRICES = frozenset({Question.HOME_PRICE, Question.CAR_PRICE, Question.STUDY_COSTS})
"""Amounts of which there is always some."""

_KINDS = {
    Question.AMOUNT: Kind.AMOUNT,
    Question.TERM: Kind.TERM,
    Question.REPAYMENT: Kind.CHOICE,
    Question.PURPOSE: Kind.CHOICE,
    Question.PURPOSE_DETAIL: Kind.FOLLOW_UP,
    Question.NEED: Kind.CHOICE,
    Question.STUDENT: Kind.CHOICE,
    Question.SCHOOL: Kind.TEXT,
    Question.STUDY_STARTS_ON: Kind.COMING_DAY,
    Question.STUDY_COSTS: Kind.MONEY,
    Question.HOME_PRICE: Kind.MONEY,
    Question.HOME_ADDRESS: Kind.TEXT,
    Question.HOMES_OWNED: Kind.CHOICE,
    Question.CAR_PRICE: Kind.MONEY,
    Question.CAR_CONDITION: Kind.CHOICE,
    Question.BORN_ON: Kind.PAST_DAY,
    Question.EMPLOYMENT: Kind.CHOICE,
    Question.EMPLOYER: Kind.TEXT,
    Question.MONTHLY_INCOME: Kind.MONEY,
    Question.MONTHLY_DEBTS: Kind.MONEY,
    Question.BUSINESS_NAME: Kind.TEXT,
    Question.STARTED_ON: Kind.PAST_DAY,
    Question.YEARLY_INCOME: Kind.MONEY,
    Question.RESEARCH_COSTS: Kind.MONEY,
    Question.PATENTS: Kind.CHOICE,
    Question.PAPER: Kind.PAPER,
    Question.PAPER_INCOME: Kind.PAPER,
    Question.PAPER_PENSION: Kind.PAPER,
    Question.PAPER_ACCOUNTS: Kind.PAPER,
    Question.PAPER_PATENTS: Kind.PAPER,
    Question.PAPER_HOME: Kind.PAPER,
    Question.PAPER_CAR: Kind.PAPER,
    Question.PAPER_ADMISSION: Kind.PAPER,
    Question.PAPER_CREDIT: Kind.PAPER,
    Question.BRANCH: Kind.BRANCH,
    Question.VISIT: Kind.VISIT,
    Question.CONSENTS: Kind.CONSENTS,
}
