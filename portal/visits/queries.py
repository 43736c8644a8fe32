from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.identity.calendar import is_open
from portal.identity.models import Branch
from portal.visits.models import Appointment
from portal.visits.rules import SEATS, open_days, slots


def free_slots(branch: Branch, now: datetime) -> dict[date, list[datetime]]:
    """The branch's moments with a seat left, by day, in the bank's time zone."""
    timezone, country = current_app.config["TIMEZONE"], current_app.config["CALENDAR"]
    taken = _taken(branch, now)
    offered: dict[date, list[datetime]] = {}
    for day in open_days(clock.today(timezone), country):
        moments = slots(day, branch.opens_at, branch.closes_at, timezone, now)
        free = [moment for moment in moments if taken.get(moment, 0) < SEATS]
        if free:
            offered[day] = free
    return offered


def appointment_of(case_id: int) -> Appointment | None:
    return db.session.scalar(select(Appointment).where(Appointment.case_id == case_id))


def receives(branch: Branch, at: datetime) -> bool:
    """Whether the branch is open at that moment, by the bank's calendar and its own hours."""
    there = at.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
    is_in_hours = branch.opens_at <= there.time() < branch.closes_at
    return is_in_hours and is_open(there.date(), current_app.config["CALENDAR"])


def _taken(branch: Branch, now: datetime) -> dict[datetime, int]:
    counts = db.session.execute(
        select(Appointment.starts_at, func.count().label("taken"))
        .where(Appointment.branch_id == branch.id, Appointment.starts_at > now)
        .group_by(Appointment.starts_at)
    )
    return {row.starts_at: row.taken for row in counts}
