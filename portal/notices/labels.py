from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Wording:
    """How a kind of notice is said. `words` turns stored facts into words of the reader's language.

    `hidden` stands for the subject where others may read it, if that says too much.
    """

    subject: Any
    text: Any
    words: Callable[[Facts], dict[str, str]]
    address: Callable[[Facts], str]
    hidden: Any = None

    @property
    def outside(self) -> Any:
        """What e-mail and SMS say of it."""
        return self.subject if self.hidden is None else self.hidden


def register(app: Flask, wordings: Mapping[str, Wording]) -> None:
    app.extensions.setdefault("wordings", {}).update(wordings)


def wording(kind: str) -> Wording:
    return current_app.extensions["wordings"][kind]  # type: ignore[no-any-return]
