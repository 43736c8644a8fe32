"""What holds for all that the bank keeps."""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, func, select, text

from portal.audit.queries import faults
from portal.db import Base, db
from portal.jobs.models import OutboxEntry
from portal.notices.models import Notice
from portal.visits.models import Appointment
from portal.visits.rules import SEATS


def of_the_whole_bank() -> Iterator[str]:
    """Broken chains, rows that a CHECK forbids, overbooked slots, notices and e-mails without each other."""
    yield from faults()
    for table in Base.metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                broken = text(f"NOT ({check.sqltext})")
                if db.session.scalar(select(func.count()).select_from(table).where(broken)):
                    yield f"{table.name}: {check.sqltext}"
    slot = (Appointment.branch_id, Appointment.starts_at)
    for row in db.session.execute(select(*slot).group_by(*slot).having(func.count() > SEATS)):
        yield f"overbooked: {row}"
    told = {f"notice:{public_id}" for public_id in db.session.scalars(select(Notice.public_id))}
    kind = OutboxEntry.kind == "notice e-mail"
    for key in told ^ set(db.session.scalars(select(OutboxEntry.key).where(kind))):
        yield f"a notice or its e-mail stands alone: {key}"
