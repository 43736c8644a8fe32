import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.loans import labels
from portal.loans.rules import (
    INCLUSIVE,
    PRICES,
    PRODUCTS,
    AmountProblem,
    Check,
    Kind,
    Product,
    Question,
    validate_amount,
)
from portal.money import Money

CHOICES: dict[Question, list[str]] = {
    question: list(map(str, labels.CHOICES[question]))
    for question in Question
    if question.kind == Kind.CHOICE
}
ALL = pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)


@pytest.mark.parametrize(
    ("minor", "problem"),
    [
        (0, AmountProblem.BELOW_MINIMUM),
        (9_999_99, AmountProblem.BELOW_MINIMUM),
        (10_000_00, None),
        (500_000_00, None),
        (500_000_01, AmountProblem.ABOVE_MAXIMUM),
    ],
)
def test_amounts_lent(minor: int, problem: AmountProblem | None) -> None:
    assert validate_amount(Money(minor, "CNY"), INCLUSIVE) == problem


def test_amount_in_another_currency_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="USD"):
        validate_amount(Money(10_000_00, "USD"), INCLUSIVE)


def test_the_inclusive_loan() -> None:
    assert INCLUSIVE.currency == "CNY"
    assert INCLUSIVE.terms == tuple(sorted(INCLUSIVE.terms)) == (6, 12, 18, 24, 36)
    assert (INCLUSIVE.annual_rate, INCLUSIVE.fee_rate) == (Decimal("0.0435"), Decimal("0.005"))


@ALL
def test_its_data_makes_sense(product: Product) -> None:
    amount, months = product.example
    assert PRODUCTS[product.code] is product
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", product.code), "it is an address"
    assert list(product.terms) == sorted(set(product.terms))
    assert months in product.terms
    assert validate_amount(amount, product) is None
    assert Money.zero("CNY") < product.minimum < product.maximum
    assert product.maximum.minor % product.remedy_step.minor == 0
    assert Decimal(0) < product.annual_rate < Decimal("0.24")
    assert Decimal(0) <= product.fee_rate < Decimal("0.05")
    assert Decimal(0) < product.most_income_share <= Decimal("0.55")
    assert all(Decimal(0) < share <= 1 for share in product.shares.values())
    assert len(set(product.repayments)) == len(product.repayments) > 0


@ALL
def test_its_questions_make_sense(product: Product) -> None:
    order = [each.question for each in product.questions]
    assert len(order) == len(set(order)), "each is asked once"
    assert order[:2] == [Question.AMOUNT, Question.TERM]
    assert order[-3:] == [Question.BRANCH, Question.VISIT, Question.CONSENTS]
    assert (Question.REPAYMENT in order) == (len(product.repayments) > 1)
    assert {each.question for each in product.questions if each.when is None} >= {
        each.when.question for each in product.questions if each.when
    }, "a condition hangs on what is always asked"
    for each in product.questions:
        if each.when:
            assert order.index(each.when.question) < order.index(each.question)
            assert each.when.values <= {str(value) for value in CHOICES[each.when.question]}


@ALL
def test_its_rules_ask_for_nothing_that_is_not_asked(product: Product) -> None:
    order = {each.question for each in product.questions}
    codes = [rule.check for rule in product.checks]
    assert len(codes) == len(set(codes))
    assert all(set(rule.about) <= order for rule in product.checks)
    assert (Question.BORN_ON in order) == (Check.AGE_AT_END in codes) == (product.oldest_at_end is not None)
    assert (Question.STARTED_ON in order) == (Check.BUSINESS_AGE in codes)
    for rule in product.checks:
        if rule.check == Check.SHARE_OF_PRICE:
            price, *by = rule.about
            assert price in PRICES
            assert set(product.shares) == ({str(value) for value in CHOICES[by[0]]} if by else {price})


@ALL
def test_everything_that_may_happen_to_it_has_words(product: Product) -> None:
    assert product.code in labels.PRODUCTS
    for each in product.questions:
        assert each.question in labels.QUESTIONS
        if each.question.is_paper:
            assert each.question in labels.PAPER_REASONS
            assert each.question in labels.PAPER_ACCEPTED


@ALL
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_is_answered_leads_to_the_end(product: Product, data: st.DataObject) -> None:
    """As the pages go: on to the first open question; now and then she goes back and changes her mind."""
    answers: dict[Question, str] = {}

    def open_questions() -> list[Question]:
        asked = [each.question for each in product.questions if each.applies(answers.get)]
        return [question for question in asked if question not in answers]

    steps = 0
    while waiting := open_questions():
        steps += 1
        answers[waiting[0]] = data.draw(st.sampled_from(CHOICES.get(waiting[0], ["told"])))
        if steps < 2 * len(product.questions) and data.draw(st.integers(0, 5)) == 0:
            again = data.draw(st.sampled_from([each for each in answers if each in CHOICES] or [waiting[0]]))
            before = set(answers)
            answers[again] = data.draw(st.sampled_from(CHOICES.get(again, ["told"])))
            assert set(answers) == before
    assert steps <= len(product.questions)
    assert {Question.AMOUNT, Question.TERM, Question.CONSENTS} <= answers.keys()
    papers = [each for each in product.questions if each.question.is_paper and each.applies(answers.get)]
    assert papers, "something shows what she says"
