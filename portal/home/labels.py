"""What a case is called in lists that span the rooms, what happens next with it, by whom, and until when."""

from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.casework.models import Case
from portal.home.queries import OwnCase
from portal.loans import labels as loans
from portal.loans.models import LoanApplication
from portal.loans.presenting import title
from portal.loans.rules import SECOND_LOOK_WITHIN, LoanStatus, may_ask_second_look
from portal.web.templating import day, moment

__all__ = ["button", "kept_until", "next_act", "next_day", "sentence", "status", "status_kind", "title"]

ACTS = {
    LoanStatus.DRAFT: _l("Continue where you stopped"),
    LoanStatus.SUBMITTED: _l("Come to the branch"),
    **loans.WAITS_FOR_HER,
}
"""What she does next, by where the case stands."""
BUTTONS = {
    LoanStatus.DRAFT: _l("Continue"),
    LoanStatus.SUBMITTED: _l("See my code and what to bring"),
}
"""Where pressing is not what she does, or says it shorter."""
SENTENCES = {
    LoanStatus.AT_BRANCH: _l("Your branch is completing it. You need do nothing until it asks you."),
    LoanStatus.WITH_CUSTOMER: _l(
        "Your branch needs something from you. Change or add it, then send it back."
    ),
    LoanStatus.ASKED: _l(
        "The reviewer needs one thing from you. The time for our decision is paused until you answer."
    ),
    LoanStatus.APPROVED: _l("Your branch invites you to sign the contract."),
    LoanStatus.REFUSED: _l("Its page says why, and what would change it."),
    LoanStatus.WITHDRAWN: _l("Nothing more happens with it. You can start a new one at any time."),
}
"""What happens next, where no day belongs to it."""


def status(case: Case) -> str:
    return str(loans.STATUSES[case.status])  # type: ignore[index]


def status_kind(case: Case) -> str:
    return loans.STATUS_KINDS[case.status]  # type: ignore[index]


def kept_until(case: Case) -> datetime | None:
    """When a draft is erased; None for what was sent."""
    return case.kept_until if isinstance(case, LoanApplication) and case.is_draft else None


def next_act(own: OwnCase, now: datetime) -> str:
    """What the customer does next, if it is her turn; empty else."""
    if own.misses_signature:
        return _("See who signs with you")
    if own.has_proposal and not own.case.is_closed:
        return _("Confirm a change, or keep your answer")
    if own.waits_for_paper:
        return _("Send a paper again")
    if own.visit_at and own.case.status == LoanStatus.SUBMITTED and own.visit_at < now:
        return _("Choose another time for your visit")
    return str(ACTS.get(own.case.status, ""))  # type: ignore[call-overload]


def button(own: OwnCase, now: datetime) -> str:
    """What a press does for it: no page brings anybody to a branch, but one says what to bring."""
    act, where = next_act(own, now), LoanStatus(own.case.status)
    return str(BUTTONS[where]) if where in BUTTONS and act == str(ACTS[where]) else act


def next_day(own: OwnCase) -> datetime | None:
    """The moment until when she does it, or at which; None where there is none."""
    match own.case.status:
        case LoanStatus.SUBMITTED:
            return own.visit_at
        case LoanStatus.OFFERED:
            return own.offered_until
    return kept_until(own.case)


def sentence(own: OwnCase, now: datetime) -> str:
    """What happens next, by whom, and until when."""
    if own.misses_signature:
        return _("Somebody whom you named does not sign. Name somebody else, or remove this person.")
    if own.has_proposal and not own.case.is_closed:
        return _("Your branch suggests another answer. Yours stays until you confirm the change.")
    if own.waits_for_paper:
        return _("A paper needs your attention. Send it again, or bring it to the branch.")
    where = LoanStatus(own.case.status)
    return WITH_A_DAY[where](own, now) if where in WITH_A_DAY else str(SENTENCES[where])


def _draft(own: OwnCase, now: datetime) -> str:
    until, begun = day(kept_until(own.case) or now), day(own.case.created_at)
    return _("Begun on %(begun)s, not sent yet. Kept until %(day)s.", begun=begun, day=until)


def _offer(own: OwnCase, now: datetime) -> str:
    until = moment(own.offered_until or now)
    return _("We have an offer for you. Say yes or no by %(moment)s; both are fine.", moment=until)


def _refusal(own: OwnCase, now: datetime) -> str:
    at = own.case.decided_at
    if not may_ask_second_look(LoanStatus.REFUSED, at, own.had_second_look, now):
        return str(SENTENCES[LoanStatus.REFUSED])
    until = day((at or now) + SECOND_LOOK_WITHIN)
    return _("Its page says why. Until %(day)s you may ask that somebody else looks at it.", day=until)


def _visit(own: OwnCase, now: datetime) -> str:
    if own.visit_at is None or own.case.branch is None:
        return _("Your branch waits for you.")
    if own.visit_at < now:
        return _(
            "The time of your visit, %(moment)s, is over. Choose another one.", moment=moment(own.visit_at)
        )
    branch = own.case.branch.name(str(get_locale()))
    return _("%(branch)s expects you on %(moment)s.", branch=branch, moment=moment(own.visit_at))


def _decision(own: OwnCase, now: datetime) -> str:
    if own.decided_by is None:
        return _("A reviewer is deciding. You need do nothing.")
    due_at = moment(own.decided_by)
    if own.decided_by < now:
        return _("You were to have our decision by %(due_at)s. We are late, and we are sorry.", due_at=due_at)
    return _("You have our decision by %(due_at)s. You need do nothing until then.", due_at=due_at)


WITH_A_DAY = {
    LoanStatus.DRAFT: _draft,
    LoanStatus.SUBMITTED: _visit,
    LoanStatus.IN_REVIEW: _decision,
    LoanStatus.IN_SECOND_REVIEW: _decision,
    LoanStatus.OFFERED: _offer,
    LoanStatus.REFUSED: _refusal,
    LoanStatus.IN_SECOND_LOOK: _decision,
}
