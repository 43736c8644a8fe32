"""What changes an application: its beginning and end, its pick-up at the branch, the review, the decision."""

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
    check_code,
    pick_up,
    send_to_review,
    weigh_code,
)
from portal.loans.operations.codes import make_code
from portal.loans.operations.decisions import (
    OtherHands,
    agree,
    approve_by_machine,
    decide,
    send_back,
)
from portal.loans.operations.offers import OfferAnswered, answer_offer, lapse_offers, offer
from portal.loans.operations.papers import JudgedMeanwhile, add_pages, give_paper, judge_paper
from portal.loans.operations.review import (
    ask_customer,
    ask_second_look,
    begin_with,
    change_consent,
    reply,
    stop_asking,
)
from portal.loans.rules import CodeRefused

__all__ = [
    "BranchUnattended",
    "CodeRefused",
    "Incomplete",
    "JudgedMeanwhile",
    "OfferAnswered",
    "OtherHands",
    "add_pages",
    "agree",
    "answer",
    "answer_offer",
    "approve_by_machine",
    "ask_customer",
    "ask_second_look",
    "begin_with",
    "change_consent",
    "check_code",
    "decide",
    "erase",
    "give_paper",
    "judge_paper",
    "lapse_offers",
    "make_code",
    "offer",
    "pick_up",
    "reply",
    "send_back",
    "send_to_review",
    "start",
    "stop_asking",
    "submit",
    "tidy_drafts",
    "weigh_code",
    "withdraw",
]
