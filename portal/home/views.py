from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.accounts.labels import ACCOUNTS
from portal.accounts.queries import accounts_of
from portal.casework.queries import cases_of, waiting_for
from portal.home import labels
from portal.identity.queries import branches
from portal.loans.parties.presenting import place_rows
from portal.loans.parties.queries import places_of
from portal.notices.queries import unread_count
from portal.web.addresses import before

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@require(Permission.SEE_PUBLIC_PAGES)
def index() -> ResponseReturnValue:
    if not may(Permission.SEE_OWN_OVERVIEW):
        return render_template("home/public.html")
    cases, _older = cases_of(current_user)
    return render_template(
        "home/index.html",
        accounts=accounts_of(current_user),
        account_labels=ACCOUNTS,
        draft=waiting_for(current_user),
        cases=[case for case in cases if not case.is_draft][:3],
        unread=unread_count(current_user),
        labels=labels,
    )


@blueprint.get("/my-requests/")
@require(Permission.SEE_OWN_CASES)
def requests() -> ResponseReturnValue:
    cases, older = cases_of(current_user, before())
    places = place_rows(places_of(current_user), clock.now())
    return render_template("home/requests.html", cases=cases, older=older, labels=labels, places=places)


@blueprint.get("/help/")
@require(Permission.SEE_PUBLIC_PAGES)
def help() -> ResponseReturnValue:
    return render_template("home/help.html", branches=branches())


@blueprint.get("/accessibility")
@require(Permission.SEE_PUBLIC_PAGES)
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html")
