"""What upper rooms know of a customer's life."""

from flask import Flask

from portal.clock import now
from portal.db import transaction
from portal.identity.operations import write_life_event
from portal.identity.queries import customer, life_events, staff_member
from tests.factories import cases


def test_the_same_event_from_the_same_source_is_one(app: Flask) -> None:
    with app.app_context():
        james = cases.person("james").id
        with transaction():
            for source in ("case:L-A", "case:L-A", "case:L-B"):
                write_life_event(james, "business loan approved", source, now(), {"months": 12})
        assert [(event.kind, event.source) for event in life_events(james)] == [
            ("business loan approved", "case:L-A"),
            ("business loan approved", "case:L-B"),
        ]


def test_a_customer_is_no_member_of_staff(app: Flask) -> None:
    with app.app_context():
        james, officer = cases.person("james"), cases.person("officer")
        assert (customer(james.id), staff_member(james.id)) == (james, None)
        assert (customer(officer.id), staff_member(officer.id)) == (None, officer)
