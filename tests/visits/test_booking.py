"""Seats of a slot: the last one has one winner."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.models import Actor
from portal.casework.models import Case
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Branch, Customer
from portal.identity.queries import branch_coded, person_named
from portal.loans.operations import start
from portal.loans.rules import INCLUSIVE
from portal.visits.models import Appointment
from portal.visits.operations import SlotTaken, book, cancel
from portal.visits.queries import appointment_of, free_slots
from portal.visits.rules import SEATS
from tests.clocks import START

AT = START + timedelta(days=1)


@pytest.fixture
def east(app: Flask) -> Iterator[Branch]:
    with app.app_context():
        found = branch_coded("east")
        assert found is not None
        yield found


def draft() -> Case:
    customer = person_named("james")
    assert isinstance(customer, Customer)
    with transaction():
        return start(customer, INCLUSIVE, Actor(customer.id, "online"), now())


def take(branch: Branch, at: datetime = AT) -> Case:
    case = draft()
    with transaction():
        book(case, branch.id, at)
    return case


def offered(branch: Branch) -> list[datetime]:
    return [moment for moments in free_slots(branch, now()).values() for moment in moments]


def test_seats_are_taken_one_by_one(east: Branch) -> None:
    seats = [appointment_of(take(east).id) for _ in range(SEATS)]
    assert [seat.seat for seat in seats if seat] == list(range(1, SEATS + 1))
    with pytest.raises(SlotTaken):
        take(east)


def test_a_full_slot_is_not_offered_and_one_given_back_is(east: Branch) -> None:
    cases = [take(east) for _ in range(SEATS)]
    assert AT not in offered(east)
    with transaction():
        cancel(cases[0])
    assert AT in offered(east)
    assert appointment_of(cases[0].id) is None
    take(east)


def test_a_case_has_one_visit(east: Branch) -> None:
    case = take(east)
    with pytest.raises(SlotTaken), transaction():
        book(case, east.id, AT + timedelta(hours=1))


def test_another_hour_and_another_branch_are_free(east: Branch) -> None:
    for _ in range(SEATS):
        take(east)
    take(east, AT + timedelta(hours=1))
    west = branch_coded("west")
    assert west is not None
    take(west)
    assert AT in offered(west)


def test_what_is_offered_is_in_the_future_and_by_day(east: Branch) -> None:
    days = free_slots(east, now())
    assert list(days) == sorted(days)
    assert min(offered(east)) > now() + timedelta(hours=2)
    assert all(moment.date() == day for day, moments in days.items() for moment in moments)


def test_a_day_without_a_free_seat_is_left_out(east: Branch) -> None:
    day, moments = next(iter(free_slots(east, now()).items()))
    for moment in moments:
        for _ in range(SEATS):
            take(east, moment)
    assert day not in free_slots(east, now())


def test_the_last_seat_has_one_winner(app: Flask, east: Branch) -> None:
    rivals, branch_id = 8, east.id
    cases = [draft().id for _ in range(rivals)]
    for _ in range(SEATS - 1):
        take(east)
    barrier = Barrier(rivals)

    def race(case_id: int) -> bool:
        with app.app_context():
            barrier.wait()
            try:
                with transaction() as session:
                    book(session.get_one(Case, case_id), branch_id, AT)
            except SlotTaken:
                return False
            return True

    with ThreadPoolExecutor(rivals) as pool:
        assert sum(pool.map(race, cases)) == 1
    count = select(func.count(Appointment.id)).where(Appointment.starts_at == AT)
    assert db.session.scalar(count) == SEATS
