from sqlalchemy import func, select

from portal.db import db
from portal.identity.models import Customer, Person
from portal.notices.models import Notice

PAGE = 25
MANY = 99


def inbox(person: Person, before: int | None = None) -> tuple[list[Notice], int | None]:
    """A page of the person's notices, the newest first, and the key of the next page if there is one."""
    wanted = select(Notice).where(Notice.person_id == person.id)
    if before is not None:
        wanted = wanted.where(Notice.id < before)
    found = list(db.session.scalars(wanted.order_by(Notice.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def notice_for(person: Person, public_id: str) -> Notice | None:
    return db.session.scalar(
        select(Notice).where(Notice.person_id == person.id, Notice.public_id == public_id)
    )


def notice_and_customer(public_id: str) -> tuple[Notice, Customer] | None:
    """What is to be said outside the portal, and to whom; staff and partners read their inbox here alone."""
    notice = db.session.scalar(select(Notice).where(Notice.public_id == public_id))
    reader = notice.person if notice else None
    return (notice, reader) if notice and isinstance(reader, Customer) else None


def unread_count(person: Person) -> int:
    """How many notices wait, counted up to a hundred."""
    unread = select(Notice.id).where(Notice.person_id == person.id, Notice.read_at.is_(None)).limit(MANY + 1)
    return db.session.scalar(select(func.count()).select_from(unread.subquery())) or 0
