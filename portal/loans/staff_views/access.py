"""The blueprint, the way to a file, and its page."""

from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, render_template, request
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.loans import labels, queries
from portal.loans.explaining import explain
from portal.loans.facts import findings
from portal.loans.models import LoanApplication
from portal.loans.papers import Sheet, staff_sheets
from portal.loans.parties.presenting import staff_people
from portal.loans.presenting import staff_rows
from portal.loans.staff_forms import AddPagesForm, OfPaper, ReviewForm, SendBackForm
from portal.loans.staff_views.review_page import review_forms, review_parts

F = TypeVar("F", bound=OfPaper)
blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")


def file_for(ref: str) -> LoanApplication:
    return queries.loan_for_staff(current_user, ref) or abort(404)


def may_read(loan: LoanApplication) -> bool:
    """Her branch reads the file while it is open; a reviewer reads what he decides."""
    return may(Permission.DECIDE_LOANS) or loan.is_file_open(clock.now())


def expect_seen(loan: LoanApplication) -> None:
    """Raise `Conflict` unless the file is as the sent page showed it."""
    casework.expect_version(loan, request.form.get("version", 0, type=int))


def today() -> date:
    """The bank's day."""
    return clock.today(current_app.config["TIMEZONE"])


def file_page(loan: LoanApplication, **sent: Any) -> str:
    """The file. `sent`: the form that was sent, under its name; the others have what was typed or suggested.

    A paper's own forms are `paper_form` and `send_back_form`.
    """
    is_open = may_read(loan)
    parts = review_parts(loan, clock.now()) if is_open else {}
    forms = {"review_form": ReviewForm(formdata=None)} | review_forms(loan, parts.get("changes", [])) | sent
    found = findings(loan, today()) if is_open else []
    return render_template(
        "loans/staff/show.html",
        loan=loan,
        is_open=is_open,
        rows=staff_rows(loan) if is_open else [],
        people=staff_people(loan, clock.now()) if is_open else [],
        findings=[(finding, explain(finding)) for finding in found],
        events=history(loan.subject),
        forms_of_page=forms.values(),
        page_errors=any(form.errors for form in forms.values()),
        desk=_desk(loan, sent) if is_open else [],
        labels=labels,
        now=clock.now(),
        **parts,
        **forms,
    )


def _desk(loan: LoanApplication, sent: dict[str, Any]) -> list[tuple[Sheet, AddPagesForm, SendBackForm]]:
    """The papers, each with its forms."""
    return [
        (
            sheet,
            _sent_or_empty(AddPagesForm, sheet, sent.get("paper_form")),
            _sent_or_empty(SendBackForm, sheet, sent.get("send_back_form")),
        )
        for sheet in staff_sheets(loan)
    ]


def _sent_or_empty(kind: type[F], sheet: Sheet, sent: F | None) -> F:
    return sent if sent and sent.paper == sheet.paper else kind.of(sheet.paper)
