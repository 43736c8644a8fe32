"""The branch's side: pick-up on the PAD, the file, the review and the decision."""

from portal.loans.staff_views import (
    answers,
    confirmation,
    decisions,
    files,
    handing,
    leases,
    lists,
    pick_up,
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
    "pick_up",
    "walk_in",
]
