"""The summary of what was sent, on paper."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from portal.documents.description import Document, Facts, Heading, Paragraph, Value
from portal.documents.rules import Kind as DocumentKind
from portal.loans import labels
from portal.loans.documents import ASKED_FOR, head_of, recipient_of, rows_of
from portal.loans.models import LoanApplication
from portal.loans.presenting import answered_in_words
from portal.loans.rules import CLOSED, Kind, LoanStatus, Question
from portal.money import Money

NO_DEBT = _l("This is a pre-application: it creates no debt, and you can withdraw it at any time.")
OVER = _l("This is a pre-application: it creates no debt.")
WITHDRAWN = _l("You withdrew this pre-application. It created no debt.")


def summary(loan: LoanApplication, now: datetime) -> Document:
    """What she asked for, what it would cost, and every answer as it stood when she looked."""
    is_withdrawn = loan.status == LoanStatus.WITHDRAWN
    body = (
        Paragraph(WITHDRAWN if is_withdrawn else OVER if loan.status in CLOSED else NO_DEBT),
        Heading(ASKED_FOR),
        Facts(rows_of(loan, loan.asked_terms)),
        Heading(_l("What you told us")),
        Facts(tuple((labels.ANSWERS[each], _answer(loan, each)) for each in _answered(loan))),
    )
    title = _l("Summary of your pre-application")
    sent = ((_l("Sent on"), loan.submitted_at),) if loan.submitted_at else ()
    head = (*head_of(loan), *sent, (_l("Answers as of"), now))
    return Document(DocumentKind.LOAN_SUMMARY, title, body, recipient_of(loan), head)


def _answered(loan: LoanApplication) -> list[Question]:
    return [question for question in loan.questions if question in loan.current_answers]


def _answer(loan: LoanApplication, question: Question) -> Value:
    """Typed where it is a figure, so that braille spells it out."""
    value = loan.value(question)
    typed = _TYPED.get(question.kind)
    return typed(value) if typed else LazyString(answered_in_words, loan, question)


_TYPED: dict[Kind, Callable[[Any], Value]] = {
    Kind.AMOUNT: lambda value: Money(**value),
    Kind.MONEY: lambda value: Money(**value),
    Kind.PAST_DAY: date.fromisoformat,
    Kind.COMING_DAY: date.fromisoformat,
    Kind.VISIT: lambda value: datetime.fromisoformat(value["starts_at"]),
}
