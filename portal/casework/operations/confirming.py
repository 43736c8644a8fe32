"""The customer settles what staff put beside her answers, an answer at a time."""

from datetime import datetime
from typing import Any

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework.models import AnswerProposal, AnswerSource, Case
from portal.casework.operations.cases import answer
from portal.casework.operations.locking import IllegalMove, lock
from portal.casework.operations.proposals import ProposalOvertaken, settle
from portal.casework.queries import open_proposal
from portal.casework.rules import CaseEvent, ProposalOutcome
from portal.db import operation


@operation
def take_proposal(
    case: Case, question: str, number: int, seen: int, by: Actor, now: datetime, **detail: Any
) -> None:
    """The customer confirms: the proposal becomes the answer, with the hand that typed it.

    `number` and `seen`: the proposal and the answer's version beside it as she read them;
    `ProposalOvertaken` if either changed since. `detail`: how she confirmed, for the history.
    """
    proposal = _as_seen(case, question, number, seen)
    settle(proposal, ProposalOutcome.CONFIRMED, by, now)
    record(case.subject, CaseEvent.CONFIRMED, by, now, question=question, number=number, **detail)
    hand = Actor(proposal.by_id, "branch", case.customer_id, case.branch_id)
    answer(case, question, proposal.value, AnswerSource.OFFICER, hand, now, seen)


@operation
def decline(case: Case, question: str, number: int, seen: int, by: Actor, now: datetime) -> None:
    """The customer keeps her own answer. Raises as `take_proposal` does."""
    settle(_as_seen(case, question, number, seen), ProposalOutcome.DECLINED, by, now)
    record(case.subject, CaseEvent.DECLINED, by, now, question=question, number=number)
    case.touched_at = now


def _as_seen(case: Case, question: str, number: int, seen: int) -> AnswerProposal:
    lock(case)
    if case.is_closed:
        raise IllegalMove(f"{case.reference} is closed")
    proposal, last = open_proposal(case, question), case.current_answers.get(question)
    if proposal is None or proposal.number != number or (last.version if last else 0) != seen:
        raise ProposalOvertaken(f"{case.reference} {question} changed")
    return proposal
