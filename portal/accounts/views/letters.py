"""Letters for others: a receipt, that there is this account, and what income comes in."""

from typing import Any

from flask import abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, papers, queries
from portal.accounts.models import Account
from portal.accounts.rules import INCOME_MONTHS, income_period
from portal.accounts.views.access import blueprint, own_account
from portal.accounts.views.statements import BACK
from portal.documents.description import Document
from portal.documents.offering import Offer, copied, shown
from portal.identity.sessions import current_actor


@blueprint.get("/<ref>/transactions/<number>/receipt")
@require(Permission.SEE_OWN_ACCOUNTS)
def receipt(ref: str, number: str) -> ResponseReturnValue:
    return shown(_receipt(own_account(ref), number))


@blueprint.post("/<ref>/transactions/<number>/receipt/copies")
@require(Permission.SEE_OWN_ACCOUNTS)
def copy_receipt(ref: str, number: str) -> ResponseReturnValue:
    return copied(_receipt(own_account(ref), number), current_actor())


@blueprint.get("/<ref>/letter")
@require(Permission.SEE_OWN_ACCOUNTS)
def letter(ref: str) -> ResponseReturnValue:
    return shown(_letter(own_account(ref)))


@blueprint.post("/<ref>/letter/copies")
@require(Permission.SEE_OWN_ACCOUNTS)
def copy_letter(ref: str) -> ResponseReturnValue:
    return copied(_letter(own_account(ref)), current_actor())


@blueprint.get("/<ref>/income/<int:months>")
@require(Permission.SEE_OWN_ACCOUNTS)
def income(ref: str, months: int) -> ResponseReturnValue:
    """What came in as salary or pension in the last whole months, or that nothing did."""
    account = own_account(ref)
    offer = _income(account, months)
    if offer is None:
        return render_template("accounts/no_income.html", account=account, months=months, labels=labels)
    return shown(offer)


@blueprint.post("/<ref>/income/<int:months>/copies")
@require(Permission.SEE_OWN_ACCOUNTS)
def copy_income(ref: str, months: int) -> ResponseReturnValue:
    return copied(_income(own_account(ref), months) or abort(404), current_actor())


def _receipt(account: Account, number: str) -> Offer:
    """Of a booked transaction; 404 for what is pending, for another's and for none."""
    found = queries.transaction_for(account, number) or abort(404)
    if found.transaction.is_pending:
        abort(404)
    ref = account.reference
    return Offer(
        customer_id=account.customer_id,
        document=papers.receipt(account, found),
        subject={**papers.named(account), "number": number},
        target=url_for("accounts.copy_receipt", ref=ref, number=number),
        back=(url_for("accounts.transaction", ref=ref, number=number), _l("Back to the payment")),
    )


def _letter(account: Account) -> Offer:
    target = url_for("accounts.copy_letter", ref=account.reference)
    return _for_others(account, papers.account_letter(account), papers.named(account), target)


def _income(account: Account, months: int) -> Offer | None:
    """404 where so many months are not confirmed; None where nothing was paid in."""
    today = clock.today(current_app.config["TIMEZONE"])
    known = income_period(months, account.known_from, today) if months in INCOME_MONTHS else None
    days = known or abort(404)
    proof = papers.proof_of_income(account, months, days)
    subject = {**papers.subject_of(account, days), "months": months}
    target = url_for("accounts.copy_income", ref=account.reference, months=months)
    return _for_others(account, proof, subject, target) if proof else None


def _for_others(account: Account, document: Document, subject: dict[str, Any], target: str) -> Offer:
    back = (url_for("accounts.statements", ref=account.reference), BACK)
    return Offer(account.customer_id, document, subject, target, back, is_for_others=True)
