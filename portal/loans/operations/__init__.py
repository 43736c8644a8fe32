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
    Unconfirmed,
    add_paper,
    check_code,
    check_used_code,
    pick_up,
    send_to_review,
    weigh_code,
)
from portal.loans.operations.changes import dispute, propose, settle, tell_settled
from portal.loans.operations.codes import make_code
from portal.loans.operations.decisions import decide
from portal.loans.operations.handing import hand_back, send_back
from portal.loans.operations.moving import move_visit
from portal.loans.operations.walk_in import answer_for, begin_walk_in, open_by_identity, submit_walk_in

__all__ = [
    "BranchUnattended",
    "CodeRefused",
    "Incomplete",
    "Unconfirmed",
    "add_paper",
    "answer",
    "answer_for",
    "begin_walk_in",
    "check_code",
    "check_used_code",
    "decide",
    "dispute",
    "erase",
    "hand_back",
    "make_code",
    "move_visit",
    "open_by_identity",
    "pick_up",
    "propose",
    "send_back",
    "send_to_review",
    "settle",
    "start",
    "submit",
    "submit_walk_in",
    "tell_settled",
    "tidy_drafts",
    "weigh_code",
    "withdraw",
]
