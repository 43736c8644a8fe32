"""The blueprint, the way to a file, and its page."""

from typing import Any

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
from portal.loans.parties.presenting import staff_people
from portal.loans.presenting import staff_rows
from portal.loans.staff_forms import AddPaperForm, DecisionForm, ReviewForm

blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")

FORMS = {"paper_form": AddPaperForm, "review_form": ReviewForm, "decision_form": DecisionForm}


def file_for(ref: str) -> LoanApplication:
    return queries.loan_for_staff(current_user, ref) or abort(404)


def may_read(loan: LoanApplication) -> bool:
    """Her branch reads the file while it is open; a reviewer reads what he decides."""
    return may(Permission.DECIDE_LOANS) or loan.is_file_open(clock.now())


def expect_seen(loan: LoanApplication) -> None:
    """Raise `Conflict` unless the file is as the sent page showed it."""
    casework.expect_version(loan, request.form.get("version", 0, type=int))


def file_page(loan: LoanApplication, **sent: Any) -> str:
    """The file. `sent`: the form that was sent, under its name in `FORMS`; the others are empty."""
    forms = {name: sent.get(name) or form() for name, form in FORMS.items()}
    is_open = may_read(loan)
    found = findings(loan, clock.today(current_app.config["TIMEZONE"])) if is_open else []
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
        labels=labels,
        now=clock.now(),
        **forms,
    )
