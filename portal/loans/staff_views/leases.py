"""Who works on the file: taken by the page that shows it, kept while it lives, taken over when it lapsed."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework import operations as casework
from portal.casework.models import CaseLease
from portal.casework.operations import LeaseHeld, LeaseLost, WishGone
from portal.casework.rules import LEASE_SECONDS_WITHOUT_SCRIPT
from portal.identity.sessions import current_actor
from portal.loans.models import LoanApplication
from portal.loans.staff_views.access import blueprint, file_for, lease_seconds, may_complete
from portal.loans.staff_views.addresses import file_address
from portal.web.htmx import is_swap, poll


@blueprint.post("/<ref>/lease")
@require(Permission.PICK_UP_LOANS)
def take_lease(ref: str) -> ResponseReturnValue:
    """What a person presses: to begin without JavaScript, or to take over."""
    loan = file_for(ref)
    if not may_complete(loan):
        return redirect(file_address(loan), 303)
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
    is_open = may_complete(loan)
    lease = _renewed(loan, before)
    had_it = before.startswith(("mine", "left"))
    state = lease.state_for(current_user.id, clock.now()) if lease else "left" if had_it else "free"
    is_new = request.form.get("version", type=int) != loan.version
    if state == before and not is_new:
        return "", 204
    is_lost = is_open and had_it and not state.startswith("mine")
    return _part(loan, lease, is_left=state == "left", is_lost=is_lost, is_new=is_new)


@blueprint.post("/<ref>/lease/end")
@require(Permission.PICK_UP_LOANS)
def end_lease(ref: str) -> ResponseReturnValue:
    casework.release_lease(file_for(ref), current_actor())
    flash(_("The file is free for a colleague."), "go")
    return redirect(url_for("staff_loans.index"), 303)


@blueprint.post("/<ref>/lease/wish")
@require(Permission.PICK_UP_LOANS)
def ask_for_file(ref: str) -> ResponseReturnValue:
    """Who has it reads the wish on the open page; what nobody has any more is taken."""
    loan = file_for(ref)
    if not may_complete(loan):
        return _shown(loan, None)
    lease = casework.ask_for_lease(loan, current_actor(), clock.now(), lease_seconds())
    return _shown(loan, lease)


@blueprint.post("/<ref>/lease/wish/answer")
@require(Permission.PICK_UP_LOANS)
def answer_wish(ref: str) -> ResponseReturnValue:
    """Give it, or keep it. Where the wish is over, the page says how it is."""
    loan = file_for(ref)
    act = casework.give_lease if request.form.get("answer") == "give" else casework.keep_lease
    try:
        lease: CaseLease | None = act(loan, _asked_at(), current_actor(), clock.now())
    except (LeaseLost, WishGone):
        lease = loan.lease
    return _shown(loan, lease)


def _asked_at() -> datetime:
    """When the wish was made that the page showed."""
    try:
        return datetime.fromisoformat(request.form.get("asked_at", ""))
    except ValueError:
        return abort(422)


def _shown(loan: LoanApplication, lease: CaseLease | None) -> ResponseReturnValue:
    return _part(loan, lease) if is_swap() else redirect(file_address(loan), 303)


def _part(loan: LoanApplication, lease: CaseLease | None, **said: bool) -> str:
    brief = request.form.get("brief") == "yes"
    return render_template(
        "loans/staff/_lease.html", loan=loan, lease=lease, now=clock.now(), is_part=True, brief=brief, **said
    )


def _renewed(loan: LoanApplication, before: str) -> CaseLease | None:
    """Whose it is now. A page takes by itself only what was free when it was opened.

    Nobody works on what the branch cannot change any more, however long its page stays open.
    """
    by, now = current_actor(), clock.now()
    if not may_complete(loan):
        casework.release_lease(loan, by)
        return None
    try:
        return casework.renew_lease(loan, by, now)
    except LeaseLost as lost:
        is_free = lost.lease is None and before == "free"
        return casework.take_lease(loan, by, now) if is_free else lost.lease
