"""What every form shares: honest text, kind errors, and answers that stay."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError
from wtforms.fields.choices import SelectChoice

INVISIBLE = {"Cf", "Cc", "Co", "Cn"}
ALLOWED_CONTROLS = {"\n", "\r", "\t", "\u200c", "\u200d"}  # joiners are letters' business in many scripts
HIDDEN_FIELDS = {"csrf_token", "idempotency_key", "switch", "version"}


class Form(FlaskForm):
    """CSRF is checked before any view runs, so that a form never needs to."""

    class Meta(FlaskForm.Meta):
        csrf = False

    @classmethod
    def filled(cls, typed: Mapping[str, list[str]] | None, **saved: Any) -> "Form":
        """The form with what was typed but not accepted yet, else with what is saved."""
        if typed is None:
            return cls(formdata=None, **saved)
        return cls(formdata=MultiDict(typed or {"": [""]}), **saved)  # all boxes emptied is an answer too


def has_files() -> bool:
    """Whether files came with this request."""
    return any(file.filename for _name, file in request.files.items(multi=True))


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
