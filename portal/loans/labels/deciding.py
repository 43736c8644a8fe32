"""The words of the review: its queues, what is decided, what is asked."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.loans.rules import Asked, LoanAction, LoanStatus, OfferAnswer, RefusalReason

REFUSAL_REASONS = {
    RefusalReason.INCOME_TOO_LOW: _l("The instalment is too high for the income"),
    RefusalReason.BUSINESS_TOO_NEW: _l("The business is too new"),
    RefusalReason.PAPER_NOT_VALID: _l("A paper is not valid"),
    RefusalReason.PURPOSE_UNCLEAR: _l("It is not clear what the money is for"),
    RefusalReason.EXISTING_DEBTS: _l("Other loans are too high"),
    RefusalReason.OTHER: _lp("reason", "Another reason, in my words"),
}
QUEUES = {
    "": _l("To decide"),
    "second": _l("Second pair of eyes"),
    "look": _l("Second look"),
    "waiting": _l("With the customer"),
}
"""The parts of the reviewer's queue, by their address; see `rules.QUEUES`."""
VERDICTS = {
    LoanAction.APPROVE: _l("Approve"),
    LoanAction.REFUSE: _l("Refuse"),
    LoanAction.OFFER: _l("Offer other terms or conditions"),
    LoanAction.RETURN: _l("Send it back"),
}
ASKED = {
    Asked.EXPLANATION: _l("An explanation in words"),
    Asked.HANDED_BACK: _l("Handed back by the branch"),
}
OFFER_ANSWERS = {
    OfferAnswer.ACCEPTED: _l("The customer accepted."),
    OfferAnswer.DECLINED: _l("The customer declined."),
    OfferAnswer.LAPSED: _l("The customer did not answer in time."),
}
STAGES = {
    LoanStatus.IN_REVIEW: _l("Review"),
    LoanStatus.IN_SECOND_REVIEW: _l("Second review"),
    LoanStatus.IN_SECOND_LOOK: _l("Second look"),
}
