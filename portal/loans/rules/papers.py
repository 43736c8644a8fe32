"""How a paper comes to the bank, what an officer says of it, and where it stands."""

from datetime import timedelta
from enum import StrEnum


class Way(StrEnum):
    """How the customer gives a paper."""

    HELD = "held"
    """The bank holds it, verified for an earlier application."""
    UPLOAD = "upload"
    BRING = "bring"


class Verdict(StrEnum):
    """What an officer says of a paper, in the version that was looked at."""

    VERIFIED = "verified"
    SENT_BACK = "sent_back"


class PaperEvent(StrEnum):
    """What the history of an application says of its papers."""

    VERIFIED = "paper verified"
    SENT_BACK = "paper sent back"
    PAGE_REMOVED = "page removed"


class SendBackReason(StrEnum):
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out_of_date"
    ANOTHER_PAPER = "another_paper"
    ANOTHER_PERSON = "another_person"
    OTHER = "other"


class Paper(StrEnum):
    """HELD: the bank has it, verified before. CHECKED: an officer saw it for this application."""

    HELD = "held"
    TO_BRING = "to_bring"
    MISSING = "missing"
    SENT = "sent"
    """Nobody compared it with the original yet."""
    SENT_BACK = "sent_back"
    CHECKED = "checked"


SEEN = frozenset({Paper.HELD, Paper.CHECKED})
"""What may go to review."""

HELD_FOR = timedelta(days=365)
"""After an officer verified a paper, it is offered again."""


def paper_state(way: Way | None, has_pages: bool, verdict: Verdict | None, reuse_agreed: bool) -> Paper:
    """Where a paper stands. `verdict` is that of the version that counts; `reuse_agreed`: she may use what is held."""
    if verdict is not None:
        return Paper.CHECKED if verdict == Verdict.VERIFIED else Paper.SENT_BACK
    if way == Way.BRING:
        return Paper.TO_BRING
    if way is None or not has_pages or (way == Way.HELD and not reuse_agreed):
        return Paper.MISSING
    return Paper.HELD if way == Way.HELD else Paper.SENT
