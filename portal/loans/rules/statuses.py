"""Where an application stands, and what may be done to it there."""

from datetime import timedelta
from enum import StrEnum


class LoanStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    AT_BRANCH = "at_branch"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LoanAction(StrEnum):
    SUBMIT = "submit"
    PICK_UP = "pick_up"
    SEND_TO_REVIEW = "send_to_review"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PARTY_LEFT = "party_left"
    """Somebody who signed with the applicant takes the signature back."""


TRANSITIONS: dict[tuple[LoanStatus, LoanAction], LoanStatus] = {
    (LoanStatus.DRAFT, LoanAction.SUBMIT): LoanStatus.SUBMITTED,
    (LoanStatus.SUBMITTED, LoanAction.PICK_UP): LoanStatus.AT_BRANCH,
    (LoanStatus.AT_BRANCH, LoanAction.PICK_UP): LoanStatus.AT_BRANCH,  # on another day, with a new code
    (LoanStatus.AT_BRANCH, LoanAction.SEND_TO_REVIEW): LoanStatus.IN_REVIEW,
    (LoanStatus.IN_REVIEW, LoanAction.PARTY_LEFT): LoanStatus.AT_BRANCH,
    (LoanStatus.IN_REVIEW, LoanAction.APPROVE): LoanStatus.APPROVED,
    (LoanStatus.IN_REVIEW, LoanAction.REFUSE): LoanStatus.REFUSED,
    (LoanStatus.SUBMITTED, LoanAction.WITHDRAW): LoanStatus.WITHDRAWN,
    (LoanStatus.AT_BRANCH, LoanAction.WITHDRAW): LoanStatus.WITHDRAWN,
    (LoanStatus.IN_REVIEW, LoanAction.WITHDRAW): LoanStatus.WITHDRAWN,
}

CLOSED = frozenset({LoanStatus.APPROVED, LoanStatus.REFUSED, LoanStatus.WITHDRAWN})

DRAFT_KEPT = timedelta(days=30)
"""After the last touch; then a draft is erased."""
DRAFT_WARNINGS = (timedelta(days=7), timedelta(days=1))
"""How long before that she is warned."""
