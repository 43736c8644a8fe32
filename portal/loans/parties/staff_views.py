"""At the branch: the officer sees who came, then turns the tablet to him, who signs with digits of his own."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.casework.operations import IllegalMove
from portal.identity.models import Customer
from portal.identity.operations import note_look_up
from portal.identity.sessions import current_actor
from portal.loans import labels
from portal.loans.parties import operations, queries
from portal.loans.parties.forms import BranchSignForm, IdentityForm, known_of
from portal.loans.parties.models import LoanParty
from portal.loans.parties.presenting import own_place, sentence
from portal.loans.rules import CodeProblem, CodeRefused, IdentityPaper
from portal.loans.staff_views.access import blueprint, end_page, file_for
from portal.preferences.cookie import read_as
from portal.preferences.queries import of_person
from portal.web.transaction import afterwards, apart

PERSON = "/<ref>/people/<party>"


@blueprint.get(PERSON)
@require(Permission.PICK_UP_LOANS)
def person(ref: str, party: str) -> ResponseReturnValue:
    return _identity_page(_at_branch(ref, party), IdentityForm(formdata=None))


@blueprint.post(PERSON)
@require(Permission.PICK_UP_LOANS)
def identify(ref: str, party: str) -> ResponseReturnValue:
    found, form = _at_branch(ref, party), IdentityForm()
    if not form.validate() or form.customer is None:
        _note_name_shown(form.customer)
        return _identity_page(found, form), 422
    try:
        paper = IdentityPaper(form.paper.data)
        operations.identify(found, form.customer, paper, current_actor(), clock.now())
    except operations.PartyRefused as refused:
        form.refuse(refused.problem)
        return _identity_page(found, form), 422
    return redirect(url_for("staff_loans.signing", ref=ref, party=party), 303)


@blueprint.get(f"{PERSON}/signature")
@require(Permission.PICK_UP_LOANS)
def signing(ref: str, party: str) -> ResponseReturnValue:
    found = _at_branch(ref, party)
    if found.paper_seen_at is None:
        return redirect(url_for("staff_loans.show", ref=ref), 303)
    if not found.may_sign:
        return redirect(_end_address(found), 303)
    _turn_to(found)
    return _signing_page(found, BranchSignForm.filled(None, data=known_of(found)))  # type: ignore[arg-type]


@blueprint.post(f"{PERSON}/signature")
@require(Permission.PICK_UP_LOANS)
def sign_here(ref: str, party: str) -> ResponseReturnValue:
    found = _identified(ref, party)
    _turn_to(found)
    form = BranchSignForm()
    form.prepare(found, sentence(found))
    if not form.validate():
        return _signing_page(found, form), 422
    typed, said, by, now = form.code.data or "", form.statement(), current_actor(), clock.now()
    with apart():
        refused = operations.weigh_party_code(found, typed, by, now)
    if refused:
        return _refuse(found, form, refused)
    try:
        operations.sign_at_branch(found, said, typed, by, now)
    except CodeRefused as quicker:
        return _refuse(found, form, quicker)
    return redirect(_end_address(found), 303)


@blueprint.get(f"{PERSON}/signature/end")
@require(Permission.PICK_UP_LOANS)
def end_signing(ref: str, party: str) -> ResponseReturnValue:
    found = _at_branch(ref, party)
    _turn_to(found)
    return end_page(found.loan, _("Signed") if found.is_signed else _("Not signed"))


def _at_branch(ref: str, party: str) -> LoanParty:
    """Somebody named in an open file of this branch."""
    loan = file_for(ref)
    if not loan.is_file_open(clock.now()):
        abort(404)
    return queries.party_in(loan, party) or abort(404)


def _identified(ref: str, party: str) -> LoanParty:
    """Somebody whose identity paper was seen; a conflict where nobody looked, or he has signed."""
    found = _at_branch(ref, party)
    if found.paper_seen_at is None or not found.may_sign:
        raise IllegalMove(f"{party} does not sign at the branch now")
    return found


def _turn_to(party: LoanParty) -> None:
    """The page speaks to the person before it, in the language and mode that are known of him."""
    reader = of_person(party.customer_id) if party.customer_id else None
    if reader:
        read_as(reader)


def _note_name_shown(customer: Customer | None) -> None:
    """Whose name the officer reads, for the number that he typed, has that in the history."""
    if customer:
        by, now = current_actor(), clock.now()
        afterwards(lambda: note_look_up(customer, by, now))


def _end_address(party: LoanParty) -> str:
    return url_for("staff_loans.end_signing", ref=party.loan.reference, party=party.public_id)


def _identity_page(party: LoanParty, form: IdentityForm) -> str:
    role = labels.PARTY_ROLES[party.party_role]
    return render_template("loans/parties/staff/identity.html", party=party, form=form, role=role)


def _signing_page(party: LoanParty, form: BranchSignForm) -> str:
    form.prepare(party, sentence(party))
    end_url = _end_address(party)
    return render_template("loans/parties/staff/signing.html", form=form, end_url=end_url, **own_place(party))


def _refuse(party: LoanParty, form: BranchSignForm, refused: CodeRefused) -> ResponseReturnValue:
    form.code.errors = [_code_words(refused)]
    return _signing_page(party, form), 422


def _code_words(refused: CodeRefused) -> str:
    if refused.problem == CodeProblem.WRONG and refused.left:
        return _("This code is not right. Tries left: %(left)s.", left=refused.left)
    return _("This code no longer works. The applicant can make a new one on the page “Who signs with you”.")
