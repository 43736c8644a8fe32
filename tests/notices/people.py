"""Who is told what, and how they want it."""

from flask import Flask

from portal.clock import now
from portal.db import transaction
from portal.identity.queries import person_named
from portal.notices.operations import tell
from portal.preferences.operations import keep
from portal.preferences.rules import Preferences


def tell_person(app: Flask, name: str = "james", kind: str = "loan refused") -> str:
    """The public id of the notice."""
    with app.app_context(), transaction():
        person = person_named(name)
        assert person is not None
        return tell(person.id, kind, now(), reference="L-7K3M-92QF-5").public_id


def prefer(app: Flask, name: str, chosen: Preferences, *needs: str) -> None:
    with app.app_context(), transaction():
        person = person_named(name)
        assert person is not None
        keep(person.id, chosen, needs)
