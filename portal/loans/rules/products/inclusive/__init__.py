"""A loan for a small business, decided within a day."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import BUSINESS_CHECKS, LAST_CHECKS, guarantor_signed
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.questions import BUSINESS, ENDING, Question, ask
from portal.money import Money

INCLUSIVE = Product(
    code="inclusive",
    minimum=Money(10_000_00, "CNY"),
    maximum=Money(500_000_00, "CNY"),
    terms=(6, 12, 18, 24, 36),
    annual_rate=Decimal("0.0435"),
    fee_rate=Decimal("0.005"),
    repayments=(Repayment.EQUAL_INSTALMENTS,),
    example=(Money(100_000_00, "CNY"), 12),
    decided_within=timedelta(hours=24),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.PURPOSE),
        ask(Question.PURPOSE_DETAIL),
        *BUSINESS,
        ask(Question.PAPER),
        *ENDING,
    ),
    checks=(*BUSINESS_CHECKS, *LAST_CHECKS, guarantor_signed),
    most_income_share=Decimal("0.30"),
    remedy_step=Money(1_000_00, "CNY"),
    second_eyes_above=Money(300_000_00, "CNY"),
    machine_limit=Money(30_000_00, "CNY"),
    least_business_months=12,
    parties=(PartyRole.GUARANTOR,),
)
