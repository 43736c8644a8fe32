"""Her summary and her decision letter: to read, and to take with her."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.documents import labels
from portal.documents.description import Document
from portal.documents.forms import CopyForm
from portal.documents.issuing import give_out
from portal.documents.printing import PressError
from portal.documents.rules import Unprintable
from portal.documents.wording import say_both
from portal.identity.sessions import current_actor
from portal.loans import documents
from portal.loans.models import LoanApplication
from portal.loans.views.access import blueprint, own_loan
from portal.preferences.papers import second_locale, wanted
from portal.preferences.rules import PaperLanguages


@blueprint.get("/applications/<ref>/summary")
@require(Permission.APPLY_FOR_LOANS)
def summary(ref: str) -> ResponseReturnValue:
    loan = _sent(ref)
    return _page(loan, documents.summary(loan), "loans.copy_summary")


@blueprint.post("/applications/<ref>/summary/copies")
@require(Permission.APPLY_FOR_LOANS)
def copy_summary(ref: str) -> ResponseReturnValue:
    loan = _sent(ref)
    return _copied(loan, documents.summary(loan), "loans.copy_summary")


@blueprint.get("/applications/<ref>/decision")
@require(Permission.APPLY_FOR_LOANS)
def decision(ref: str) -> ResponseReturnValue:
    loan = _sent(ref)
    return _page(loan, _letter(loan), "loans.copy_decision")


@blueprint.post("/applications/<ref>/decision/copies")
@require(Permission.APPLY_FOR_LOANS)
def copy_decision(ref: str) -> ResponseReturnValue:
    loan = _sent(ref)
    return _copied(loan, _letter(loan), "loans.copy_decision")


def _sent(ref: str) -> LoanApplication:
    """Hers, and sent: a draft says nothing on paper yet."""
    loan = own_loan(ref)
    return loan if not loan.is_draft else abort(404)


def _letter(loan: LoanApplication) -> Document:
    return documents.decision_letter(loan, clock.now()) or abort(404)


def _copied(loan: LoanApplication, document: Document, target: str) -> ResponseReturnValue:
    form = CopyForm.offered(document, str(get_locale()))
    if not form.validate():
        return _page(loan, document, target, form), 422
    subject = {"loan": loan.reference}
    try:
        issued = give_out(loan.customer_id, document, subject, form.wanted, current_actor(), clock.now())
    except Unprintable as refused:
        form.copy.errors = [str(labels.REFUSALS[refused.reason])]
    except PressError:
        form.copy.errors = [str(labels.BROKEN)]
    else:
        return redirect(url_for("documents.show", public_id=issued.public_id), 303)
    return _page(loan, document, target, form), 422


def _page(loan: LoanApplication, document: Document, target: str, form: CopyForm | None = None) -> str:
    locale = str(get_locale())
    is_both = wanted().paper_languages == PaperLanguages.BOTH
    other = second_locale(locale) if is_both else None
    return render_template(
        "loans/document.html",
        loan=loan,
        papers=say_both(document, locale, other),
        form=form or CopyForm.offered(document, locale),
        target=url_for(target, ref=loan.reference),
    )
