from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, queries
from portal.accounts.presenting import sentence
from portal.accounts.views.access import blueprint, own_account


@blueprint.get("/<ref>/transactions/<number>")
@require(Permission.SEE_OWN_ACCOUNTS)
def transaction(ref: str, number: str) -> ResponseReturnValue:
    account = own_account(ref)
    found = queries.transaction_for(account, number) or abort(404)
    return render_template(
        "accounts/transaction.html",
        account=account,
        transaction=found.transaction,
        balance=found.balance,
        sentence=sentence(found.transaction),
        labels=labels,
    )
