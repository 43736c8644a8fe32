"""What changes an application: its beginning and end, its pick-up at the branch, the review, the decision."""

from portal.loans.operations.applications import (
    BranchClosed,
    BranchUnattended,
    Incomplete,
    answer,
    begin_with,
    erase,
    start,
    submit,
    tidy_drafts,
)
from portal.loans.operations.branch import (
    Unconfirmed,
    check_code,
    check_used_code,
    pick_up,
    send_to_review,
    weigh_code,
)
from portal.loans.operations.changes import dispute, propose, settle, tell_settled
from portal.loans.operations.clean import send_if_clean
from portal.loans.operations.codes import make_code
from portal.loans.operations.consenting import change_consent
from portal.loans.operations.decisions import (
    agree,
    approve_by_machine,
    decide,
    is_proposal,
    send_back,
)
from portal.loans.operations.handing import hand_back, return_to_branch
from portal.loans.operations.moving import move_visit
from portal.loans.operations.offers import OfferAnswered, answer_offer, lapse_offers, offer
from portal.loans.operations.own_files import pass_on_own_files
from portal.loans.operations.papers import (
    JudgedMeanwhile,
    add_pages,
    give_paper,
    judge_paper,
    remove_page,
    turn_page,
)
from portal.loans.operations.review import (
    ask_customer,
    ask_second_look,
    reply,
    stop_asking,
)
from portal.loans.operations.undoing import move_to_undo, take_back
from portal.loans.operations.walk_in import (
    BegunAlready,
    answer_for,
    begin_walk_in,
    erase_walk_in,
    open_by_identity,
    submit_walk_in,
)
from portal.loans.operations.withdrawing import let_go, withdraw
from portal.loans.rules import CodeRefused

__all__ = [
    "BegunAlready",
    "BranchClosed",
    "BranchUnattended",
    "CodeRefused",
    "Incomplete",
    "JudgedMeanwhile",
    "OfferAnswered",
    "Unconfirmed",
    "add_pages",
    "agree",
    "answer",
    "answer_for",
    "answer_offer",
    "approve_by_machine",
    "ask_customer",
    "ask_second_look",
    "begin_walk_in",
    "begin_with",
    "change_consent",
    "check_code",
    "check_used_code",
    "decide",
    "dispute",
    "erase",
    "erase_walk_in",
    "give_paper",
    "hand_back",
    "is_proposal",
    "judge_paper",
    "lapse_offers",
    "let_go",
    "make_code",
    "move_to_undo",
    "move_visit",
    "offer",
    "open_by_identity",
    "pass_on_own_files",
    "pick_up",
    "propose",
    "remove_page",
    "reply",
    "return_to_branch",
    "send_back",
    "send_if_clean",
    "send_to_review",
    "settle",
    "start",
    "stop_asking",
    "submit",
    "submit_walk_in",
    "take_back",
    "tell_settled",
    "tidy_drafts",
    "turn_page",
    "weigh_code",
    "withdraw",
]
