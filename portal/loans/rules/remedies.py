"""What would change an answer, and the reasons a person may give for a refusal."""

from enum import StrEnum


class RemedyKind(StrEnum):
    """Each says what its value is."""

    LOWER_AMOUNT = "lower_amount"
    """The largest amount that passes, in minor units."""
    RAISE_AMOUNT = "raise_amount"
    """The least amount lent, in minor units."""
    OFFERED_TERM = "offered_term"
    """The nearest term offered, in months."""
    LONGER_TERM = "longer_term"
    """The shortest offered term that passes, in months."""
    SHORTER_TERM = "shorter_term"
    """The longest offered term that passes, in months."""
    WAIT_UNTIL = "wait_until"
    """The first ISO date that passes."""
    BRING_PAPER = "bring_paper"
    """The question that asks for the paper, or whose credit report: see `checks.CREDIT_REPORTS`."""
    EXPLAIN_PURPOSE = "explain_purpose"
    """The code of the question to answer."""
    REPAY_DEBTS = "repay_debts"
    """The amount of debt to repay first, in minor units."""


class RefusalReason(StrEnum):
    INCOME_TOO_LOW = "income_too_low"
    BUSINESS_TOO_NEW = "business_too_new"
    PAPER_NOT_VALID = "paper_not_valid"
    PURPOSE_UNCLEAR = "purpose_unclear"
    EXISTING_DEBTS = "existing_debts"
    OTHER = "other"


REFUSAL_REMEDIES: dict[RefusalReason, tuple[RemedyKind, ...]] = {
    RefusalReason.INCOME_TOO_LOW: (RemedyKind.LOWER_AMOUNT, RemedyKind.LONGER_TERM),
    RefusalReason.BUSINESS_TOO_NEW: (RemedyKind.WAIT_UNTIL,),
    RefusalReason.PAPER_NOT_VALID: (RemedyKind.BRING_PAPER,),
    RefusalReason.PURPOSE_UNCLEAR: (RemedyKind.EXPLAIN_PURPOSE,),
    RefusalReason.EXISTING_DEBTS: (RemedyKind.REPAY_DEBTS, RemedyKind.LOWER_AMOUNT, RemedyKind.LONGER_TERM),
    RefusalReason.OTHER: (),
}
"""What would change each answer. OTHER is always in the reviewer's own words, with its own remedy."""
