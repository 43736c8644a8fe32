"""At the branch, beside the customer: what staff may change for her, and how she confirms it."""

from enum import StrEnum

from portal.loans.rules.questions import Kind, Question
from portal.loans.rules.statuses import LoanStatus

HERS_ALONE = frozenset({Kind.CONSENTS})
"""Nobody gives or withdraws these for her."""
ELSEWHERE = frozenset({Kind.BRANCH, Kind.VISIT, Kind.PAPER})
"""Changed by acts of their own: the visit is moved, a paper is added."""
AT_THE_COUNTER = (LoanStatus.DRAFT, LoanStatus.AT_BRANCH)
"""Where the branch, while the file is open to it, may change something: a walk-in's draft, a file at the branch."""


class IdentityPaper(StrEnum):
    """What an officer saw of a person who came to the branch."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"


class Proof(StrEnum):
    """What shows that it was the customer who confirmed on the branch's tablet."""

    CODE = "code"
    """She types the code again that opened the file today."""
    IDENTITY = "identity"
    """The file was opened with her identity paper today; she is told at once of what she confirmed."""
    NONE = "none"
    """She can confirm on her own page only."""


def may_be_proposed(question: Question) -> bool:
    """Whether staff may put another answer beside hers."""
    return question.kind not in HERS_ALONE | ELSEWHERE


def is_asked_at_the_counter(question: Question) -> bool:
    """Whether a walk-in is asked it by the officer: she is at the branch now, and her papers are taken there."""
    return may_be_proposed(question)


def may_change_herself(question: Question) -> bool:
    """Whether the customer changes it when the file is handed back to her."""
    return question.kind not in HERS_ALONE | {Kind.BRANCH, Kind.VISIT}
