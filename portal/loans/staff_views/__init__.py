"""The branch's side: pick-up on the PAD, the file, the review and the decision, the products."""

from portal.loans.parties import staff_views as parties
from portal.loans.staff_views import decisions, files, lists, papers, pick_up, products
from portal.loans.staff_views.access import blueprint

__all__ = ["blueprint", "decisions", "files", "lists", "papers", "parties", "pick_up", "products"]
