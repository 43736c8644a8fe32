from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Wording:
    """How a kind of notice is said. `words` turns stored facts into words of the reader's language."""

    subject: Any
    text: Any
    words: Callable[[Facts], dict[str, str]]
    address: Callable[[Facts], str]


def register(app: Flask, wordings: Mapping[str, Wording]) -> None:
    app.extensions.setdefault("wordings", {}).update(wordings)


def wording(kind: str) -> Wording:
    return current_app.extensions["wordings"][kind]  # type: ignore[no-any-return]
