"""What every form shares: honest text, kind errors, and answers that stay."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.sansio.multipart import Data, Event, File, MultipartDecoder, NeedData
from werkzeug.sansio.multipart import Field as Part
from werkzeug.wsgi import LimitedStream
from wtforms import BooleanField, Field, FormField, HiddenField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice, SelectFieldBase
from wtforms.validators import Length
from wtforms.widgets import SearchInput

INVISIBLE = {"Cf", "Cc", "Co", "Cn"}
ALLOWED_CONTROLS = {"\n", "\r", "\t", "\u200c", "\u200d"}  # joiners are letters' business in many scripts
CHUNK = 64 * 1024
LONGEST_SEARCH = 100  # characters
HIDDEN_FIELDS = {"csrf_token", "idempotency_key", "switch", "version"}
CODE = re.compile(r"[a-z0-9_]*")
"""What no person types: the value of a button, a number that a page remembers."""


class Form(FlaskForm):
    """CSRF is checked before any view runs, so that a form never needs to."""

    class Meta(FlaskForm.Meta):
        csrf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        g.setdefault("forms", []).append(self)

    @classmethod
    def filled(cls, typed: Mapping[str, list[str]] | None, **saved: Any) -> "Form":
        """The form with what was typed but not accepted yet, else with what is saved."""
        if typed is None:
            return cls(formdata=None, **saved)
        return cls(formdata=MultiDict(typed or {"": [""]}), **saved)  # all boxes emptied is an answer too


def typed_words() -> list[str]:
    """What a person typed or chose in this request, as the page said it: no codes, ticks and hidden fields."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in HIDDEN_FIELDS]
    fields = {field.name: field for form in g.get("forms", ()) for field in _each(form)}
    said = (_said(fields.get(name), value) for name, value in sent)
    return [words for words in said if words]


def _each(form: Iterable[Field]) -> Iterator[Field]:
    """The fields that were sent, and the parts of those that have parts."""
    for field in form:
        if isinstance(field, FormField):
            yield from _each(field)
        elif field.raw_data:
            yield field


def _said(field: Field | None, value: str) -> str:
    if field is None:
        return "" if CODE.fullmatch(value) else value
    if isinstance(field, BooleanField | HiddenField):
        return ""
    if not isinstance(field, SelectFieldBase):
        return value
    return next((str(choice.label) for choice in field.choices or () if str(choice.value) == value), "")


def is_said_twice(form: Iterable[Field], error: str) -> bool:
    """Whether two fields have this error, so that a summary has to say whose each is."""
    return sum(error in map(str, field.errors) for field in form) > 1


def search_field(label: Any) -> StringField:
    """Where words to look for are typed; everything may be found, so nothing need be."""
    too_long = _l("Search for at most %(max)d characters: a name or a few words are enough.")
    return StringField(label, [Length(max=LONGEST_SEARCH, message=too_long)], widget=SearchInput())


def has_files() -> bool:
    """Whether files came with this request."""
    return any(file.filename for _name, file in request.files.items(multi=True))


def words_beside_files() -> MultiDict[str, str]:
    """What was typed in a multipart form that is too large to be read: its fields, without the files beside them."""
    typed, name, text = MultiDict[str, str](), "", b""
    with suppress(ValueError):  # what is no form has no words
        for event in _parts_of_too_large():
            match event:
                case Part():
                    name, text = event.name, b""
                case File():
                    name = ""
                case Data() if name:
                    text += event.data
                    if len(text) > current_app.config["MAX_FORM_MEMORY_SIZE"]:
                        break
                    if not event.more_data:
                        typed.add(name, text.decode())
    return typed


def _parts_of_too_large() -> Iterator[Event]:
    """The parts that come within four times of what a request may have."""
    decoder = MultipartDecoder(request.mimetype_params.get("boundary", "").encode())
    most = min(request.content_length or 0, 4 * current_app.config["MAX_CONTENT_LENGTH"])
    body = LimitedStream(request.environ["wsgi.input"], most)
    while chunk := body.read(CHUNK):
        decoder.receive_data(chunk)
        while not isinstance(event := decoder.next_event(), NeedData):
            yield event


def honest_text(_form: Any, field: Field) -> None:
    """Refuse characters that hide or reorder what a reader sees. Source: Unicode TR 36."""
    for character in field.data or "":
        if unicodedata.category(character) in INVISIBLE and character not in ALLOWED_CONTROLS:
            raise ValidationError(
                _l("There is an invisible character in this text. Type it again instead of pasting it.")
            )


def options(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Choices from their words: {value: label}, in that order."""
    return [SelectChoice(getattr(value, "value", value), label) for value, label in words.items()]


def tidy(text: str | None) -> str | None:
    """One form for what looks the same, without spaces at the ends."""
    return unicodedata.normalize("NFC", text).strip() if text else text


def plain_digits(text: str | None) -> str | None:
    """Full-width and Arabic digits as 0-9; spaces and dashes between them are forgiven."""
    if not text:
        return text
    text = unicodedata.normalize("NFKC", text)
    digits = (str(unicodedata.digit(character, character)) for character in text)  # type: ignore[arg-type]
    return "".join(digits).replace(" ", "").replace("-", "")
