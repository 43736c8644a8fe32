"""What happened, happens and is to happen with an application, as its customer reads it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.audit.models import AuditEvent
from portal.casework.queries import standing
from portal.casework.rules import CaseEvent
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.rules import DECISION_CLOCK, WAITING_FOR_CUSTOMER, LoanAction, LoanStatus
from portal.web.templating import moment as moment_in_words

Row = dict[str, Any]
Step = tuple[str, str, str | None]
BESIDE: dict[str, Any] = {
    LoanAction.OFFER: _l("We made you an offer"),
    LoanAction.ACCEPT: _l("You accepted the offer"),
    LoanAction.ACCEPT_TO_SIGN: _l("You accepted the offer; whoever signs with you signs again"),
    LoanAction.DECLINE: _l("You declined the offer"),
    LoanAction.LAPSE: _l("The offer was not answered in time"),
    CaseEvent.TAKEN_BACK: _l("We took our earlier decision back"),
}
"""What is no step of every application: said where it happened."""


def timeline(
    loan: LoanApplication, events: list[AuditEvent], visit_at: datetime | None, now: datetime
) -> list[Row]:
    """Done, now, next: each step with its date, the future ones with the date that was promised."""
    at = {event.action: event.at for event in standing(events) if not _is_her_undoing(loan, event)}
    if loan.status == LoanStatus.AT_BRANCH:
        at.pop(LoanAction.SEND_TO_REVIEW, None)  # it came back from review
    clock = loan.deadline or next((clock for clock in loan.clocks if clock.kind == DECISION_CLOCK), None)
    waits = clock is not None and clock.paused_at is not None
    promised: dict[str, datetime | None] = {
        LoanAction.PICK_UP: visit_at,
        LoanAction.APPROVE: clock.due_at if clock and not waits else None,
    }
    steps = _steps(loan, at, _note_on_decision(loan, clock.due_at if clock else None, now))
    rows: list[Row] = []
    for action, title, note in steps:
        done_at = loan.decided_at if action == LoanAction.APPROVE else at.get(action)
        moment = done_at or promised.get(action)
        is_now = not done_at and all(row["state"] == "done" for row in rows)
        state = "done" if done_at else "now" if is_now else "next"
        when = moment_in_words(moment) if moment else None
        if when and action == LoanAction.APPROVE and not done_at:
            when = _("by %(moment)s", moment=when)
        rows.append({"title": title, "state": state, "when": when, "note": None if done_at else note})
    return rows


def _is_her_undoing(loan: LoanApplication, event: AuditEvent) -> bool:
    """What she took back herself is as if it had not been; what the bank takes back she may have seen."""
    return event.action == CaseEvent.TAKEN_BACK and event.person_id == loan.customer_id


def _complete(is_done: bool) -> str:
    return _("Everything is complete") if is_done else _("Completing the file")


def _steps(loan: LoanApplication, at: dict[str, datetime], note: str | None) -> list[Step]:
    """Each with its name and, until it is done, a note. `note`: on the decision."""
    beside = _beside(at)
    steps: list[Step] = [
        (LoanAction.SUBMIT, _("Pre-application sent"), None),
        (LoanAction.PICK_UP, _("Your visit to the branch"), None),
        *([] if LoanAction.SEND_TO_REVIEW in at else beside),
        (LoanAction.SEND_TO_REVIEW, _complete(LoanAction.SEND_TO_REVIEW in at), None),
        *(beside if LoanAction.SEND_TO_REVIEW in at else []),
        (LoanAction.APPROVE, _("Decision"), note),
    ]
    if loan.status == LoanStatus.APPROVED and not loan.was_at_branch:
        steps = [step for step in steps if step[0] != LoanAction.PICK_UP]
    if loan.status == LoanStatus.WITHDRAWN:
        withdrawn: Step = (LoanAction.WITHDRAW, _("Withdrawn by you"), None)
        return [*(step for step in steps if step[0] in at), withdrawn]
    return steps


def _beside(at: dict[str, datetime]) -> list[Step]:
    """What was offered last and what she said to it, in the order in which it happened."""
    said = sorted((action for action in BESIDE if action in at), key=lambda action: at[action])
    return [(action, str(BESIDE[action]), None) for action in said]


def _note_on_decision(loan: LoanApplication, promised: datetime | None, now: datetime) -> str | None:
    """`promised` is until when we said that we decide."""
    if loan.status in WAITING_FOR_CUSTOMER:
        return _("The time for our decision is paused until you answer.")
    if promised and promised < now and loan.owner:
        name = loan.owner.display_name
        return _("We are late, and we are sorry. %(name)s knows, and tells you if you call.", name=name)
    if promised:
        return None
    return _("Within %(time)s after your visit.", time=labels.working_days(loan.product.decided_within))
