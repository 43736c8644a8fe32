"""A loan for studies abroad, one's own or a child's."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import LAST_CHECKS, PERSON_CHECKS, guarantor_signed
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.products.study_abroad.rules import share_of_costs
from portal.loans.rules.questions import ENDING, INCOME, INCOME_PAPERS, Question, ask
from portal.money import Money

STUDY_ABROAD = Product(
    code="study-abroad",
    minimum=Money(20_000_00, "CNY"),
    maximum=Money(1_000_000_00, "CNY"),
    terms=(12, 24, 36, 48, 60, 72),
    annual_rate=Decimal("0.0450"),
    fee_rate=Decimal(0),
    repayments=(Repayment.INTEREST_FIRST, Repayment.EQUAL_INSTALMENTS, Repayment.EQUAL_PRINCIPAL),
    example=(Money(300_000_00, "CNY"), 48),
    decided_within=timedelta(days=5),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.REPAYMENT),
        ask(Question.STUDENT),
        ask(Question.SCHOOL),
        ask(Question.STUDY_STARTS_ON),
        ask(Question.STUDY_COSTS),
        *INCOME,
        ask(Question.PAPER_ADMISSION),
        *INCOME_PAPERS,
        *ENDING,
    ),
    checks=(*PERSON_CHECKS, share_of_costs, *LAST_CHECKS, guarantor_signed),
    most_income_share=Decimal("0.50"),
    remedy_step=Money(5_000_00, "CNY"),
    second_eyes_above=Money(500_000_00, "CNY"),
    oldest_at_end=70,
    shares={Question.STUDY_COSTS: Decimal("0.80")},
    parties=(PartyRole.GUARANTOR,),
)
