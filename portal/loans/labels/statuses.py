"""The words for where an application stands and what happened to it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.casework.labels import EVENTS as CASE_EVENTS
from portal.loans.labels.parties import PARTY_EVENTS
from portal.loans.rules import LoanAction, LoanStatus, PaperEvent

STATUSES = {
    LoanStatus.DRAFT: _l("Not sent yet"),
    LoanStatus.SUBMITTED: _l("Sent, waiting for your visit"),
    LoanStatus.AT_BRANCH: _l("At the branch"),
    LoanStatus.WITH_CUSTOMER: _l("Your turn"),
    LoanStatus.IN_REVIEW: _l("Being decided"),
    LoanStatus.ASKED: _l("We have a question for you"),
    LoanStatus.IN_SECOND_REVIEW: _l("Being decided by two people"),
    LoanStatus.OFFERED: _l("An offer waits for your answer"),
    LoanStatus.APPROVED: _l("Approved"),
    LoanStatus.REFUSED: _l("Refused"),
    LoanStatus.IN_SECOND_LOOK: _l("Somebody else looks at it"),
    LoanStatus.WITHDRAWN: _l("Withdrawn by you"),
}
STAFF_STATUSES = {
    LoanStatus.SUBMITTED: _l("Waiting for the visit"),
    LoanStatus.AT_BRANCH: _l("Open at the branch"),
    LoanStatus.WITH_CUSTOMER: _l("Handed back to the customer"),
    LoanStatus.IN_REVIEW: _l("Waiting for a decision"),
    LoanStatus.ASKED: _l("The customer was asked"),
    LoanStatus.IN_SECOND_REVIEW: _l("Waiting for a second reviewer"),
    LoanStatus.OFFERED: _l("Offered to the customer"),
    LoanStatus.APPROVED: _l("Approved"),
    LoanStatus.REFUSED: _l("Refused"),
    LoanStatus.IN_SECOND_LOOK: _l("The customer asked for a second look"),
    LoanStatus.WITHDRAWN: _l("Withdrawn by the customer"),
}
STATUS_KINDS = {
    LoanStatus.DRAFT: "wait",
    LoanStatus.SUBMITTED: "info",
    LoanStatus.AT_BRANCH: "info",
    LoanStatus.WITH_CUSTOMER: "wait",
    LoanStatus.IN_REVIEW: "wait",
    LoanStatus.ASKED: "wait",
    LoanStatus.IN_SECOND_REVIEW: "wait",
    LoanStatus.OFFERED: "wait",
    LoanStatus.APPROVED: "go",
    LoanStatus.REFUSED: "stop",
    LoanStatus.IN_SECOND_LOOK: "wait",
    LoanStatus.WITHDRAWN: "quiet",
}
SENTENCES = {
    LoanStatus.SUBMITTED: _l("We have your pre-application. Next, come to the branch with your papers."),
    LoanStatus.AT_BRANCH: _l("Your branch has your file open and is completing it with you."),
    LoanStatus.WITH_CUSTOMER: _l(
        "Your branch needs something from you. Change or add it below, then send it back."
    ),
    LoanStatus.IN_REVIEW: _l("A credit reviewer is deciding. You need do nothing."),
    LoanStatus.ASKED: _l(
        "The reviewer needs one thing from you. The time for our decision is paused until you answer."
    ),
    LoanStatus.IN_SECOND_REVIEW: _l(
        "The amount is large, so two credit reviewers decide together. You need do nothing."
    ),
    LoanStatus.OFFERED: _l("We can lend on the terms below. You say yes or no; both are fine."),
    LoanStatus.APPROVED: _l(
        "Your pre-application is approved. Your branch invites you to sign the contract."
    ),
    LoanStatus.REFUSED: _l(
        "We cannot lend this amount on these terms now. Below is why, and what would change it."
    ),
    LoanStatus.IN_SECOND_LOOK: _l(
        "A reviewer who did not decide before looks at everything again. You need do nothing."
    ),
    LoanStatus.WITHDRAWN: _l("You took this pre-application back. Nothing more happens with it."),
}
EVENTS: dict[str, Any] = {
    "started": _l("Pre-application started"),
    "answered": _l("Answer saved"),
    "consent": _l("Consent recorded"),
    "code made": _l("Pick-up code made"),
    "visit moved": _l("The visit was moved"),
    "wrong code": _l("Wrong pick-up code typed"),
    LoanAction.SUBMIT: _l("Pre-application sent"),
    LoanAction.PICK_UP: _l("Picked up at the branch"),
    LoanAction.HAND_BACK: _l("Handed back to the customer"),
    LoanAction.SEND_BACK: _l("Sent back by the customer"),
    LoanAction.SEND_TO_REVIEW: _l("Sent to review"),
    LoanAction.ASK: _l("It waits for the customer’s answer"),
    LoanAction.REPLY: _l("The customer answered"),
    LoanAction.STOP_ASKING: _l("The question was taken back"),
    LoanAction.PROPOSE: _l("A reviewer decided; a second one must agree"),
    LoanAction.RETURN: _l("The second reviewer sent it back"),
    LoanAction.OFFER: _l("Offered to the customer"),
    LoanAction.ACCEPT: _l("The customer accepted the offer"),
    LoanAction.ACCEPT_TO_SIGN: _l("The customer accepted the offer; signatures are needed anew"),
    LoanAction.DECLINE: _l("The customer declined the offer"),
    LoanAction.LAPSE: _l("The offer was not answered in time"),
    LoanAction.APPROVE: _l("Approved"),
    LoanAction.REFUSE: _l("Refused"),
    LoanAction.ASK_SECOND_LOOK: _l("The customer asked for a second look"),
    LoanAction.WITHDRAW: _l("Withdrawn by the customer"),
    PaperEvent.VERIFIED: _l("A paper was verified"),
    PaperEvent.SENT_BACK: _l("A paper was sent back"),
    PaperEvent.PAGE_REMOVED: _l("The branch took out a page that it had added"),
    **PARTY_EVENTS,
    **CASE_EVENTS,
}
_SEEN_ALREADY = _l(
    "You can take this back until %(moment)s. The customer can see it on the page now, and is told then."
)
TAKING_BACK = {
    **dict.fromkeys(
        (LoanAction.ACCEPT, LoanAction.DECLINE),
        (
            _l("You can take your answer back until %(moment)s, and choose again."),
            _l("Take my answer back"),
            _l("Your answer is taken back. The offer waits for you again."),
        ),
    ),
    LoanAction.WITHDRAW: (
        _l("You can undo this until %(moment)s. Until then we keep everything for you."),
        _l("Do not withdraw it"),
        _l("It is not withdrawn. Everything is as it was before."),
    ),
    **dict.fromkeys(
        (LoanAction.APPROVE, LoanAction.REFUSE),
        (
            _SEEN_ALREADY,
            _l("Take the decision back"),
            _l("The decision is taken back. No message is sent; the customer’s page says so. Decide again."),
        ),
    ),
    LoanAction.OFFER: (
        _SEEN_ALREADY,
        _l("Take the offer back"),
        _l("The offer is taken back. No message is sent; the customer’s page says so. Decide again."),
    ),
    **dict.fromkeys(
        (LoanAction.PROPOSE, LoanAction.RETURN),
        (
            _l("You can take this back until %(moment)s, unless the other reviewer decides before."),
            _l("Take it back and decide again"),
            _l("It is taken back. Decide again."),
        ),
    ),
}
"""By the move: until when whoever made it may take it back, the button that does, and what is said then."""
TAKEN_BACK = {
    **dict.fromkeys((LoanAction.ACCEPT, LoanAction.DECLINE), _l("The customer took the answer back")),
    LoanAction.WITHDRAW: _l("The customer did not withdraw after all"),
    **dict.fromkeys((LoanAction.APPROVE, LoanAction.REFUSE), _l("The reviewer took the decision back")),
    LoanAction.OFFER: _l("The reviewer took the offer back"),
    LoanAction.PROPOSE: _l("The reviewer took the proposal back"),
    LoanAction.RETURN: _l("The second reviewer took the return back"),
}
"""The history's words for it, by the move."""
WAITS_FOR_HER = {
    LoanStatus.WITH_CUSTOMER: _l("See what your branch needs"),
    LoanStatus.ASKED: _l("Answer our question"),
    LoanStatus.OFFERED: _l("See our offer and answer"),
}
"""What she does next, where it is her turn."""
