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
from portal.casework.operations.leases import (
    LeaseHeld,
    LeaseLost,
    release_lease,
    renew_lease,
    take_lease,
)
from portal.casework.operations.locking import IllegalMove, expect_version, lock

__all__ = [
    "AlreadyAsked",
    "AnswerChanged",
    "IllegalMove",
    "LeaseHeld",
    "LeaseLost",
    "NothingAsked",
    "answer",
    "ask",
    "change_consent",
    "close_request",
    "erase_draft",
    "escalate_due",
    "expect_version",
    "lock",
    "move",
    "note_consent",
    "pause_clock",
    "release_lease",
    "renew_lease",
    "resume_clock",
    "settle_asking",
    "start_clock",
    "stop_clock",
    "take_lease",
]
