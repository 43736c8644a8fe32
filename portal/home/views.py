from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.require import may, require
from portal.home import queries
from portal.home.presenting import case_row, overview
from portal.identity.queries import branches
from portal.loans.parties.presenting import place_rows
from portal.loans.parties.queries import places_of
from portal.preferences.cookie import reading
from portal.preferences.rules import Mode
from portal.web.addresses import before

blueprint = Blueprint("home", __name__)
MOST, MOST_IN_ELDER_MODE = 3, 2
"""How many steps, running cases and messages stand on home; the others are one press away."""


@blueprint.get("/")
@require(Permission.SEE_PUBLIC_PAGES)
def index() -> ResponseReturnValue:
    if not may(Permission.SEE_OWN_OVERVIEW):
        return render_template("home/public.html")
    return render_template("home/index.html", **overview(current_user, clock.now(), _most()))


def _most() -> int:
    return MOST_IN_ELDER_MODE if reading().mode == Mode.ELDER else MOST


@blueprint.get("/my-requests/")
@require(Permission.SEE_OWN_CASES)
def requests() -> ResponseReturnValue:
    key, now = before(), clock.now()
    cases, older = queries.cases_of(current_user, key)
    places = place_rows(places_of(current_user), now) if key is None else []
    rows = [case_row(own, now) for own in cases]
    return render_template("home/requests.html", rows=rows, older=older, places=places, is_first=key is None)


@blueprint.get("/help/")
@require(Permission.SEE_PUBLIC_PAGES)
def help() -> ResponseReturnValue:
    return render_template("home/help.html", branches=branches())


@blueprint.get("/accessibility")
@require(Permission.SEE_PUBLIC_PAGES)
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html")
