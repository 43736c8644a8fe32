"""How a person wants her papers: said once, and the first choice wherever a document is offered."""

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from portal.access.permissions import Permission
from portal.access.require import require
from portal.preferences import cookie, labels, operations, queries
from portal.preferences.rules import Papers
from portal.web.forms import Form, options

blueprint = Blueprint("papers", __name__, url_prefix="/preferences/papers")


class PapersForm(Form):
    print_size = RadioField(_l("Size of print"), choices=options(labels.PRINT_SIZES))
    braille = RadioField(_l("Braille"), choices=options(labels.BRAILLES))
    paper_languages = RadioField(_l("Language of my papers"), choices=options(labels.PAPER_LANGUAGES))
    by_post = RadioField(_l("Where my papers come to"), choices=options(labels.BY_POST))


def offer_braille(app: Flask, is_offered: Callable[[str], bool]) -> None:
    """Say by which function it is known whether there is braille in a language."""
    app.extensions["braille_offered"] = is_offered


def wanted() -> Papers:
    """How the person at the other end wants her papers, in what can be had here and now."""
    needs = queries.contact_needs(current_user.id) if current_user.is_authenticated else ()
    return cookie.chosen().papers(needs)


@blueprint.get("")
@require(Permission.SEE_PUBLIC_PAGES)
def edit() -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("")
@require(Permission.SEE_PUBLIC_PAGES)
def update() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form), 422
    cookie.choose(cookie.chosen().with_choice(**form.data))
    if current_user.is_authenticated:
        operations.keep(current_user.id, cookie.chosen())
    flash(_("Your choice is kept."), "go")
    return redirect(url_for("papers.edit"), 303)


def second_locale(locale: str) -> str | None:
    """The bank's own language, where it is another than the reader's."""
    own = str(current_app.config["BANK_LOCALE"])
    return own if own != locale else None


def _form() -> PapersForm:
    """Without what is not to be had in this language or by a visitor: what was chosen before stays as it is."""
    form, locale = PapersForm(data=asdict(wanted())), cookie.reading().locale
    if not current_app.extensions["braille_offered"](locale):
        del form.braille
    if second_locale(locale) is None:
        del form.paper_languages
    if not current_user.is_authenticated:
        del form.by_post
    return form


def _page(form: PapersForm) -> str:
    return render_template("preferences/papers.html", form=form)
