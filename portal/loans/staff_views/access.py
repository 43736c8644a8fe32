"""The blueprint, the way to a file, and its page."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn, TypeVar

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may
from portal.audit.models import Actor
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.casework.rules import LEASE_SECONDS, LEASE_SECONDS_WITHOUT_SCRIPT
from portal.identity.models import Staff
from portal.identity.sessions import current_actor, typed_here
from portal.loans import labels, operations, queries
from portal.loans.beside import history_in_words, staff_rows
from portal.loans.confirming import proof_for
from portal.loans.explaining import explain
from portal.loans.facts import findings
from portal.loans.models import LoanApplication
from portal.loans.papers import Sheet, staff_sheets
from portal.loans.parties.presenting import staff_people
from portal.loans.rules import AT_THE_COUNTER, Question, may_be_proposed
from portal.loans.staff_forms import (
    AddPagesForm,
    HandBackForm,
    IdentityForm,
    OfPaper,
    ReviewForm,
    SendBackForm,
)
from portal.loans.staff_views.addresses import answer_address, dispute_address
from portal.loans.staff_views.review_page import review_forms, review_parts
from portal.loans.staff_views.steps import (
    first_open,
    last_before_yes,
    open_questions,
    steps_of_draft,
    steps_of_file,
)
from portal.loans.undoing import undo_words
from portal.web.errors import Gone
from portal.web.forms import Form

F = TypeVar("F", bound=OfPaper)
blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")


def file_for(ref: str) -> LoanApplication:
    return queries.loan_for_staff(current_user, ref) or _nothing(ref)


def open_file(ref: str) -> LoanApplication:
    """The file, or the draft that the branch began at the counter and may fill in still."""
    found = queries.loan_for_staff(current_user, ref) or queries.walk_in_for(current_user, ref, clock.now())
    return found or _nothing(ref)


def _nothing(ref: str) -> NoReturn:
    if queries.was_taken_back(current_user, ref):
        raise Gone(
            _("The customer took it back"),
            _("This pre-application is withdrawn, so nobody decides on it. Your list shows what else waits."),
        )
    abort(404)


def may_complete(loan: LoanApplication) -> bool:
    """Whether the branch may change something in it now, with the customer."""
    return loan.status in AT_THE_COUNTER and loan.is_file_open(clock.now())


def officer_here() -> Staff:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def counter_actor(loan: LoanApplication) -> Actor:
    """The officer's hand, for the customer beside her."""
    return replace(current_actor(), on_behalf_of_id=loan.customer_id)


def mark_working(loan: LoanApplication) -> None:
    """Who changes something works on it. While another does, that stays said: the version decides, not the lease."""
    with suppress(casework.LeaseHeld):
        casework.take_lease(loan, current_actor(), clock.now(), lease_seconds())


def finish_if_clean(loan: LoanApplication) -> bool:
    """Let a small, clean file approve itself now that its last paper is verified; whether it did, and he reads so."""
    is_approved = operations.send_if_clean(loan, current_actor(), clock.now())
    if is_approved:
        flash(_("Every check passed, so this small loan is approved. The customer has been told."), "go")
    return is_approved


def lease_seconds() -> int:
    """How long the page that was sent keeps the file without a word."""
    without_script = request.form.get("without_script") == "yes"
    return LEASE_SECONDS_WITHOUT_SCRIPT if without_script else LEASE_SECONDS


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
    is_open, events = may_read(loan), history(loan.subject)
    completes = may(Permission.PICK_UP_LOANS) and may_complete(loan)
    parts = review_parts(loan, events, clock.now()) if is_open else {}
    forms = _branch_forms(completes) | review_forms(loan, parts.get("changes", [])) | sent
    steps = steps_of_file(loan, clock.now()) if completes else []
    found = findings(loan, today()) if is_open else []
    return render_template(
        "loans/staff/show.html",
        loan=loan,
        is_open=is_open,
        rows=staff_rows(loan, _changing(loan) if completes else None) if is_open else [],
        completes=completes,
        steps=steps,
        following=first_open(steps),
        approving=last_before_yes(loan, found) if completes else None,
        people=staff_people(loan, clock.now()) if is_open else [],
        findings=[(finding, explain(finding)) for finding in found],
        events=history_in_words(events),
        undo=undo_words(loan, events, current_user.id, clock.now()),
        proof=proof_for(events, clock.now()) if completes else None,
        forms_of_page=forms.values(),
        page_errors=any(form.errors for form in forms.values()),
        desk=_desk(loan, sent, completes) if is_open else [],
        labels=labels,
        now=clock.now(),
        lease=loan.lease,
        **parts,
        **forms,
    )


def _branch_forms(completes: bool) -> dict[str, Form]:
    """The branch's forms; a message to the customer that was typed and not sent is in its own again."""
    typed = typed_here() if completes else None
    message = HandBackForm.filled(typed) if typed and "message" in typed else HandBackForm(formdata=None)
    return {
        "review_form": ReviewForm(formdata=None),
        "hand_back_form": message,
        "identity_form": IdentityForm(formdata=None),
    }


def draft_page(loan: LoanApplication, **sent: Any) -> str:
    """A walk-in's draft: what she said so far, each to be changed, her papers, and the way to her sending it.

    `sent`: a paper's form that was sent, as in `file_page`.
    """
    steps, completes = steps_of_draft(loan), may(Permission.PICK_UP_LOANS)
    return render_template(
        "loans/staff/draft.html",
        loan=loan,
        rows=staff_rows(loan, _changing(loan) if completes else None),
        completes=completes,
        steps=steps,
        following=first_open(steps),
        is_asked=not open_questions(loan),
        desk=_desk(loan, sent, completes),
        forms_of_page=sent.values(),
        page_errors=any(form.errors for form in sent.values()),
        labels=labels,
    )


def end_page(loan: LoanApplication, done: Any = None, words: Any = None) -> str:
    """The tablet on its way back: what its reader did, and nothing of the file."""
    return render_template("loans/staff/end.html", loan=loan, done=done, words=words, officer=officer_here())


def page_of_file(loan: LoanApplication, **sent: Any) -> str:
    """The file's page, or that of a walk-in's draft."""
    return draft_page(loan, **sent) if loan.is_draft else file_page(loan, **sent)


def _changing(loan: LoanApplication) -> Callable[[Question], str | None]:
    """Where each answer is changed; the bank's record is disputed, and what is hers alone has no way."""

    def address(question: Question) -> str | None:
        if not may_be_proposed(question):
            return None
        is_record = loan.current_answers[question].source == AnswerSource.BANK_RECORD
        is_disputed = is_record and not loan.is_draft
        return dispute_address(loan, question) if is_disputed else answer_address(loan, question)

    return address


def _desk(
    loan: LoanApplication, sent: dict[str, Any], completes: bool
) -> list[tuple[Sheet, AddPagesForm, SendBackForm]]:
    """The papers, each with its forms."""
    return [
        (
            sheet,
            _sent_or_empty(AddPagesForm, sheet, sent.get("paper_form")),
            _sent_or_empty(SendBackForm, sheet, sent.get("send_back_form")),
        )
        for sheet in staff_sheets(loan, current_user.id if completes else None)
    ]


def _sent_or_empty(kind: type[F], sheet: Sheet, sent: F | None) -> F:
    return sent if sent and sent.paper == sheet.paper else kind.of(sheet.paper)
