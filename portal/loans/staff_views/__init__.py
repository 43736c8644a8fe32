"""The branch's side: pick-up on the PAD, the file, the review and the decision, the products."""

from portal.loans.parties import staff_views as parties
from portal.loans.staff_views import (
    answers,
    confirmation,
    decisions,
    files,
    handing,
    leases,
    lists,
    papers,
    pick_up,
    products,
    walk_in,
)
from portal.loans.staff_views.access import blueprint

__all__ = [
    "answers",
    "blueprint",
    "confirmation",
    "decisions",
    "files",
    "handing",
    "leases",
    "lists",
    "papers",
    "parties",
    "pick_up",
    "products",
    "walk_in",
]
