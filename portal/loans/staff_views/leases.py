"""Who works on the file: taken by the page that shows it, kept while it lives, taken over when it lapsed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework import operations as casework
from portal.casework.models import CaseLease
from portal.casework.operations import LeaseHeld, LeaseLost
from portal.casework.rules import LEASE_SECONDS_WITHOUT_SCRIPT
from portal.identity.sessions import current_actor
from portal.loans.models import LoanApplication
from portal.loans.staff_views.access import blueprint, file_for
from portal.web.htmx import poll


@blueprint.post("/<ref>/lease")
@require(Permission.PICK_UP_LOANS)
def take_lease(ref: str) -> ResponseReturnValue:
    """What a person presses: to begin without JavaScript, or to take over."""
    loan = file_for(ref)
    try:
        casework.take_lease(loan, current_actor(), clock.now(), LEASE_SECONDS_WITHOUT_SCRIPT)
    except LeaseHeld as held:
        text = _("%(name)s was quicker and works on it now.", name=held.lease.holder.display_name)
        flash(text, "wait")
    return redirect(url_for("staff_loans.show", ref=ref), 303)


@blueprint.post("/<ref>/lease/renewal")
@poll
@require(Permission.PICK_UP_LOANS)
def renew_lease(ref: str) -> ResponseReturnValue:
    """What the open page asks for: it goes on (204), or says who works on the file and what is new."""
    loan, before = file_for(ref), request.form.get("state", "")
    lease = _renewed(loan, before)
    is_new = request.form.get("version", type=int) != loan.version
    if _state(lease) == before and not is_new:
        return "", 204
    said = {"is_lost": before == "mine" and _state(lease) != "mine", "is_new": is_new, "is_part": True}
    return render_template("loans/staff/_lease.html", loan=loan, lease=lease, now=clock.now(), **said)


@blueprint.post("/<ref>/lease/end")
@require(Permission.PICK_UP_LOANS)
def end_lease(ref: str) -> ResponseReturnValue:
    casework.release_lease(file_for(ref), current_actor())
    return redirect(url_for("staff_loans.index"), 303)


def _renewed(loan: LoanApplication, before: str) -> CaseLease | None:
    """Whose it is now. A page takes by itself only what was free when it was opened."""
    by, now = current_actor(), clock.now()
    try:
        return casework.renew_lease(loan, by, now)
    except LeaseLost as lost:
        is_free = lost.lease is None and before == "free"
        return casework.take_lease(loan, by, now) if is_free else lost.lease


def _state(lease: CaseLease | None) -> str:
    """As the page says it back: free, mine, held by or lapsed from somebody."""
    if lease is None:
        return "free"
    if lease.holder_id == current_user.id:
        return "mine"
    return f"{'held' if lease.is_live(clock.now()) else 'lapsed'}-{lease.holder_id}"
