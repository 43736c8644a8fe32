"""A customer at the counter without any application: it begins here, in the same screens."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.audit.models import Actor
from portal.identity.queries import customer_numbered
from portal.identity.sessions import current_actor
from portal.loans import operations, rules
from portal.loans.staff_forms import WalkInForm
from portal.loans.staff_views.access import blueprint, officer_here
from portal.loans.staff_views.addresses import answer_address


@blueprint.get("/walk-in")
@require(Permission.PICK_UP_LOANS)
def walk_in() -> ResponseReturnValue:
    return render_template("loans/staff/walk_in.html", form=WalkInForm(formdata=None))


@blueprint.post("/walk-in")
@require(Permission.PICK_UP_LOANS)
def begin_walk_in() -> ResponseReturnValue:
    form = WalkInForm()
    customer = customer_numbered(form.number.data or "") if form.validate() else None
    if customer is None or customer.id == officer_here().customer_id:
        if not form.errors:
            form.number.errors = [_("No customer has this number. Compare it with the customer’s card.")]
        return render_template("loans/staff/walk_in.html", form=form), 422
    product, by = rules.PRODUCTS[form.product.data], current_actor()
    counter = Actor(by.person_id, by.channel, customer.id, by.branch_id)
    paper = rules.IdentityPaper(form.paper.data)
    loan = operations.begin_walk_in(customer, product, paper, counter, clock.now())
    return redirect(answer_address(loan, loan.unanswered[0]), 303)
