"""A loan for a home, secured by it."""

from datetime import timedelta
from decimal import Decimal

from portal.loans.rules.checks import LAST_CHECKS, PERSON_CHECKS, guarantor_signed
from portal.loans.rules.parties import PartyRole
from portal.loans.rules.product import Product, Repayment
from portal.loans.rules.products.mortgage.rules import share_of_home
from portal.loans.rules.questions import ENDING, INCOME, INCOME_PAPERS, HomesOwned, Question, ask
from portal.money import Money

MORTGAGE = Product(
    code="mortgage",
    minimum=Money(100_000_00, "CNY"),
    maximum=Money(10_000_000_00, "CNY"),
    terms=(60, 120, 180, 240, 300, 360),
    annual_rate=Decimal("0.0345"),
    fee_rate=Decimal(0),
    repayments=(Repayment.EQUAL_INSTALMENTS, Repayment.EQUAL_PRINCIPAL),
    example=(Money(1_500_000_00, "CNY"), 240),
    decided_within=timedelta(days=7),
    questions=(
        ask(Question.AMOUNT),
        ask(Question.TERM),
        ask(Question.REPAYMENT),
        ask(Question.HOME_PRICE),
        ask(Question.HOME_ADDRESS),
        ask(Question.HOMES_OWNED),
        *INCOME,
        ask(Question.PAPER_HOME),
        *INCOME_PAPERS,
        *ENDING,
    ),
    checks=(*PERSON_CHECKS, share_of_home, *LAST_CHECKS, guarantor_signed),
    most_income_share=Decimal("0.50"),
    remedy_step=Money(10_000_00, "CNY"),
    second_eyes_above=Money(3_000_000_00, "CNY"),
    oldest_at_end=70,
    shares={HomesOwned.NONE: Decimal("0.85"), HomesOwned.ONE: Decimal("0.75")},
    parties=(PartyRole.JOINT, PartyRole.GUARANTOR),
)
