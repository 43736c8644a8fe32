"""An application as its pages say it: answers in words, the timeline, what to show at the branch."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from portal.audit.models import AuditEvent
from portal.casework.models import AnswerSource, Case
from portal.casework.queries import open_request
from portal.identity.queries import branch_coded
from portal.languages import format_day, format_list, format_long_day, format_money
from portal.loans import labels, queries
from portal.loans.models import LoanApplication
from portal.loans.outcome import outcome_page
from portal.loans.papers import own_sheets
from portal.loans.rules import SEEN, Kind, LoanStatus, Question
from portal.loans.timeline import timeline
from portal.loans.undoing import undo_words
from portal.money import Money
from portal.visits.queries import appointment_of, receives
from portal.web.templating import moment as moment_in_words

Row = dict[str, Any]


def title(case: Case) -> str:
    """A loan is called by its product."""
    if not isinstance(case, LoanApplication):
        raise TypeError(f"{case.kind} is not a loan")
    return str(labels.PRODUCTS[case.product_code].name)


def own_rows(loan: LoanApplication, change_url: Callable[[Question], str | None] | None = None) -> list[Row]:
    """Her answers as the customer reads them; `change_url` adds the way to change each."""
    return rows_of(loan, labels.OWN_SOURCES, change_url)


def rows_of(
    loan: LoanApplication,
    sources: Mapping[AnswerSource, Any],
    change_url: Callable[[Question], str | None] | None = None,
) -> list[Row]:
    answers = loan.current_answers
    return [
        {
            "question": question,
            "is_record": answers[question].source == AnswerSource.BANK_RECORD,
            "label": labels.ANSWERS[question],
            "value": answered_in_words(loan, question),
            "lines": _agreed(answers[question].value) if question == Question.CONSENTS else None,
            "source": sources.get(AnswerSource(answers[question].source)),
            "at": answers[question].at,
            "change_url": change_url(question) if change_url else None,
            "change_label": labels.CHANGES.get(question),
        }
        for question in loan.questions
        if question in answers
    ]


def answered_in_words(loan: LoanApplication, question: Question) -> str:
    value = loan.value(question)
    if question == Question.BRANCH and loan.branch and loan.branch.code == value:
        return loan.branch.name(str(get_locale()))
    return value_in_words(question, value)


def value_in_words(question: Question, value: Any) -> str:
    """An answer as it is stored, in the reader's words."""
    if question.kind == Kind.CHOICE:
        return str(labels.CHOICES[question][value])
    words = _WORDS.get(question.kind, str)
    return words(value)


def status_page(
    loan: LoanApplication,
    events: list[AuditEvent],
    now: datetime,
    change_url: Callable[[Question], str | None],
    **sent: Any,
) -> Row:
    """What the customer's status page shows.

    `change_url`: where she changes what was handed back to her. `sent`: a form as it was sent, with its errors.
    """
    code = queries.code_of(loan) if loan.awaits_visit(now) else None
    visit = appointment_of(loan.id)
    return {
        "steps": timeline(loan, events, visit.starts_at if visit else None, now),
        "undo": undo_words(loan, events, loan.customer_id, now),
        "visit": visit,
        "code": code,
        "is_closed_then": bool(code and visit and loan.branch and not receives(loan.branch, visit.starts_at)),
        "code_is_live": code is not None and code.is_live(now),
        "qr": pick_up_qr(loan) if code else None,
        "bring": things_to_bring(loan),
        "labels": labels,
        "rows": _status_rows(loan, change_url),
        "handed_back": open_request(loan) if loan.is_with_customer else None,
        "lease": loan.lease if loan.lease and loan.lease.is_live(now) else None,
        "sheets": own_sheets(loan) if loan.status != LoanStatus.WITHDRAWN else [],
        **outcome_page(loan, now, **sent),
    }


def _status_rows(loan: LoanApplication, change_url: Callable[[Question], str | None]) -> list[Row]:
    """Her answers; the papers among them only where she may change them, for they stand in a list of their own.

    No visit of what she withdrew: it is cancelled.
    """
    if loan.is_with_customer:
        return own_rows(loan, change_url)
    over = {Question.VISIT} if loan.status == LoanStatus.WITHDRAWN else set()
    return [row for row in own_rows(loan) if not row["question"].is_paper and row["question"] not in over]


def pick_up_qr(loan: LoanApplication) -> Markup:
    """The address of the officer's pick-up page with the reference in it, never the code."""
    title = _("QR code with the reference %(reference)s", reference=loan.reference)
    return drawn_qr(_qr_of(pick_up_address(reference=loan.reference)), title)


def drawn_qr(code: segno.QRCode, title: str) -> Markup:
    return Markup(code.svg_inline(omitsize=True, border=2, title=title, svgclass=None, lineclass=None))  # noqa: S704


def pick_up_address(reference: str | None = None) -> str:
    """Where officers pick up, as the QR codes have it; the scanner reads no other address."""
    return str(current_app.config["PUBLIC_URL"]) + url_for("staff_loans.pick_up", reference=reference)


@lru_cache(maxsize=1024)
def _qr_of(address: str) -> segno.QRCode:
    """Drawing one takes longer than all else on the page, and it never changes."""
    return segno.make(address, error="m", micro=False)


def things_to_bring(loan: LoanApplication) -> list[str]:
    """Her proof of identity and the original of each paper that was not seen yet."""
    papers = [str(labels.ANSWERS[paper]) for paper in loan.papers if loan.paper_state(paper) not in SEEN]
    return [_("Identity card or passport"), *papers]


def _birthday(value: str) -> str:
    return format_long_day(date.fromisoformat(value), str(get_locale()))


def _day(value: str) -> str:
    return format_day(date.fromisoformat(value), str(get_locale()))


def _visit(value: Any) -> str:
    return moment_in_words(datetime.fromisoformat(value["starts_at"]))


def _branch(code: str) -> str:
    branch = branch_coded(code)
    return branch.name(str(get_locale())) if branch else code


def _money(value: Any) -> str:
    return format_money(Money(value["minor"], value["currency"]), str(get_locale()))


def _agreed(value: list[str]) -> list[str]:
    return [str(words) for purpose, words in labels.CONSENTS.items() if purpose in value]


_WORDS: dict[Kind, Callable[[Any], str]] = {
    Kind.AMOUNT: _money,
    Kind.TERM: labels.term,
    Kind.FOLLOW_UP: lambda value: str(value["text"]),
    Kind.MONEY: _money,
    Kind.PAST_DAY: _birthday,
    Kind.COMING_DAY: _day,
    Kind.PAPER: lambda value: str(labels.PAPER_ANSWERS[value["way"]]),
    Kind.BRANCH: _branch,
    Kind.VISIT: _visit,
    Kind.CONSENTS: lambda value: format_list(_agreed(value), str(get_locale())),
}
