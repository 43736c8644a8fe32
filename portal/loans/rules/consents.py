"""What the applicant may agree to, each purpose by itself and none ticked before she ticks it."""

from enum import StrEnum


class ConsentPurpose(StrEnum):
    PROCESS = "process"
    """Necessary: without it nothing is sent."""
    BUREAU = "bureau"
    """Refused: she brings her credit report."""
    REUSE = "reuse"
    """Refused: she uploads papers again that the bank holds."""
    OFFERS = "offers"
    """Never needed."""


CONSENT_VERSION = 1
"""Of the words in `labels.CONSENTS`; it goes up whenever their meaning changes."""
