"""Where an application stands, and what may be done to it there."""

from datetime import timedelta
from enum import StrEnum


class LoanStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    AT_BRANCH = "at_branch"
    WITH_CUSTOMER = "with_customer"
    """Handed back by the branch: she changes or adds something online, then sends it back."""
    IN_REVIEW = "in_review"
    ASKED = "asked"
    """The reviewer waits for something from the customer; the bank's time stands still."""
    IN_SECOND_REVIEW = "in_second_review"
    """A reviewer proposes; above the product's limit another one agrees, or sends it back."""
    OFFERED = "offered"
    """Other terms, or conditions, wait for the customer's yes or no."""
    APPROVED = "approved"
    REFUSED = "refused"
    IN_SECOND_LOOK = "in_second_look"
    """She asked for a review of the refusal; somebody else decides, finally."""
    WITHDRAWN = "withdrawn"


class LoanAction(StrEnum):
    SUBMIT = "submit"
    PICK_UP = "pick_up"
    HAND_BACK = "hand_back"
    SEND_BACK = "send_back"
    SEND_TO_REVIEW = "send_to_review"
    ASK = "ask"
    REPLY = "reply"
    STOP_ASKING = "stop_asking"
    PROPOSE = "propose"
    RETURN = "return"
    OFFER = "offer"
    ACCEPT = "accept"
    ACCEPT_TO_SIGN = "accept_to_sign"
    """She accepts more than those who signed with her signed for: first they sign again."""
    DECLINE = "decline"
    LAPSE = "lapse"
    APPROVE = "approve"
    REFUSE = "refuse"
    ASK_SECOND_LOOK = "ask_second_look"
    WITHDRAW = "withdraw"
    PARTY_LEFT = "party_left"
    """Somebody who signed with the applicant takes the signature back."""


S, A = LoanStatus, LoanAction
RUNNING = (
    S.SUBMITTED,
    S.AT_BRANCH,
    S.WITH_CUSTOMER,
    S.IN_REVIEW,
    S.ASKED,
    S.IN_SECOND_REVIEW,
    S.OFFERED,
    S.IN_SECOND_LOOK,
)
LEFT_FROM = (S.IN_REVIEW, S.ASKED, S.IN_SECOND_REVIEW, S.OFFERED)
"""Where a signature that is taken back sends the case to the branch; a second look goes on, and cannot say yes."""

TRANSITIONS: dict[tuple[LoanStatus, LoanAction], LoanStatus] = {
    (S.DRAFT, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.PICK_UP): S.AT_BRANCH,
    (S.SUBMITTED, A.SEND_TO_REVIEW): S.IN_REVIEW,  # at once, where a small, clean file lacks nothing
    (S.AT_BRANCH, A.PICK_UP): S.AT_BRANCH,  # on another day, with a new code
    (S.AT_BRANCH, A.HAND_BACK): S.WITH_CUSTOMER,
    (S.WITH_CUSTOMER, A.SEND_BACK): S.AT_BRANCH,
    (S.AT_BRANCH, A.SEND_TO_REVIEW): S.IN_REVIEW,
    (S.IN_REVIEW, A.ASK): S.ASKED,
    (S.ASKED, A.REPLY): S.IN_REVIEW,
    (S.ASKED, A.STOP_ASKING): S.IN_REVIEW,
    (S.IN_REVIEW, A.PROPOSE): S.IN_SECOND_REVIEW,
    (S.IN_SECOND_REVIEW, A.RETURN): S.IN_REVIEW,
    **{
        (status, action): following
        for status in (S.IN_REVIEW, S.IN_SECOND_REVIEW)
        for action, following in ((A.APPROVE, S.APPROVED), (A.REFUSE, S.REFUSED), (A.OFFER, S.OFFERED))
    },
    (S.OFFERED, A.ACCEPT): S.APPROVED,
    (S.OFFERED, A.ACCEPT_TO_SIGN): S.AT_BRANCH,
    (S.OFFERED, A.DECLINE): S.IN_REVIEW,
    (S.OFFERED, A.LAPSE): S.IN_REVIEW,  # nothing is refused by time: a person decides again
    (S.REFUSED, A.ASK_SECOND_LOOK): S.IN_SECOND_LOOK,  # once: see `may_ask_second_look`
    (S.IN_SECOND_LOOK, A.APPROVE): S.APPROVED,
    (S.IN_SECOND_LOOK, A.REFUSE): S.REFUSED,
    **{(status, A.WITHDRAW): S.WITHDRAWN for status in RUNNING},
    **{(status, A.PARTY_LEFT): S.AT_BRANCH for status in LEFT_FROM},
}

UNDOABLE = frozenset({A.PROPOSE, A.RETURN, A.OFFER, A.APPROVE, A.REFUSE, A.ACCEPT, A.DECLINE, A.WITHDRAW})
"""What its own hand takes back for some minutes: see `casework.rules.UNDO`."""
CLOSED = frozenset({S.APPROVED, S.REFUSED, S.WITHDRAWN})
TO_DECIDE = (S.IN_REVIEW, S.IN_SECOND_REVIEW, S.IN_SECOND_LOOK)
"""What waits for a reviewer."""
WAITING_FOR_CUSTOMER = (S.ASKED, S.OFFERED)
HER_TURN = (S.DRAFT, S.SUBMITTED, S.WITH_CUSTOMER, *WAITING_FOR_CUSTOMER)
"""What goes on when the customer does something: sends it, comes to the branch, changes, answers."""
TAKES_PAPERS_AGAIN = (S.SUBMITTED, S.AT_BRANCH, S.WITH_CUSTOMER)
"""Where a paper that was sent back is given anew."""
QUEUES: dict[str, tuple[LoanStatus, ...]] = {
    "": TO_DECIDE,
    "second": (S.IN_SECOND_REVIEW,),
    "look": (S.IN_SECOND_LOOK,),
    "waiting": WAITING_FOR_CUSTOMER,
}
"""The parts of the reviewers' queue, by their address."""
SEEN_IN_REVIEW = (*TO_DECIDE, *WAITING_FOR_CUSTOMER, S.APPROVED, S.REFUSED)

DRAFT_KEPT = timedelta(days=30)
"""After the last touch; then a draft is erased."""
DRAFT_WARNINGS = (timedelta(days=7), timedelta(days=1))
"""How long before that she is warned."""
