from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, queries
from portal.web.addresses import before

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.get("/")
@require(Permission.SEE_OWN_ACCOUNTS)
def index() -> ResponseReturnValue:
    accounts = queries.accounts_of(current_user)
    return render_template("accounts/index.html", accounts=accounts, labels=labels)


@blueprint.get("/<ref>")
@require(Permission.SEE_OWN_ACCOUNTS)
def show(ref: str) -> ResponseReturnValue:
    account = queries.account_for(current_user, ref) or abort(404)
    movements, older = queries.transactions_of(account, before())
    transactions = [each.transaction for each in movements]
    return render_template(
        "accounts/show.html", account=account, transactions=transactions, older=older, labels=labels
    )
