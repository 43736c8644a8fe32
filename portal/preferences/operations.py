from collections.abc import Iterable
from dataclasses import asdict

from portal.db import db, operation
from portal.preferences.models import PreferenceRow
from portal.preferences.rules import Preferences


@operation
def keep(person_id: int, chosen: Preferences, contact_needs: Iterable[str] | None = None) -> None:
    """Keep a person's choices; her contact needs stay as they are unless given."""
    row = db.session.get(PreferenceRow, person_id) or PreferenceRow(person_id=person_id, contact_needs=[])
    for name, value in asdict(chosen).items():
        setattr(row, name, value)
    if contact_needs is not None:
        row.contact_needs = sorted(contact_needs)
    db.session.add(row)
