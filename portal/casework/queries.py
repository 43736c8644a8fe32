from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.casework.models import Case
from portal.db import db
from portal.identity.models import Customer, Staff

PAGE = 25


def cases_of(customer: Customer, before: int | None = None) -> tuple[list[Case], int | None]:
    """A page of the customer's cases, the newest first, and the key of the next page if there is one."""
    wanted = select(Case).where(Case.customer_id == customer.id).options(selectinload(Case.owner))
    return page_of(wanted, before)


def page_of(wanted: Select[Case], before: int | None) -> tuple[list[Case], int | None]:
    """A keyset page: the cost of the thousandth page is that of the first."""
    if before is not None:
        wanted = wanted.where(Case.id < before)
    found = list(db.session.scalars(wanted.order_by(Case.id.desc()).limit(PAGE + 1)).unique())
    more = len(found) > PAGE
    return found[:PAGE], found[PAGE - 1].id if more else None


def waiting_for(customer: Customer) -> Case | None:
    """The draft that the customer touched last: "continue where I stopped"."""
    return db.session.scalar(
        select(Case)
        .where(Case.customer_id == customer.id, Case.status == "draft")
        .order_by(Case.touched_at.desc())
        .limit(1)
    )


def least_loaded(branch_id: int, role: str) -> Staff:
    """The member of the branch with that role who owns the fewest open cases: the next case's owner."""
    load = func.count(Case.id)
    staff_id = db.session.scalar(
        select(Staff.id)
        .outerjoin(Case, (Case.owner_id == Staff.id) & Case.closed_at.is_(None))
        .where(Staff.branch_id == branch_id, Staff.role == role, Staff.disabled_at.is_(None))
        .group_by(Staff.id)
        .order_by(load, Staff.id)
        .limit(1)
    )
    return db.session.get_one(Staff, staff_id)
