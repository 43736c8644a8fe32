"""What changes any case: its moves and answers, its clocks, what is asked of the customer, its editor."""

from portal.casework.operations.asking import AlreadyAsked, NothingAsked, ask, close_request, settle_asking
from portal.casework.operations.cases import (
    AnswerChanged,
    answer,
    change_consent,
    erase_draft,
    move,
    note_consent,
)
from portal.casework.operations.clocks import (
    escalate_due,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from portal.casework.operations.confirming import decline, take_proposal
from portal.casework.operations.hands import OtherHands, expect_other_hands, hand_over, pass_on
from portal.casework.operations.leases import (
    LeaseHeld,
    LeaseLost,
    WishGone,
    ask_for_lease,
    give_lease,
    keep_lease,
    release_lease,
    renew_lease,
    take_lease,
)
from portal.casework.operations.locking import IllegalMove, expect_version, lock
from portal.casework.operations.proposals import ProposalOvertaken, dispute_record, propose
from portal.casework.operations.undoing import TooLateToUndo, take_back

__all__ = [
    "AlreadyAsked",
    "AnswerChanged",
    "IllegalMove",
    "LeaseHeld",
    "LeaseLost",
    "NothingAsked",
    "OtherHands",
    "ProposalOvertaken",
    "TooLateToUndo",
    "WishGone",
    "answer",
    "ask",
    "ask_for_lease",
    "change_consent",
    "close_request",
    "decline",
    "dispute_record",
    "erase_draft",
    "escalate_due",
    "expect_other_hands",
    "expect_version",
    "give_lease",
    "hand_over",
    "keep_lease",
    "lock",
    "move",
    "note_consent",
    "pass_on",
    "pause_clock",
    "propose",
    "release_lease",
    "renew_lease",
    "resume_clock",
    "settle_asking",
    "start_clock",
    "stop_clock",
    "take_back",
    "take_lease",
    "take_proposal",
]
