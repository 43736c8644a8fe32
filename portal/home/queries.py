"""All that the customer asked for, in one query: what the list and her home say of each case stands in its row."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, case, literal, select
from sqlalchemy.orm import joinedload

from portal.casework.models import Case
from portal.casework.queries import PAGE
from portal.db import db
from portal.identity.models import Customer
from portal.loans.queries import turns
from portal.visits.models import Appointment

STEP = 2**40
"""More than there will ever be cases, so that a case's turn and its id make one key."""


class OwnCase(NamedTuple):
    """A case, and what she reads of it without opening it."""

    case: Case
    is_her_turn: bool
    has_proposal: bool
    waits_for_paper: bool
    misses_signature: bool
    had_second_look: bool
    visit_at: datetime | None
    decided_by: datetime | None
    offered_until: datetime | None


def cases_of(customer: Customer, before: int | None = None) -> tuple[list[OwnCase], int | None]:
    """A page of her cases and the key of the next page if there is one.

    First those where it is her turn, then those where it is the bank's, then what is over; the newest first in each.
    """
    place = _place()
    wanted = (
        select(
            Case,
            turns.is_her_turn(),
            turns.has_proposal(),
            turns.waits_for_paper(),
            turns.misses_signature(),
            turns.had_second_look(),
            Appointment.starts_at,
            turns.decided_by(),
            turns.offered_until(),
            place,
        )
        .outerjoin(Appointment, Appointment.case_id == Case.id)
        .where(Case.customer_id == customer.id)
        .options(joinedload(Case.owner), joinedload(Case.branch))
    )
    if before is not None:
        wanted = wanted.where(place < before)
    rows = db.session.execute(wanted.order_by(place.desc()).limit(PAGE + 1)).unique().all()
    found = [OwnCase._make(row[:-1]) for row in rows[:PAGE]]
    return found, rows[PAGE - 1][-1] if len(rows) > PAGE else None


def _place() -> ColumnElement[int]:
    turn = case(
        (turns.is_her_turn(), literal(2 * STEP, BigInteger)),
        (Case.closed_at.is_(None), literal(STEP, BigInteger)),
        else_=literal(0, BigInteger),
    )
    return turn + Case.id
