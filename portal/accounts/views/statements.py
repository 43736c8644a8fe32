from itertools import groupby

from flask import Response, abort, current_app, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, queries
from portal.accounts.exporting import FORMS, written
from portal.accounts.rules import NoStatement, month_named, statement_months, statement_period
from portal.accounts.views.access import blueprint, own_account


@blueprint.get("/<ref>/statements/")
@require(Permission.SEE_OWN_ACCOUNTS)
def statements(ref: str) -> ResponseReturnValue:
    account = own_account(ref)
    months = statement_months(account.known_from, clock.today(current_app.config["TIMEZONE"]))
    years = [(year, list(of)) for year, of in groupby(months, key=lambda month: month.year)]
    return render_template("accounts/statements.html", account=account, years=years, labels=labels)


@blueprint.get("/<ref>/statements/<month>.<any(csv, ofx, xml):form>")
@require(Permission.SEE_OWN_ACCOUNTS)
def download(ref: str, month: str, form: str) -> ResponseReturnValue:
    """A closed month as a file; a page that says why where there is none."""
    account, first_on = own_account(ref), month_named(month) or abort(404)
    period = statement_period(first_on, account.known_from, clock.today(current_app.config["TIMEZONE"]))
    if isinstance(period, NoStatement):
        why = labels.NO_STATEMENT[period]
        return render_template("accounts/no_statement.html", account=account, month=first_on, why=why), 404
    told = written(queries.statement_of(account, *period), clock.now())
    answer = Response(stream_with_context(FORMS[form].write(told)), mimetype=FORMS[form].mimetype)
    name = f"{account.reference}-{first_on:%Y-%m}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
