"""A case and what belongs to it: answers, consents, clocks, the question that is open, the lease."""

from portal.casework.models.asking import InformationRequest
from portal.casework.models.cases import Answer, AnswerSource, Case, Consent
from portal.casework.models.clocks import CaseClock, ClockWatch, Escalation
from portal.casework.models.leases import CaseLease

__all__ = [
    "Answer",
    "AnswerSource",
    "Case",
    "CaseClock",
    "CaseLease",
    "ClockWatch",
    "Consent",
    "Escalation",
    "InformationRequest",
]
