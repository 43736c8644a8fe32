"""The words for the loans' products, statuses, questions, checks and reasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.casework.labels import EVENTS as CASE_EVENTS
from portal.casework.models import AnswerSource
from portal.loans.labels.parties import (
    IDENTITY_PAPERS,
    PARTY_CONSENT_HINTS,
    PARTY_EVENTS,
    PARTY_LOANS,
    PARTY_MEANINGS,
    PARTY_NEXT,
    PARTY_PROBLEMS,
    PARTY_ROLES,
    PARTY_STATE_KINDS,
    PARTY_STATES,
    PARTY_WAYS,
)
from portal.loans.labels.products import PRODUCTS, REPAYMENT_HINTS, REPAYMENTS, ProductWords, hours, months
from portal.loans.labels.questions import (
    ANSWERS,
    CHOICES,
    PAPER_ACCEPTED,
    PAPER_REASONS,
    PAPER_WAYS,
    PURPOSE_QUESTIONS,
    QUESTION_HINTS,
    QUESTIONS,
    REQUIRED,
)
from portal.loans.rules import (
    Check,
    CodeProblem,
    ConsentPurpose,
    LoanAction,
    LoanStatus,
    Outcome,
    Paper,
    RefusalReason,
)

STATUSES = {
    LoanStatus.DRAFT: _l("Not sent yet"),
    LoanStatus.SUBMITTED: _l("Sent, waiting for your visit"),
    LoanStatus.AT_BRANCH: _l("At the branch"),
    LoanStatus.IN_REVIEW: _l("Being decided"),
    LoanStatus.APPROVED: _l("Approved"),
    LoanStatus.REFUSED: _l("Refused"),
    LoanStatus.WITHDRAWN: _l("Withdrawn by you"),
}
STAFF_STATUSES = {
    LoanStatus.SUBMITTED: _l("Waiting for the visit"),
    LoanStatus.AT_BRANCH: _l("Open at the branch"),
    LoanStatus.IN_REVIEW: _l("Waiting for a decision"),
    LoanStatus.APPROVED: _l("Approved"),
    LoanStatus.REFUSED: _l("Refused"),
    LoanStatus.WITHDRAWN: _l("Withdrawn by the customer"),
}
STATUS_KINDS = {
    LoanStatus.DRAFT: "wait",
    LoanStatus.SUBMITTED: "info",
    LoanStatus.AT_BRANCH: "info",
    LoanStatus.IN_REVIEW: "wait",
    LoanStatus.APPROVED: "go",
    LoanStatus.REFUSED: "stop",
    LoanStatus.WITHDRAWN: "quiet",
}
SENTENCES = {
    LoanStatus.SUBMITTED: _l("We have your pre-application. Next, come to the branch with your papers."),
    LoanStatus.AT_BRANCH: _l("Your branch has your file open and is completing it with you."),
    LoanStatus.IN_REVIEW: _l("A credit reviewer is deciding. You need do nothing."),
    LoanStatus.APPROVED: _l(
        "Your pre-application is approved. Your branch invites you to sign the contract."
    ),
    LoanStatus.REFUSED: _l(
        "We cannot lend this amount on these terms now. Below is why, and what would change it."
    ),
    LoanStatus.WITHDRAWN: _l("You took this pre-application back. Nothing more happens with it."),
}
EVENTS: dict[str, Any] = {
    "started": _l("Pre-application started"),
    "answered": _l("Answer saved"),
    "consent": _l("Consent recorded"),
    "code made": _l("Pick-up code made"),
    "wrong code": _l("Wrong pick-up code typed"),
    LoanAction.SUBMIT: _l("Pre-application sent"),
    LoanAction.PICK_UP: _l("Picked up at the branch"),
    LoanAction.SEND_TO_REVIEW: _l("Sent to review"),
    LoanAction.APPROVE: _l("Approved"),
    LoanAction.REFUSE: _l("Refused"),
    LoanAction.WITHDRAW: _l("Withdrawn by the customer"),
    **PARTY_EVENTS,
    **CASE_EVENTS,
}
CONSENTS = {
    ConsentPurpose.PROCESS: _l("Use my answers to decide on this pre-application"),
    ConsentPurpose.BUREAU: _l("Ask the credit bureau about my loans"),
    ConsentPurpose.REUSE: _l("Use papers of mine that the bank already holds"),
    ConsentPurpose.OFFERS: _l("Tell me about offers"),
}
CONSENT_HINTS = {
    ConsentPurpose.PROCESS: _l("Needed: without it we cannot send your pre-application."),
    ConsentPurpose.BUREAU: _l("If you do not agree, bring your credit report to the branch."),
    ConsentPurpose.REUSE: _l("If you do not agree, you send or bring papers again."),
    ConsentPurpose.OFFERS: _l("Never needed. It changes nothing about the decision."),
}
SOURCES = {
    AnswerSource.CUSTOMER: _l("From the customer"),
    AnswerSource.BANK_RECORD: _l("From the bank’s record, confirmed by the customer"),
    AnswerSource.OFFICER: _l("From the branch"),
    AnswerSource.DOCUMENT: _l("From a document"),
}
OWN_SOURCES = {
    AnswerSource.BANK_RECORD: _l("From the bank’s record"),
    AnswerSource.OFFICER: _l("Added at the branch"),
    AnswerSource.DOCUMENT: _l("From a document"),
}
PAPER_STATES = {
    Paper.HELD: _l("The bank holds it."),
    Paper.CHECKED: _l("An officer compared it with the original."),
    Paper.MISSING: _l("It was sent, and no officer has seen the original."),
    Paper.TO_BRING: _l("The customer brings it."),
}
CHECKS = {
    Check.AMOUNT_IN_RANGE: _l("The amount is within the product’s range"),
    Check.TERM_OFFERED: _l("The term is one that we offer"),
    Check.BUSINESS_AGE: _l("The business is old enough"),
    Check.AGE_AT_END: _l("It is repaid before the age limit"),
    Check.INSTALMENT_AFFORDABLE: _l("The instalment fits the income"),
    Check.SHARE_OF_PRICE: _l("The loan pays no more than its share of the price"),
    Check.RESEARCH: _l("The company invents"),
    Check.PAPER_HELD: _l("A paper was seen"),
    Check.BUREAU_CONSENT: _l("The credit bureau may be asked"),
    Check.FIRST_TIME_BORROWER: _l("Has borrowed before"),
    Check.TECHNOLOGY_COMPANY: _l("Not a technology company"),
    Check.GUARANTOR_SIGNED: _l("Every guarantor has signed"),
}
OUTCOMES = {
    Outcome.PASS: _l("Passed"),
    Outcome.ATTENTION: _l("A person looks at this"),
    Outcome.FAIL: _l("Not passed"),
}
OUTCOME_KINDS = {Outcome.PASS: "go", Outcome.ATTENTION: "wait", Outcome.FAIL: "stop"}
REFUSAL_REASONS = {
    RefusalReason.INCOME_TOO_LOW: _l("The instalment is too high for the income"),
    RefusalReason.BUSINESS_TOO_NEW: _l("The business is too new"),
    RefusalReason.PAPER_NOT_VALID: _l("A paper is not valid"),
    RefusalReason.PURPOSE_UNCLEAR: _l("It is not clear what the money is for"),
    RefusalReason.EXISTING_DEBTS: _l("Other loans are too high"),
    RefusalReason.OTHER: _lp("reason", "Another reason, in my words"),
}
CODE_PROBLEMS = {
    CodeProblem.UNKNOWN: _l(
        "No pre-application with this reference waits at your branch. Check it with the customer."
    ),
    CodeProblem.DEAD: _l("This code no longer works. The customer can make a new one on the status page."),
    CodeProblem.USED: _l(
        "This code was used already. If your branch used it today, the file is in your list."
    ),
    CodeProblem.EXPIRED: _l(
        "This code was valid until the end of the visit day. The customer can make a new one on the status page."
    ),
}

__all__ = [
    "ANSWERS",
    "CHECKS",
    "CHOICES",
    "CODE_PROBLEMS",
    "CONSENTS",
    "CONSENT_HINTS",
    "EVENTS",
    "IDENTITY_PAPERS",
    "OUTCOMES",
    "OUTCOME_KINDS",
    "OWN_SOURCES",
    "PAPER_ACCEPTED",
    "PAPER_REASONS",
    "PAPER_STATES",
    "PAPER_WAYS",
    "PARTY_CONSENT_HINTS",
    "PARTY_EVENTS",
    "PARTY_LOANS",
    "PARTY_MEANINGS",
    "PARTY_NEXT",
    "PARTY_PROBLEMS",
    "PARTY_ROLES",
    "PARTY_STATES",
    "PARTY_STATE_KINDS",
    "PARTY_WAYS",
    "PRODUCTS",
    "PURPOSE_QUESTIONS",
    "QUESTIONS",
    "QUESTION_HINTS",
    "REFUSAL_REASONS",
    "REPAYMENTS",
    "REPAYMENT_HINTS",
    "REQUIRED",
    "SENTENCES",
    "SOURCES",
    "STAFF_STATUSES",
    "STATUSES",
    "STATUS_KINDS",
    "ProductWords",
    "hours",
    "months",
]
