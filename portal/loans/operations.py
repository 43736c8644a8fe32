import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from portal.attachments import operations as attachments
from portal.attachments.queries import attachment_of
from portal.audit.models import MACHINE, Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.queries import least_loaded
from portal.casework.references import new_reference
from portal.db import db, operation
from portal.identity.models import Customer
from portal.identity.operations import forget_answers_about, write_life_event
from portal.identity.queries import branch_coded
from portal.loans import queries
from portal.loans.models import LoanApplication, LoanDecision, PickUpCode
from portal.loans.rules import (
    CONSENT_VERSION,
    DIGITS,
    DRAFT_KEPT,
    DRAFT_WARNINGS,
    INCLUSIVE,
    MOST_WRONG_TRIES,
    CodeProblem,
    ConsentPurpose,
    LoanAction,
    LoanStatus,
    Question,
    RefusalReason,
    decision_due,
    end_of_day,
)
from portal.notices.operations import tell
from portal.visits import operations as visits


class Incomplete(Exception):
    """Questions are open; `questions` names them in the order of the journey."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


class CodeRefused(Exception):
    """The pick-up code does not open the file; `left` says how many wrong tries it still survives."""

    def __init__(self, problem: CodeProblem, left: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.left = problem, left


@operation
def start(customer: Customer, by: Actor, now: datetime) -> LoanApplication:
    """Begin a draft."""
    loan = LoanApplication(
        reference=new_reference("L"),
        status=LoanStatus.DRAFT,
        customer=customer,
        created_at=now,
        touched_at=now,
        product_code=INCLUSIVE.code,
    )
    db.session.add(loan)
    record(loan.subject, "started", by, now)
    return loan


@operation
def answer(
    loan: LoanApplication, question: Question, value: Any, by: Actor, now: datetime, seen: int | None = None
) -> None:
    """Save the customer's answer to a question of her draft, with the record as its source where it agrees."""
    if not loan.is_draft:
        raise casework.IllegalMove(f"{loan.reference} was sent; its answers stand")
    is_record = value == queries.on_record(loan.customer, question)
    source = AnswerSource.BANK_RECORD if is_record else AnswerSource.CUSTOMER
    casework.answer(loan, question, value, source, by, now, seen)


@operation
def submit(loan: LoanApplication, by: Actor, now: datetime, locale: str) -> PickUpCode:
    """Send the application: the visit is booked, it has an owner, and its code is made.

    `Incomplete` when questions are open; `visits.SlotTaken` when the chosen slot filled up.
    """
    if not loan.is_draft:
        raise casework.IllegalMove(f"{loan.reference} was sent before")
    if loan.unanswered:
        raise Incomplete(loan.unanswered)
    visit = loan.value(Question.VISIT)
    branch = branch_coded(visit["branch"])
    if branch is None:
        raise Incomplete([Question.BRANCH])
    starts_at = datetime.fromisoformat(visit["starts_at"])
    if starts_at <= now:
        raise visits.SlotTaken(starts_at)
    visits.book(loan, branch.id, starts_at)
    owner = least_loaded(branch.id, "officer")
    for purpose in ConsentPurpose:
        given = purpose in loan.value(Question.CONSENTS)
        casework.note_consent(loan, purpose, CONSENT_VERSION, given, locale, by, now)
    facts = {"submitted_at": now, "owner_id": owner.id, "branch_id": branch.id}
    casework.move(loan, LoanAction.SUBMIT, by, now, facts, owner=owner.id, branch=branch.code)
    code = make_code(loan, by, now)
    tell(
        loan.customer_id,
        "loan submitted",
        now,
        reference=loan.reference,
        code=code.digits,
        branch=branch.code,
        starts_at=visit["starts_at"],
        owner=owner.names,
    )
    return code


@operation
def make_code(loan: LoanApplication, by: Actor, now: datetime) -> PickUpCode:
    """A new pick-up code, valid until the visit day (or today, if that is over) ends; the old one dies."""
    if loan.status != LoanStatus.SUBMITTED:
        raise casework.IllegalMove(f"{loan.reference} is not waiting to be picked up")
    old = queries.code_of(loan)
    if old and old.used_at is None:
        old.dead_at = old.dead_at or now
    timezone = current_app.config["TIMEZONE"]
    starts_at = datetime.fromisoformat(loan.value(Question.VISIT)["starts_at"])
    day = max(starts_at, now).astimezone(ZoneInfo(timezone)).date()
    code = PickUpCode(
        loan=loan, serial=secrets.token_urlsafe(12), made_at=now, expires_at=end_of_day(day, timezone)
    )
    code.digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    db.session.add(code)
    record(loan.subject, "code made", by, now)
    return code


def check_code(loan: LoanApplication, typed: str, now: datetime) -> PickUpCode:
    """The live code, if `typed` is it; else `CodeRefused`. Counts nothing: see `count_wrong_try`."""
    code = queries.code_of(loan)
    if code is None or code.dead_at is not None:
        raise CodeRefused(CodeProblem.DEAD)
    if code.used_at is not None:
        raise CodeRefused(CodeProblem.USED)
    if not code.is_live(now):
        raise CodeRefused(CodeProblem.EXPIRED)
    if not hmac.compare_digest(code.digits, typed):
        raise CodeRefused(CodeProblem.WRONG, MOST_WRONG_TRIES - code.wrong_tries - 1)
    return code


@operation
def count_wrong_try(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """One wrong try more; the fifth kills the code."""
    code = queries.code_of(loan)
    if code is not None and code.is_live(now):
        code.wrong_tries += 1
        if code.wrong_tries >= MOST_WRONG_TRIES:
            code.dead_at = now
        record(loan.subject, "wrong code", by, now, tries=code.wrong_tries)


@operation
def pick_up(loan: LoanApplication, typed: str, by: Actor, now: datetime) -> None:
    """Open the file at the branch with the customer's code: her consent, used once."""
    db.session.refresh(loan, with_for_update=True)
    code = check_code(loan, typed, now)
    code.used_at = now
    today = now.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    facts = {"file_open_until": end_of_day(today, current_app.config["TIMEZONE"])}
    casework.move(loan, LoanAction.PICK_UP, by, now, facts)
    tell(loan.customer_id, "loan picked up", now, reference=loan.reference)


@operation
def add_paper(loan: LoanApplication, public_id: str, by: Actor, now: datetime) -> None:
    """The officer's photo of the paper that the customer brought."""
    if loan.status != LoanStatus.AT_BRANCH or not attachment_of(loan.customer_id, public_id):
        raise casework.IllegalMove(f"{loan.reference} takes no paper now")
    value = {"way": "upload", "attachment": public_id}
    casework.answer(loan, Question.PAPER, value, AnswerSource.OFFICER, by, now)


@operation
def send_to_review(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The officer has seen the original paper; the bank's time to decide begins."""
    if not loan.paper_id:
        raise Incomplete([Question.PAPER])
    facts = {"paper_seen_at": now, "paper_seen_by_id": by.person_id}
    casework.move(loan, LoanAction.SEND_TO_REVIEW, by, now, facts)
    due_at = decision_due(now, loan.product)
    casework.start_clock(loan, queries.DECISION_CLOCK, now, due_at)
    tell(loan.customer_id, "loan in review", now, reference=loan.reference, due_at=due_at.isoformat())


@operation
def decide(
    loan: LoanApplication,
    action: LoanAction,
    reasons: Sequence[RefusalReason],
    words: str,
    change: str,
    by: Actor,
    now: datetime,
) -> None:
    """A person decides, with reasons of his own; a refusal also says what would change it."""
    if action == LoanAction.REFUSE and not (reasons and words and change):
        raise ValueError("a refusal gives its reasons and says what would change it")
    decision = LoanDecision(loan=loan, outcome=action, reasons=list(reasons), at=now)
    decision.words = words
    decision.change = change or None
    db.session.add(decision)
    facts = {"decided_at": now, "decided_by_id": by.person_id}
    casework.move(loan, action, by, now, facts, reasons=list(reasons))
    if action == LoanAction.APPROVE:
        detail = {"minor": loan.amount.minor if loan.amount else 0, "months": loan.months}
        write_life_event(loan.customer_id, "business loan approved", loan.subject, now, detail)
    tell(loan.customer_id, f"loan {loan.status}", now, reference=loan.reference)


@operation
def withdraw(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """The customer takes the application back; her seat at the branch is free again."""
    visits.cancel(loan)
    casework.move(loan, LoanAction.WITHDRAW, by, now)
    tell(loan.customer_id, "loan withdrawn", now, reference=loan.reference)


@operation
def erase(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Erase a draft with its answers and papers."""
    for paper in queries.papers_in(loan):
        attachments.erase(paper)
    forget_answers_about(loan.customer_id, loan.reference)
    casework.erase_draft(loan, by, now)


@operation
def tidy_drafts(now: datetime) -> None:
    """Warn of drafts that nobody touched for long, and erase those whose time is over."""
    for loan in queries.drafts_untouched_since(now - DRAFT_KEPT + max(DRAFT_WARNINGS)):
        expires_at = loan.touched_at + DRAFT_KEPT
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
