"""Sentences as a reader sees them, whatever her language; and who is in most tests of the room."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from tests.conftest import SignIn
from tests.page import Client

Say = Callable[..., str]


@pytest.fixture
def say(app: Flask) -> Say:
    """`say(labels.PRODUCT, "ar")`; an English sentence is looked up with its values. xiulan's language else."""

    def said(sentence: Any, locale: str = "zh_Hans", **values: Any) -> str:
        with app.test_request_context(), force_locale(locale):
            words = gettext(sentence, **values) if isinstance(sentence, str) else str(sentence)
            return " ".join(words.split())

    return said


@pytest.fixture
def elder(sign_in: SignIn) -> Client:
    return sign_in("xiulan")


@pytest.fixture
def reviewer(sign_in: SignIn) -> Client:
    return sign_in("reviewer")
