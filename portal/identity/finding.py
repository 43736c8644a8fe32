"""A customer whom an officer looked up stays found for a while: a note in the address, sealed for that officer.

No number stands in it, nobody else can read it, and looking at the page again needs no second look-up.
"""

import base64
import json
from datetime import datetime

from cryptography.exceptions import InvalidTag

from portal.identity.models import Customer, Person
from portal.identity.queries import customer
from portal.identity.rules import FOUND_FOR
from portal.identity.sealing import seal, unseal

PLACE = "found customer"


class NoteLapsed(Exception):
    """It was a note of this officer's; the customer has to be looked up again."""


def note_of(found: Customer, officer: Person, now: datetime) -> str:
    told = json.dumps([found.id, (now + FOUND_FOR).isoformat()])
    return base64.urlsafe_b64encode(seal(officer.id, PLACE, told.encode())).decode().rstrip("=")


def noted_customer(note: str, officer: Person, now: datetime) -> Customer | None:
    """Whom the note names; None where it is none of this officer's. `NoteLapsed` when its time is over."""
    try:
        told = unseal(officer.id, PLACE, base64.urlsafe_b64decode(note + "=" * (-len(note) % 4)))
    except (InvalidTag, ValueError):
        return None
    customer_id, until = json.loads(told)
    if datetime.fromisoformat(until) <= now:
        raise NoteLapsed(note)
    return customer(customer_id)
