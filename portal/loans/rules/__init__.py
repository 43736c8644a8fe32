"""The bank's policy for loans: statuses, products, arithmetic, checks and refusals.

Pure: imports neither Flask nor SQLAlchemy, and gives codes; `labels` holds their words.
"""

from portal.loans.rules.amortisation import (
    Instalment,
    Quote,
    annual_percentage_rate,
    instalment,
    periodic_rate,
    quote,
    schedule,
)
from portal.loans.rules.checks import (
    CREDIT_REPORT,
    Check,
    Facts,
    Finding,
    Outcome,
    Paper,
    add_months,
    assess,
    every_check_passed,
)
from portal.loans.rules.consents import CONSENT_VERSION, ConsentPurpose
from portal.loans.rules.pick_up import DIGITS, MOST_WRONG_TRIES, CodeProblem, end_of_day
from portal.loans.rules.product import AmountProblem, Product, Repayment, decision_due, validate_amount
from portal.loans.rules.products import INCLUSIVE, PRODUCTS
from portal.loans.rules.questions import (
    PURPOSE_FOLLOW_UP,
    Ask,
    CarCondition,
    Employment,
    HomesOwned,
    Kind,
    Need,
    Patents,
    Purpose,
    PurposeQuestion,
    Question,
    Student,
)
from portal.loans.rules.remedies import REFUSAL_REMEDIES, RefusalReason, RemedyKind
from portal.loans.rules.statuses import (
    CLOSED,
    DRAFT_KEPT,
    DRAFT_WARNINGS,
    TRANSITIONS,
    LoanAction,
    LoanStatus,
)
from portal.loans.rules.tablet import (
    IdentityPaper,
    Proof,
    is_asked_at_the_counter,
    may_be_proposed,
    may_change_herself,
)

__all__ = [
    "CLOSED",
    "CONSENT_VERSION",
    "CREDIT_REPORT",
    "DIGITS",
    "DRAFT_KEPT",
    "DRAFT_WARNINGS",
    "INCLUSIVE",
    "MOST_WRONG_TRIES",
    "PRODUCTS",
    "PURPOSE_FOLLOW_UP",
    "REFUSAL_REMEDIES",
    "TRANSITIONS",
    "AmountProblem",
    "Ask",
    "CarCondition",
    "Check",
    "CodeProblem",
    "ConsentPurpose",
    "Employment",
    "Facts",
    "Finding",
    "HomesOwned",
    "IdentityPaper",
    "Instalment",
    "Kind",
    "LoanAction",
    "LoanStatus",
    "Need",
    "Outcome",
    "Paper",
    "Patents",
    "Product",
    "Proof",
    "Purpose",
    "PurposeQuestion",
    "Question",
    "Quote",
    "RefusalReason",
    "RemedyKind",
    "Repayment",
    "Student",
    "add_months",
    "annual_percentage_rate",
    "assess",
    "decision_due",
    "end_of_day",
    "every_check_passed",
    "instalment",
    "is_asked_at_the_counter",
    "may_be_proposed",
    "may_change_herself",
    "periodic_rate",
    "quote",
    "schedule",
    "validate_amount",
]
