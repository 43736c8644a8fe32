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
    CodeRefused,
    check_code,
    pick_up,
    send_to_review,
    weigh_code,
)
from portal.loans.operations.codes import make_code
from portal.loans.operations.decisions import decide
from portal.loans.operations.papers import JudgedMeanwhile, add_pages, give_paper, judge_paper

__all__ = [
    "BranchUnattended",
    "CodeRefused",
    "Incomplete",
    "JudgedMeanwhile",
    "add_pages",
    "answer",
    "check_code",
    "decide",
    "erase",
    "give_paper",
    "judge_paper",
    "make_code",
    "pick_up",
    "send_to_review",
    "start",
    "submit",
    "tidy_drafts",
    "weigh_code",
    "withdraw",
]
