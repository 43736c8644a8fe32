"""A description made into the file that was wanted, under a code of its own."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from flask import current_app
from flask_babel import lazy_gettext as _l

from portal.documents import codes, printing, spreadsheet
from portal.documents.description import Document, Phrase, Reference, Seal
from portal.documents.rules import Form, is_long
from portal.documents.wording import say, say_both
from portal.preferences.rules import Braille

VERIFY = "/documents/verify"


@dataclass(frozen=True)
class Wanted:
    """How somebody wants a document: `beside` is the second language, `size` in points."""

    form: Form
    locale: str
    beside: str | None = None
    size: int = 11
    braille: Braille = Braille.WIDE
    by_post: bool = False

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "Wanted":
        return cls(**{**kept, "form": Form(kept["form"]), "braille": Braille(kept["braille"])})


def made(document: Document, wanted: Wanted, code: str, now: datetime) -> bytes:
    """The file. Slow: never inside a write transaction. Raises `Unprintable` or `printing.PressError`.

    A file for spreadsheets is data and carries no code; it is known by its SHA-256.
    """
    if wanted.form == Form.CSV:
        if document.table is None:
            raise ValueError(f"{document.kind} has no table")
        return spreadsheet.table_csv(document.table, wanted.locale, current_app.config["TIMEZONE"])
    sealed, moment = replace(document, seal=_seal(code)), int(now.timestamp())
    make = printing.make_apart if is_long(document.rows) else printing.make
    if wanted.form == Form.BRF:
        cells, lines = wanted.braille.page
        said = [say(sealed, wanted.locale, spelled=True)]
        return make(printing.order(Form.BRF, said, moment, cells=cells, lines=lines))
    said = say_both(sealed, wanted.locale, wanted.beside)
    return make(printing.order(Form.PDF, said, moment, size=wanted.size))


def address_of(code: str) -> str:
    """Where anybody asks about it, as the QR has it."""
    return f"{current_app.config['PUBLIC_URL']}{VERIFY}?code={code}"


def _seal(code: str) -> Seal:
    address = Reference(f"{current_app.config['PUBLIC_URL']}{VERIFY}")
    picture = BytesIO()
    segno.make(address_of(code), error="m", micro=False).save(picture, kind="svg", xmldecl=False, border=2)
    return Seal(
        title=_l("Is this paper genuine?"),
        words=Phrase(
            _l("Anyone can ask us at %(address)s, with this code or with the file itself."),
            {"address": address},
        ),
        code=Reference(codes.shown(code)),
        picture=picture.getvalue().decode(),
        picture_words=_l("QR code that leads to the page where we say if this paper is genuine"),
    )
