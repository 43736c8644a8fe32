"""Pick-up on the PAD: a reference and the customer's code."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.references import tidy_reference
from portal.identity.sessions import current_actor
from portal.loans import labels, operations, queries
from portal.loans.presenting import pick_up_address
from portal.loans.rules import CodeProblem
from portal.loans.staff_forms import PickUpForm
from portal.loans.staff_views.access import blueprint, finish_if_clean, mark_working
from portal.web.security import with_camera
from portal.web.transaction import apart


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
    if not finish_if_clean(loan):
        mark_working(loan)
    return redirect(url_for("staff_loans.show", ref=loan.reference), 303)


def _pick_up_page(form: PickUpForm) -> Response:
    page = render_template("loans/staff/pick_up.html", form=form, address=pick_up_address())
    return with_camera(make_response(page))


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
