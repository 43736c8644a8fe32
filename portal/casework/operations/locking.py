"""Holding a case while it changes, and seeing whether it is still as the page had it."""

from sqlalchemy import select

from portal.casework.models import Case
from portal.db import db, found, is_postgresql, operation
from portal.web.errors import Conflict

CASES = Case.__table__  # a locked row must not be joined to what may be missing


class IllegalMove(Conflict):
    """The case's status does not allow this action, perhaps because somebody was quicker."""


@operation
def lock(case: Case) -> None:
    """Hold the case until the commit, and read it as it is now: the rival waits, then sees what was done."""
    if ("case", case.id) in found():
        return
    if is_postgresql():
        db.session.execute(select(CASES.c.id).where(CASES.c.id == case.id).with_for_update())
    db.session.refresh(case)
    found()["case", case.id] = True


@operation
def expect_version(case: Case, version: int) -> None:
    """Raise `Conflict` unless the case is as it was when the form was made."""
    lock(case)
    if case.version != version:
        raise Conflict(f"{case.reference}: version {version} is no longer {case.version}")
