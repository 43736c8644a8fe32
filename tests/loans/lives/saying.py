"""What people answer: a few values of each question, as they are stored."""

from datetime import datetime
from typing import Any

from portal.audit.models import Actor
from portal.loans import operations
from portal.loans.models import LoanApplication
from portal.loans.rules import Question
from tests.loans import quickly

Q = Question
AMOUNTS = [quickly.ANSWERS[Q.AMOUNT], quickly.SMALL, quickly.LARGE]
WORTH = [{"minor": minor, "currency": "CNY"} for minor in (10_000_00, 50_000_50, 500_000_00)]
OFFERED: dict[Question, list[Any]] = {
    Q.AMOUNT: WORTH,
    Q.TERM: [6, 12, 36],
    Q.PURPOSE: ["stock", "wages", "other"],
    Q.PURPOSE_DETAIL: ["面粉", "四个人，三个月", "👩‍🍳 <b>…</b>"],
    Q.BUSINESS_NAME: ["秀兰面馆", "متجر السيّد", "Nguyễn"],
    Q.STARTED_ON: ["2016-05-18", "2026-11-01", "1999-12-31"],
    Q.YEARLY_INCOME: WORTH,
    Q.PAPER: ["bring", "upload", "upload"],
    Q.BRANCH: ["east", "west", "east"],
    Q.VISIT: [0, 0, 1],
    Q.CONSENTS: [["process"], ["process", "bureau"], ["process", "reuse", "offers"]],
}
HOME: dict[Question, list[Any]] = {
    Q.AMOUNT: [{"minor": 1_000_000_00, "currency": "CNY"}],
    Q.TERM: [240],
    Q.REPAYMENT: ["equal_instalments"],
    Q.HOME_PRICE: [{"minor": 2_400_000_00, "currency": "CNY"}],
    Q.HOME_ADDRESS: ["灯塔路18号3栋502室"],
    Q.HOMES_OWNED: ["none"],
    Q.BORN_ON: ["1995-02-28"],
    Q.EMPLOYMENT: ["employed"],
    Q.EMPLOYER: ["Seaview Logistics"],
    Q.MONTHLY_INCOME: [{"minor": 24_800_00, "currency": "CNY"}],
    Q.MONTHLY_DEBTS: [{"minor": 0, "currency": "CNY"}],
    Q.PAPER_HOME: ["bring"],
    Q.PAPER_INCOME: ["bring"],
}
"""Of the home that he wants to buy."""


def say(
    loan: LoanApplication,
    question: Question,
    choice: int,
    seen: int | None,
    said: list[Any],
    by: Actor,
    now: datetime,
) -> None:
    """`said` holds what was stored."""
    said[0] = valued(loan, question, choice, by, now)
    operations.answer(loan, question, said[0], by, now, seen)


def valued(loan: LoanApplication, question: Question, choice: int, by: Actor, now: datetime) -> Any:
    """One of the offered answers, as this loan stores it."""
    offered = (HOME | OFFERED)[question]
    value = offered[min(choice, len(offered) - 1)]
    if question == Question.PURPOSE_DETAIL:
        return {"purpose": loan.value(Question.PURPOSE) or "other", "text": value}
    if question.is_paper:
        pages = {"pages": [quickly.paper_for(loan, by, now)]} if value == "upload" else {}
        return {"way": value} | pages
    if question == Question.VISIT:
        branch = loan.value(Question.BRANCH) or "east"
        return {"branch": branch, "starts_at": quickly.slot(branch, value).isoformat()}
    return value
