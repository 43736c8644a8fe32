from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.casework.queries import risen_to
from portal.documents.offers import missing_here
from portal.identity.labels import ROLES
from portal.identity.queries import all_staff
from portal.loans.queries import is_not_own
from portal.money import Money
from portal.workbench import labels, readiness
from portal.workbench.forms import GalleryForm, wrong_form

blueprint = Blueprint("workbench", __name__)


@blueprint.get("/staff/")
@require(Permission.USE_WORKBENCH)
def index() -> ResponseReturnValue:
    """Where a member of staff begins: her queue, or what her role can do here."""
    if may(Permission.SEE_LATE_CASES):
        late = risen_to(current_user, is_not_own(current_user))
        return render_template("workbench/late.html", late=late, labels=labels, now=clock.now())
    if may(Permission.SEE_BRANCH_LOANS):
        return redirect(url_for("staff_loans.index"), 303)
    found = all_staff() if may(Permission.SEE_PEOPLE) else []
    missing = missing_here() if may(Permission.SEE_PEOPLE) else []
    return render_template("workbench/index.html", staff=found, role_labels=ROLES, missing=missing)


@blueprint.get("/staff/gallery")
@require(Permission.SEE_PUBLIC_PAGES)
def gallery() -> ResponseReturnValue:
    """Every control in every state; in development and the demo only."""
    if not (current_app.config["DEMO"] or current_app.testing or current_app.debug):
        abort(404)
    return render_template(
        "workbench/gallery.html",
        gallery_form=GalleryForm(),
        gallery_errors=wrong_form(),
        sample_money=Money(12_345_67, current_app.config["CURRENCY"]),
        sample_day=clock.today(current_app.config["TIMEZONE"]),
    )


@blueprint.get("/healthz")
@require(Permission.SEE_PUBLIC_PAGES)
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


@blueprint.get("/readyz")
@require(Permission.SEE_PUBLIC_PAGES)
def readyz() -> ResponseReturnValue:
    problems = readiness.problems()
    return {"status": "not ready" if problems else "ready", "problems": problems}, 503 if problems else 200
