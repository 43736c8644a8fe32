from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.casework.models import Case
from portal.db import db, operation
from portal.visits.models import Appointment
from portal.visits.rules import SEATS


class SlotTaken(Exception):
    """Somebody else took the last seat of this slot."""


@operation
def book(case: Case, branch_id: int, starts_at: datetime) -> Appointment:
    """Take a free seat of the slot; `SlotTaken` when there is none. The unique key decides a race."""
    same_slot = (Appointment.branch_id == branch_id, Appointment.starts_at == starts_at)
    taken = set(db.session.scalars(select(Appointment.seat).where(*same_slot)))
    for seat in sorted(set(range(1, SEATS + 1)) - taken):
        appointment = Appointment(case=case, branch_id=branch_id, starts_at=starts_at, seat=seat)
        try:
            with db.session.begin_nested():
                db.session.add(appointment)
        except IntegrityError:
            continue
        return appointment
    raise SlotTaken(starts_at)


@operation
def rebook(case: Case, branch_id: int, starts_at: datetime) -> Appointment:
    """Take a seat of another slot and let go of the old one; `SlotTaken` keeps the old one."""
    with db.session.begin_nested():
        cancel(case)
        return book(case, branch_id, starts_at)


@operation
def cancel(case: Case) -> None:
    db.session.execute(delete(Appointment).where(Appointment.case_id == case.id))
