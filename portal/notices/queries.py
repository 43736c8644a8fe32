"""A person's notices. They are sealed, so a search opens the newest, so many at a time, as it does in an account."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from portal import clock
from portal.db import db
from portal.folding import matcher
from portal.identity.models import Customer, Person
from portal.notices.models import Notice

PAGE = 25
MANY = 99
WINDOW = 1_000
"""How many notices one search looks through: some years of a person, 0.05 s of CPU."""


class Found(NamedTuple):
    """A page of notices, the newest first, and the key of the next page if there is one.

    `looked_back_to` is set where a search stopped there without having looked at everything.
    """

    notices: list[Notice]
    older: int | None
    looked_back_to: datetime | None = None


def inbox(person: Person, before: int | None = None) -> Found:
    """The person's notices, or those behind the key `before`."""
    found = list(db.session.scalars(_newest(person, before).limit(PAGE + 1)))
    return Found(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def search(
    person: Person, words: str, said: Callable[[Notice], Iterable[str]], before: int | None = None
) -> Found:
    """Those in which all the words stand, as `said` says a notice to its reader."""
    matches = matcher(words)
    window = list(db.session.scalars(_newest(person, before).limit(WINDOW + 1)))
    looked_at, has_older = window[:WINDOW], len(window) > WINDOW
    fitting = list(islice((each for each in looked_at if matches(said(each))), PAGE + 1))
    if len(fitting) > PAGE:
        return Found(fitting[:PAGE], fitting[PAGE - 1].id)
    edge = looked_at[-1] if has_older else None
    return Found(fitting, edge.id if edge else None, edge.created_at if edge else None)


def newest_unread(person: Person, most: int) -> list[Notice]:
    """What she has not marked as read, the newest first."""
    unread = _newest(person).where(Notice.read_at.is_(None))
    return list(db.session.scalars(unread.limit(most)))


def notice_for(person: Person, public_id: str) -> Notice | None:
    return db.session.scalar(_newest(person).where(Notice.public_id == public_id))


def notice_and_customer(public_id: str) -> tuple[Notice, Customer] | None:
    """What is to be said outside the portal, and to whom; staff and partners read their inbox here alone."""
    notice = db.session.scalar(select(Notice).where(Notice.public_id == public_id))
    reader = notice.person if notice else None
    return (notice, reader) if notice and isinstance(reader, Customer) else None


def unread_count(person: Person) -> int:
    """How many notices wait, counted up to a hundred."""
    unread = select(Notice.id).where(Notice.person_id == person.id, Notice.read_at.is_(None), _is_there())
    unread = unread.limit(MANY + 1)
    return db.session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def _is_there() -> ColumnElement[bool]:
    """Whether its reader is told: what may still be taken back waits."""
    return Notice.held_until.is_(None) | (Notice.held_until <= clock.now())


def _newest(person: Person, before: int | None = None) -> Select[Notice]:
    wanted = select(Notice).where(Notice.person_id == person.id, _is_there()).order_by(Notice.id.desc())
    return wanted if before is None else wanted.where(Notice.id < before)
