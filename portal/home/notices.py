"""Notices about documents that the worker made, whatever room they are of."""

from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _l

from portal.documents import labels
from portal.documents.models import IssuedDocument
from portal.documents.queries import document_for
from portal.documents.rules import Kind
from portal.identity.models import Person
from portal.notices.labels import Ending, Facts, Wording
from portal.notices.operations import tell


def tell_document_made(document: IssuedDocument, now: datetime) -> None:
    """Write to the customer's inbox that it is ready, or that it could not be made."""
    kind = "document ready" if document.is_ready else "document failed"
    tell(document.customer_id, kind, now, document=document.public_id, kind_of_document=document.kind)


def _words(facts: Facts) -> dict[str, str]:
    return {"what": str(labels.KINDS[Kind(facts["kind_of_document"])])}


def _address(facts: Facts) -> str:
    return url_for("documents.show", public_id=facts["document"])


def _is_gone(reader: Person, facts: Facts) -> bool:
    return document_for(reader, facts["document"]) is None


GONE = Ending(
    _is_gone,
    _l("This paper is not kept any more. You can ask for it again where you asked for it before."),
    _l("See my papers"),
    lambda: url_for("documents.index"),
)


WORDINGS = {
    "document ready": Wording(
        _l("Your paper is ready: %(what)s"),
        _l("It waits under My papers and is kept there for 30 days. Open it there and save it."),
        _words,
        _address,
        ending=GONE,
        link=_l("See my paper"),
    ),
    "document failed": Wording(
        _l("We could not make your paper: %(what)s"),
        _l("That is our fault. Ask for a shorter time or another form, or let a person help you."),
        _words,
        _address,
        ending=GONE,
        link=_l("See my paper"),
    ),
}
