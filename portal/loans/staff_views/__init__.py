"""The branch's side: pick-up on the PAD, the file, the review and the decision."""

from portal.loans.parties import staff_views as parties
from portal.loans.staff_views import decisions, files, lists, pick_up
from portal.loans.staff_views.access import blueprint

__all__ = ["blueprint", "decisions", "files", "lists", "parties", "pick_up"]
