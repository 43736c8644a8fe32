"""One editor at a time, by courtesy. No other operation asks for a lease: the case's version decides."""

from datetime import datetime, timedelta

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import Case, CaseLease
from portal.casework.operations.hands import expect_other_hands
from portal.casework.operations.locking import lock
from portal.casework.rules import LEASE_SECONDS, CaseEvent
from portal.db import db, operation
from portal.web.errors import Conflict


class LeaseHeld(Conflict):
    """Somebody else edits the case now; `lease` says who and since when."""

    def __init__(self, lease: CaseLease) -> None:
        super().__init__(f"case {lease.case_id} is held by person {lease.holder_id}")
        self.lease = lease


class LeaseLost(Conflict):
    """The lease is not hers any more; `lease` says whose it is, None if it was given back."""

    def __init__(self, lease: CaseLease | None) -> None:
        super().__init__(f"taken over by person {lease.holder_id}" if lease else "given back")
        self.lease = lease


@operation
def take_lease(case: Case, by: Actor, now: datetime, seconds: int = LEASE_SECONDS) -> CaseLease:
    """Become the case's editor for that long; who is it already renews. `LeaseHeld` while another is.

    Taking over after the other's lease lapsed is written into the case's history and kept on the lease.
    """
    holder_id = _person(by)
    lock(case)
    expect_other_hands(case, by)
    lease = _lease(case)
    if lease is None:
        lease = CaseLease(case_id=case.id, holder_id=holder_id, taken_at=now)
        db.session.add(lease)
    elif lease.holder_id != holder_id:
        _take_over(case, lease, by, now)
    elif not lease.is_live(now):
        lease.taken_at = now
    _extend(lease, now, seconds)
    return lease


@operation
def renew_lease(case: Case, by: Actor, now: datetime, seconds: int = LEASE_SECONDS) -> CaseLease:
    """Stay the editor: what an open page asks for. Neither the case's version nor its history changes.

    `LeaseLost` when somebody else took it over, or it was given back in another window.
    """
    lease = _lease(case)
    if lease is None or lease.holder_id != by.person_id:
        raise LeaseLost(lease)
    _extend(lease, now, seconds)
    return lease


@operation
def release_lease(case: Case, by: Actor) -> None:
    """Give the case back; nothing happens if it is not hers."""
    lease = _lease(case)
    if lease is not None and lease.holder_id == by.person_id:
        db.session.delete(lease)


def _take_over(case: Case, lease: CaseLease, by: Actor, now: datetime) -> None:
    if lease.is_live(now):
        raise LeaseHeld(lease)
    was, since = lease.holder_id, lease.taken_at.isoformat()
    record(case.subject, CaseEvent.LEASE_TAKEN_OVER, by, now, was=was, since=since)
    lease.taken_from_id, lease.holder_id, lease.taken_at = was, _person(by), now
    lease.expires_at = now


def _extend(lease: CaseLease, now: datetime, seconds: int) -> None:
    """A page without script may have taken it for longer than the page that renews it now."""
    ends_at = now + timedelta(seconds=seconds)
    lease.renewed_at, lease.expires_at = now, max(lease.expires_at or ends_at, ends_at)


def _lease(case: Case) -> CaseLease | None:
    """The lease as it is now, held until the commit."""
    return db.session.get(CaseLease, case.id, populate_existing=True, with_for_update=True)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise ValueError("a machine edits nothing")
    return by.person_id
