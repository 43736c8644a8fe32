from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.access.permissions import Permission
from portal.access.require import require
from portal.accounts import labels, queries
from portal.accounts.forms import SearchForm
from portal.accounts.models import Account
from portal.accounts.presenting import by_month
from portal.accounts.queries import Movement
from portal.accounts.queries.search import Found, search
from portal.accounts.views.access import blueprint, own_account
from portal.web.addresses import before


@blueprint.get("/<ref>/search")
@require(Permission.SEE_OWN_ACCOUNTS)
def find(ref: str) -> ResponseReturnValue:
    """What was searched for stands in the address, so that Back, a bookmark and a new page keep it."""
    account = own_account(ref)
    form = SearchForm(request.args)
    form.prepare(account.currency, [month.first_on for month in queries.months_of(account)])
    if not form.validate():
        return _page(account, form, None), 422
    is_asked = any(value for name, value in request.args.items() if name in form)
    kinds = {kind.value: str(words) for kind, words in labels.KINDS.items()}
    return _page(account, form, search(account, form.wanted(), kinds, before()) if is_asked else None)


def _page(account: Account, form: SearchForm, found: Found | None) -> str:
    results = by_month([Movement(each, None) for each in found.transactions]) if found else []
    asked = {name: value for name, value in request.args.items() if name in form and value}
    return render_template(
        "accounts/search.html",
        account=account,
        form=form,
        found=found,
        results=results,
        asked=asked,
        labels=labels,
    )
