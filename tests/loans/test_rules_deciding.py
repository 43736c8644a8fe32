"""Who may decide, when the machine says yes, and what would change a decision: no database, no request."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.loans.rules import (
    CAR,
    CONSUMER,
    FOR_A_PERSON,
    INCLUSIVE,
    PRODUCTS,
    SECOND_LOOK_WITHIN,
    CarCondition,
    Change,
    Facts,
    LoanStatus,
    Outcome,
    Paper,
    Product,
    Question,
    Repayment,
    Terms,
    applied,
    assess,
    failed_checks,
    machine_may_approve,
    may_ask_second_look,
    may_decide,
    needs_second_eyes,
    problems_of_offer,
    what_would_change,
)
from portal.money import Money
from tests.loans.test_rules_checks import SOUND, TODAY

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SMALL = replace(SOUND, amount=Money(20_000_00, "CNY"))


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        (SMALL, True),
        (replace(SMALL, amount=yuan(30_000)), True),
        (replace(SMALL, amount=Money(30_000_01, "CNY")), False),
        (replace(SMALL, has_borrowed_before=False), False),
        (replace(SMALL, technology_company=True), False),
        (replace(SMALL, bureau_consent=False), False),
        (replace(SMALL, yearly_income=yuan(10_000)), False),
        (replace(SMALL, papers={Question.PAPER: Paper.MISSING}), False),
        (replace(SMALL, started_on=date(2026, 5, 1)), False),
    ],
)
def test_only_a_small_clean_loan_approves_itself(facts: Facts, may: bool) -> None:
    assert machine_may_approve(assess(facts, INCLUSIVE, TODAY), facts, INCLUSIVE) is may


@pytest.mark.parametrize("product", [each for each in PRODUCTS.values() if each is not INCLUSIVE])
def test_no_other_product_approves_itself(product: Product) -> None:
    assert not machine_may_approve([], SMALL, product)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_two_decide_above_the_limit_of_the_product(product: Product) -> None:
    limit = product.second_eyes_above
    assert product.minimum < limit < product.maximum
    assert not needs_second_eyes([limit], product)
    assert needs_second_eyes([product.minimum, limit + Money(1, "CNY")], product)
    assert product.machine_limit is None or product.machine_limit < limit


ANN, BEN, OFFICER = 1, 2, 9
S = LoanStatus


@pytest.mark.parametrize(
    ("status", "person", "deciders", "may"),
    [
        (S.IN_REVIEW, ANN, [], True),
        (S.IN_REVIEW, OFFICER, [], False),
        (S.IN_REVIEW, ANN, [ANN], True),
        (S.IN_REVIEW, BEN, [ANN, BEN], True),
        (S.IN_SECOND_REVIEW, ANN, [ANN], False),
        (S.IN_SECOND_REVIEW, BEN, [ANN], True),
        (S.IN_SECOND_REVIEW, ANN, [ANN, BEN, BEN], True),
        (S.IN_SECOND_REVIEW, OFFICER, [ANN], False),
        (S.IN_SECOND_LOOK, ANN, [ANN], False),
        (S.IN_SECOND_LOOK, ANN, [ANN, BEN], False),
        (S.IN_SECOND_LOOK, BEN, [ANN], True),
        (S.IN_SECOND_LOOK, OFFICER, [ANN], False),
        *((status, BEN, [ANN], False) for status in S if not status.startswith("in_")),
    ],
)
def test_who_may_decide(status: LoanStatus, person: int, deciders: list[int], may: bool) -> None:
    assert may_decide(status, person, {OFFICER}, deciders) is may


@pytest.mark.parametrize(
    ("status", "age", "had", "may"),
    [
        (S.REFUSED, timedelta(), False, True),
        (S.REFUSED, SECOND_LOOK_WITHIN, False, True),
        (S.REFUSED, SECOND_LOOK_WITHIN + timedelta(seconds=1), False, False),
        (S.REFUSED, timedelta(), True, False),
        (S.APPROVED, timedelta(), False, False),
        (S.IN_SECOND_LOOK, timedelta(), False, False),
    ],
)
def test_a_refusal_is_looked_at_again_once_and_in_time(
    status: LoanStatus, age: timedelta, had: bool, may: bool
) -> None:
    assert may_ask_second_look(status, NOW - age, had, NOW) is may


def test_what_was_not_decided_is_not_looked_at_again() -> None:
    assert not may_ask_second_look(S.REFUSED, None, False, NOW)


POOR = replace(SOUND, amount=yuan(50_000), yearly_income=yuan(144_000))
"""30 % of 12,000 a month is 3,600: over 12 months it carries 42,000."""


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        (SOUND, []),
        (POOR, [Change(yuan(42_000), 12), Change(yuan(50_000), 18)]),
        (replace(SOUND, amount=yuan(600_000)), [Change(yuan(500_000), 12)]),
        (replace(SOUND, amount=yuan(9_000)), [Change(yuan(10_000), 12)]),
        (replace(SOUND, months=13), [Change(yuan(50_000), 12)]),
        (replace(SOUND, months=48), [Change(yuan(50_000), 36)]),
        (replace(POOR, months=13), [Change(yuan(50_000), 18)]),
        (replace(SOUND, amount=yuan(9_000), months=13), [Change(yuan(10_000), 12)]),
        (
            replace(POOR, yearly_income=yuan(20_000)),
            [Change(yuan(16_000), 36)],
        ),
        (replace(SOUND, yearly_income=yuan(100)), []),
        (replace(SOUND, started_on=date(2026, 5, 1)), [Change(yuan(50_000), 12, date(2027, 5, 1))]),
        (replace(SOUND, has_borrowed_before=False, bureau_consent=False), []),
    ],
)
def test_what_would_change_it(facts: Facts, changes: list[Change]) -> None:
    assert what_would_change(facts, INCLUSIVE, TODAY) == changes


def test_a_shorter_term_where_the_age_ends_it() -> None:
    facts = replace(SOUND, born_on=date(1960, 1, 1), months=60, started_on=None)
    (change, *_more) = what_would_change(facts, CONSUMER, TODAY)
    assert change == Change(facts.amount, 48)


AMOUNTS = st.integers(0, 900_000_00).map(lambda minor: Money(minor, "CNY"))
FACTS = st.builds(
    Facts,
    amount=AMOUNTS,
    months=st.integers(1, 72),
    started_on=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    born_on=st.dates(date(1950, 1, 1), date(2005, 1, 1)),
    yearly_income=AMOUNTS,
    yearly_debts=st.integers(0, 100_000_00).map(lambda minor: Money(minor, "CNY")),
    papers=st.sampled_from(Paper).map(lambda state: {Question.PAPER: state}),
    bureau_consent=st.booleans(),
    has_borrowed_before=st.booleans(),
    technology_company=st.booleans(),
    repayment=st.sampled_from([Repayment.EQUAL_INSTALMENTS, Repayment.EQUAL_PRINCIPAL]),
    answers=st.builds(
        lambda price, condition: {
            Question.CAR_PRICE: {"minor": price.minor, "currency": "CNY"},
            Question.CAR_CONDITION: condition,
        },
        AMOUNTS,
        st.sampled_from(CarCondition),
    ),
)
LENT = st.sampled_from([INCLUSIVE, CONSUMER, CAR])


@settings(max_examples=300)
@given(facts=FACTS, product=LENT)
def test_applying_a_change_passes_every_check_that_is_not_for_a_person(
    facts: Facts, product: Product
) -> None:
    for change in what_would_change(facts, product, TODAY):
        day = change.not_before or TODAY
        findings = assess(applied(facts, change), product, day)
        assert [
            found for found in findings if found.check not in FOR_A_PERSON and found.outcome != Outcome.PASS
        ] == []
        assert not problems_of_offer(
            Terms(change.amount, change.months, facts.repayment), facts, product, day
        )


@settings(max_examples=300)
@given(facts=FACTS, product=LENT)
def test_a_change_is_the_smallest_of_its_step(facts: Facts, product: Product) -> None:
    for change in what_would_change(facts, product, TODAY):
        day = change.not_before or TODAY

        def passes(amount: Money, months: int, day: date = day) -> bool:
            return not failed_checks(replace(facts, amount=amount, months=months), product, day)

        if change.months == facts.months and change.amount < facts.amount:
            step = product.remedy_step
            more = change.amount + step
            assert more >= facts.amount or not passes(more, facts.months)
        if change.amount == facts.amount and change.months != facts.months:
            distance = abs(change.months - facts.months)
            nearer = [term for term in product.terms if abs(term - facts.months) < distance]
            assert not any(passes(facts.amount, term) for term in nearer)
        if change.not_before:
            assert failed_checks(applied(facts, change), product, change.not_before - timedelta(days=1))


@settings(max_examples=100)
@given(facts=FACTS, product=LENT)
def test_nothing_would_change_what_passes(facts: Facts, product: Product) -> None:
    assert not failed_checks(facts, product, TODAY) or what_would_change(facts, product, TODAY) != [
        Change(facts.amount, facts.months)
    ]


def test_more_income_never_asks_for_more_change() -> None:
    amounts = [
        what_would_change(replace(POOR, yearly_income=yuan(income)), INCLUSIVE, TODAY)[0].amount
        for income in range(60_000, 160_000, 20_000)
    ]
    assert all(less <= more for less, more in pairwise(amounts))


def test_an_offer_that_is_too_dear_says_which_check() -> None:
    problems = problems_of_offer(Terms(yuan(50_000), 12, Repayment.EQUAL_INSTALMENTS), POOR, INCLUSIVE, TODAY)
    assert [found.check for found in problems] == ["instalment_affordable"]
    assert not problems_of_offer(Terms(yuan(42_000), 12, Repayment.EQUAL_INSTALMENTS), POOR, INCLUSIVE, TODAY)
