"""The words for the loans' products, statuses, questions, checks and reasons."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.casework.models import AnswerSource
from portal.loans.labels.deciding import (
    ASKED,
    OFFER_ANSWERS,
    QUEUES,
    REFUSAL_REASONS,
    STAGES,
    VERDICTS,
)
from portal.loans.labels.parties import (
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
from portal.loans.labels.products import (
    FIRST_PAYMENTS,
    PRODUCTS,
    REPAYMENT_HINTS,
    REPAYMENTS,
    ProductWords,
    is_long,
    months,
    payments,
    term,
    working_days,
)
from portal.loans.labels.questions import (
    ANSWERS,
    CHANGES,
    CHOICES,
    PAPER_ACCEPTED,
    PAPER_ANSWERS,
    PAPER_REASONS,
    PAPER_WAY_HINTS,
    PAPER_WAYS,
    PURPOSE_QUESTIONS,
    QUESTION_HINTS,
    QUESTIONS,
    REQUIRED,
    STAFF_ANSWERS,
)
from portal.loans.labels.statuses import (
    EVENTS,
    SENTENCES,
    STAFF_STATUSES,
    STATUS_KINDS,
    STATUSES,
    TAKEN_BACK,
    TAKING_BACK,
    WAITS_FOR_HER,
)
from portal.loans.rules import (
    Check,
    CodeProblem,
    ConsentPurpose,
    IdentityPaper,
    Outcome,
    Paper,
    SendBackReason,
)

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
DRAFT_SOURCES = SOURCES | {AnswerSource.BANK_RECORD: _l("From the bank’s record")}
"""Before she sent it, she confirmed nothing."""
CONFIRMED_AT_BRANCH = _l("From the branch, confirmed by the customer")
OWN_SOURCES = {
    AnswerSource.BANK_RECORD: _l("From the bank’s record"),
    AnswerSource.OFFICER: _l("Added at the branch"),
    AnswerSource.DOCUMENT: _l("From a document"),
}
PAPER_STATES = {
    Paper.HELD: _l("The bank holds it."),
    Paper.CHECKED: _l("An officer compared it with the original."),
    Paper.MISSING: _l("It is not there."),
    Paper.SENT: _l("It was sent, and no officer has seen the original."),
    Paper.SENT_BACK: _l("An officer sent it back."),
    Paper.TO_BRING: _l("The customer brings it."),
}
PAPER_TAGS = {
    Paper.HELD: _l("The bank holds it"),
    Paper.CHECKED: _l("Verified"),
    Paper.MISSING: _l("Missing"),
    Paper.SENT: _l("Added, not compared yet"),
    Paper.SENT_BACK: _l("Sent back"),
    Paper.TO_BRING: _l("To be brought"),
}
PAPER_KINDS = {
    Paper.HELD: "go",
    Paper.CHECKED: "go",
    Paper.MISSING: "stop",
    Paper.SENT: "wait",
    Paper.SENT_BACK: "stop",
    Paper.TO_BRING: "wait",
}
SEND_BACK_REASONS = {
    SendBackReason.UNREADABLE: _l("Part of it cannot be read"),
    SendBackReason.INCOMPLETE: _l("A page or a corner is missing"),
    SendBackReason.OUT_OF_DATE: _l("It is out of date"),
    SendBackReason.ANOTHER_PAPER: _l("It is another paper than the one that we need"),
    SendBackReason.ANOTHER_PERSON: _l("It is in another name"),
    SendBackReason.OTHER: _lp("reason", "Another reason"),
}
CHECKS = {
    Check.AMOUNT_IN_RANGE: _l("The amount is within the product’s range"),
    Check.TERM_OFFERED: _l("The term is one that we offer"),
    Check.BUSINESS_AGE: _l("The business is old enough"),
    Check.OF_AGE: _l("The person is of age"),
    Check.AGE_AT_END: _l("It is repaid before the age limit"),
    Check.INSTALMENT_AFFORDABLE: _l("The instalment fits the income"),
    Check.SHARE_OF_PRICE: _l("The loan pays no more than its share of the price"),
    Check.RESEARCH: _l("The company invents"),
    Check.PAPER_HELD: _l("Original papers"),
    Check.BUREAU_CONSENT: _l("The credit bureau may be asked"),
    Check.FIRST_TIME_BORROWER: _l("Earlier loans"),
    Check.TECHNOLOGY_COMPANY: _l("Kind of company"),
    Check.GUARANTOR_SIGNED: _l("Guarantors’ signatures"),
}
IDENTITY_PAPERS = {
    IdentityPaper.IDENTITY_CARD: _l("Identity card"),
    IdentityPaper.PASSPORT: _l("Passport"),
    IdentityPaper.RESIDENCE_PERMIT: _l("Permanent residence permit"),
}
OUTCOMES = {
    Outcome.PASS: _l("Passed"),
    Outcome.ATTENTION: _l("A person looks at this"),
    Outcome.FAIL: _l("Not passed"),
}
OUTCOME_KINDS = {Outcome.PASS: "go", Outcome.ATTENTION: "wait", Outcome.FAIL: "stop"}
DONE = {"sent": _l("Your pre-application is sent"), "confirmed": _l("Recorded as you chose")}
"""What the customer did on the turned tablet."""
CODE_PROBLEMS = {
    CodeProblem.UNKNOWN: _l(
        "No pre-application with this reference waits at your branch. Check it with the customer."
    ),
    CodeProblem.DEAD: _l("This code no longer works. The customer can make a new one on the status page."),
    CodeProblem.WITHDRAWN: _l("The customer withdrew this pre-application, so there is nothing to open."),
    CodeProblem.USED: _l(
        "This code was used already. If your branch used it today, the file is in your list."
    ),
    CodeProblem.EXPIRED: _l(
        "This code was valid until the end of the visit day. The customer can make a new one on the status page."
    ),
}

__all__ = [
    "ANSWERS",
    "ASKED",
    "CHANGES",
    "CHECKS",
    "CHOICES",
    "CODE_PROBLEMS",
    "CONFIRMED_AT_BRANCH",
    "CONSENTS",
    "CONSENT_HINTS",
    "DONE",
    "DRAFT_SOURCES",
    "EVENTS",
    "FIRST_PAYMENTS",
    "IDENTITY_PAPERS",
    "OFFER_ANSWERS",
    "OUTCOMES",
    "OUTCOME_KINDS",
    "OWN_SOURCES",
    "PAPER_ACCEPTED",
    "PAPER_ANSWERS",
    "PAPER_KINDS",
    "PAPER_REASONS",
    "PAPER_STATES",
    "PAPER_TAGS",
    "PAPER_WAYS",
    "PAPER_WAY_HINTS",
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
    "QUEUES",
    "REFUSAL_REASONS",
    "REPAYMENTS",
    "REPAYMENT_HINTS",
    "REQUIRED",
    "SEND_BACK_REASONS",
    "SENTENCES",
    "SOURCES",
    "STAFF_ANSWERS",
    "STAFF_STATUSES",
    "STAGES",
    "STATUSES",
    "STATUS_KINDS",
    "TAKEN_BACK",
    "TAKING_BACK",
    "VERDICTS",
    "WAITS_FOR_HER",
    "ProductWords",
    "is_long",
    "months",
    "payments",
    "term",
    "working_days",
]
