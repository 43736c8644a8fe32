"""What the rules are told of an application, and what they find in it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from portal.loans.models import LoanApplication
from portal.loans.rules import (
    MONTHS_A_YEAR,
    Change,
    ConsentPurpose,
    Facts,
    Finding,
    PartyFacts,
    PartyRole,
    Question,
    assess,
    what_would_change,
)
from portal.money import Money


def findings(loan: LoanApplication, today: date) -> list[Finding]:
    """What the rules see in a complete application."""
    return assess(facts_of(loan), loan.product, today)


def changes(loan: LoanApplication, today: date) -> list[Change]:
    """What would make a complete application pass."""
    return what_would_change(facts_of(loan), loan.product, today)


def facts_of(loan: LoanApplication) -> Facts:
    zero, business = Money.zero(loan.product.currency), loan.customer.business
    named = loan.named_parties
    joint = [each for each in named if each.role == PartyRole.JOINT and each.is_signed]
    return Facts(
        amount=loan.amount or zero,
        months=loan.months or 0,
        repayment=loan.repayment,
        yearly_income=_her_income(loan) + _yearly_of(loan, [each.monthly_income for each in joint]),
        yearly_debts=_yearly(loan, Question.MONTHLY_DEBTS)
        + _yearly_of(loan, [each.monthly_debts for each in joint]),
        papers={paper: loan.paper_state(paper) for paper in loan.papers},
        bureau_consent=ConsentPurpose.BUREAU in loan.value(Question.CONSENTS),
        has_borrowed_before=loan.customer.has_borrowed_before,
        technology_company=business is not None and business.is_technology_company,
        started_on=loan.day(Question.STARTED_ON),
        born_on=loan.day(Question.BORN_ON),
        answers={question: loan.value(question) for question in loan.questions},
        parties=tuple(
            PartyFacts(each.party_role, each.is_signed, each.agrees_to(ConsentPurpose.BUREAU))
            for each in named
        ),
    )


def _her_income(loan: LoanApplication) -> Money:
    return loan.money(Question.YEARLY_INCOME) or _yearly(loan, Question.MONTHLY_INCOME)


def _yearly_of(loan: LoanApplication, monthly: Iterable[Money]) -> Money:
    """Those who apply with her add what they said of a month, for a year."""
    total = sum(monthly, Money.zero(loan.product.currency))
    return total.times(Decimal(MONTHS_A_YEAR))


def _yearly(loan: LoanApplication, question: Question) -> Money:
    monthly = loan.money(question)
    return monthly.times(Decimal(MONTHS_A_YEAR)) if monthly else Money.zero(loan.product.currency)
