from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, queries
from portal.accounts.presenting import by_month, item, spending
from portal.accounts.queries import Movement
from portal.accounts.rules import last_of, month_named
from portal.accounts.views.access import blueprint, own_account
from portal.web.addresses import before


@blueprint.get("/")
@require(Permission.SEE_OWN_ACCOUNTS)
def index() -> ResponseReturnValue:
    accounts = queries.accounts_of(current_user)
    return render_template("accounts/index.html", accounts=accounts, labels=labels)


@blueprint.get("/<ref>")
@require(Permission.SEE_OWN_ACCOUNTS)
def show(ref: str) -> ResponseReturnValue:
    """The newest transactions; from an older one, or from the end of a month, where the address says so."""
    account, key, month = own_account(ref), before(), month_named(request.args.get("month", ""))
    movements, older = queries.transactions_of(account, key, last_of(month) if month else None)
    months, is_first = queries.months_of(account), key is None and month is None
    today = clock.today(current_app.config["TIMEZONE"])
    pending = queries.pending_of(account, today) if is_first else []
    return render_template(
        "accounts/show.html",
        account=account,
        movements=by_month(movements, months),
        older=older,
        months=months,
        month=month,
        is_first=is_first,
        pending=[item(Movement(each, None)) for each in pending],
        spending=spending(account, months) if is_first else None,
        labels=labels,
    )


@blueprint.get("/<ref>/spending")
@require(Permission.SEE_OWN_ACCOUNTS)
def spent(ref: str) -> ResponseReturnValue:
    account = own_account(ref)
    shown = spending(account, queries.months_of(account))
    return render_template("accounts/spending.html", account=account, spending=shown, labels=labels)
