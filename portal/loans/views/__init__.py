"""The customer's side: the product, her application from its first question to its end."""

from portal.loans.parties import applicant_views, own_views
from portal.loans.views import (
    applications,
    changes,
    consents,
    decisions,
    documents,
    moving,
    papers,
    questions,
)
from portal.loans.views.access import blueprint

__all__ = [
    "applicant_views",
    "applications",
    "blueprint",
    "changes",
    "consents",
    "decisions",
    "documents",
    "moving",
    "own_views",
    "papers",
    "questions",
]
