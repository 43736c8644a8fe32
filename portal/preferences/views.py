from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from portal.access.permissions import Permission
from portal.access.require import require
from portal.preferences import cookie, operations, queries
from portal.preferences.forms import PersonPreferencesForm, PreferencesForm
from portal.preferences.labels import MODE_HINTS

blueprint = Blueprint("preferences", __name__, url_prefix="/preferences")


@blueprint.get("")
@require(Permission.SEE_PUBLIC_PAGES)
def edit() -> ResponseReturnValue:
    """What was chosen; a language that is not whole yet stays chosen, though the page is in another."""
    locale = cookie.chosen().locale or cookie.reading().locale
    return _page(_form(**asdict(cookie.chosen().with_choice(locale=locale))))


@blueprint.post("")
@require(Permission.SEE_PUBLIC_PAGES)
def update() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form), 422
    answers = dict(form.data)
    answers.pop("contact_needs", None)
    cookie.choose(cookie.chosen().with_choice(**answers))
    if current_user.is_authenticated:
        operations.keep(current_user.id, cookie.chosen(), form.needs)
    refresh()
    flash(_("Your choice is kept."), "go")
    return redirect(url_for("preferences.edit"), 303)


def _form(**saved: str) -> PreferencesForm:
    if not current_user.is_authenticated:
        return PreferencesForm(data=saved)
    needs = sorted(queries.contact_needs(current_user.id))
    form = PersonPreferencesForm(data={**saved, "contact_needs": needs})
    if current_user.is_staff:
        del form.balances
    return form


def _page(form: PreferencesForm) -> str:
    return render_template("preferences/edit.html", form=form, mode_hints=MODE_HINTS)
