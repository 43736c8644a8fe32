"""What changes an application: its beginning and end, its pick-up at the branch, the decision."""

from portal.loans.operations.applications import (
    BranchUnattended,
    Incomplete,
    answer,
    erase,
    start,
    submit,
    tidy_drafts,
    withdraw,
)
from portal.loans.operations.branch import (
    add_paper,
    check_code,
    pick_up,
    send_to_review,
    weigh_code,
)
from portal.loans.operations.codes import make_code
from portal.loans.operations.decisions import decide
from portal.loans.rules import CodeRefused

__all__ = [
    "BranchUnattended",
    "CodeRefused",
    "Incomplete",
    "add_paper",
    "answer",
    "check_code",
    "decide",
    "erase",
    "make_code",
    "pick_up",
    "send_to_review",
    "start",
    "submit",
    "tidy_drafts",
    "weigh_code",
    "withdraw",
]
