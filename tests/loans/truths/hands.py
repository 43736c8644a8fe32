"""Who may change what: staff beside her answers, one editor at a time."""

from portal.audit.models import AuditEvent
from portal.casework.models import AnswerSource
from portal.casework.rules import CaseEvent
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanAction, Question, may_be_proposed


def no_answer_of_staff_without_her_yes(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """What an officer proposed is her answer from the moment she confirmed it, never before and not without."""
    confirmed = {(each.question, each.settled_at) for each in loan.proposals if each.outcome == "confirmed"}
    told = [event for event in events if event.action == CaseEvent.CONFIRMED]
    assert confirmed == {(event.detail["question"], event.at) for event in told}
    for event in told:
        assert loan.customer_id in (event.person_id, event.on_behalf_of_id)
    sent_at = next((event.at for event in events if event.action == LoanAction.SUBMIT), None)
    for answer in loan.answers:
        is_proposed = answer.source == AnswerSource.OFFICER and may_be_proposed(Question(answer.question))
        if is_proposed and sent_at and answer.at > sent_at:
            assert (answer.question, answer.at) in confirmed
    questions = [each.question for each in loan.open_proposals]
    assert len(questions) == len(set(questions))
    assert not (loan.is_closed and questions)


def the_editor_is_who_took_it_last(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """A lease that was taken from somebody is his whom the history says; the table has room for one alone."""
    taken = [event for event in events if event.action == CaseEvent.LEASE_TAKEN_OVER]
    lease = loan.lease
    if lease and lease.taken_from_id:
        last = taken[-1]
        assert (last.person_id, last.detail["was"]) == (lease.holder_id, lease.taken_from_id)
        assert lease.taken_at >= last.at
    for event in taken:
        assert event.person_id != event.detail["was"]
