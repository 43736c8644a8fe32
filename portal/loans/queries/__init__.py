"""Loans, read through whoever looks."""

from portal.loans.queries.applications import (
    Visit,
    code_of,
    drafts_of,
    drafts_untouched_since,
    is_not_own,
    loan_for,
    loan_for_staff,
    on_record,
    own_files,
    visits_from,
    walk_in_for,
)
from portal.loans.queries.papers import (
    HeldPaper,
    held_paper,
    no_longer_held,
    page_of,
    pages_of,
    papers_in,
)
from portal.loans.queries.reviews import (
    open_offers_until,
    review_queue,
)

__all__ = [
    "HeldPaper",
    "Visit",
    "code_of",
    "drafts_of",
    "drafts_untouched_since",
    "held_paper",
    "is_not_own",
    "loan_for",
    "loan_for_staff",
    "no_longer_held",
    "on_record",
    "open_offers_until",
    "own_files",
    "page_of",
    "pages_of",
    "papers_in",
    "review_queue",
    "visits_from",
    "walk_in_for",
]
