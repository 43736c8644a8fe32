"""A customer at the counter without a code, or without any application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.rules import CaseEvent
from portal.db import operation
from portal.identity.models import Branch, Customer, Staff
from portal.loans import queries
from portal.loans.models import LoanApplication
from portal.loans.operations.applications import Incomplete, enter, erase, start
from portal.loans.operations.codes import kill_code
from portal.loans.operations.evenings import this_evening
from portal.loans.operations.papers import expect_open
from portal.loans.parties.operations import lapse_signatures
from portal.loans.rules import (
    SIGNED_FOR,
    ConsentPurpose,
    IdentityPaper,
    LoanAction,
    Product,
    Question,
    is_asked_at_the_counter,
)
from portal.notices.operations import tell


class BegunAlready(Exception):
    """A draft for this loan waits at the branch already."""

    def __init__(self, loan: LoanApplication) -> None:
        super().__init__(loan.reference)
        self.loan = loan


@operation
def open_by_identity(loan: LoanApplication, paper: IdentityPaper, by: Actor, now: datetime) -> None:
    """Open the file without her code, on the identity paper that the officer saw; she is told at once."""
    casework.lock(loan)
    casework.expect_other_hands(loan, by)
    kill_code(loan, now)
    record(loan.subject, CaseEvent.IDENTITY_SEEN, by, now, paper=paper)
    facts = {"file_open_until": this_evening(now)}
    casework.move(loan, LoanAction.PICK_UP, by, now, facts, paper=paper)
    tell(loan.customer_id, "loan picked up by identity", now, reference=loan.reference)


@operation
def begin_walk_in(
    customer: Customer,
    product: Product,
    paper: IdentityPaper,
    by: Actor,
    now: datetime,
    begun: Sequence[LoanApplication] = (),
) -> LoanApplication:
    """Begin a draft for a customer at the counter; the branch may fill it in with her until this evening.

    `BegunAlready` where one of `begun` is a draft for the same loan.
    """
    for each in begun:
        if each.is_draft and each.product_code == product.code:
            raise BegunAlready(each)
    loan = start(customer, product, by, now)
    casework.expect_other_hands(loan, by)
    loan.branch_id, loan.file_open_until = by.branch_id, this_evening(now)
    record(loan.subject, CaseEvent.IDENTITY_SEEN, by, now, paper=paper)
    tell(customer.id, "loan begun at branch", now, reference=loan.reference)
    return loan


@operation
def answer_for(
    loan: LoanApplication, question: Question, value: Any, by: Actor, now: datetime, seen: int
) -> None:
    """Write down what she says; it counts when she sends the whole."""
    expect_open(loan, by, now)
    if not loan.is_draft or not is_asked_at_the_counter(question):
        raise casework.IllegalMove(f"{loan.reference}: {question} is not asked at the counter")
    is_record = value == queries.on_record(loan.customer, question)
    source = AnswerSource.BANK_RECORD if is_record else AnswerSource.OFFICER
    is_another_loan = question in SIGNED_FOR and value != loan.value(question)
    casework.answer(loan, question, value, source, by, now, seen)
    if is_another_loan:
        lapse_signatures(loan, by, now)


@operation
def submit_walk_in(
    loan: LoanApplication,
    consents: Sequence[ConsentPurpose],
    officer: Staff,
    by: Actor,
    now: datetime,
    locale: str,
) -> None:
    """She sends it on the tablet turned to her: who received her owns it, and the file is open at once.

    Her papers are taken at the counter now. `Incomplete` when questions are open.
    """
    expect_open(loan, by, now)
    if not loan.is_draft:
        raise casework.IllegalMove(f"{loan.reference} was sent before")
    missing = [question for question in loan.unanswered if is_asked_at_the_counter(question)]
    if missing:
        raise Incomplete(missing)
    branch = officer.branch
    if branch is None:
        raise casework.IllegalMove("an officer without a branch receives nobody")
    for question, value in _here_and_now(loan, branch, now).items():
        casework.answer(loan, question, value, AnswerSource.OFFICER, by, now)
    casework.answer(loan, Question.CONSENTS, list(consents), AnswerSource.CUSTOMER, by, now)
    enter(loan, branch, officer, now, by, now, locale)
    casework.move(loan, LoanAction.PICK_UP, by, now, {"file_open_until": this_evening(now)}, walk_in=True)
    said = {"reference": loan.reference, "branch": branch.names, "owner": officer.names}
    tell(loan.customer_id, "loan sent at branch", now, **said)


@operation
def erase_walk_in(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Erase a draft that the customer at the counter does not want any more; she is told."""
    expect_open(loan, by, now)
    tell(loan.customer_id, "loan erased at branch", now)
    erase(loan, by, now)


def _here_and_now(loan: LoanApplication, branch: Branch, now: datetime) -> dict[Question, Any]:
    """What nobody asks at the counter: she is here now, and brought what papers she has."""
    papers = {paper: {"way": "bring"} for paper in loan.papers if not loan.is_answered(paper)}
    visit = {"branch": branch.code, "starts_at": now.isoformat()}
    return {**papers, Question.BRANCH: branch.code, Question.VISIT: visit}
