"""A move is taken back: by whoever made it, within ten minutes, unless something else moved the case since."""

from datetime import datetime

from portal.audit.models import Actor, AuditEvent
from portal.audit.operations import record
from portal.audit.queries import history
from portal.casework.models import Case
from portal.casework.operations.asking import reopen_request
from portal.casework.operations.clocks import restore_clock
from portal.casework.operations.proposals import reopen_proposals
from portal.casework.rules import CaseEvent, replay
from portal.db import operation
from portal.web.errors import Conflict


class TooLateToUndo(Conflict):
    """The ten minutes are over, or something else happened with the case."""


@operation
def take_back(case: Case, undone: AuditEvent, by: Actor, now: datetime) -> None:
    """Put the case, which is locked, back where this last move found it, with its clocks and what was open.

    Whether it may be taken back, its room asks (`queries.undoable_move`), which also puts back what it did beside.
    """
    events, found = history(case.subject), undone.detail["was"]
    said = {"undone": undone.action, "seq": undone.seq, "was": case.status, "becomes": found}
    record(case.subject, CaseEvent.TAKEN_BACK, by, now, **said)
    case.status, case.touched_at = found, now
    case.decided_at = case.decided_by_id = case.closed_at = None
    before, since = events[: undone.seq - 1], events[undone.seq :]
    reopen_request(case, {each.detail["number"] for each in since if each.action == CaseEvent.SETTLED})
    reopen_proposals(case, undone.at)
    clocks = replay((each.at, each.action, each.detail) for each in before)
    for clock in case.clocks:
        restore_clock(clock, clocks[clock.kind, clock.level], by, now)
