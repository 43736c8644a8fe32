"""Her summary and her decision letter: to read, and to take with her."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.documents.description import Document
from portal.documents.offering import Offer, copied, shown
from portal.identity.sessions import current_actor
from portal.loans import documents
from portal.loans.models import LoanApplication
from portal.loans.summary import summary as described
from portal.loans.views.access import blueprint, own_loan

YOURS = _l("Your pre-application")


@blueprint.get("/applications/<ref>/summary")
@require(Permission.APPLY_FOR_LOANS)
def summary(ref: str) -> ResponseReturnValue:
    return shown(_summary(ref))


@blueprint.post("/applications/<ref>/summary/copies")
@require(Permission.APPLY_FOR_LOANS)
def copy_summary(ref: str) -> ResponseReturnValue:
    return copied(_summary(ref), current_actor())


@blueprint.get("/applications/<ref>/decision")
@require(Permission.APPLY_FOR_LOANS)
def decision(ref: str) -> ResponseReturnValue:
    return shown(_letter(ref))


@blueprint.post("/applications/<ref>/decision/copies")
@require(Permission.APPLY_FOR_LOANS)
def copy_decision(ref: str) -> ResponseReturnValue:
    return copied(_letter(ref), current_actor())


def _summary(ref: str) -> Offer:
    loan = _sent(ref)
    return _offer(loan, described(loan, clock.now()), "loans.copy_summary")


def _letter(ref: str) -> Offer:
    loan = _sent(ref)
    letter = documents.decision_letter(loan, clock.now()) or abort(404)
    return _offer(loan, letter, "loans.copy_decision")


def _sent(ref: str) -> LoanApplication:
    """Hers, and sent: a draft says nothing on paper yet."""
    loan = own_loan(ref)
    return loan if not loan.is_draft else abort(404)


def _offer(loan: LoanApplication, document: Document, copies: str) -> Offer:
    ref = loan.reference
    back = (url_for("loans.show", ref=ref), YOURS)
    return Offer(loan.customer_id, document, {"loan": ref}, url_for(copies, ref=ref), back)
