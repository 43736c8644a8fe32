"""One loan: its answers, its code and its seat, its decisions and offers."""

import hashlib
from itertools import pairwise

from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEvent
from portal.casework.queries import open_request
from portal.casework.rules import UNDO
from portal.db import db
from portal.identity.queries import life_events
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.rules import LoanStatus
from portal.visits.queries import appointment_of

ASKED = (LoanStatus.ASKED, LoanStatus.WITH_CUSTOMER)
"""Where the customer is asked for something."""


def every_answer_is_the_one_that_was_hashed(loan: LoanApplication, events: list[AuditEvent]) -> None:
    hashed = {
        (event.detail["question"], event.detail["version"]): event.detail["sealed"]
        for event in events
        if event.action == "answered"
    }
    assert hashed == {
        (answer.question, answer.version): hashlib.sha256(answer.text_sealed).hexdigest()
        for answer in loan.answers
    }


def somebody_looks_after_it(loan: LoanApplication) -> None:
    assert loan.is_draft == (loan.owner_id is None)
    assert loan.branch_id is not None or loan.is_draft
    if loan.owner:
        assert (loan.owner.role, loan.owner.branch_id) == ("officer", loan.branch_id)


def one_code_at_most_lives(loan: LoanApplication) -> None:
    codes = db.session.scalars(select(PickUpCode).where(PickUpCode.case_id == loan.id)).all()
    may_live = loan.awaits_visit(clock.now()) or loan.status == LoanStatus.WITHDRAWN  # to be taken back
    assert sum(code.is_live(clock.now()) for code in codes) <= may_live


def one_seat_while_it_runs(loan: LoanApplication) -> None:
    seat = appointment_of(loan.id)
    needs_none = loan.status == LoanStatus.APPROVED and not loan.was_at_branch
    if loan.status == LoanStatus.WITHDRAWN and loan.closed_at:
        assert seat or loan.closed_at + UNDO <= clock.now(), "it is let go of when it is sure"
    else:
        assert (seat is None) == (loan.is_draft or needs_none)
    assert seat is None or seat.branch_id == loan.branch_id


def an_approval_is_one_event_of_life(loan: LoanApplication) -> None:
    events = [event for event in life_events(loan.customer_id) if event.source == loan.subject]
    assert len(events) == (loan.status == LoanStatus.APPROVED)
    assert loan.decided_at is None or loan.decision is not None


def nobody_decides_twice(loan: LoanApplication) -> None:
    """Two pairs of eyes are two people's, a second look is a third one's, and the machine only says yes."""
    assert [each.number for each in loan.rounds] == list(range(1, len(loan.rounds) + 1))
    rounds = loan.decisions
    assert not {each.by_id for each in rounds} & loan.handlers
    for before, each in pairwise(rounds):
        if each.stage == LoanStatus.IN_SECOND_REVIEW:
            assert each.by_id != before.by_id
    looks = [each for each in rounds if each.stage == LoanStatus.IN_SECOND_LOOK]
    assert len(looks) <= 1
    before = {each.by_id for each in loan.rounds if each.stage != LoanStatus.IN_SECOND_LOOK}
    assert not {each.by_id for each in looks} & before
    assert all(each.outcome == "approve" for each in rounds if each.by_id is None)


def one_question_while_it_is_asked(loan: LoanApplication) -> None:
    assert (open_request(loan) is not None) == (loan.status in ASKED)


def an_offer_is_open_while_it_is_offered(loan: LoanApplication) -> None:
    waiting = [each for each in loan.decisions if each.expires_at and not each.answer]
    assert len(waiting) == (loan.status == LoanStatus.OFFERED) or loan.status == LoanStatus.WITHDRAWN
