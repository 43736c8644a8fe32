"""Many pre-applications at once, by the portal's own operations: for lists, budgets and clocks."""

from datetime import datetime, timedelta
from itertools import cycle

from flask import Flask

from portal import clock
from portal.attachments.checking import Checked
from portal.attachments.operations import attach
from portal.attachments.storage import store
from portal.audit.models import Actor
from portal.casework.rules import UNDO
from portal.db import transaction
from portal.identity.models import Customer, Staff
from portal.identity.queries import branch_coded, person_named
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.rules import INCLUSIVE, LoanAction, LoanStatus, Question, RefusalReason, Verdict
from portal.visits.queries import free_slots
from tests.factories import files

PAPER = Checked("application/pdf", files.pdf(1), 1)
MADE = (
    LoanStatus.DRAFT,
    LoanStatus.SUBMITTED,
    LoanStatus.AT_BRANCH,
    LoanStatus.IN_REVIEW,
    LoanStatus.APPROVED,
    LoanStatus.REFUSED,
    LoanStatus.WITHDRAWN,
)
"""The statuses that `many` brings an application to."""
EVERYBODY = ("james", "amina", "fang", "minh", "chen", "lina", "xiulan")


def many(
    app: Flask, count: int, status: LoanStatus = LoanStatus.SUBMITTED, customers: tuple[str, ...] = EVERYBODY
) -> list[str]:
    """References of `count` applications at Harbour East, spread over `customers`, each in `status`."""
    with app.app_context(), transaction():
        people = [_customer(name) for name, _ in zip(cycle(customers), range(count), strict=False)]
        return [_one(customer, status).reference for customer in people]


def _one(customer: Customer, status: LoanStatus) -> LoanApplication:
    is_decided = status in (LoanStatus.APPROVED, LoanStatus.REFUSED)
    now, by = clock.now() - (UNDO if is_decided else timedelta()), Actor(customer.id, "online")
    loan = operations.start(customer, INCLUSIVE, by, now)
    for question, value in _answers(customer).items():
        operations.answer(loan, question, value, by, now)
    if status == LoanStatus.DRAFT:
        return loan
    code = operations.submit(loan, by, now, "zh_Hans")
    if status == LoanStatus.SUBMITTED:
        return loan
    officer = _staff("officer")
    at_desk = Actor(officer.id, "branch", branch_id=officer.branch_id)
    if status == LoanStatus.WITHDRAWN:
        operations.withdraw(loan, by, now)
        return loan
    operations.pick_up(loan, code.digits, at_desk, now)
    if status != LoanStatus.AT_BRANCH:
        seen = (loan.current_answers[Question.PAPER].version, 0)
        operations.judge_paper(loan, Question.PAPER, Verdict.VERIFIED, at_desk, now, seen=seen)
        operations.send_to_review(loan, at_desk, now)
    if is_decided:
        _decide(loan, status, now)
    return loan


def _decide(loan: LoanApplication, status: LoanStatus, now: datetime) -> None:
    """So long ago that it cannot be taken back."""
    reviewer = Actor(_staff("reviewer").id, "branch")
    if status == LoanStatus.APPROVED:
        operations.decide(loan, LoanAction.APPROVE, [], "A steady business.", "", reviewer, now)
        return
    why = ([RefusalReason.INCOME_TOO_LOW], "The instalment is too high.", "With ¥30,000 less it passes.")
    operations.decide(loan, LoanAction.REFUSE, *why, reviewer, now)


def _answers(customer: Customer) -> dict[Question, object]:
    branch = branch_coded("east")
    assert branch is not None
    slot = next(iter(next(iter(free_slots(branch, clock.now()).values()))))
    by = Actor(customer.id, "online")
    paper = attach(customer.id, PAPER, store(customer.id, PAPER), by, clock.now())
    return {
        Question.AMOUNT: {"minor": 5_000_000, "currency": "CNY"},
        Question.TERM: 12,
        Question.PURPOSE: "stock",
        Question.PURPOSE_DETAIL: {"purpose": "stock", "text": "Flour and oil"},
        Question.BUSINESS_NAME: "Corner bakery",
        Question.STARTED_ON: "2019-05-31",
        Question.YEARLY_INCOME: {"minor": 36_000_000, "currency": "CNY"},
        Question.PAPER: {"way": "upload", "pages": [paper.public_id]},
        Question.BRANCH: "east",
        Question.VISIT: {"branch": "east", "starts_at": slot.isoformat()},
        Question.CONSENTS: ["process", "bureau"],
    }


def _customer(name: str) -> Customer:
    found = person_named(name)
    assert isinstance(found, Customer)
    return found


def _staff(name: str) -> Staff:
    found = person_named(name)
    assert isinstance(found, Staff)
    return found
