"""Clocks start, pause, go on, stop, and rise when they are late. Each turn is in the case's history."""

import logging
from datetime import datetime

from portal.audit.models import MACHINE, Actor
from portal.audit.operations import record
from portal.casework.models import Case, CaseClock, ClockWatch, Escalation
from portal.casework.operations.locking import lock
from portal.casework.queries import clocks_to_rise, hours_of
from portal.casework.rules import LONGEST_GAP, CaseEvent, ClockState, Rise, due_after_pause, rises, rises_at
from portal.db import db, operation
from portal.identity.calendar import OpeningHours

THE_ROW = 1
log = logging.getLogger(__name__)


@operation
def start_clock(
    case: Case, kind: str, now: datetime, due_at: datetime, by: Actor = MACHINE, level: int = 1
) -> CaseClock:
    """Promise a moment. A case has one clock of a kind and level, ever.

    The history says by which calendar it was reckoned, where the branch's hours count.
    """
    clock = CaseClock(kind=kind, level=level, started_at=now, due_at=due_at)
    case.clocks.append(clock)
    _tell_due(clock, CaseEvent.CLOCK_STARTED, by, now)
    return clock


@operation
def pause_clock(clock: CaseClock, by: Actor, now: datetime) -> None:
    """The bank waits for the customer; nothing is overdue meanwhile."""
    if clock.is_running:
        clock.paused_at = now
        _tell(clock, CaseEvent.CLOCK_PAUSED, by, now)


@operation
def resume_clock(clock: CaseClock, by: Actor, now: datetime) -> None:
    """The bank's time goes on, with what was left of it when it paused."""
    if clock.paused_at is not None:
        clock.due_at = due_after_pause(clock.due_at, clock.paused_at, now, _hours(clock))
        clock.paused_at = None
        _tell_due(clock, CaseEvent.CLOCK_RESUMED, by, now)


@operation
def stop_clock(clock: CaseClock, now: datetime, by: Actor = MACHINE) -> None:
    """The promise is kept or void. A pause ends with it; a stopped clock stays as it is."""
    if clock.stopped_at is None:
        resume_clock(clock, by, now)
        clock.stopped_at = now
        _tell(clock, CaseEvent.CLOCK_STOPPED, by, now)


@operation
def restore_clock(clock: CaseClock, before: ClockState, by: Actor, now: datetime) -> None:
    """As it stood before the move that is taken back: what passed meanwhile counts."""
    if (clock.due_at, clock.paused_at, clock.stopped_at) != (
        before.due_at,
        before.paused_at,
        before.stopped_at,
    ):
        clock.due_at, clock.paused_at, clock.stopped_at = before.due_at, before.paused_at, None
        paused_at = before.paused_at.isoformat() if before.paused_at else None
        _tell_due(clock, CaseEvent.CLOCK_RESTORED, by, now, paused_at=paused_at)


@operation
def escalate_due(now: datetime) -> list[Escalation]:
    """Once a minute: late clocks rise, each to each level once. What rose stays risen, whatever the time does.

    After a gap of more than `LONGEST_GAP` since the last look nothing rises in this run, and a warning is logged:
    the machine's time jumped, or the worker stood still.
    """
    watch = db.session.get_one(ClockWatch, THE_ROW, with_for_update=True)
    last, watch.looked_at = watch.looked_at, now
    if last is not None and now - last > LONGEST_GAP:
        log.warning("time jumped from %s to %s: late clocks do not rise in this run", last, now)
        return []
    late = [(clock, rise) for kind, rise in rises() for clock in clocks_to_rise(kind, rise, now)]
    found = [(clock, rise) for clock, rise in late if _rises_at(clock, rise) < now]
    return [escalation for clock, rise in found if (escalation := _rise(clock, rise, now))]


def _rise(clock: CaseClock, rise: Rise, now: datetime) -> Escalation | None:
    """None if the clock was stopped or paused, or its deadline moved, while this run waited for the case."""
    lock(clock.case)
    db.session.refresh(clock)
    if not clock.is_running or _rises_at(clock, rise) >= now:
        return None
    risen = Escalation(
        case_id=clock.case_id,
        clock=clock,
        kind=clock.kind,
        level=rise.level,
        role=rise.role,
        due_at=clock.due_at,
        risen_at=now,
    )
    db.session.add(risen)
    _tell(clock, CaseEvent.CLOCK_RISEN, MACHINE, now, role=rise.role, to_level=rise.level)
    return risen


def _rises_at(clock: CaseClock, rise: Rise) -> datetime:
    return rises_at(clock.due_at, rise, _hours(clock))


def _hours(clock: CaseClock) -> OpeningHours | None:
    """The opening hours in which it counts; None: it counts round the clock."""
    return hours_of(clock.case) if clock.kind in clock.case.branch_clocks else None


def _tell_due(clock: CaseClock, event: CaseEvent, by: Actor, now: datetime, **detail: str | None) -> None:
    """When it is due now, and by which calendar, so that history alone rebuilds the clock."""
    hours = _hours(clock)
    reckoned = {"calendar": hours.calendar} if hours else {}
    _tell(clock, event, by, now, due_at=clock.due_at.isoformat(), **reckoned, **detail)


def _tell(clock: CaseClock, event: CaseEvent, by: Actor, now: datetime, **detail: str | int | None) -> None:
    record(clock.case.subject, event, by, now, kind=clock.kind, level=clock.level, **detail)
