"""Staff put a change beside a customer's answer, or a note beside the bank's record; neither overwrites it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import AnswerProposal, AnswerSource, Case, RecordDispute
from portal.casework.operations.locking import IllegalMove, lock
from portal.casework.queries import open_proposal
from portal.casework.rules import CaseEvent, ProposalOutcome
from portal.db import db, operation
from portal.web.errors import Conflict


class ProposalOvertaken(Conflict):
    """The answer or its proposal is no longer what the page showed: what was chosen there does not count."""


@operation
def propose(
    case: Case, question: str, value: Any, by: Actor, now: datetime, seen: int, seen_proposal: int = 0
) -> AnswerProposal | None:
    """Put a change beside the customer's answer; None when it says what stands there already.

    `seen`, `seen_proposal`: the answer's version and the open proposal's number on the page, 0 for none;
    `ProposalOvertaken` unless they are so still. `IllegalMove` where the answer is the bank's record.
    """
    lock(case)
    last, before = case.current_answers.get(question), open_proposal(case, question)
    if (last.version if last else 0) != seen or (before.number if before else 0) != seen_proposal:
        raise ProposalOvertaken(f"{case.reference} {question} changed")
    if last and last.source == AnswerSource.BANK_RECORD:
        raise IllegalMove(f"{case.reference} {question} is the bank's record")
    if before and before.value == value:
        return before
    is_said = last is not None and last.value == value
    if before:
        settle(before, ProposalOutcome.WITHDRAWN if is_said else ProposalOutcome.REPLACED, by, now)
    return None if is_said else _put_beside(case, question, value, seen, by, now)


@operation
def dispute_record(case: Case, question: str, note: str, by: Actor, now: datetime) -> RecordDispute:
    """Note that the bank's record may be wrong. `IllegalMove` where the answer is not the record's."""
    lock(case)
    last = case.current_answers.get(question)
    if last is None or last.source != AnswerSource.BANK_RECORD:
        raise IllegalMove(f"{case.reference} {question} is not the bank's record")
    number = _next_number(RecordDispute, case, question)
    noted = RecordDispute(case=case, question=question, number=number, by_id=_person(by), at=now)
    noted.note = note
    db.session.add(noted)
    sealed = hashlib.sha256(noted.note_sealed).hexdigest()
    record(case.subject, CaseEvent.DISPUTED, by, now, question=question, number=number, sealed=sealed)
    case.touched_at = now
    return noted


@operation
def close_proposals(case: Case, now: datetime) -> None:
    """The case closes: what was proposed is proposed no longer."""
    for proposal in case.open_proposals:
        proposal.settled_at, proposal.outcome = now, ProposalOutcome.WITHDRAWN


@operation
def reopen_proposals(case: Case, closed_at: datetime) -> None:
    """The move is taken back that closed the case then: what was proposed waits for her again."""
    for proposal in case.proposals:
        if proposal.settled_at == closed_at and proposal.settled_by_id is None:
            proposal.settled_at = proposal.outcome = None


@operation
def settle(proposal: AnswerProposal, outcome: ProposalOutcome, by: Actor, now: datetime) -> None:
    proposal.settled_at, proposal.outcome, proposal.settled_by_id = now, outcome, by.person_id
    db.session.flush()  # the next proposal for this question may be open only now


def _put_beside(
    case: Case, question: str, value: Any, base_version: int, by: Actor, now: datetime
) -> AnswerProposal:
    number = _next_number(AnswerProposal, case, question)
    made = AnswerProposal(
        case=case, question=question, number=number, base_version=base_version, by_id=_person(by), at=now
    )
    made.text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    db.session.add(made)
    sealed = hashlib.sha256(made.text_sealed).hexdigest()
    record(case.subject, CaseEvent.PROPOSED, by, now, question=question, number=number, sealed=sealed)
    case.touched_at = now
    return made


def _next_number(kind: type[AnswerProposal] | type[RecordDispute], case: Case, question: str) -> int:
    last = select(func.max(kind.number)).where(kind.case_id == case.id, kind.question == question)
    return (db.session.scalar(last) or 0) + 1


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise ValueError("a machine proposes nothing")
    return by.person_id
