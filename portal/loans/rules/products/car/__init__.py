"""A loan for a car, new or used."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import LAST_CHECKS, PERSON_CHECKS
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.products.car.rules import share_of_car
from portal.loans.rules.questions import ENDING, INCOME, INCOME_PAPERS, CarCondition, Question, ask
from portal.money import Money

CAR = Product(
    code="car",
    minimum=Money(20_000_00, "CNY"),
    maximum=Money(800_000_00, "CNY"),
    terms=(12, 24, 36, 48, 60),
    annual_rate=Decimal("0.0420"),
    fee_rate=Decimal("0.01"),
    repayments=(Repayment.EQUAL_INSTALMENTS, Repayment.EQUAL_PRINCIPAL),
    example=(Money(120_000_00, "CNY"), 36),
    decided_within=timedelta(days=3),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.REPAYMENT),
        ask(Question.CAR_CONDITION),
        ask(Question.CAR_PRICE),
        *INCOME,
        ask(Question.PAPER_CAR),
        *INCOME_PAPERS,
        *ENDING,
    ),
    checks=(*PERSON_CHECKS, share_of_car, *LAST_CHECKS),
    most_income_share=Decimal("0.40"),
    remedy_step=Money(1_000_00, "CNY"),
    second_eyes_above=Money(300_000_00, "CNY"),
    oldest_at_end=70,
    shares={CarCondition.NEW: Decimal("0.80"), CarCondition.USED: Decimal("0.70")},
    parties=(PartyRole.JOINT,),
)
