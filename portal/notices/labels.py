from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.identity.models import Person
from portal.notices.models import Notice
from portal.notices.queries import MANY

Facts = Mapping[str, Any]
SEE = _l("See where it stands")
SETTLED = _l("What this message asked of you is settled. The page says how things stand now.")


class Way(NamedTuple):
    """Where a notice leads. `over`: why it does not lead to what it is about any more, if so.

    `settled`: that nothing waits there for the reader any more, if so.
    """

    link: Any
    address: str
    over: Any = None
    settled: Any = None


@dataclass(frozen=True)
class Ending:
    """What is said and where the way leads once `is_over` for a reader: what a notice is about is gone."""

    is_over: Callable[[Person, Facts], bool]
    text: Any
    link: Any
    address: Callable[[], str]


@dataclass(frozen=True)
class Wording:
    """How a kind of notice is said. `words` turns stored facts into words of the reader's language.

    `hidden` stands for the subject where others may read it, if that says too much. `ending` is for what may
    be gone before the notice is read. `is_settled`: whether what it asks of its reader was done meanwhile.
    """

    subject: Any
    text: Any
    words: Callable[[Facts], dict[str, str]]
    address: Callable[[Facts], str]
    hidden: Any = None
    ending: Ending | None = None
    link: Any = SEE
    is_settled: Callable[[Person, Facts], bool] | None = None

    @property
    def outside(self) -> Any:
        """What e-mail and SMS say of it."""
        return self.subject if self.hidden is None else self.hidden

    def way(self, reader: Person, facts: Facts) -> Way:
        """Where it leads this reader today: never to a page that is not there."""
        if self.ending and self.ending.is_over(reader, facts):
            return Way(self.ending.link, self.ending.address(), self.ending.text)
        is_settled = self.is_settled is not None and self.is_settled(reader, facts)
        return Way(self.link, self.address(facts), settled=SETTLED if is_settled else None)


def register(app: Flask, wordings: Mapping[str, Wording]) -> None:
    app.extensions.setdefault("wordings", {}).update(wordings)


def wording(kind: str) -> Wording:
    return current_app.extensions["wordings"][kind]  # type: ignore[no-any-return]


def said(notice: Notice) -> tuple[str, str]:
    """Subject and text in the language at hand."""
    how, facts = wording(notice.kind), notice.facts
    words = how.words(facts)
    return str(how.subject % words), str(how.text % words)


def unread(count: int) -> str:
    """How many wait; empty for none, and beyond what is counted only that there are more."""
    if count > MANY:
        return _("more than %(most)s unread", most=MANY)
    return ngettext("%(num)s unread", "%(num)s unread", count) if count else ""
