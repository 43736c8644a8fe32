"""A customer at the counter: found by a number, then an application of hers is opened, or one begins here."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.audit.models import Actor
from portal.identity.finding import NoteLapsed, note_of, noted_customer
from portal.identity.models import Customer
from portal.identity.operations import note_look_up, note_vain_look_up
from portal.identity.sessions import current_actor
from portal.loans import labels, operations, queries, rules
from portal.loans.models import LoanApplication
from portal.loans.staff_forms import CounterForm, WalkInForm
from portal.loans.staff_views.access import blueprint, counter_actor, expect_seen, officer_here
from portal.loans.staff_views.addresses import answer_address
from portal.web.transaction import afterwards


@blueprint.get("/walk-in")
@require(Permission.PICK_UP_LOANS)
def walk_in() -> ResponseReturnValue:
    return render_template("loans/staff/walk_in.html", form=CounterForm(formdata=None))


@blueprint.post("/walk-in")
@require(Permission.PICK_UP_LOANS)
def find_customer() -> ResponseReturnValue:
    """The number is posted, so that it is in no address; that somebody looked is noted, found or not."""
    form, by, now = CounterForm(), current_actor(), clock.now()
    if not form.validate() or form.found is None:
        if form.number.data:
            afterwards(lambda: note_vain_look_up(by, now))
        return render_template("loans/staff/walk_in.html", form=form), 422
    note_look_up(form.found, by, now)
    found = note_of(form.found, officer_here(), now)
    return redirect(url_for("staff_loans.customer", found=found), 303)


@blueprint.get("/walk-in/<found>")
@require(Permission.PICK_UP_LOANS)
def customer(found: str) -> ResponseReturnValue:
    return _customer_page(_found(found), WalkInForm(formdata=None))


@blueprint.post("/walk-in/<found>")
@require(Permission.PICK_UP_LOANS)
def begin_walk_in(found: str) -> ResponseReturnValue:
    here, form = _found(found), WalkInForm()
    if not form.validate():
        return _customer_page(here, form), 422
    product, by = rules.PRODUCTS[form.product.data], current_actor()
    counter = Actor(by.person_id, by.channel, here.id, by.branch_id)
    paper = rules.IdentityPaper(form.paper.data)
    now = clock.now()
    begun = [] if form.another.data else queries.open_loans_of(here, officer_here(), now)
    try:
        loan = operations.begin_walk_in(here, product, paper, counter, now, begun)
    except operations.BegunAlready as already:
        form.refuse(already.loan)
        return _customer_page(here, form), 422
    return redirect(answer_address(loan, loan.unanswered[0]), 303)


@blueprint.get("/<ref>/erasure")
@require(Permission.PICK_UP_LOANS)
def confirm_erasure(ref: str) -> ResponseReturnValue:
    return render_template("loans/staff/erasure.html", loan=_walk_in_draft(ref), labels=labels)


@blueprint.post("/<ref>/erasure")
@require(Permission.PICK_UP_LOANS)
def erase_draft(ref: str) -> ResponseReturnValue:
    loan = _walk_in_draft(ref)
    expect_seen(loan)
    operations.erase_walk_in(loan, counter_actor(loan), clock.now())
    flash(_("The draft and everything in it is erased."), "go")
    return redirect(url_for("staff_loans.index"), 303)


def _walk_in_draft(ref: str) -> LoanApplication:
    """What was begun at the counter this day and not sent; else 404."""
    return queries.walk_in_for(officer_here(), ref, clock.now()) or abort(404)


def _found(note: str) -> Customer:
    """Whom this officer looked up just now; else 404, or back to looking up once that is too long ago."""
    try:
        return noted_customer(note, officer_here(), clock.now()) or abort(404)
    except NoteLapsed:
        flash(_("You looked this customer up some time ago. Type the number once more."), "wait")
        return abort(redirect(url_for("staff_loans.walk_in"), 303))


def _customer_page(here: Customer, form: WalkInForm) -> str:
    now = clock.now()
    return render_template(
        "loans/staff/customer.html",
        customer=here,
        loans=queries.open_loans_of(here, officer_here(), now),
        form=form,
        labels=labels,
        now=now,
    )
