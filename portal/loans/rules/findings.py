"""What the checks are told, what each of them finds, and what a rule says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.loans.rules.papers import Paper
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.questions import Question
from portal.loans.rules.remedies import RemedyKind
from portal.money import Money


class Check(StrEnum):
    AMOUNT_IN_RANGE = "amount_in_range"
    TERM_OFFERED = "term_offered"
    BUSINESS_AGE = "business_age"
    OF_AGE = "of_age"
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


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Somebody whom the applicant named; without a signature he has agreed to nothing."""

    role: PartyRole
    has_signed: bool
    bureau_consent: bool


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
    parties: tuple[PartyFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result. Amounts in `inputs` and `remedy` are minor units, dates ISO 8601."""

    check: Check
    outcome: Outcome
    inputs: dict[str, int | str]
    remedy: dict[RemedyKind, int | str] | None = None


Remedy = dict[RemedyKind, int | str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as data: what it gives when it is not passed, and the questions that it rests on, a price first."""

    check: Check
    find: Callable[[Facts, Product, date], Finding]
    otherwise: Outcome = Outcome.FAIL
    about: tuple[Question, ...] = ()

    def __call__(self, facts: Facts, product: Product, today: date) -> Finding:
        return self.find(facts, product, today)


def rule(
    check: Check, otherwise: Outcome = Outcome.FAIL, about: tuple[Question, ...] = ()
) -> Callable[[Callable[[Facts, Product, date], Finding]], Rule]:
    """Make a function the rule of `check`."""
    return lambda find: Rule(check, find, otherwise, about)
