from sqlalchemy import select

from portal.db import db
from portal.preferences.models import PreferenceRow
from portal.preferences.rules import Preferences


def of_person(person_id: int) -> Preferences | None:
    """What the person chose, on whatever device; None when she never did."""
    row = db.session.get(PreferenceRow, person_id)
    return row.as_preferences() if row else None


def contact_needs(person_id: int) -> frozenset[str]:
    needs = db.session.scalar(select(PreferenceRow.contact_needs).where(PreferenceRow.person_id == person_id))
    return frozenset(needs or ())
