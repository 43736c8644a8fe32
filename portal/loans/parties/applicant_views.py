"""The applicant's page of the people beside her: naming, inviting, removing."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.operations import IllegalMove
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor, typed_here
from portal.loans.models import LoanApplication
from portal.loans.parties import operations, queries
from portal.loans.parties.forms import InviteForm
from portal.loans.parties.models import LoanParty
from portal.loans.parties.presenting import people_rows
from portal.loans.rules import MAY_SIGN_IN, Question
from portal.loans.views.access import blueprint, own_loan, to_missing

PEOPLE = "/applications/<ref>/people"


@blueprint.get(PEOPLE)
@require(Permission.APPLY_FOR_LOANS)
def people(ref: str) -> ResponseReturnValue:
    loan = _with_people(ref)
    missing = next((each for each in (Question.AMOUNT, Question.TERM) if not loan.value(each)), None)
    if missing:
        return to_missing(loan, missing)
    return _people_page(loan, InviteForm.filled(typed_here()))


@blueprint.post(PEOPLE)
@require(Permission.APPLY_FOR_LOANS)
def invite(ref: str) -> ResponseReturnValue:
    loan, form = _with_people(ref), InviteForm()
    form.prepare(loan, _has_mail())
    if loan.status not in MAY_SIGN_IN or not form.role.choices:
        raise IllegalMove(f"{ref} has no place left for anybody")
    if not form.validate():
        return _people_page(loan, form), 422
    role, way = form.chosen
    name, email = form.name.data or "", form.email.data
    operations.invite(loan, role, way, name, email, str(get_locale()), current_actor(), clock.now())
    forget_answers(current_user.id, url_for("loans.people", ref=ref))
    flash(_("The invitation is made."), "go")
    return redirect(url_for("loans.people", ref=ref), 303)


@blueprint.post(f"{PEOPLE}/<party>/invitation")
@require(Permission.APPLY_FOR_LOANS)
def invite_again(ref: str, party: str) -> ResponseReturnValue:
    operations.invite_again(_named(ref, party), current_actor(), clock.now())
    flash(_("There is a new link. The old one no longer works."), "go")
    return redirect(url_for("loans.people", ref=ref), 303)


@blueprint.post(f"{PEOPLE}/<party>/branch")
@require(Permission.APPLY_FOR_LOANS)
def party_comes(ref: str, party: str) -> ResponseReturnValue:
    operations.expect_at_branch(_named(ref, party), current_actor(), clock.now())
    return redirect(url_for("loans.people", ref=ref), 303)


@blueprint.post(f"{PEOPLE}/<party>/code")
@require(Permission.APPLY_FOR_LOANS)
def party_code(ref: str, party: str) -> ResponseReturnValue:
    """The digits are in this answer alone; nobody can look them up later."""
    found = _named(ref, party)
    digits = operations.make_party_code(found, current_actor(), clock.now())
    return _people_page(found.loan, InviteForm(formdata=None), code={found.public_id: digits})


@blueprint.post(f"{PEOPLE}/<party>/removal")
@require(Permission.APPLY_FOR_LOANS)
def remove_party(ref: str, party: str) -> ResponseReturnValue:
    operations.remove(_named(ref, party), current_actor(), clock.now())
    flash(_("This person is removed from your pre-application."), "go")
    return redirect(url_for("loans.people", ref=ref), 303)


def _with_people(ref: str) -> LoanApplication:
    """Her application, where its product takes people beside her; else 404."""
    loan = own_loan(ref)
    return loan if loan.product.parties else abort(404)


def _named(ref: str, party: str) -> LoanParty:
    return queries.party_in(_with_people(ref), party) or abort(404)


def _people_page(loan: LoanApplication, form: InviteForm, **more: Any) -> str:
    form.prepare(loan, _has_mail())
    return render_template(
        "loans/parties/people.html",
        loan=loan,
        form=form,
        people=people_rows(loan, clock.now()),
        may_change=loan.status in MAY_SIGN_IN,
        **more,
    )


def _has_mail() -> bool:
    return bool(current_app.config["SMTP_URL"])
