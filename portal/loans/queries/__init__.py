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
    open_loans_of,
    own_files,
    visits_from,
    walk_in_for,
    walk_ins_of,
    was_taken_back,
)
from portal.loans.queries.papers import (
    HeldPaper,
    given_paper,
    held_paper,
    may_be_removed,
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
    "given_paper",
    "held_paper",
    "is_not_own",
    "loan_for",
    "loan_for_staff",
    "may_be_removed",
    "no_longer_held",
    "on_record",
    "open_loans_of",
    "open_offers_until",
    "own_files",
    "page_of",
    "pages_of",
    "papers_in",
    "review_queue",
    "visits_from",
    "walk_in_for",
    "walk_ins_of",
    "was_taken_back",
]
