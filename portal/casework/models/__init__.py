"""A case and what belongs to it: answers, proposals, consents, clocks, the open question, the lease."""

from portal.casework.models.asking import InformationRequest
from portal.casework.models.cases import CHAIN, Answer, AnswerSource, Case, Consent
from portal.casework.models.clocks import CaseClock, ClockWatch, Escalation
from portal.casework.models.leases import CaseLease
from portal.casework.models.proposals import AnswerProposal, RecordDispute

__all__ = [
    "CHAIN",
    "Answer",
    "AnswerProposal",
    "AnswerSource",
    "Case",
    "CaseClock",
    "CaseLease",
    "ClockWatch",
    "Consent",
    "Escalation",
    "InformationRequest",
    "RecordDispute",
]
