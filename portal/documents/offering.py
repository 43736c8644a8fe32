"""A document on the screen, and the form by which it is taken along: the same for every room."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal import clock
from portal.audit.models import Actor
from portal.documents import labels
from portal.documents.description import Document
from portal.documents.forms import CopyForm
from portal.documents.issuing import give_out
from portal.documents.printing import PressError
from portal.documents.rules import Unprintable
from portal.documents.wording import say_both
from portal.preferences.papers import second_locale
from portal.preferences.rules import PaperLanguages


@dataclass(frozen=True)
class Offer:
    """`target` is where a copy is asked for, `back` an address and its words.

    `rows` is said where `document` stands for a longer one, which is described anew from `subject`. `is_for_others`:
    in two languages unless she says otherwise. `files`: the same for other programs, by address.
    """

    customer_id: int
    document: Document
    subject: dict[str, Any]
    target: str
    back: tuple[str, Any]
    rows: int | None = None
    is_for_others: bool = False
    files: dict[str, Any] | None = None

    def form(self) -> CopyForm:
        return CopyForm.offered(str(get_locale()), self.has_table, self.is_for_others)

    @property
    def has_table(self) -> bool:
        """Whether its table can be had by itself; `files` have it already."""
        return self.document.table is not None and self.files is None


def shown(offer: Offer, form: CopyForm | None = None) -> str:
    """The document in her language, and in the bank's beside it where she wants both."""
    form, locale = form or offer.form(), str(get_locale())
    is_both = form.languages and form.languages.data == PaperLanguages.BOTH
    papers = say_both(offer.document, locale, second_locale(locale) if is_both else None)
    return render_template("documents/offer.html", offer=offer, papers=papers, form=form)


def copied(offer: Offer, by: Actor) -> ResponseReturnValue:
    """Give out the copy that was asked for, and lead to it; the page again where that is not possible."""
    form, now = offer.form(), clock.now()
    if not form.validate():
        return shown(offer, form), 422
    try:
        issued = give_out(offer.customer_id, offer.document, offer.subject, form.wanted, by, now, offer.rows)
    except Unprintable as refused:
        form.copy.errors = [str(labels.REFUSALS[refused.reason])]
    except PressError:
        form.copy.errors = [str(labels.BROKEN)]
    else:
        return redirect(url_for("documents.show", public_id=issued.public_id), 303)
    return shown(offer, form), 422
