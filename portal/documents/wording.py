"""A description in one language: every typed value and lazy word becomes a text, once, as that language has it."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.documents.description import (
    AccountTail,
    Document,
    Figure,
    Names,
    Part,
    Percent,
    Phrase,
    Reference,
    Said,
    ShortDay,
)
from portal.languages import (
    LOCALES,
    LTR_ISOLATE,
    format_figures,
    format_long_day,
    format_moment,
    format_money,
    format_money_spelled,
    format_percent,
    format_short_day,
    spell_money,
)
from portal.money import Money

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
MINUS, NBSP = "\u2212", "\u00a0"
LRM, RLM = "\u200e", "\u200f"
JOINERS = {"\u200c", "\u200d"}
KEPT_CONTROLS = {"\n"}


def say(document: Document, locale: str, spelled: bool = False) -> Said:
    """The document in a language; `spelled` names currencies in words, for braille."""
    language, names = LOCALES[locale], current_app.config["BANK_NAMES"]
    speech = Speech(locale, current_app.config["TIMEZONE"], spelled)
    with force_locale(locale):
        return Said(
            locale=locale,
            tag=language.tag,
            direction=language.direction,
            bank=names.get(locale) or names["en"],
            phone=speech(Reference(current_app.config["BANK_PHONE"])),
            page_words=_("Page {page} of {pages}"),
            pair_words=_("{label}: {value}"),
            parts=_said(document, speech),
        )


def say_both(document: Document, locale: str, beside: str | None) -> list[Said]:
    """The document in a language, and beside it in another; what both say alike stands in the first alone."""
    own = say(document, locale)
    if beside is None:
        return [own]
    other = say(document, beside)
    return [own, replace(other, parts=_without_same(own.parts, other.parts))]


class Speech:
    """How one language says a value."""

    def __init__(self, locale: str, timezone: str, spelled: bool) -> None:
        self.locale, self.timezone, self.spelled = locale, timezone, spelled
        self._ways: dict[type, Callable[[Any], str]] = {
            str: self._own_words,
            Money: self._money,
            Figure: lambda value: self._figures(value.money),
            ShortDay: self._short_day,
            datetime: lambda value: format_moment(value, locale, timezone),  # before date, which it also is
            date: lambda value: format_long_day(value, locale),
            Percent: lambda value: format_percent(value.fraction, locale),
            AccountTail: lambda value: _("ending in %(tail)s", tail=value.digits),
            Reference: lambda value: self._isolated(visible(value.text), LTR_ISOLATE),
            Names: lambda value: self._own_words(value.by_locale.get(locale) or value.by_locale["en"]),
            Phrase: self._phrase,
        }

    def __call__(self, value: Any) -> str:
        """A typed value in words; what is none of them is lazy words."""
        saying = next((how for kind, how in self._ways.items() if isinstance(value, kind)), self._words)
        return saying(value)

    def _words(self, words: Any) -> str:
        """Lazy words; the amounts in them are spelled too."""
        text = str(words)
        return spell_money(text, current_app.config["CURRENCY"], self.locale) if self.spelled else text

    def _money(self, money: Money) -> str:
        if self.spelled:
            return format_money_spelled(money, self.locale)
        if money.minor >= 0 or LOCALES[self.locale].direction == "ltr":
            return format_money(money, self.locale).replace("-", MINUS)
        figures = format_money(-money, self.locale).removeprefix(RLM).replace(NBSP, RLM + NBSP)
        return f"{RLM}{LRM}{MINUS}{figures}"  # left of its number, as in the rows

    def _figures(self, money: Money) -> str:
        return self._money(money) if self.spelled else format_figures(money, self.locale).replace("-", MINUS)

    def _short_day(self, value: ShortDay) -> str:
        return (format_long_day if self.spelled else format_short_day)(value.day, self.locale)

    def _own_words(self, text: str) -> str:
        """Somebody's own words or name, in their own direction wherever they stand."""
        return self._isolated(visible(text))

    def _isolated(self, text: str, mark: str = ISOLATE) -> str:
        """Kept apart where directions meet, and only there: the marks spoil the punctuation of Chinese fonts."""
        meets = LOCALES[self.locale].direction == "rtl" or any(map(is_rtl, text))
        is_apart = not text or text[0] in (ISOLATE, LTR_ISOLATE)
        return f"{mark}{text}{END_ISOLATE}" if meets and not is_apart else text

    def _phrase(self, phrase: Phrase) -> str:
        """Each value keeps its own direction."""
        values = {name: self._isolated(self(each)) for name, each in phrase.values.items()}
        return str(phrase.words) % values


def is_rtl(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def visible(text: str) -> str:
    """Somebody's own words without what hides or turns around what a reader sees. Source: Unicode TR 36."""
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        or character in JOINERS | KEPT_CONTROLS
    )
    return "".join(kept)


def bare(text: str) -> str:
    """Without the marks that keep directions apart, for files that machines read."""
    return text.translate(dict.fromkeys(map(ord, (ISOLATE, LTR_ISOLATE, END_ISOLATE))))


def texts(parts: Any) -> Iterator[str]:
    """Every text of a said document, in the order in which it is read."""
    if isinstance(parts, str):
        yield parts
    elif isinstance(parts, dict):
        for name, each in parts.items():
            if name not in ("is", "kind", "picture", "picture_words"):
                yield from texts(each)
    elif isinstance(parts, list):
        for each in parts:
            yield from texts(each)


def _without_same(own: Any, other: Any) -> Any:
    """`other` with None for each text that says the same as in `own`; pieces keep their names."""
    match other:
        case dict():
            return {
                name: each if name == "is" else _without_same(own[name], each) for name, each in other.items()
            }
        case list():
            return [_without_same(*each) for each in zip(own, other, strict=True)]
        case str():
            return None if bare(own) == bare(other) else other
    return other


def _said(thing: Any, speech: Speech) -> Any:
    """Plain JSON; a piece says in "is" what it is."""
    match thing:
        case Part():
            inside = {each.name: _said(getattr(thing, each.name), speech) for each in fields(thing)}  # type: ignore[arg-type]
            return {"is": type(thing).__name__.lower(), **inside}
        case tuple():
            return [_said(each, speech) for each in thing]
        case None | bool():
            return thing
        case str() if thing.startswith("<svg"):
            return thing
    return speech(thing)
