"""Each product's own limits, to the fen and the day."""

from datetime import date
from typing import Any

import pytest

from portal.loans.rules import PRODUCTS, Check, Facts, Finding, Outcome, Repayment
from portal.money import Money

TODAY = date(2026, 11, 24)
PERSON: dict[str, Any] = {
    "amount": Money(300_000_00, "CNY"),
    "months": 60,
    "yearly_income": Money(1_200_000_00, "CNY"),
    "yearly_debts": Money(0, "CNY"),
    "papers": {},
    "bureau_consent": True,
    "has_borrowed_before": True,
    "technology_company": False,
    "born_on": date(1980, 5, 17),
    "started_on": date(2015, 1, 1),
}


def price(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "CNY"}


SHARES = [
    ("mortgage", {"home_price": price(352_941_18), "homes_owned": "none"}, "pass", None),
    (
        "mortgage",
        {"home_price": price(352_941_17), "homes_owned": "none"},
        "fail",
        {"lower_amount": 290_000_00},
    ),
    (
        "mortgage",
        {"home_price": price(352_941_18), "homes_owned": "one"},
        "fail",
        {"lower_amount": 260_000_00},
    ),
    ("mortgage", {"home_price": price(110_000_00), "homes_owned": "none"}, "fail", None),
    ("mortgage", {"home_price": price(0), "homes_owned": "none"}, "fail", None),
    ("car", {"car_price": price(375_000_00), "car_condition": "new"}, "pass", None),
    ("car", {"car_price": price(375_000_00), "car_condition": "used"}, "fail", {"lower_amount": 262_000_00}),
    ("car", {"car_price": price(0), "car_condition": "used"}, "fail", None),
    ("study-abroad", {"study_costs": price(375_000_00)}, "pass", None),
    ("study-abroad", {"study_costs": price(374_999_99)}, "fail", {"lower_amount": 295_000_00}),
    ("study-abroad", {"study_costs": price(0)}, "fail", None),
]


@pytest.mark.parametrize(("code", "answers", "outcome", "remedy"), SHARES)
def test_a_share_of_the_price(code: str, answers: dict[str, Any], outcome: str, remedy: Any) -> None:
    found = of(Check.SHARE_OF_PRICE, code, answers=answers)
    assert (found.outcome, found.remedy) == (outcome, remedy)


AGES = [
    (date(1980, 5, 17), 240, "pass", None),
    (date(1961, 11, 25), 72, "pass", None),  # it ends a day before the 71st birthday
    (date(1961, 11, 24), 72, "fail", {"shorter_term": 60}),  # it ends on that day
    (date(1958, 1, 1), 60, "fail", {"shorter_term": 24}),
    (date(1956, 11, 24), 12, "fail", None),
    (date(1900, 1, 1), 12, "fail", None),
]


@pytest.mark.parametrize(("born_on", "months", "outcome", "remedy"), AGES)
def test_a_term_ends_before_the_age_limit(born_on: date, months: int, outcome: str, remedy: Any) -> None:
    answers = {"study_costs": price(900_000_00)}
    found = of(Check.AGE_AT_END, "study-abroad", born_on=born_on, months=months, answers=answers)
    assert (found.outcome, found.remedy) == (outcome, remedy)


@pytest.mark.parametrize(
    ("born_on", "outcome", "remedy"),
    [
        (date(2008, 11, 24), "pass", None),
        (date(2008, 11, 25), "fail", {"wait_until": "2026-11-25"}),
        (TODAY, "fail", {"wait_until": "2044-11-24"}),
    ],
)
def test_minors_do_not_borrow(born_on: date, outcome: str, remedy: Any) -> None:
    found = of(Check.OF_AGE, "consumer", born_on=born_on)
    assert (found.outcome, found.remedy) == (outcome, remedy)


@pytest.mark.parametrize(
    ("costs", "patents", "outcome"),
    [
        (60_000_00, "none", "pass"),
        (59_999_99, "none", "attention"),
        (59_999_99, "applied_for", "attention"),
        (0, "granted", "pass"),
        (0, "none", "attention"),
    ],
)
def test_a_company_that_invents(costs: int, patents: str, outcome: str) -> None:
    found = of(Check.RESEARCH, "technology", answers={"research_costs": price(costs), "patents": patents})
    assert (found.outcome, found.remedy) == (outcome, None)


def test_nothing_spent_of_nothing_earned_is_no_research() -> None:
    answers = {"research_costs": price(0), "patents": "none"}
    found = of(Check.RESEARCH, "technology", yearly_income=Money(0, "CNY"), answers=answers)
    assert found.outcome == Outcome.ATTENTION


@pytest.mark.parametrize("repayment", Repayment)
def test_an_income_of_nothing_carries_nothing(repayment: Repayment) -> None:
    found = of(Check.INSTALMENT_AFFORDABLE, "consumer", yearly_income=Money(0, "CNY"), repayment=repayment)
    assert (found.outcome, found.remedy, found.inputs["most"]) == (Outcome.FAIL, None, 0)


def of(check: Check, code: str, **facts: Any) -> Finding:
    """What the product's rule finds in a sound person with these facts."""
    (rule,) = [rule for rule in PRODUCTS[code].checks if rule.check == check]
    return rule(Facts(**PERSON | facts), PRODUCTS[code], TODAY)
