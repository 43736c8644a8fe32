"""The branch's side: pick-up on the PAD, the file, the review and the decision."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.attachments.operations import attach
from portal.attachments.serving import download
from portal.attachments.storage import store
from portal.audit.queries import history
from portal.casework import operations as casework
from portal.casework.references import tidy_reference
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor, typed_here
from portal.loans import labels, operations, queries
from portal.loans.explaining import explain
from portal.loans.models import LoanApplication
from portal.loans.presenting import staff_rows
from portal.loans.rules import CodeProblem, LoanAction
from portal.loans.staff_forms import AddPaperForm, DecisionForm, PickUpForm, ReviewForm
from portal.web.transaction import apart

blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")


@blueprint.get("/")
@require(Permission.SEE_BRANCH_LOANS)
def index() -> ResponseReturnValue:
    if may(Permission.DECIDE_LOANS):
        return render_template(
            "loans/staff/reviews.html",
            loans=queries.review_queue(current_user),
            now=clock.now(),
            labels=labels,
        )
    today, open_files, later = queries.visits_from(current_user, _today_starts())
    return render_template(
        "loans/staff/index.html", today=today, open_files=open_files, later=later, labels=labels
    )


@blueprint.get("/pick-up")
@require(Permission.PICK_UP_LOANS)
def pick_up() -> ResponseReturnValue:
    return _pick_up_page(PickUpForm(data={"reference": request.args.get("reference", "")}))


@blueprint.post("/pick-up")
@require(Permission.PICK_UP_LOANS)
def open_file() -> ResponseReturnValue:
    form = PickUpForm()
    if not form.validate():
        return _pick_up_page(form), 422
    loan = queries.loan_for_staff(current_user, tidy_reference(form.reference.data or "") or "")
    if loan is None:
        return _refuse_code(form, operations.CodeRefused(CodeProblem.UNKNOWN))
    typed, by, now = form.code.data or "", current_actor(), clock.now()
    with apart():
        refused = operations.weigh_code(loan, typed, by, now)
    if refused:
        return _refuse_code(form, refused)
    try:
        operations.pick_up(loan, typed, by, now)
    except operations.CodeRefused as quicker:
        return _refuse_code(form, quicker)
    return redirect(url_for("staff_loans.show", ref=loan.reference), 303)


@blueprint.get("/<ref>")
@require(Permission.SEE_BRANCH_LOANS)
def show(ref: str) -> ResponseReturnValue:
    loan = _file(ref)
    return _page(loan, AddPaperForm(), ReviewForm(), DecisionForm.filled(typed_here()))


@blueprint.post("/<ref>/paper")
@require(Permission.PICK_UP_LOANS)
def add_paper(ref: str) -> ResponseReturnValue:
    loan, form = _file(ref), AddPaperForm()
    form.file.expect(loan.customer_id)
    if not form.validate() or form.file.checked is None:
        return _page(loan, form, ReviewForm(), DecisionForm()), 422
    _expect(loan)
    stored_name = store(loan.customer_id, form.file.checked)
    by, now = current_actor(), clock.now()
    paper = attach(loan.customer_id, form.file.checked, stored_name, by, now)
    operations.add_paper(loan, paper.public_id, by, now)
    flash(_("The licence is in the file."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.post("/<ref>/review")
@require(Permission.PICK_UP_LOANS)
def send_to_review(ref: str) -> ResponseReturnValue:
    loan, form = _file(ref), ReviewForm()
    if not form.validate():
        return _page(loan, AddPaperForm(), form, DecisionForm()), 422
    _expect(loan)
    try:
        operations.send_to_review(loan, current_actor(), clock.now())
    except operations.Incomplete:
        form.form_errors.append(_("Add the licence to the file first."))
        return _page(loan, AddPaperForm(), form, DecisionForm()), 422
    flash(_("Sent to review. The customer has been told by when to expect the answer."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.post("/<ref>/decision")
@require(Permission.DECIDE_LOANS)
def decide(ref: str) -> ResponseReturnValue:
    loan, form = _file(ref), DecisionForm()
    if not form.validate():
        return _page(loan, AddPaperForm(), ReviewForm(), form), 422
    _expect(loan)
    action, words, change = LoanAction(form.outcome.data), form.words.data or "", form.change.data or ""
    operations.decide(loan, action, form.chosen_reasons, words, change, current_actor(), clock.now())
    forget_answers(current_user.id, url_for("staff_loans.show", ref=ref))
    flash(_("Decided. The customer has been told."), "go")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.get("/<ref>/paper/file")
@require(Permission.SEE_BRANCH_LOANS)
def paper_file(ref: str) -> ResponseReturnValue:
    loan = _file(ref)
    if not _may_read(loan):
        abort(404)
    return download(queries.paper_of(loan) or abort(404), f"{ref}-licence")


def _file(ref: str) -> LoanApplication:
    return queries.loan_for_staff(current_user, ref) or abort(404)


def _may_read(loan: LoanApplication) -> bool:
    """Her branch reads the file while it is open; a reviewer reads what he decides."""
    return may(Permission.DECIDE_LOANS) or loan.is_file_open(clock.now())


def _expect(loan: LoanApplication) -> None:
    casework.expect_version(loan, request.form.get("version", 0, type=int))


def _page(
    loan: LoanApplication, paper_form: AddPaperForm, review_form: ReviewForm, decision_form: DecisionForm
) -> str:
    is_open = _may_read(loan)
    findings = queries.findings(loan, clock.today(current_app.config["TIMEZONE"])) if is_open else []
    return render_template(
        "loans/staff/show.html",
        loan=loan,
        is_open=is_open,
        rows=staff_rows(loan) if is_open else [],
        paper=queries.paper_of(loan) if is_open else None,
        findings=[(finding, explain(finding)) for finding in findings],
        events=history(loan.subject),
        paper_form=paper_form,
        review_form=review_form,
        decision_form=decision_form,
        page_errors=paper_form.errors or review_form.errors or decision_form.errors,
        labels=labels,
        now=clock.now(),
    )


def _pick_up_page(form: PickUpForm) -> str:
    return render_template("loans/staff/pick_up.html", form=form)


def _refuse_code(form: PickUpForm, refused: operations.CodeRefused) -> ResponseReturnValue:
    if refused.problem == CodeProblem.WRONG:
        form.code.errors = [_wrong_code(refused.left)]
    else:
        form.form_errors.append(str(labels.CODE_PROBLEMS[refused.problem]))
    return _pick_up_page(form), 422


def _wrong_code(left: int) -> str:
    if left == 0:
        return _(
            "This was the fifth wrong code, so it no longer works. The customer can make a new one on the status page."
        )
    return ngettext(
        "This code is not right. One more try, then the customer has to make a new one.",
        "This code is not right. %(num)s more tries, then the customer has to make a new one.",
        left,
    )


def _today_starts() -> datetime:
    timezone = ZoneInfo(current_app.config["TIMEZONE"])
    return datetime.combine(clock.now().astimezone(timezone).date(), time(), timezone)
