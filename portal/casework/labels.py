"""The words for what happens to any case."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.casework.rules import CaseEvent

EVENTS: dict[str, Any] = {
    CaseEvent.LEASE_TAKEN_OVER: _l("Somebody else took over the editing"),
    CaseEvent.LEASE_WANTED: _l("A colleague asked for the file"),
    CaseEvent.LEASE_GIVEN: _l("The file was given to a colleague"),
    CaseEvent.LEASE_KEPT: _l("The file was asked for and kept"),
    CaseEvent.ASKED: _l("The customer was asked for something"),
    CaseEvent.SETTLED: _l("What the customer was asked for is settled"),
    CaseEvent.CLOCK_STARTED: _l("A deadline was set"),
    CaseEvent.CLOCK_PAUSED: _l("The deadline waits for the customer"),
    CaseEvent.CLOCK_RESUMED: _l("The deadline goes on, with the time that was left"),
    CaseEvent.CLOCK_STOPPED: _l("The deadline ended"),
    CaseEvent.CLOCK_RISEN: _l("Late: told to the next in charge"),
    CaseEvent.CLOCK_RESTORED: _l("The deadline is as it was before"),
    CaseEvent.TAKEN_BACK: _l("Taken back within ten minutes, by whoever did it"),
    CaseEvent.PROPOSED: _l("The branch proposed another answer"),
    CaseEvent.CONFIRMED: _l("The customer confirmed the branch’s answer"),
    CaseEvent.DECLINED: _l("The customer kept the answer as it was"),
    CaseEvent.DISPUTED: _l("The branch noted that the bank’s record may be wrong"),
    CaseEvent.IDENTITY_SEEN: _l("An identity paper was seen at the branch"),
    CaseEvent.HANDED_OVER: _l("Another officer looks after it now"),
}
