"""The bank's policy for business loans: statuses, products, arithmetic, checks and refusals.

Pure: imports neither Flask nor SQLAlchemy, and gives codes; `labels.py` holds their words.
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
from portal.loans.rules.products import INCLUSIVE, AmountProblem, Product, decision_due, validate_amount
from portal.loans.rules.questions import PURPOSE_FOLLOW_UP, Purpose, PurposeQuestion, Question
from portal.loans.rules.remedies import REFUSAL_REMEDIES, RefusalReason, RemedyKind
from portal.loans.rules.statuses import (
    CLOSED,
    DRAFT_KEPT,
    DRAFT_WARNINGS,
    TRANSITIONS,
    LoanAction,
    LoanStatus,
)

__all__ = [
    "CLOSED",
    "CONSENT_VERSION",
    "DIGITS",
    "DRAFT_KEPT",
    "DRAFT_WARNINGS",
    "INCLUSIVE",
    "MOST_WRONG_TRIES",
    "PURPOSE_FOLLOW_UP",
    "REFUSAL_REMEDIES",
    "TRANSITIONS",
    "AmountProblem",
    "Check",
    "CodeProblem",
    "ConsentPurpose",
    "Facts",
    "Finding",
    "Instalment",
    "LoanAction",
    "LoanStatus",
    "Outcome",
    "Paper",
    "Product",
    "Purpose",
    "PurposeQuestion",
    "Question",
    "Quote",
    "RefusalReason",
    "RemedyKind",
    "add_months",
    "annual_percentage_rate",
    "assess",
    "decision_due",
    "end_of_day",
    "every_check_passed",
    "instalment",
    "periodic_rate",
    "quote",
    "schedule",
    "validate_amount",
]
