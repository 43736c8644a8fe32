"""Asking the customer for something: one open request at a time, and the bank's clocks wait for it."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import Case, InformationRequest
from portal.casework.operations.clocks import pause_clock, resume_clock
from portal.casework.operations.locking import IllegalMove, lock
from portal.casework.queries import open_request, requests_of
from portal.casework.rules import AskingOutcome, CaseEvent
from portal.db import db, operation
from portal.web.errors import Conflict


class AlreadyAsked(Conflict):
    """Another request is open: it is settled first."""


class NothingAsked(Conflict):
    """No request is open, perhaps because somebody was quicker to settle it."""


@operation
def ask(case: Case, kind: str, words: str, by: Actor, now: datetime) -> InformationRequest:
    """Ask the customer for something, in words of the asker's own (sealed); the running clocks pause.

    `AlreadyAsked` while another request is open; `IllegalMove` on a draft or a closed case.
    """
    if by.person_id is None:
        raise ValueError("a machine asks for nothing")
    lock(case)
    if case.is_draft or case.is_closed:
        raise IllegalMove(f"{case.reference}: nothing is asked in {case.status}")
    if open_request(case):
        raise AlreadyAsked(case.reference)
    asked = InformationRequest(
        case=case, number=_next_number(case), kind=kind, asked_by_id=by.person_id, asked_at=now
    )
    asked.words = words
    db.session.add(asked)
    sealed = hashlib.sha256(asked.words_sealed).hexdigest()
    record(case.subject, CaseEvent.ASKED, by, now, number=asked.number, kind=kind, sealed=sealed)
    for clock in case.clocks:
        pause_clock(clock, by, now)
    case.touched_at = now
    return asked


@operation
def settle_asking(
    case: Case, outcome: AskingOutcome, by: Actor, now: datetime, reply: str | None = None
) -> InformationRequest:
    """The customer answered, or the bank no longer asks: the paused clocks go on, each with the time it had left.

    `reply`: her words (sealed). `NothingAsked` when no request is open.
    """
    lock(case)
    asked = open_request(case)
    if asked is None:
        raise NothingAsked(case.reference)
    asked.reply = reply
    _settle(asked, outcome, by, now)
    case.touched_at = now
    return asked


@operation
def close_request(case: Case, by: Actor, now: datetime) -> None:
    """What was still asked is asked no longer: the case closes, or goes elsewhere."""
    asked = open_request(case)
    if asked is not None:
        _settle(asked, AskingOutcome.WITHDRAWN, by, now)


@operation
def reopen_request(case: Case, numbers: Collection[int]) -> None:
    """The move is taken back with which one of these was asked no longer: it waits for her again."""
    for asked in requests_of(case):
        if asked.number in numbers:
            asked.settled_at = asked.outcome = asked.settled_by_id = None


def _settle(asked: InformationRequest, outcome: AskingOutcome, by: Actor, now: datetime) -> None:
    asked.settled_at, asked.outcome, asked.settled_by_id = now, outcome, by.person_id
    record(asked.case.subject, CaseEvent.SETTLED, by, now, number=asked.number, outcome=outcome)
    for clock in asked.case.clocks:
        resume_clock(clock, by, now)


def _next_number(case: Case) -> int:
    last = select(func.max(InformationRequest.number)).where(InformationRequest.case_id == case.id)
    return (db.session.scalar(last) or 0) + 1
