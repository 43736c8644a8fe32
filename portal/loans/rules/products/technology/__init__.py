"""A loan for a company that lives by what it invents; always decided by a person."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import BUSINESS_CHECKS, bureau_consent, first_time_borrower, guarantor_signed
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.products.technology.rules import always_a_person, research
from portal.loans.rules.questions import BUSINESS, ENDING, Patents, Question, ask
from portal.money import Money

TECHNOLOGY = Product(
    code="technology",
    minimum=Money(100_000_00, "CNY"),
    maximum=Money(5_000_000_00, "CNY"),
    terms=(12, 24, 36),
    annual_rate=Decimal("0.0395"),
    fee_rate=Decimal(0),
    repayments=(Repayment.INTEREST_FIRST, Repayment.EQUAL_INSTALMENTS),
    example=(Money(1_000_000_00, "CNY"), 24),
    decided_within=timedelta(days=5),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.REPAYMENT),
        ask(Question.PURPOSE),
        ask(Question.PURPOSE_DETAIL),
        *BUSINESS,
        ask(Question.RESEARCH_COSTS),
        ask(Question.PATENTS),
        ask(Question.PAPER),
        ask(Question.PAPER_ACCOUNTS),
        ask(Question.PAPER_PATENTS, when=(Question.PATENTS, Patents.GRANTED)),
        *ENDING,
    ),
    checks=(
        *BUSINESS_CHECKS,
        research,
        bureau_consent,
        first_time_borrower,
        always_a_person,
        guarantor_signed,
    ),
    most_income_share=Decimal("0.40"),
    remedy_step=Money(10_000_00, "CNY"),
    second_eyes_above=Money(2_000_000_00, "CNY"),
    least_business_months=24,
    shares={Question.RESEARCH_COSTS: Decimal("0.05")},
    parties=(PartyRole.GUARANTOR,),
)
