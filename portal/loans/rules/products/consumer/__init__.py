"""A person's own loan, for the home, health or family."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import LAST_CHECKS, PERSON_CHECKS
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.questions import ENDING, INCOME, INCOME_PAPERS, Question, ask
from portal.money import Money

CONSUMER = Product(
    code="consumer",
    minimum=Money(1_000_00, "CNY"),
    maximum=Money(200_000_00, "CNY"),
    terms=(6, 12, 24, 36, 48, 60),
    annual_rate=Decimal("0.0480"),
    fee_rate=Decimal(0),
    repayments=(Repayment.EQUAL_INSTALMENTS, Repayment.EQUAL_PRINCIPAL),
    example=(Money(30_000_00, "CNY"), 24),
    decided_within=timedelta(days=2),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.REPAYMENT),
        ask(Question.NEED),
        *INCOME,
        *INCOME_PAPERS,
        *ENDING,
    ),
    checks=(*PERSON_CHECKS, *LAST_CHECKS),
    most_income_share=Decimal("0.40"),
    remedy_step=Money(1_000_00, "CNY"),
    second_eyes_above=Money(100_000_00, "CNY"),
    oldest_at_end=70,
)
