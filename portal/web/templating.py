"""What every template may use, beside Flask's own: the bank, the reader's formats, what she may do."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from portal import clock
from portal.languages import (
    LOCALES,
    currency_symbol,
    format_clock,
    format_day,
    format_moment,
    format_moment_briefly,
    format_money,
    format_month,
    format_percent,
    join_sentences,
    left_to_right,
)
from portal.money import Money, money_in_words
from portal.web.forms import is_said_twice

MINUS = "\u2212"
LRM, RLM, NBSP = "\u200e", "\u200f", "\u00a0"


@dataclass(frozen=True)
class Bank:
    name: str
    phone: str
    currency: str
    is_demo: bool

    @property
    def phone_href(self) -> str:
        return "tel:" + self.phone.replace(" ", "")


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["languages"] = list(LOCALES.values())
    app.jinja_env.filters |= {
        "plain": plain,
        "money": money,
        "money_text": money_text,
        "day": day,
        "moment": moment,
        "briefly": briefly,
        "clock": time_of_day,
        "percent": percent,
        "ref": reference,
        "sentences": lambda said: join_sentences(map(str, filter(None, said)), _locale()),
        "month": month,
        "in_words": lambda amount: money_in_words(amount, _locale()),
        "grouped": grouped,
        "ltr": lambda text: left_to_right(text, _locale()),
    }
    # macros see the environment's globals only, so what they need must be global
    app.jinja_env.globals |= {
        "bank": LocalProxy(bank),
        "current_user": current_user,
        "said_of": said_of,
        "is_said_twice": is_said_twice,
    }
    app.context_processor(lambda: {"now": clock.now()})


def bank() -> Bank:
    names, settings = current_app.config["BANK_NAMES"], current_app.config
    return Bank(
        name=names.get(_locale()) or names["en"],
        phone=settings["BANK_PHONE"],
        currency=settings["CURRENCY"],
        is_demo=settings["DEMO"],
    )


def said_of(what: object) -> Markup:
    """What a button or a link is about, where several say the same: heard, and read in the accessible mode."""
    return Markup('<span class="said">{}</span>').format(_(": %(what)s", what=what))


def plain(words: object) -> str:
    """Words for an attribute: without their tags, each part that had a direction of its own still in it."""
    parts = str(escape(words)).replace("<bdi", "\u2068<bdi").replace("</bdi>", "\u2069 </bdi>")
    return Markup(parts).striptags()  # noqa: S704 - what is not markup was escaped


def money(amount: Money, signed: bool = False) -> Markup:
    """The amount as CLDR writes it, its currency and minor part set smaller, a minus said as one.

    `signed`: a plus stands before what came in.
    """
    text = format_money(Money(abs(amount.minor), amount.currency), _locale())
    symbol = currency_symbol(amount.currency, _locale())
    marked = escape(text).replace(escape(symbol), Markup('<span class="currency">{}</span>').format(symbol))
    major, dot, minor = marked.rpartition(".")
    if dot:
        marked = Markup('{}<span class="minor">.{}</span>').format(major, minor)
    glyph = MINUS if amount.minor < 0 else "+" if signed and amount.minor else ""
    sign = Markup('<span class="money-sign">{}</span>').format(glyph) if glyph else ""
    if sign and marked.startswith(RLM):  # in Arabic too the sign stands to the left of its number
        marked = marked.removeprefix(RLM).replace(NBSP, RLM + NBSP)
        return Markup('<bdi class="money">{}{}{}</bdi>').format(RLM + LRM, sign, marked)
    return Markup('<bdi class="money">{}{}</bdi>').format(sign, marked)


def money_text(amount: Money) -> str:
    return format_money(amount, _locale())


def day(value: date | datetime) -> str:
    """A day near words, in the bank's time zone: "Tuesday 24 November, tomorrow"."""
    timezone = current_app.config["TIMEZONE"]
    on = value.astimezone(ZoneInfo(timezone)).date() if isinstance(value, datetime) else value
    return format_day(on, _locale(), clock.today(timezone))


def month(value: date) -> str:
    return format_month(value, _locale())


def moment(value: datetime) -> str:
    """A moment near words, in the bank's time zone: "Tuesday 24 November, tomorrow, 15:04"."""
    timezone = current_app.config["TIMEZONE"]
    return format_moment(value, _locale(), timezone, clock.today(timezone))


def briefly(value: datetime) -> str:
    """A moment in the fewest words, where many stand below each other: "today, 15:04"."""
    timezone = current_app.config["TIMEZONE"]
    return format_moment_briefly(value, _locale(), timezone, clock.today(timezone))


def time_of_day(value: datetime) -> str:
    """The time alone, where the day is known: "15:04"."""
    return format_clock(value, _locale(), current_app.config["TIMEZONE"])


def percent(fraction: Decimal) -> str:
    return format_percent(fraction, _locale())


def grouped(number: str) -> str:
    """A long number in groups of four, as people read it out; what has its own signs stays as it is."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if number.isalnum() else number


def reference(text: str) -> Markup:
    return Markup('<bdi dir="ltr" class="ref">{}</bdi>').format(text)


def _locale() -> str:
    return str(get_locale())
