"""What a document may be, become and cost; how long it is kept; how often strangers may ask about one."""

from datetime import timedelta
from enum import StrEnum

LONG = 500
"""Rows above which a document is made in the background."""

KEPT = timedelta(days=30)
"""How long a document that was made can be fetched again. Its code answers for ever."""

MAX_BYTES = 30 * 1024 * 1024
"""Bytes of the largest document; so a larger file that somebody asks about is none of ours."""

ASKING_WINDOW = timedelta(minutes=15)
ASKED_HERE = 20
"""Wrong codes and files from one address within the window; a whole office may share it."""
ASKED_EVERYWHERE = 2000


class Kind(StrEnum):
    LOAN_SUMMARY = "loan summary"
    LOAN_DECISION = "loan decision"
    STATEMENT = "statement"
    RECEIPT = "receipt"
    ACCOUNT_LETTER = "account letter"
    INCOME_PROOF = "proof of income"


class Form(StrEnum):
    """What can be given out; the page on the screen is not, and has no code."""

    PDF = "pdf"
    BRF = "brf"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.BRF: "text/plain; charset=us-ascii",
    Form.CSV: "text/csv; charset=utf-8",
}


class Stage(StrEnum):
    """Where a document that is made in the background stands."""

    WAITING = "waiting"
    COLLECTING = "collecting"
    PRINTING = "printing"
    READY = "ready"
    FAILED = "failed"


class Refusal(StrEnum):
    FONT_MISSING = "font missing"
    BRAILLE_MISSING = "braille missing"
    NOT_IN_BRAILLE = "not in braille"
    TOO_LONG = "too long"
    """It took more memory or time than the press has."""


class Unprintable(Exception):
    """A document that cannot be had in this form; `what` names the letters that braille does not know."""

    def __init__(self, reason: Refusal, what: str = "") -> None:
        super().__init__(f"{reason} {what}".strip())
        self.reason, self.what = reason, what


def must_wait(asked_here: int, asked_everywhere: int) -> bool:
    """Whether the next question about a code has to wait, given the wrong ones within the window."""
    return asked_here >= ASKED_HERE or asked_everywhere >= ASKED_EVERYWHERE


def is_long(rows: int) -> bool:
    return rows > LONG
