"""What would change a finding: true, and the smallest change of its step, for every product."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.loans import labels
from portal.loans.rules import (
    PRODUCTS,
    Check,
    Facts,
    Finding,
    Kind,
    Outcome,
    Paper,
    Product,
    Question,
    RemedyKind,
    assess,
)
from portal.money import Money

TODAY = date(2026, 11, 24)
ALL = pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
OFTEN = settings(max_examples=150)
DAYS = st.dates(date(1930, 1, 1), TODAY)


def yuan(most: int) -> st.SearchStrategy[Money]:
    return st.integers(0, most * 100).map(lambda minor: Money(minor, "CNY"))


@st.composite
def facts_of(draw: st.DrawFn, product: Product) -> Facts:
    """Facts as a complete application gives them: some near its limits, some far beyond."""
    maximum = int(product.maximum.major)
    answers: dict[str, Any] = {}
    for asked in product.questions:
        if asked.question.kind == Kind.CHOICE:
            answers[asked.question] = draw(
                st.sampled_from([str(each) for each in labels.CHOICES[asked.question]])
            )
        elif asked.question.kind == Kind.MONEY:
            answers[asked.question] = {"minor": draw(yuan(2 * maximum)).minor, "currency": "CNY"}
    return Facts(
        amount=draw(st.one_of(yuan(2 * maximum), st.sampled_from([product.minimum, product.maximum]))),
        months=draw(st.one_of(st.sampled_from(product.terms), st.integers(1, 400))),
        repayment=draw(st.sampled_from(product.repayments)),
        yearly_income=draw(st.one_of(st.just(Money(0, "CNY")), yuan(2 * maximum))),
        yearly_debts=draw(st.one_of(st.just(Money(0, "CNY")), yuan(maximum // 4))),
        papers={paper: draw(st.sampled_from(Paper)) for paper in product.papers},
        bureau_consent=draw(st.booleans()),
        has_borrowed_before=draw(st.booleans()),
        technology_company=draw(st.booleans()),
        started_on=draw(DAYS),
        born_on=draw(DAYS),
        answers=answers,
    )


def find(facts: Facts, product: Product, found: Finding, today: date = TODAY) -> Finding:
    """The finding of the same check, and of the same paper."""
    return next(
        each
        for each in assess(facts, product, today)
        if each.check == found.check and each.inputs.get("paper") == found.inputs.get("paper")
    )


def followed(facts: Facts, kind: RemedyKind, value: int | str) -> tuple[Facts, date]:
    """The facts and the day once a person did what the remedy says."""
    match kind, value:
        case RemedyKind.LOWER_AMOUNT | RemedyKind.RAISE_AMOUNT, int():
            return replace(facts, amount=Money(value, "CNY")), TODAY
        case RemedyKind.LONGER_TERM | RemedyKind.SHORTER_TERM | RemedyKind.OFFERED_TERM, int():
            return replace(facts, months=value), TODAY
        case RemedyKind.WAIT_UNTIL, str():
            return facts, date.fromisoformat(value)
        case RemedyKind.BRING_PAPER, "credit_report":
            return replace(facts, bureau_consent=True), TODAY
        case RemedyKind.BRING_PAPER, str():
            return replace(facts, papers={**facts.papers, Question(value): Paper.CHECKED}), TODAY
    raise AssertionError(f"nobody can follow {kind}")


@ALL
@given(data=st.data())
@OFTEN
def test_every_remedy_really_passes(product: Product, data: st.DataObject) -> None:
    facts = data.draw(facts_of(product))
    for found in assess(facts, product, TODAY):
        for kind, value in (found.remedy or {}).items():
            changed, today = followed(facts, kind, value)
            assert find(changed, product, found, today).outcome == Outcome.PASS, (found, kind)


@ALL
@given(data=st.data())
@OFTEN
def test_a_finding_says_what_its_rule_announces(product: Product, data: st.DataObject) -> None:
    facts = data.draw(facts_of(product))
    for rule, found in zip(product.checks, assess(facts, product, TODAY), strict=False):
        assert found.check == rule.check
        assert found.outcome in (Outcome.PASS, rule.otherwise)
        assert (found.remedy is None) or found.outcome != Outcome.PASS


@ALL
@given(data=st.data())
@OFTEN
def test_a_lower_amount_is_the_largest_round_one(product: Product, data: st.DataObject) -> None:
    facts, step = data.draw(facts_of(product)), product.remedy_step.minor
    for found in assess(facts, product, TODAY):
        amount = (found.remedy or {}).get(RemedyKind.LOWER_AMOUNT)
        if isinstance(amount, int):
            assert amount % step == 0
            assert product.minimum.minor <= amount < facts.amount.minor
            more = replace(facts, amount=Money(amount + step, "CNY"))
            is_lent = more.amount <= product.maximum and more.amount < facts.amount
            assert not is_lent or find(more, product, found).outcome == Outcome.FAIL


@ALL
@given(data=st.data())
@OFTEN
def test_another_term_is_the_nearest_that_passes(product: Product, data: st.DataObject) -> None:
    facts = data.draw(facts_of(product))
    for found in assess(facts, product, TODAY):
        for kind in (RemedyKind.LONGER_TERM, RemedyKind.SHORTER_TERM):
            term = (found.remedy or {}).get(kind)
            if isinstance(term, int):
                between = range(min(term, facts.months) + 1, max(term, facts.months))
                nearer = [replace(facts, months=each) for each in product.terms if each in between]
                assert not any(all_pass(each, product, found.check) for each in nearer)


@ALL
@given(data=st.data())
@OFTEN
def test_a_longer_term_never_outlives_the_age_limit(product: Product, data: st.DataObject) -> None:
    facts = data.draw(facts_of(product))
    for found in assess(facts, product, TODAY):
        term = (found.remedy or {}).get(RemedyKind.LONGER_TERM)
        if isinstance(term, int):
            assert all_pass(replace(facts, months=term), product, Check.AGE_AT_END)


@ALL
@given(data=st.data())
@OFTEN
def test_where_no_remedy_is_named_none_would_pass(product: Product, data: st.DataObject) -> None:
    facts = data.draw(facts_of(product))
    for found in assess(facts, product, TODAY):
        if found.check == Check.AGE_AT_END and found.outcome == Outcome.FAIL and not found.remedy:
            others = [replace(facts, months=term) for term in product.terms]
            assert not any(all_pass(each, product, Check.AGE_AT_END) for each in others)
        if found.check == Check.SHARE_OF_PRICE and found.outcome == Outcome.FAIL and not found.remedy:
            assert int(found.inputs["most"]) < product.minimum.minor + product.remedy_step.minor


def all_pass(facts: Facts, product: Product, *checks: Check) -> bool:
    """Whether these rules pass, and the one of the age limit with that of the instalment."""
    wanted = {*checks, Check.AGE_AT_END} if Check.INSTALMENT_AFFORDABLE in checks else set(checks)
    return all(each.outcome == Outcome.PASS for each in assess(facts, product, TODAY) if each.check in wanted)
