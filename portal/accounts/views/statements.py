"""Statements of months and years: on the screen, on paper, in braille, and as files for other programs."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from flask import Response, abort, current_app, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, papers, queries
from portal.accounts.exporting import FORMS, written
from portal.accounts.models import Account
from portal.accounts.queries import Statement
from portal.accounts.rules import (
    INCOME_MONTHS,
    NoStatement,
    income_period,
    period_named,
    statement_months,
    statement_period,
)
from portal.accounts.views.access import blueprint, own_account
from portal.documents.offering import Offer, copied, shown
from portal.identity.sessions import current_actor

BACK = _l("Statements and letters")


class Missing(NamedTuple):
    """A statement that there is not, and why."""

    account: Account
    first: date
    last: date
    why: NoStatement


@blueprint.get("/<ref>/statements/")
@require(Permission.SEE_OWN_ACCOUNTS)
def statements(ref: str) -> ResponseReturnValue:
    account, today = own_account(ref), clock.today(current_app.config["TIMEZONE"])
    by_year = groupby(statement_months(account.known_from, today), key=lambda month: month.year)
    periods = {months: income_period(months, account.known_from, today) for months in INCOME_MONTHS}
    paid = queries.income_months_of(account)
    return render_template(
        "accounts/statements.html",
        account=account,
        years=[(year, list(of)) for year, of in by_year],
        this_year=today.year,
        incomes=[
            months
            for months, days in periods.items()
            if days and any(days[0] <= on <= days[1] for on in paid)
        ],
        labels=labels,
    )


@blueprint.get("/<ref>/statements/<period>")
@require(Permission.SEE_OWN_ACCOUNTS)
def statement(ref: str, period: str) -> ResponseReturnValue:
    found = _found(own_account(ref), period)
    return _why(found) if isinstance(found, Missing) else shown(_offer(found, period))


@blueprint.post("/<ref>/statements/<period>/copies")
@require(Permission.SEE_OWN_ACCOUNTS)
def copy_statement(ref: str, period: str) -> ResponseReturnValue:
    found = _found(own_account(ref), period)
    return _why(found) if isinstance(found, Missing) else copied(_offer(found, period), current_actor())


@blueprint.get("/<ref>/statements/<period>.<any(csv, ofx, xml):form>")
@require(Permission.SEE_OWN_ACCOUNTS)
def download(ref: str, period: str, form: str) -> ResponseReturnValue:
    """A month or year that is over as a file; a page that says why where there is none."""
    found = _found(own_account(ref), period)
    if isinstance(found, Missing):
        return _why(found)
    told = written(found, clock.now())
    answer = Response(stream_with_context(FORMS[form].write(told)), mimetype=FORMS[form].mimetype)
    name = f"{ref}-{period}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(account: Account, period: str) -> Statement | Missing:
    """The statement of the month or year in the address; 404 for what is neither."""
    first, last = period_named(period) or abort(404)
    days = statement_period(first, last, account.known_from, clock.today(current_app.config["TIMEZONE"]))
    if isinstance(days, NoStatement):
        return Missing(account, first, last, days)
    return queries.statement_of(account, *days)


def _why(missing: Missing) -> ResponseReturnValue:
    first, is_month = missing.first, missing.first.month == missing.last.month
    page = render_template(
        "accounts/no_statement.html",
        account=missing.account,
        month=first if is_month else None,
        year=first.year,
        why=labels.NO_STATEMENT[missing.why],
    )
    return page, 404


def _offer(found: Statement, period: str) -> Offer:
    ref = found.account.reference
    files = {
        url_for("accounts.download", ref=ref, period=period, form=form): words
        for form, words in labels.FORMS.items()
    }
    return Offer(
        customer_id=found.account.customer_id,
        document=papers.statement(found),
        subject=papers.subject_of(found.account, (found.first_on, found.last_on)),
        target=url_for("accounts.copy_statement", ref=ref, period=period),
        back=(url_for("accounts.statements", ref=ref), BACK),
        rows=found.count,
        files=files,
    )
