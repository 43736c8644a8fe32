"""The customer's own acts, and what time does to her drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.access.permissions import Role
from portal.audit.models import MACHINE, Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.queries import least_loaded
from portal.casework.references import new_reference
from portal.db import db, operation
from portal.identity.models import Branch, Customer, Staff
from portal.identity.operations import forget_answers_about
from portal.identity.queries import branch_coded
from portal.loans import queries
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.operations.clean import send_if_clean
from portal.loans.operations.codes import make_code
from portal.loans.operations.papers import remove_files
from portal.loans.parties import operations as parties
from portal.loans.rules import (
    CONSENT_VERSION,
    DRAFT_KEPT,
    DRAFT_WARNINGS,
    SIGNED_FOR,
    Change,
    ConsentPurpose,
    Kind,
    LoanAction,
    LoanStatus,
    Product,
    Question,
    may_change_herself,
)
from portal.notices.operations import tell
from portal.visits import operations as visits
from portal.visits.queries import receives

NOT_COPIED = (Kind.PAPER, Kind.VISIT, Kind.CONSENTS)
"""A visit is over, a consent is for one application, and a paper belongs to the file it was sent with."""


class Incomplete(Exception):
    """Questions are open; `questions` names them in the order of the journey."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


class BranchUnattended(Incomplete):
    """Nobody at the chosen branch can receive the application: the customer chooses another."""

    def __init__(self) -> None:
        super().__init__([Question.BRANCH])


class BranchClosed(Incomplete):
    """The branch is closed at the chosen time, which it offered once: the customer chooses another."""

    def __init__(self) -> None:
        super().__init__([Question.VISIT])


@operation
def start(customer: Customer, product: Product, by: Actor, now: datetime) -> LoanApplication:
    """Begin a draft."""
    loan = LoanApplication(
        reference=new_reference("L"),
        status=LoanStatus.DRAFT,
        customer=customer,
        created_at=now,
        touched_at=now,
        product_code=product.code,
    )
    db.session.add(loan)
    record(loan.subject, "started", by, now)
    return loan


@operation
def answer(
    loan: LoanApplication, question: Question, value: Any, by: Actor, now: datetime, seen: int | None = None
) -> None:
    """Save the customer's answer to a question of her draft, with the record as its source where it agrees."""
    casework.lock(loan)
    if not loan.is_draft and not (loan.is_with_customer and may_change_herself(question)):
        raise casework.IllegalMove(f"{loan.reference} was sent; its answers stand")
    loan.warnings_given, loan.touched_at = 0, now  # saving what stood there is a touch too
    is_record = value == queries.on_record(loan.customer, question)
    source = AnswerSource.BANK_RECORD if is_record else AnswerSource.CUSTOMER
    is_another_loan = question in SIGNED_FOR and value != loan.value(question)
    casework.answer(loan, question, value, source, by, now, seen)
    if is_another_loan:
        parties.lapse_signatures(loan, by, now)


@operation
def begin_with(loan: LoanApplication, change: Change, by: Actor, now: datetime) -> LoanApplication:
    """A new draft with her answers and what would have changed the decision; nothing is typed twice."""
    begun = start(loan.customer, loan.product, by, now)
    other = {
        Question.AMOUNT: {"minor": change.amount.minor, "currency": change.amount.currency},
        Question.TERM: change.months,
    }
    for question in loan.questions:
        if question.kind not in NOT_COPIED:
            answer(begun, question, other.get(question, loan.value(question)), by, now)
    return begun


@operation
def submit(loan: LoanApplication, by: Actor, now: datetime, locale: str) -> PickUpCode | None:
    """Send the application: the visit is booked, it has an owner, and its code is made.

    None where it approved itself, since the bank holds every paper: nobody has to come for that.

    `Incomplete` when questions are open, `parties.PartiesOpen` when somebody named has neither signed nor comes
    to the branch, `BranchUnattended` when the branch has no officer but herself, `BranchClosed` when it closes
    that day;
    `visits.SlotTaken` when the chosen slot filled up.
    """
    casework.lock(loan)
    if not loan.is_draft:
        raise casework.IllegalMove(f"{loan.reference} was sent before")
    if loan.unanswered or (gone := queries.no_longer_held(loan, now)):
        raise Incomplete(loan.unanswered or gone)
    parties.expect_ready(loan)
    branch, owner, starts_at = _received(loan, now)
    enter(loan, branch, owner, starts_at, by, now, locale)
    if send_if_clean(loan, by, now):
        visits.cancel(loan)
        return None
    code = make_code(loan, by, now)
    tell(
        loan.customer_id,
        "loan submitted",
        now,
        reference=loan.reference,
        code=code.digits,
        branch=branch.names,
        starts_at=starts_at.isoformat(),
        owner=owner.names,
    )
    return code


def _received(loan: LoanApplication, now: datetime) -> tuple[Branch, Staff, datetime]:
    """The branch that she chose, who owns her file there, and when she comes."""
    visit = loan.value(Question.VISIT)
    branch = branch_coded(visit["branch"])
    owner = least_loaded(branch.id, Role.OFFICER, loan.people) if branch else None
    if branch is None or owner is None:
        raise BranchUnattended
    starts_at = datetime.fromisoformat(visit["starts_at"])
    if starts_at <= now:
        raise visits.SlotTaken(starts_at)
    if not receives(branch, starts_at):
        raise BranchClosed
    return branch, owner, starts_at


@operation
def enter(
    loan: LoanApplication,
    branch: Branch,
    owner: Staff,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    locale: str,
) -> None:
    """A whole draft becomes the owner's case: with her consents, and a seat at the branch.

    A branch that began it with her reads it no longer: it waits for her code.
    """
    visits.book(loan, branch.id, starts_at)
    for purpose in ConsentPurpose:
        given = purpose in loan.value(Question.CONSENTS)
        casework.note_consent(loan, purpose, CONSENT_VERSION, given, locale, by, now)
    facts = {"submitted_at": now, "owner": owner, "branch": branch, "file_open_until": None}
    casework.move(loan, LoanAction.SUBMIT, by, now, facts, owner=owner.id, branch=branch.code)


@operation
def erase(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Erase a draft with its answers and papers."""
    casework.lock(loan)
    remove_files(loan)
    forget_answers_about(loan.customer_id, loan.reference)
    parties.erase_parties(loan, by, now)
    casework.erase_draft(loan, by, now)


@operation
def tidy_drafts(now: datetime) -> None:
    """Warn of drafts that nobody touched for long, and erase those whose time is over."""
    for loan in queries.drafts_untouched_since(now - DRAFT_KEPT + max(DRAFT_WARNINGS)):
        expires_at = loan.kept_until
        if expires_at <= now:
            tell(loan.customer_id, "loan draft erased", now)
            erase(loan, MACHINE, now)
            continue
        due = [warning for warning in DRAFT_WARNINGS if expires_at - warning <= now]
        if len(due) > loan.warnings_given:
            loan.warnings_given = len(due)
            tell(
                loan.customer_id,
                "loan draft expires",
                now,
                reference=loan.reference,
                on=expires_at.isoformat(),
            )
