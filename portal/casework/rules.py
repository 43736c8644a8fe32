"""What holds for every kind of case: leases, questions to the customer, clocks that pause and rise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.access.permissions import Role
from portal.identity.calendar import (
    OpeningHours,
    due_in_working_time,
    since_working_time,
    working_time_between,
)

LEASE_SECONDS = 120
LEASE_SECONDS_WITHOUT_SCRIPT = 600
LEASE_RENEWED_EVERY_SECONDS = 30

UNDO = timedelta(minutes=10)
"""So long whoever made a legal move may take it back; what cannot be taken back waits so long."""

LONGEST_GAP = timedelta(minutes=10)
"""Between two looks at the clocks. A longer one is a jump of the machine's time, or a worker that stood still."""


class CaseEvent(StrEnum):
    """What the history of any case may hold beside its moves."""

    LEASE_TAKEN_OVER = "lease taken over"
    LEASE_WANTED = "lease wanted"
    LEASE_GIVEN = "lease given"
    LEASE_KEPT = "lease kept"
    ASKED = "asked"
    SETTLED = "asking settled"
    CLOCK_STARTED = "clock started"
    CLOCK_PAUSED = "clock paused"
    CLOCK_RESUMED = "clock resumed"
    CLOCK_STOPPED = "clock stopped"
    CLOCK_RISEN = "clock risen"
    CLOCK_RESTORED = "clock restored"
    TAKEN_BACK = "taken back"
    PROPOSED = "change proposed"
    CONFIRMED = "change confirmed"
    DECLINED = "change declined"
    DISPUTED = "record disputed"
    IDENTITY_SEEN = "identity seen"
    HANDED_OVER = "handed over"


class ProposalOutcome(StrEnum):
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"
    """By a later proposal for the same question."""
    WITHDRAWN = "withdrawn"
    """It proposes what stands there anyway, or the case closed."""


class AskingOutcome(StrEnum):
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Rise:
    """To whom a late clock rises, and how long after it was due, in the hours in which it counts."""

    level: int
    role: Role
    after: timedelta


RISES = (Rise(1, Role.SUPERVISOR, timedelta()), Rise(2, Role.HEAD, timedelta(hours=4)))
RISES_OF: Mapping[str, tuple[Rise, ...]] = {}
"""By the kind of clock, where it is not as in `RISES`; an empty row never rises."""


def rises() -> Iterator[tuple[str | None, Rise]]:
    """Every rise with the kind of clock that it is for; None: all kinds without a row of their own."""
    yield from ((None, rise) for rise in RISES)
    yield from ((kind, rise) for kind, row in RISES_OF.items() for rise in row)


def rises_at(due_at: datetime, rise: Rise, hours: OpeningHours | None) -> datetime:
    """When a clock that was due then makes this rise: what is late is told at once, by day or night."""
    if hours is None or not rise.after:
        return due_at + rise.after
    return due_in_working_time(due_at, rise.after, hours)


def due_after_pause(
    due_at: datetime, paused_at: datetime, resumed_at: datetime, hours: OpeningHours | None = None
) -> datetime:
    """The deadline with as much time left, or as late, as when it paused; never an earlier one.

    `hours`: it counts while the branch is open; None: round the clock. A clock of the machine that was set back
    meanwhile takes nothing away.
    """
    if hours is None:
        return due_at + max(resumed_at - paused_at, timedelta())
    if due_at < paused_at:
        late = working_time_between(due_at, paused_at, hours)
        return max(due_at, since_working_time(resumed_at, late, hours))
    left = working_time_between(paused_at, due_at, hours)
    return max(due_at, due_in_working_time(resumed_at, left, hours))


@dataclass(frozen=True)
class ClockState:
    """A case's clock, as its row keeps it and as its history tells it."""

    started_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    stopped_at: datetime | None = None


def replay(events: Iterable[tuple[datetime, str, Mapping[str, Any]]]) -> dict[tuple[str, int], ClockState]:
    """The clocks by (kind, level), rebuilt from a case's history: moment, action and detail, oldest first."""
    clocks: dict[tuple[str, int], ClockState] = {}
    for at, action, detail in events:
        match action:
            case CaseEvent.CLOCK_STARTED:
                clocks[_key(detail)] = ClockState(at, datetime.fromisoformat(detail["due_at"]))
            case CaseEvent.CLOCK_PAUSED:
                clocks[_key(detail)] = replace(clocks[_key(detail)], paused_at=at)
            case CaseEvent.CLOCK_RESUMED:
                clocks[_key(detail)] = _resumed(clocks[_key(detail)], at, detail)
            case CaseEvent.CLOCK_STOPPED:
                clocks[_key(detail)] = replace(clocks[_key(detail)], stopped_at=at)
            case CaseEvent.CLOCK_RESTORED:
                clocks[_key(detail)] = _restored(clocks[_key(detail)], detail)
    return clocks


def _resumed(clock: ClockState, at: datetime, detail: Mapping[str, Any]) -> ClockState:
    """The event says when it is due now. Older ones did not: then every clock counted round the clock."""
    if clock.paused_at is None:
        return clock
    told = detail.get("due_at")
    due_at = datetime.fromisoformat(told) if told else due_after_pause(clock.due_at, clock.paused_at, at)
    return replace(clock, due_at=due_at, paused_at=None)


def _restored(clock: ClockState, detail: Mapping[str, Any]) -> ClockState:
    paused_at = detail["paused_at"] and datetime.fromisoformat(detail["paused_at"])
    return replace(
        clock, due_at=datetime.fromisoformat(detail["due_at"]), paused_at=paused_at, stopped_at=None
    )


def _key(detail: Mapping[str, Any]) -> tuple[str, int]:
    return detail["kind"], detail["level"]
