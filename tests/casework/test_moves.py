"""A case moves by its table and no other way; its clocks and its columns keep up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.audit.queries import history
from portal.casework import operations
from portal.casework.models import Case, CaseClock
from portal.casework.operations import IllegalMove
from portal.clock import now
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.loans.rules import LoanAction, LoanStatus
from portal.loans.rules.statuses import CLOSED, TRANSITIONS
from portal.web.errors import Conflict
from tests.factories.cases import at_status, change, draft, facts_for, online


def move(case: Case, action: LoanAction, **facts: Any) -> None:
    with transaction():
        operations.move(case, action, online(case.customer), now(), facts, why="test")


@pytest.mark.parametrize(("status", "action"), TRANSITIONS)
def test_what_the_table_has_is_done_and_told(james: Customer, status: LoanStatus, action: LoanAction) -> None:
    case, following = at_status(james, status), TRANSITIONS[status, action]
    move(case, action, **facts_for(following))
    last = history(case.subject)[-1]
    assert (case.status, case.is_closed) == (following, following in CLOSED)
    assert (last.action, last.person_id) == (action, james.id)
    assert last.detail == {"was": status, "becomes": following, "why": "test"}


@pytest.mark.parametrize("status", LoanStatus)
def test_what_the_table_has_not_is_refused_and_leaves_no_trace(james: Customer, status: LoanStatus) -> None:
    case = at_status(james, status)
    for action in LoanAction:
        if (status, action) not in TRANSITIONS:
            with pytest.raises(IllegalMove):
                move(case, action)
    assert case.status == status
    assert [event.action for event in history(case.subject)] == ["started"]


def test_closing_stops_every_clock_and_no_stop_is_moved(james: Customer) -> None:
    case, moment = at_status(james, LoanStatus.IN_REVIEW), now()
    with transaction():
        operations.start_clock(case, "decision", moment, moment + timedelta(days=1))
        operations.start_clock(case, "visit", moment, moment + timedelta(days=2))
        operations.stop_clock(case.clocks[1], moment)
    assert case.running_clock("decision") is case.clocks[0]
    assert case.running_clock("visit") is None
    move(case, LoanAction.WITHDRAW)
    assert case.clocks[0].stopped_at == case.closed_at
    assert case.clocks[1].stopped_at == moment
    assert case.running_clock("decision") is None


def test_overdue_is_a_question_of_the_moment() -> None:
    due = now()
    running = CaseClock(kind="decision", started_at=due, due_at=due)
    stopped = CaseClock(kind="decision", started_at=due, due_at=due, stopped_at=due)
    late = due + timedelta(seconds=1)
    assert not running.is_overdue(due)
    assert running.is_overdue(late)
    assert not stopped.is_overdue(late)


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "submitted"},
        {"submitted_at": now()},
        {"status": "approved", "closed_at": now()},
        {"closed_at": now()},
        {"decided_at": now()},
    ],
)
def test_the_database_refuses_half_made_states(james: Customer, broken: dict[str, Any]) -> None:
    case = draft(james)
    with pytest.raises(IntegrityError):
        change(case, **broken)


def test_a_rival_between_read_and_write_is_a_conflict(james: Customer) -> None:
    case = draft(james)

    def write_late() -> None:
        with transaction() as session:
            table = Case.__table__
            assert case.version
            session.execute(
                table.update().where(table.c.id == case.id).values(version=case.version + 1)  # type: ignore[attr-defined]
            )
            case.touched_at = now()

    with pytest.raises(StaleDataError):
        write_late()


def test_the_version_of_the_form_counts(james: Customer) -> None:
    case = draft(james)
    with transaction():
        operations.expect_version(case, case.version)
    with pytest.raises(Conflict), transaction():
        operations.expect_version(case, case.version + 1)


def test_a_draft_is_erased_and_its_history_says_so(james: Customer) -> None:
    case = draft(james)
    subject = case.subject
    with transaction():
        operations.erase_draft(case, online(james), now())
    assert db.session.get(Case, case.id) is None
    assert [event.action for event in history(subject)] == ["started", "draft erased"]


def test_what_was_sent_is_not_erased(james: Customer) -> None:
    case = at_status(james, LoanStatus.SUBMITTED)
    with pytest.raises(IllegalMove), transaction():
        operations.erase_draft(case, online(james), now())
