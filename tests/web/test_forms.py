"""Text as people type it: honest, tidied, and never thrown away."""

import unicodedata

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from portal.web.forms import ALLOWED_CONTROLS, Form, honest_text, plain_digits, tidy

NAMES = [
    "王秀兰",
    "Nguyễn Văn Minh",
    "أمينة السيد",
    "O’Brien-Smith",
    "Zoë",
    "ก้อง",
    "José María",
    "김철수",
    "Ольга",
]
HIDDEN = {
    "right-to-left override": "\u202e",
    "left-to-right embedding": "\u202a",
    "isolate": "\u2066",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "byte-order mark": "\ufeff",
    "bell": "\x07",
    "null": "\0",
    "private": "\ue000",
    "tag": "\U000e0041",
    "soft hyphen": "\u00ad",
}


class Sample(Form):
    words = StringField(filters=[tidy], validators=[honest_text])
    code = StringField(filters=[plain_digits])


@pytest.fixture(scope="module")
def bare() -> Flask:
    """Forms need no bank."""
    app = Flask(__name__)
    app.secret_key = "a secret of the tests"
    return app


def filled(bare: Flask, **typed: str) -> Sample:
    with bare.test_request_context(method="POST"):
        form = Sample(MultiDict(typed))
        form.validate()
        return form


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_taken_as_they_are(bare: Flask, name: str) -> None:
    form = filled(bare, words=name)
    assert not form.words.errors
    assert form.words.data == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN)
def test_a_character_that_hides_is_refused_and_the_text_stays(bare: Flask, character: str) -> None:
    form = filled(bare, words=f"pay{character}pal")
    assert len(form.words.errors) == 1
    assert form.words.data == f"pay{character}pal"


@pytest.mark.parametrize("character", sorted(ALLOWED_CONTROLS))
def test_line_breaks_and_joiners_are_letters_business(bare: Flask, character: str) -> None:
    assert not filled(bare, words=f"a{character}b").words.errors


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        ("１２３４５６", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("۱۲۳", "123"),
        ("123 456", "123456"),
        ("123-456", "123456"),
        (" 12 34 ", "1234"),
        ("12a", "12a"),
        ("", ""),
        (None, None),
    ],
)
def test_digits_are_read_in_every_script(typed: str | None, read: str | None) -> None:
    assert plain_digits(typed) == read


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert plain_digits(plain_digits(text)) == plain_digits(text)


def test_what_looks_the_same_is_the_same() -> None:
    assert tidy("  Zoe\u0308 ") == "Zoë"
    assert tidy(None) is None


def test_a_form_prefers_what_was_typed_to_what_is_saved(bare: Flask) -> None:
    with bare.test_request_context():
        assert Sample.filled({"words": ["typed"]}, data={"words": "saved"})["words"].data == "typed"
        assert Sample.filled(None, data={"words": "saved"})["words"].data == "saved"
