from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access.permissions import Permission
from portal.access.policy import allows
from portal.access.require import require
from portal.identity import operations, queries, rules, sessions
from portal.identity.forms import SignInForm
from portal.identity.labels import ROLES, browser_words
from portal.identity.models import Person
from portal.identity.passwords import DEMO_PASSWORD, verify_password
from portal.preferences import cookie as preferences
from portal.preferences.queries import of_person
from portal.web.addresses import address_of
from portal.web.transaction import afterwards

blueprint = Blueprint("identity", __name__)
MOST_OFFERED = 40
"""People whom the demo's sign-in page offers with one touch."""


@blueprint.get("/sign-in")
@require(Permission.SEE_PUBLIC_PAGES)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"), 303)
    return _page(SignInForm())


@blueprint.post("/sign-in")
@require(Permission.SEE_PUBLIC_PAGES)
def start() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    person = queries.person_named(form.sign_in_name.data or "")
    if _must_wait(person, form.sign_in_name.data or ""):
        form.form_errors.append(_("Too many tries. Please wait 15 minutes, or ask a person for help."))
        return _page(form), 429, {"Retry-After": str(int(rules.TRY_WINDOW.total_seconds()))}
    if not verify_password(person.password_hash if person else None, form.password.data or ""):
        person = None
    if person is None or not person.is_active:
        return _refuse(form)
    return _welcome(person)


@blueprint.post("/sign-in/stay")
@require(Permission.SEE_OWN_SESSIONS)
def stay() -> ResponseReturnValue:
    operations.see_session(sessions.current_session().id, sessions.idle_limit(), clock.now())
    if request.headers.get("Accept") == "application/json":
        return "", 204
    return redirect(url_for("home.index"), 303)


@blueprint.post("/sign-out")
@require(Permission.SEE_OWN_SESSIONS)
def sign_out() -> ResponseReturnValue:
    operations.end_session(sessions.current_session(), rules.EndReason.SIGNED_OUT, clock.now())
    session.clear()
    flash(_("You are signed out."), "go")
    answer = Response(status=303, headers={"Location": url_for("home.index")})
    sessions.forget_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/signed-in-places")
@require(Permission.SEE_OWN_SESSIONS)
def places() -> ResponseReturnValue:
    found = queries.open_sessions(current_user, clock.now())
    return render_template(
        "identity/places.html", places=found, here=sessions.current_session().ref, browser_words=browser_words
    )


@blueprint.post("/signed-in-places/<ref>/end")
@require(Permission.SEE_OWN_SESSIONS)
def end_place(ref: str) -> ResponseReturnValue:
    place = queries.open_session(current_user, ref) or abort(404)
    operations.end_session(place, rules.EndReason.REVOKED, clock.now())
    flash(_("That place is signed out."), "go")
    return redirect(url_for("identity.places"), 303)


def _page(form: SignInForm) -> str:
    demo_people = queries.first_people(MOST_OFFERED) if current_app.config["DEMO"] else []
    return render_template(
        "identity/sign_in.html",
        form=form,
        lapsed=session.get("lapsed", False),
        ended=session.get("ended", False),
        demo_people=demo_people,
        demo_password=DEMO_PASSWORD,
        role_labels=ROLES,
    )


def _must_wait(person: Person | None, name: str) -> bool:
    known = person is not None and person.id in sessions.known_people()
    tries = queries.tries(sessions.hash_name(name), request.remote_addr or "", known, clock.now())
    return rules.must_wait(tries)


def _refuse(form: SignInForm) -> ResponseReturnValue:
    name = form.sign_in_name.data or ""
    person = queries.person_named(name)
    known = person is not None and person.id in sessions.known_people()
    now, address, name_hash = clock.now(), request.remote_addr or "", sessions.hash_name(name)
    afterwards(lambda: operations.note_failed_sign_in(name_hash, address, known, now))
    form.form_errors.append(_("The sign-in name and the password do not fit. Check both and try again."))
    return _page(form), 422


def _welcome(person: Person) -> ResponseReturnValue:
    route = session.pop("after_sign_in", None)
    session.pop("lapsed", None)
    session.pop("ended", None)
    preferences.choose(of_person(person.id) or preferences.chosen())
    sessions.sign_in(person)
    goal = address_of(route) if route else None
    if goal:
        return redirect(goal, 303)
    has_workbench = allows(person.role, Permission.USE_WORKBENCH)
    return redirect(url_for("workbench.index" if has_workbench else "home.index"), 303)
