"""Which copy somebody wants, and what somebody asks about."""

import hashlib
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField

from portal.documents import braille, fonts
from portal.documents.making import Wanted
from portal.documents.rules import MAX_BYTES, Form
from portal.preferences import labels
from portal.preferences.papers import second_locale, wanted
from portal.preferences.rules import Braille, ByPost, PaperLanguages, Papers
from portal.web import forms
from portal.web.forms import options

BRF, CSV = str(Form.BRF), str(Form.CSV)
FOR_PROGRAMS = (".csv", ".ofx", ".xml")
"""How the names of files end that a statement is also written to, which are not issued under a code."""


class CopyForm(forms.Form):
    """The forms that can be had of a document, hers first chosen."""

    copy = RadioField(_l("How would you like it?"))
    languages = RadioField(_l("In which language?"), choices=options(labels.PAPER_LANGUAGES))
    by_post = BooleanField(_l("Send it to me by post as well"))

    @classmethod
    def offered(cls, locale: str, has_table: bool, is_for_others: bool = False) -> "CopyForm":
        """What there is of a document in this language, here and now."""
        papers = wanted()
        languages = PaperLanguages.BOTH if is_for_others else papers.paper_languages
        by_post = papers.by_post == ByPost.YES
        form = cls(data={"languages": languages, "copy": _first_choice(papers, locale), "by_post": by_post})
        form.locale, form.papers = locale, papers
        form.copy.choices = options(_choices(locale, papers, has_table))
        if second_locale(locale) is None:
            del form.languages
        return form

    locale: str
    papers: Papers

    @property
    def wanted(self) -> Wanted:
        """What was chosen. A second language is on paper only: braille has one, and a spreadsheet is no paper."""
        copy, is_both = self.copy.data, self.languages and self.languages.data == PaperLanguages.BOTH
        if copy == CSV:
            return Wanted(Form.CSV, self.locale)
        if copy == BRF:
            return Wanted(Form.BRF, self.locale, braille=_size(self.papers), by_post=self.by_post.data)
        beside = second_locale(self.locale) if is_both else None
        return Wanted(Form.PDF, self.locale, beside, int(copy), by_post=self.by_post.data)


class QuestionForm(forms.Form):
    """A code or a file that somebody asks about."""

    code = StringField(_l("Code on the paper"))
    file = FileField(_l("Or the file itself"))

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is enough, both narrow it down; a file is only hashed, and not kept."""
        is_sound = super().validate(extra_validators)
        if not self.is_code_typed and not self.file.data:
            self.code.errors = [_("Type the code that stands on the paper, or choose the file.")]
            return False
        if self.file.data and self.size > MAX_BYTES:
            self.file.errors = [
                _("This file is larger than anything that we give out (30 MB). Type the code instead.")
            ]
            return False
        return is_sound

    @property
    def is_code_typed(self) -> bool:
        return bool((self.code.data or "").strip())

    @property
    def is_for_programs(self) -> bool:
        return bool(self.file.data) and self.file.data.filename.lower().endswith(FOR_PROGRAMS)

    @property
    def size(self) -> int:
        """Bytes of the file."""
        stream = self.file.data.stream
        size = int(stream.seek(0, 2))
        stream.seek(0)
        return size

    @property
    def sha256(self) -> str:
        return hashlib.file_digest(self.file.data.stream, "sha256").hexdigest()


def _choices(locale: str, papers: Papers, has_table: bool) -> dict[str, Any]:
    choices: dict[str, Any] = {}
    if fonts.can_print(locale):
        choices |= {size: _("PDF, %(size)s", size=words) for size, words in labels.PRINT_SIZES.items()}
    if braille.can_emboss(locale):
        choices[BRF] = labels.BRAILLES[_size(papers)]
    if has_table:
        choices[CSV] = _("Its table for spreadsheets (CSV)")
    return choices


def _first_choice(papers: Papers, locale: str) -> str:
    wants_braille = papers.braille != Braille.NONE and braille.can_emboss(locale)
    return BRF if wants_braille else papers.print_size


def _size(papers: Papers) -> Braille:
    return papers.braille if papers.braille != Braille.NONE else Braille.WIDE
