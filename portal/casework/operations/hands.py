"""Who works on a case: never those whose own it is, and whoever it is handed to."""

from datetime import datetime

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import Case
from portal.casework.queries import least_loaded
from portal.casework.rules import CaseEvent
from portal.db import operation
from portal.identity.models import Staff
from portal.identity.queries import staff_member
from portal.web.errors import Conflict

OWN_CASE = "own case"
"""Why the owner changes when a case turns out to be the owner's own."""


class OtherHands(Conflict):
    """Not for this person: it is his own, or he worked on it or decided it before. Somebody else does it."""


def expect_other_hands(case: Case, by: Actor) -> None:
    """`OtherHands` where the hand is a member of staff's whose own case it is."""
    member = staff_member(by.person_id) if by.person_id else None
    if member and case.is_own_of(member):
        raise OtherHands(f"{case.reference} is person {member.id}'s own")


@operation
def hand_over(case: Case, owner: Staff, reason: str, by: Actor, now: datetime) -> None:
    """Give the case another owner, for a reason that its history keeps. Tells nobody."""
    if case.is_own_of(owner):
        raise OtherHands(f"{case.reference} is person {owner.id}'s own")
    record(case.subject, CaseEvent.HANDED_OVER, by, now, was=case.owner_id, becomes=owner.id, reason=reason)
    case.owner_id, case.touched_at = owner.id, now


@operation
def pass_on(case: Case, by: Actor, now: datetime) -> Staff | None:
    """Give a case that is its owner's own to a colleague at its branch: who that is, None if there is nobody."""
    if case.owner is None or case.branch_id is None:
        return None
    other = least_loaded(case.branch_id, case.owner.role, case.people)
    if other is not None:
        hand_over(case, other, OWN_CASE, by, now)
    return other
