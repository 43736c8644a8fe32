"""The words for the people beside the applicant."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.loans.rules import (
    ConsentPurpose,
    LoanAction,
    LoanStatus,
    PartyProblem,
    PartyRole,
    PartyState,
    PartyWay,
)

PARTY_ROLES = {
    PartyRole.JOINT: _l("Joint applicant"),
    PartyRole.GUARANTOR: _l("Guarantor"),
}
PARTY_MEANINGS = {
    PartyRole.JOINT: _l(
        "A joint applicant owes the whole loan together with the applicant, from the first day on."
    ),
    PartyRole.GUARANTOR: _l("A guarantor pays the loan back if the applicant does not."),
}
PARTY_WAYS = {
    PartyWay.EMAIL: _l("The bank sends the link by e-mail"),
    PartyWay.HAND: _l("I hand the link on myself"),
    PartyWay.BRANCH: _l("This person comes to the branch and signs there"),
}
PARTY_STATES = {
    PartyState.INVITED: _l("Invited"),
    PartyState.COMES: _l("Signs at the branch"),
    PartyState.EXPIRED: _l("The invitation has expired"),
    PartyState.OPENED: _l("Has opened the invitation"),
    PartyState.SIGNED: _l("Signed"),
    PartyState.DECLINED: _l("Does not sign"),
    PartyState.REMOVED: _l("Removed"),
}
PARTY_STATE_KINDS = {
    PartyState.INVITED: "wait",
    PartyState.COMES: "info",
    PartyState.EXPIRED: "stop",
    PartyState.OPENED: "wait",
    PartyState.SIGNED: "go",
    PartyState.DECLINED: "stop",
    PartyState.REMOVED: "quiet",
}
PARTY_LOANS = {
    LoanStatus.DRAFT: _l("The applicant has not sent it yet."),
    LoanStatus.SUBMITTED: _l("It was sent. Next the applicant comes to the branch."),
    LoanStatus.AT_BRANCH: _l("The branch is completing it with the applicant."),
    LoanStatus.WITH_CUSTOMER: _l("The branch gave it back to the applicant to change something."),
    LoanStatus.IN_REVIEW: _l("A credit reviewer is deciding."),
    LoanStatus.ASKED: _l("The bank has asked the applicant something."),
    LoanStatus.IN_SECOND_REVIEW: _l("Two credit reviewers are deciding."),
    LoanStatus.OFFERED: _l("The bank has made the applicant an offer."),
    LoanStatus.IN_SECOND_LOOK: _l("A reviewer who did not decide before looks at it again."),
    LoanStatus.APPROVED: _l("It is approved. The branch invites you both to sign the contract."),
    LoanStatus.REFUSED: _l("It is decided: no loan is given. You are bound to nothing."),
    LoanStatus.WITHDRAWN: _l(
        "The applicant took it back. It is final in ten minutes; then you are bound to nothing."
    ),
}
PARTY_NEXT = {
    PartyState.INVITED: _l("The link opens nothing for you: only this person signs."),
    PartyState.COMES: _l("Bring this person with you, with identity card or passport."),
    PartyState.EXPIRED: _l("Invite again, or remove this person."),
    PartyState.OPENED: _l("Wait for the signature, or remind this person."),
    PartyState.SIGNED: _l("Nothing is left to do."),
    PartyState.DECLINED: _l("Remove this person; then you can name somebody else, or go on alone."),
}
PARTY_PROBLEMS = {
    PartyProblem.APPLICANT: _l(
        "The applicant cannot sign for another person. That person signs with their own sign-in, or at the branch."
    ),
    PartyProblem.TWICE: _l(
        "This customer is named in this pre-application already. One person has one place in it."
    ),
    PartyProblem.ANOTHER: _l("Another customer opened this invitation. Ask for a new one."),
    PartyProblem.OWNER: _l(
        "This person looks after the pre-application at its branch, and nobody else there can. "
        "The applicant chooses another branch, or names somebody else."
    ),
}
PARTY_CONSENT_HINTS = {
    ConsentPurpose.PROCESS: _l("Needed: without it you cannot sign."),
    ConsentPurpose.BUREAU: _l("If you do not agree, bring your credit report to the branch."),
}
PARTY_EVENTS: dict[str, Any] = {
    "party invited": _l("Somebody was invited to sign"),
    "party invited again": _l("The invitation was renewed"),
    "party comes to the branch": _l("Somebody who was invited comes to the branch"),
    "party code made": _l("Code for signing at the branch made"),
    "wrong party code": _l("Wrong code for signing typed"),
    "party accepted": _l("An invitation was opened"),
    "party identified": _l("Identity paper of somebody who signs was seen"),
    "party signed": _l("Somebody beside the customer signed"),
    "party is to sign again": _l("The loan changed: a signature is needed anew"),
    "party declined": _l("Somebody who was invited does not sign"),
    "party took the signature back": _l("A signature was taken back"),
    "party removed": _l("Somebody was removed from the pre-application"),
    LoanAction.PARTY_LEFT: _l("Back to the branch, for a signature is missing"),
}
