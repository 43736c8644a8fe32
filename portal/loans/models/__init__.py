from portal.loans.models.application import LoanApplication
from portal.loans.models.codes import PickUpCode
from portal.loans.models.decisions import LoanDecision
from portal.loans.models.papers import LoanPaperCheck

__all__ = ["LoanApplication", "LoanDecision", "LoanPaperCheck", "PickUpCode"]
