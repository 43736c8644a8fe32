"""Each person's own pages: the invitation, the place he took, his signature, and taking it back."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.identity.operations import forget_answers
from portal.identity.sessions import current_actor, typed_here
from portal.loans import labels
from portal.loans.parties import operations, queries
from portal.loans.parties.forms import SignForm, known_of
from portal.loans.parties.models import LoanParty
from portal.loans.parties.presenting import own_place, sentence
from portal.loans.rules import PartyProblem
from portal.loans.views.access import blueprint

INVITATION = "/invitations/<token>"
PARTY = "/parties/<party>"


@blueprint.get(INVITATION)
@require(Permission.SEE_PUBLIC_PAGES)
def invitation(token: str) -> ResponseReturnValue:
    """What is asked, with neither names nor amounts."""
    party = _invited(token)
    if current_user.is_authenticated:
        return redirect(url_for("loans.acceptance", token=token), 303)
    return render_template(
        "loans/parties/invitation.html",
        token=token,
        is_taken=party.customer_id is not None,
        **_asked(party),
    )


@blueprint.get(f"{INVITATION}/acceptance")
@require(Permission.APPLY_FOR_LOANS)
def acceptance(token: str) -> ResponseReturnValue:
    party = _invited(token)
    if _is_applicant(party):
        return _refusal(PartyProblem.APPLICANT)
    if party.customer_id is not None:
        return redirect(url_for("loans.party", party=party.public_id), 303)
    return render_template("loans/parties/acceptance.html", token=token, **_asked(party))


@blueprint.post(f"{INVITATION}/acceptance")
@require(Permission.APPLY_FOR_LOANS)
def accept(token: str) -> ResponseReturnValue:
    party = _invited(token)
    try:
        operations.accept(party, current_user, current_actor(), clock.now())
    except operations.PartyRefused as refused:
        if refused.problem == PartyProblem.ANOTHER:
            abort(404)
        return _refusal(refused.problem)
    return redirect(url_for("loans.party", party=party.public_id), 303)


@blueprint.get(PARTY)
@require(Permission.APPLY_FOR_LOANS)
def party(party: str) -> ResponseReturnValue:
    found = _own(party)
    return _own_page(found, SignForm.filled(typed_here(), data=known_of(found)))


@blueprint.post(PARTY)
@require(Permission.APPLY_FOR_LOANS)
def sign(party: str) -> ResponseReturnValue:
    found, form = _own(party), SignForm()
    form.prepare(found, sentence(found))
    if not form.validate():
        return _own_page(found, form), 422
    operations.sign(found, form.statement(), current_actor(), clock.now())
    forget_answers(current_user.id, url_for("loans.party", party=party))
    flash(_("You have signed. The applicant has been told."), "go")
    return redirect(url_for("loans.party", party=party), 303)


@blueprint.post(f"{PARTY}/refusal")
@require(Permission.APPLY_FOR_LOANS)
def decline(party: str) -> ResponseReturnValue:
    operations.decline(_own(party), current_actor(), clock.now())
    flash(_("You do not sign. You are bound to nothing."), "go")
    return redirect(url_for("loans.party", party=party), 303)


@blueprint.post(f"{PARTY}/consents")
@require(Permission.APPLY_FOR_LOANS)
def change_party_consent(party: str) -> ResponseReturnValue:
    found, given = _own(party), request.form.get("given") == "yes"
    operations.change_bureau_consent(found, given, str(get_locale()), current_actor(), clock.now())
    flash(_("Your choice is recorded."), "go")
    return redirect(url_for("loans.party", party=party), 303)


@blueprint.get(f"{PARTY}/withdrawal")
@require(Permission.APPLY_FOR_LOANS)
def confirm_leaving(party: str) -> ResponseReturnValue:
    return render_template("loans/parties/withdrawal.html", **own_place(_own(party)))


@blueprint.post(f"{PARTY}/withdrawal")
@require(Permission.APPLY_FOR_LOANS)
def leave(party: str) -> ResponseReturnValue:
    operations.leave(_own(party), current_actor(), clock.now())
    flash(_("Your signature is taken back. The applicant has been told."), "go")
    return redirect(url_for("loans.party", party=party), 303)


def _own(party: str) -> LoanParty:
    return queries.party_for(current_user, party) or abort(404)


def _invited(token: str) -> LoanParty:
    """Whom the link invites; 404 for staff and for a second customer, as for a link that never was."""
    party = queries.invited_by(token, clock.now()) or abort(404)
    if current_user.is_authenticated and not _may_be(party):
        abort(404)
    return party


def _may_be(party: LoanParty) -> bool:
    return not current_user.is_staff and party.customer_id in (None, current_user.id)


def _is_applicant(party: LoanParty) -> bool:
    return bool(current_user.id == party.loan.customer_id)


def _refusal(problem: PartyProblem) -> ResponseReturnValue:
    words = {"title": _("Somebody else signs here"), "text": labels.PARTY_PROBLEMS[problem]}
    return render_template("errors/refusal.html", **words), 409


def _own_page(party: LoanParty, form: SignForm) -> str:
    form.prepare(party, sentence(party))
    return render_template("loans/parties/show.html", form=form, **own_place(party))


def _asked(party: LoanParty) -> dict[str, Any]:
    return {
        "role": labels.PARTY_ROLES[party.party_role],
        "meaning": labels.PARTY_MEANINGS[party.party_role],
        "expires_at": party.expires_at,
    }
