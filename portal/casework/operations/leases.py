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


class WishGone(Conflict):
    """The wish that is answered is not open any more: it was answered, or the lease was given back."""


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


@operation
def ask_for_lease(case: Case, by: Actor, now: datetime, seconds: int = LEASE_SECONDS) -> CaseLease:
    """Ask who edits the case for it; what nobody holds any more is taken at once, for `seconds`.

    One wish is open at a time: while another's is, nothing happens, and the lease says whose it is.
    """
    lock(case)
    lease = _lease(case)
    if lease is None or lease.holder_id == by.person_id or not lease.is_live(now):
        return take_lease(case, by, now, seconds)
    if not lease.is_wanted:
        record(case.subject, CaseEvent.LEASE_WANTED, by, now, holder=lease.holder_id)
        lease.wanted_by_id, lease.wanted_at, lease.kept_at = _person(by), now, None
    return lease


@operation
def give_lease(case: Case, asked_at: datetime, by: Actor, now: datetime) -> CaseLease:
    """Give the case to who asked for it at that moment. `LeaseLost` or `WishGone` where that is over."""
    lease = _wanted_lease(case, asked_at, by)
    wanted_by_id = lease.wanted_by_id
    assert wanted_by_id is not None
    record(case.subject, CaseEvent.LEASE_GIVEN, by, now, to=wanted_by_id)
    _pass_on(lease, wanted_by_id, now)
    _extend(lease, now, LEASE_SECONDS)
    return lease


@operation
def keep_lease(case: Case, asked_at: datetime, by: Actor, now: datetime) -> CaseLease:
    """Keep the case, which who asked for it is told. `LeaseLost` or `WishGone` where that is over."""
    lease = _wanted_lease(case, asked_at, by)
    record(case.subject, CaseEvent.LEASE_KEPT, by, now, asked_by=lease.wanted_by_id)
    lease.kept_at = now
    return lease


def _wanted_lease(case: Case, asked_at: datetime, by: Actor) -> CaseLease:
    lock(case)
    lease = _lease(case)
    if lease is None or lease.holder_id != by.person_id:
        raise LeaseLost(lease)
    if not lease.is_wanted or lease.wanted_at != asked_at:
        raise WishGone(f"{case.reference}: nobody asks since {asked_at}")
    return lease


def _take_over(case: Case, lease: CaseLease, by: Actor, now: datetime) -> None:
    if lease.is_live(now):
        raise LeaseHeld(lease)
    was, since = lease.holder_id, lease.taken_at.isoformat()
    record(case.subject, CaseEvent.LEASE_TAKEN_OVER, by, now, was=was, since=since)
    _pass_on(lease, _person(by), now)


def _pass_on(lease: CaseLease, holder_id: int, now: datetime) -> None:
    """Another has it from now on; what was wished of the holder before is over."""
    lease.taken_from_id, lease.holder_id, lease.taken_at = lease.holder_id, holder_id, now
    lease.expires_at = now
    lease.wanted_by_id = lease.wanted_at = lease.kept_at = None


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
