"""Pre-applications made by operations alone, for tests that are about what comes afterwards."""

from datetime import datetime
from itertools import takewhile
from secrets import token_urlsafe
from typing import Any

from flask import Flask

from portal import clock
from portal.access.permissions import Role
from portal.attachments.checking import Checked
from portal.attachments.operations import attach
from portal.attachments.storage import store
from portal.audit.models import MACHINE, Actor
from portal.audit.queries import history
from portal.db import db, operation, transaction
from portal.identity.models import Customer, Person, Staff
from portal.identity.operations import add_staff, link_staff
from portal.identity.queries import branch_coded, person_named
from portal.loans import operations, queries
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.rules import (
    INCLUSIVE,
    LoanAction,
    PartyRole,
    PartyWay,
    Question,
    RefusalReason,
    Repayment,
    SendBackReason,
    Terms,
    Verdict,
)
from portal.money import Money
from portal.visits.queries import free_slots
from tests.factories import files
from tests.factories.loans import Sent

ANSWERS: dict[Question, Any] = {
    Question.AMOUNT: {"minor": 50_000_00, "currency": "CNY"},
    Question.TERM: 12,
    Question.PURPOSE: "stock",
    Question.PURPOSE_DETAIL: {"purpose": "stock", "text": "面粉和食用油，春节前备货"},
    Question.BUSINESS_NAME: "秀兰面馆",
    Question.STARTED_ON: "2016-05-18",
    Question.YEARLY_INCOME: {"minor": 360_000_00, "currency": "CNY"},
    Question.PAPER: {"way": "bring"},
    Question.BRANCH: "east",
    Question.VISIT: 0,
    Question.CONSENTS: ["process", "bureau"],
}
"""As they are stored; the visit counts the offered times."""


def hand(name: str) -> Actor:
    """The person of this sign-in name, acting."""
    person = someone(name)
    branch_id = getattr(person, "branch_id", None)
    return Actor(person.id, "branch" if person.is_staff else "online", branch_id=branch_id)


def someone(name: str) -> Person:
    found = person_named(name)
    assert found is not None, name
    return found


def member(name: str) -> Staff:
    found = someone(name)
    assert isinstance(found, Staff), name
    return found


def customer(name: str) -> Customer:
    found = someone(name)
    assert isinstance(found, Customer), name
    return found


def link(app: Flask, name: str, who: str | None) -> None:
    """Say that this member of staff is that customer, or none."""
    with app.app_context(), transaction():
        link_staff(member(name), customer(who) if who else None, MACHINE, clock.now())


def beside(app: Flask, reference: str, name: str) -> None:
    """Somebody took a place beside the applicant, however far the application is, and has not signed."""
    with app.app_context(), transaction():
        party = LoanParty(
            loan=loan(reference),
            public_id=token_urlsafe(12),
            role=PartyRole.GUARANTOR,
            way=PartyWay.HAND,
            locale="en",
            token_hash=token_urlsafe(12),
            invited_at=clock.now(),
            accepted_at=clock.now(),
            expires_at=clock.now(),
            customer_id=someone(name).id,
        )
        party.name = name
        db.session.add(party)


def another_officer(app: Flask, branch: str = "east") -> None:
    """`colleague` works at the branch, too."""
    with app.app_context(), transaction():
        add_staff("colleague", "x", Role.OFFICER, {"en": "A Colleague"}, branch_coded(branch), clock.now())


def loan(reference: str) -> LoanApplication:
    """The row, in the context at hand."""
    return db.session.query(LoanApplication).filter_by(reference=reference).one()


def slot(branch_code: str, number: int = 0) -> datetime:
    """The so-manieth moment that the branch offers."""
    branch = branch_coded(branch_code)
    assert branch is not None
    return [moment for day in free_slots(branch, clock.now()).values() for moment in day][number]


def draft(app: Flask, until: Question | None = None, name: str = "xiulan", **other: Any) -> str:
    """The reference of a draft, answered up to `until`, or wholly."""
    with app.app_context(), transaction():
        return _draft(until, name, other).reference


def sent(app: Flask, name: str = "xiulan", **other: Any) -> Sent:
    with app.app_context(), transaction():
        return _sent(name, other)[1]


@operation
def _draft(until: Question | None, name: str, other: dict[str, Any]) -> LoanApplication:
    """Answered in one go: what is asked in between is nobody's page, and no row has to be sent for it."""
    answers = ANSWERS | {Question(question): value for question, value in other.items()}
    by, now = hand(name), clock.now()
    made = operations.start(customer(name), INCLUSIVE, by, now)
    for question in takewhile(lambda each: each != until, ANSWERS):
        value = answers[question]
        if question == Question.VISIT and isinstance(value, int):
            at = slot(answers[Question.BRANCH], value)
            value = {"branch": answers[Question.BRANCH], "starts_at": at.isoformat()}
        operations.answer(made, question, value, by, now)
    return made


def _sent(name: str, other: dict[str, Any]) -> tuple[LoanApplication, Sent]:
    made = _draft(None, name, other)
    code = operations.submit(made, hand(name), clock.now(), "zh_Hans")
    return made, Sent(made.reference, code.digits if code else "")


def _at_branch(name: str, officer: str, other: dict[str, Any]) -> tuple[LoanApplication, Sent]:
    found, made = _sent(name, other)
    operations.pick_up(found, made.code, hand(officer), clock.now())
    return found, made


def held(app: Flask, name: str = "xiulan") -> dict[str, Any]:
    """The answers of a small loan for which the bank may use the paper that it holds."""
    with app.app_context(), transaction():
        by, now = hand(name), clock.now()
        other = operations.start(someone(name), INCLUSIVE, by, now)
        paper = queries.held_paper(other, Question.PAPER, now)
        assert paper is not None
        operations.erase(other, by, now)
        return {"paper": paper.value, "consents": ["process", "bureau", "reuse"], "amount": SMALL}


def at_branch(app: Flask, name: str = "xiulan", officer: str = "officer", **other: Any) -> Sent:
    with app.app_context(), transaction():
        return _at_branch(name, officer, other)[1]


def in_review(app: Flask, name: str = "xiulan", officer: str = "officer", **other: Any) -> Sent:
    with app.app_context(), transaction():
        (found, made), by, now = _at_branch(name, officer, other), hand(officer), clock.now()
        complete(found, by, now)
        operations.send_to_review(found, by, now)
        return made


def complete(found: LoanApplication, by: Actor, now: datetime) -> None:
    """The officer photographs the licence and compares it with the original."""
    operations.add_pages(found, Question.PAPER, [paper_for(found, by, now)], by, now)
    judge(found, by, now)


def judge(
    found: LoanApplication, by: Actor, now: datetime, reason: SendBackReason | None = None, words: str = ""
) -> None:
    """The officer's verdict on the licence as it is: sent back if there is a reason."""
    last = found.paper_check(Question.PAPER)
    seen = found.current_answers[Question.PAPER].version, last.number if last else 0
    verdict = Verdict.SENT_BACK if reason else Verdict.VERIFIED
    operations.judge_paper(found, Question.PAPER, verdict, by, now, seen=seen, reason=reason, words=words)


def paper_for(found: LoanApplication, by: Actor, now: datetime) -> str:
    """The public id of a paper of hers that was stored, as if it had been checked before."""
    checked = Checked("application/pdf", files.pdf(1), 1)
    return attach(found.customer_id, checked, store(found.customer_id, checked), by, now).public_id


LARGE = {"minor": 400_000_00, "currency": "CNY"}
SMALL = {"minor": 20_000_00, "currency": "CNY"}
RICH = {"minor": 9_000_000_00, "currency": "CNY"}


def proposed(app: Flask, action: LoanAction = LoanAction.APPROVE) -> Sent:
    """Above the limit, decided by `reviewer`: it waits for a second one."""
    made = in_review(app, amount=LARGE, yearly_income=RICH)
    decide(app, made, action)
    return made


def refused(app: Flask, name: str = "xiulan", **other: Any) -> Sent:
    made = in_review(app, name, **other)
    decide(app, made, LoanAction.REFUSE)
    return made


def asked(app: Flask, kind: str = "explanation", words: str = "您的主要供应商是谁？") -> Sent:
    made = in_review(app)
    with app.app_context(), transaction():
        operations.ask_customer(loan(made.reference), kind, words, hand("reviewer"), clock.now())
    return made


def offered(
    app: Flask,
    amount: int = 40_000,
    months: int = 12,
    conditions: str = "",
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS,
) -> Sent:
    made = in_review(app)
    with app.app_context(), transaction():
        found, now = loan(made.reference), clock.now()
        terms = Terms(Money(amount * 100, "CNY"), months, repayment)
        operations.offer(found, terms, conditions, "这样更稳妥。", hand("reviewer"), now, now.date())
    return made


def decide(app: Flask, made: Sent, action: LoanAction = LoanAction.APPROVE, name: str = "reviewer") -> None:
    reasons = [RefusalReason.INCOME_TOO_LOW] if action == LoanAction.REFUSE else []
    change = "减少三万元。" if reasons else ""
    with app.app_context(), transaction():
        found = loan(made.reference)
        operations.decide(found, action, reasons, "经营稳定。", change, hand(name), clock.now())


def last_move(found: LoanApplication) -> int:
    """Its number in the history."""
    return max(event.seq for event in history(found.subject) if event.action in set(LoanAction))


def values(app: Flask, reference: str) -> dict[str, Any]:
    """Every answer that counts, as it is stored."""
    with app.app_context():
        return {question: answer.value for question, answer in loan(reference).current_answers.items()}


def status(app: Flask, reference: str) -> str:
    with app.app_context():
        return loan(reference).status


def references(app: Flask, name: str = "xiulan") -> list[str]:
    """Her applications, the oldest first."""
    with app.app_context():
        hers = db.session.query(LoanApplication).filter_by(customer_id=someone(name).id)
        return [each.reference for each in hers.order_by(LoanApplication.id)]


def code_of(app: Flask, reference: str) -> Any:
    with app.app_context():
        return queries.code_of(loan(reference))
