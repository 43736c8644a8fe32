from collections.abc import Collection, Sequence
from datetime import datetime

from flask import current_app, g
from sqlalchemy import ColumnElement, case, func, select

from portal.db import db
from portal.identity.calendar import OpeningHours
from portal.identity.models import (
    Branch,
    BrowserSession,
    Customer,
    KeptAnswers,
    LifeEvent,
    Person,
    SignInAttempt,
    Staff,
)
from portal.identity.rules import LONGEST_SESSION, TRY_WINDOW, Tries, has_lapsed, plain_number
from portal.identity.sealing import DataKey, hold_data_keys, load_data_keys, unseal


def person_named(sign_in_name: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.sign_in_name == sign_in_name.strip().lower()))


def session_by_hash(token_hash: str) -> BrowserSession | None:
    """The session with its person, whose data key is at hand from then on: all in one query."""
    found = db.session.execute(
        select(BrowserSession, DataKey)
        .outerjoin(DataKey, DataKey.person_id == BrowserSession.person_id)
        .where(BrowserSession.token_hash == token_hash)
    ).one_or_none()
    if found is None:
        return None
    session, key = found
    _hold([(session.person, key)])
    return session


def hold_people(person_ids: Collection[int]) -> None:
    """Have these people at hand for the rest of the request, and customers' data keys: all in one query."""
    if missing := set(person_ids) - g.get("people", {}).keys():
        both = select(Person, DataKey).outerjoin(DataKey, DataKey.person_id == Person.id)
        _hold(db.session.execute(both.where(Person.id.in_(missing))).all())


def _hold(found: Sequence[tuple[Person, DataKey | None]]) -> None:
    """The session would forget them: it keeps only whom somebody else holds."""
    g.setdefault("people", {}).update({person.id: person for person, _key in found})
    hold_data_keys(key for _person, key in found if key)


def open_sessions(person: Person, now: datetime) -> list[BrowserSession]:
    """Where the person is signed in, the latest first."""
    found = db.session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.person_id == person.id,
            BrowserSession.ended_at.is_(None),
            BrowserSession.created_at > now - LONGEST_SESSION,
        )
        .order_by(BrowserSession.last_seen_at.desc())
        .limit(50)
    )
    return [
        each for each in found if not has_lapsed(each.created_at, each.last_seen_at, each.idle_limit, now)
    ]


def open_session(person: Person, ref: str) -> BrowserSession | None:
    return db.session.scalar(
        select(BrowserSession).where(
            func.substr(BrowserSession.token_hash, 1, BrowserSession.REF_LENGTH) == ref,
            BrowserSession.person_id == person.id,
            BrowserSession.ended_at.is_(None),
        )
    )


def tries(name_hash: str, address: str, known_device: bool, now: datetime) -> Tries:
    """The failed sign-ins that count for this name and address."""
    attempt = SignInAttempt
    is_name, is_address = attempt.name_hash == name_hash, attempt.address == address
    here = is_name & is_address & (attempt.known_device == known_device)
    counts = db.session.execute(
        select(
            func.count(case((here, 1))),
            func.count(case((is_name & ~attempt.known_device, 1))),
            func.count(case((is_address, 1))),
            func.count(),
        ).where(attempt.at > now - TRY_WINDOW)
    ).one()
    return Tries(*counts, known_device)


def kept_answers(person_id: int, path: str, now: datetime) -> str | None:
    """The JSON that `keep_answers` sealed for this person on this page, until it lapses."""
    row = db.session.scalar(
        select(KeptAnswers).where(
            KeptAnswers.person_id == person_id, KeptAnswers.path == path, KeptAnswers.expires_at > now
        )
    )
    if row is None:
        return None
    return unseal(person_id, f"kept_answers:{path}", row.typed_sealed).decode()


def kept_pages(person_id: int, reference: str, now: datetime) -> set[str]:
    """The pages of this case on which the person typed something that is not saved."""
    about = KeptAnswers.path.contains(f"/{reference}/", autoescape=True)
    hers = (KeptAnswers.person_id == person_id, KeptAnswers.expires_at > now)
    return set(db.session.scalars(select(KeptAnswers.path).where(*hers, about)))


def branches() -> list[Branch]:
    return list(db.session.scalars(select(Branch).order_by(Branch.code)))


def branches_with(role: str, people: Collection[int] = ()) -> list[Branch]:
    """The branches where at least one person of that role works and may sign in, who is none of these customers."""
    at_work = select(Staff.branch_id).where(
        Staff.role == role, Staff.disabled_at.is_(None), is_none_of(people)
    )
    return list(db.session.scalars(select(Branch).where(Branch.id.in_(at_work)).order_by(Branch.code)))


def is_none_of(people: Collection[int]) -> ColumnElement[bool]:
    """Whether a member of staff is somebody else than these customers."""
    return Staff.customer_id.is_(None) | Staff.customer_id.not_in(people)


def branch_coded(code: str) -> Branch | None:
    return db.session.scalar(select(Branch).where(Branch.code == code))


def opening_hours(branch: Branch) -> OpeningHours:
    """When the branch is open, by the bank's calendar."""
    config = current_app.config
    return OpeningHours(branch.opens_at, branch.closes_at, config["TIMEZONE"], config["CALENDAR"])


def customer(customer_id: int) -> Customer | None:
    return db.session.get(Customer, customer_id)


def customer_numbered(number: str) -> Customer | None:
    return db.session.scalar(select(Customer).where(Customer.number == number))


def staff_who_is(customer: Customer) -> Staff | None:
    return db.session.scalar(select(Staff).where(Staff.customer_id == customer.id))


def customers_with(number: str, viewer: Staff) -> list[Customer]:
    """Who has this customer number, else whose identity paper has it: two countries may give the same one.

    The viewer does not find himself.
    """
    wanted = plain_number(number)
    numbered = customer_numbered(wanted)
    if numbered or not wanted:
        return [numbered] if numbered and numbered.id != viewer.customer_id else []
    index = Customer.identity_number.index_of(Customer.__tablename__, wanted)
    found = db.session.scalars(
        select(Customer).where(Customer.identity_number_index == index).order_by(Customer.id)
    )
    return [
        each
        for each in found
        if plain_number(each.identity_number or "") == wanted and each.id != viewer.customer_id
    ]


def staff_member(staff_id: int) -> Staff | None:
    return db.session.get(Staff, staff_id)


def first_people(most: int) -> list[Person]:
    """Those who were entered first, customers before staff: a demo's own people, whatever was filled in later."""
    first = select(Person.id).order_by(Person.id).limit(most)
    found = list(
        db.session.scalars(select(Person).where(Person.id.in_(first)).order_by(Person.kind, Person.id))
    )
    load_data_keys(person.id for person in found)
    return found


def all_staff() -> list[Staff]:
    """For the administrator."""
    return list(db.session.scalars(select(Staff).order_by(Staff.id)))


def life_events(customer_id: int) -> list[LifeEvent]:
    return list(
        db.session.scalars(
            select(LifeEvent).where(LifeEvent.customer_id == customer_id).order_by(LifeEvent.id)
        )
    )
