"""A case moves, is answered, and its draft is erased."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, update

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import Answer, AnswerSource, Case, CaseLease, Consent
from portal.casework.operations.asking import close_request
from portal.casework.operations.clocks import stop_clock
from portal.casework.operations.locking import IllegalMove
from portal.casework.operations.proposals import close_proposals
from portal.db import db, operation
from portal.web.errors import Conflict


class AnswerChanged(Conflict):
    """The answer was changed, in another window or at the branch, since its page was made."""


@operation
def move(
    case: Case,
    action: StrEnum,
    by: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    **detail: Any,
) -> None:
    """The only way a case changes its status: by its table, into its history.

    `facts` are the columns that the database ties to the new status; they change with it or not at all.
    """
    following = case.transitions.get((case.status, action))
    if following is None:
        raise IllegalMove(f"{case.reference}: {action} in {case.status}")
    record(case.subject, action, by, now, was=case.status, becomes=following, **detail)
    clocks = list(case.clocks)
    is_closing = following in case.closed_statuses
    changes = {
        **(facts or {}),
        "status": following,
        "touched_at": now,
        "closed_at": now if is_closing else None,
    }
    for name, value in changes.items():
        setattr(case, name, value)
    if is_closing:
        close_request(case, by, now)
        close_proposals(case, now)
        for clock in clocks:
            stop_clock(clock, now, by)


@operation
def answer(
    case: Case,
    question: str,
    value: Any,
    source: AnswerSource,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Add an answer beside what was said before. `seen`: the version that the form was made from."""
    last = case.current_answers.get(question)
    version = last.version if last else 0
    if seen is not None and seen != version:
        raise AnswerChanged(f"{case.reference} {question}: {seen} is no longer {version}")
    if last and last.value == value and last.source == source:
        return
    if by.person_id is None:
        raise ValueError("a machine has no answers of its own")
    given = Answer(
        case=case, question=question, version=version + 1, source=source, by_id=by.person_id, at=now
    )
    given.text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    db.session.add(given)
    digest = hashlib.sha256(given.text_sealed).hexdigest()
    record(
        case.subject,
        "answered",
        by,
        now,
        question=question,
        version=given.version,
        source=source,
        sealed=digest,
    )
    case.touched_at = now


@operation
def note_consent(
    case: Case,
    purpose: str,
    version: int,
    given: bool,
    locale: str,
    by: Actor,
    now: datetime,
    party_id: int | None = None,
) -> None:
    """Keep what the customer (or the party, where one is named) was asked, in which words, and the answer."""
    db.session.add(
        Consent(
            case_id=case.id,
            party_id=party_id,
            purpose=purpose,
            version=version,
            given=given,
            at=now,
            locale=locale,
            channel=by.channel,
        )
    )
    whose = {} if party_id is None else {"party": party_id}
    said = {"purpose": purpose, "version": version, "given": given, "locale": locale}
    record(case.subject, "consent", by, now, **said, **whose)


@operation
def change_consent(
    case: Case,
    purpose: str,
    version: int,
    given: bool,
    locale: str,
    by: Actor,
    now: datetime,
    party_id: int | None = None,
) -> None:
    """She (or the party) agrees, or takes it back: what was said before counts until now and stays readable."""
    said = (Consent.case_id == case.id, Consent.party_id.is_not_distinct_from(party_id))
    current = update(Consent).where(*said, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    db.session.execute(current.values(withdrawn_at=now))
    note_consent(case, purpose, version, given, locale, by, now, party_id)
    case.touched_at = now


@operation
def erase_draft(case: Case, by: Actor, now: datetime) -> None:
    """Remove a draft with every answer; its history keeps only that there was one."""
    if not case.is_draft:
        raise IllegalMove(f"{case.reference} was sent and can only be withdrawn")
    record(case.subject, "draft erased", by, now)
    db.session.execute(delete(CaseLease).where(CaseLease.case_id == case.id))
    db.session.delete(case)
