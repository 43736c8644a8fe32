import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from werkzeug.datastructures import MultiDict

from portal.access.permissions import Role
from portal.audit.models import MACHINE, Actor
from portal.audit.operations import record
from portal.db import db, operation
from portal.identity.models import (
    Branch,
    BrowserSession,
    Business,
    Customer,
    KeptAnswers,
    LifeEvent,
    Person,
    SignInAttempt,
    Staff,
)
from portal.identity.queries import staff_who_is
from portal.identity.rules import TRY_WINDOW, EndReason
from portal.identity.sealing import make_data_key, seal
from portal.money import Money
from portal.web.forms import HIDDEN_FIELDS


@operation
def start_session(
    person: Person, token_hash: str, user_agent: str, idle: timedelta, now: datetime
) -> BrowserSession:
    started = BrowserSession(
        token_hash=token_hash,
        person_id=person.id,
        created_at=now,
        last_seen_at=now,
        idle_seconds=int(idle.total_seconds()),
        user_agent=user_agent,
    )
    db.session.add(started)
    record(f"person:{person.id}", "signed in", Actor(person.id, _channel(person)), now)
    return started


@operation
def end_session(ended: BrowserSession, reason: EndReason, now: datetime) -> None:
    """End one sign-in; ending it again changes nothing."""
    if ended.ended_at is None:
        ended.ended_at, ended.end_reason = now, reason
        person = ended.person
        record(f"person:{person.id}", "session ended", Actor(person.id, _channel(person)), now, reason=reason)


@operation
def see_session(session_id: int, idle: timedelta, now: datetime) -> None:
    db.session.execute(
        update(BrowserSession)
        .where(BrowserSession.id == session_id, BrowserSession.last_seen_at < now)
        .values(last_seen_at=now, idle_seconds=int(idle.total_seconds()))
        .execution_options(synchronize_session=False)
    )


@operation
def note_failed_sign_in(name_hash: str, address: str, known_device: bool, now: datetime) -> None:
    db.session.add(SignInAttempt(at=now, name_hash=name_hash, address=address, known_device=known_device))


@operation
def keep_answers(person_id: int, path: str, typed: MultiDict[str, str], expires_at: datetime) -> None:
    """Seal what was typed on a page, in place of what was kept there before."""
    answers = {name: values for name, values in typed.lists() if name not in HIDDEN_FIELDS}
    forget_answers(person_id, path)
    sealed = seal(person_id, f"kept_answers:{path}", json.dumps(answers).encode())
    db.session.add(KeptAnswers(person_id=person_id, path=path, typed_sealed=sealed, expires_at=expires_at))


@operation
def forget_answers(person_id: int, path: str) -> None:
    """The page was saved, so nothing typed there waits any more."""
    db.session.execute(
        delete(KeptAnswers).where(KeptAnswers.person_id == person_id, KeptAnswers.path == path)
    )


@operation
def forget_answers_about(person_id: int, reference: str) -> None:
    """Nothing typed on any page of this case waits any more."""
    about = KeptAnswers.path.contains(f"/{reference}/", autoescape=True)
    db.session.execute(delete(KeptAnswers).where(KeptAnswers.person_id == person_id, about))


@operation
def forget_lapsed(now: datetime) -> None:
    """Typed answers and failed sign-ins whose time is over."""
    db.session.execute(delete(KeptAnswers).where(KeptAnswers.expires_at < now))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - TRY_WINDOW))


@operation
def write_life_event(
    customer_id: int, kind: str, source: str, now: datetime, detail: Mapping[str, Any]
) -> None:
    """Note what changed in a customer's life; the same event from the same source is one."""
    same = (LifeEvent.customer_id == customer_id, LifeEvent.kind == kind, LifeEvent.source == source)
    if db.session.scalar(select(LifeEvent.id).where(*same)) is None:
        db.session.add(
            LifeEvent(customer_id=customer_id, kind=kind, source=source, at=now, detail=dict(detail))
        )


@operation
def erase_life_event(customer_id: int, source: str) -> None:
    """What this source noted did not happen: it was taken back."""
    noted = delete(LifeEvent).where(LifeEvent.customer_id == customer_id, LifeEvent.source == source)
    db.session.execute(noted)


def _channel(person: Person) -> str:
    return "branch" if person.is_staff else "online"


@operation
def add_customer(
    sign_in_name: str,
    password_hash: str,
    number: str,
    personal: Mapping[str, str],
    now: datetime,
    borrowed: bool = False,
) -> Customer:
    """A customer with a data key of her own; `personal` is name, phone, email, identity_number."""
    customer = Customer(
        sign_in_name=sign_in_name,
        password_hash=password_hash,
        role=Role.CUSTOMER,
        number=number,
        has_borrowed_before=borrowed,
    )
    db.session.add(customer)
    db.session.flush()
    make_data_key(customer.id)
    for name, value in personal.items():
        setattr(customer, name, value)
    record(f"person:{customer.id}", "added", MACHINE, now)
    return customer


@operation
def note_look_up(found: Customer, by: Actor, now: datetime) -> None:
    """An officer found her by a number of hers: who and when is in her history."""
    record(f"person:{found.id}", "looked up", by, now)


@operation
def note_vain_look_up(by: Actor, now: datetime) -> None:
    """An officer looked for a number that nobody has: it is in his own history, without the number."""
    record(f"person:{by.person_id}", "looked up nobody", by, now)


@operation
def add_staff(
    sign_in_name: str,
    password_hash: str,
    role: Role,
    names: Mapping[str, str],
    branch: Branch | None,
    now: datetime,
) -> Staff:
    """A member of staff; her key seals what she types and has not sent."""
    member = Staff(
        sign_in_name=sign_in_name, password_hash=password_hash, role=role, names=dict(names), branch=branch
    )
    db.session.add(member)
    db.session.flush()
    make_data_key(member.id)
    record(f"person:{member.id}", "added", MACHINE, now, role=role)
    return member


@operation
def link_staff(member: Staff, customer: Customer | None, by: Actor, now: datetime) -> None:
    """Note which customer a member of staff is; None: none that is known. His history keeps it.

    `ValueError` where the customer is another member of staff.
    """
    other = staff_who_is(customer) if customer else None
    if other is not None and other is not member:
        raise ValueError(f"{customer.number if customer else None} is {other.sign_in_name} already")
    was, member.customer_id = member.customer_id, customer.id if customer else None
    record(f"person:{member.id}", "linked to a customer", by, now, was=was, becomes=member.customer_id)


@operation
def add_business(
    owner: Customer, name: str, yearly_income: Money, started_on: date, is_technology: bool, now: datetime
) -> Business:
    """A business in the customer's name, as the bank's record has it."""
    business = Business(
        owner_id=owner.id, started_on=started_on, is_technology_company=is_technology, recorded_at=now
    )
    business.name = name
    business.yearly_income = str(yearly_income.minor)
    db.session.add(business)
    return business
