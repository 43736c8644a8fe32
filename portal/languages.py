"""The portal's languages: which there are, which one a reader gets, and how dates and figures look in it.

Everything is formatted by Babel (CLDR), always with Western digits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale, lists
from babel.dates import format_date, format_skeleton, format_time, get_timezone
from babel.numbers import format_currency, format_decimal, get_currency_symbol, parse_decimal
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal.money import Money, minor_digits

LTR_ISOLATE, END_ISOLATE = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """`code` names the catalogue, `tag` is the HTML `lang`; `whole` when its catalogue is fully translated."""

    code: str
    tag: str
    endonym: str
    direction: Literal["ltr", "rtl"] = "ltr"
    whole: bool = False


LOCALES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "en", "English", whole=True),
        Language("zh_Hans", "zh-Hans", "简体中文", whole=True),
        Language("zh_Hant", "zh-Hant-HK", "繁體中文"),
        Language("ja", "ja", "日本語"),
        Language("ko", "ko", "한국어"),
        Language("vi", "vi", "Tiếng Việt"),
        Language("th", "th", "ไทย"),
        Language("id", "id", "Bahasa Indonesia"),
        Language("ru", "ru", "Русский"),
        Language("ar", "ar", "العربية", direction="rtl", whole=True),
        Language("fr", "fr", "Français"),
        Language("es", "es", "Español"),
    )
}

# Babel's own negotiation gets Chinese wrong. "in" is what old Java and Android say for Indonesian.
TAGS = {code.lower(): code for code in LOCALES if "_" not in code} | {
    "zh": "zh_Hans",
    "zh-cn": "zh_Hans",
    "zh-sg": "zh_Hans",
    "zh-hans": "zh_Hans",
    "zh-hant": "zh_Hant",
    "zh-hk": "zh_Hant",
    "zh-tw": "zh_Hant",
    "zh-mo": "zh_Hant",
    "in": "id",
}

UNSPACED = {"zh_Hans", "zh_Hant", "ja"}

# Where the catalogue's code alone would give another country's formats.
FORMATS = {"en": "en_GB", "zh_Hant": "zh_Hant_HK"}


class DayWords(NamedTuple):
    """CLDR's full date with and without its year, and its relative days with how they stand beside a date."""

    this_year: str
    other_year: str
    near: str
    yesterday: str
    today: str
    tomorrow: str


DAYS = {
    "en": DayWords("EEEE d MMMM", "EEEE d MMMM y", "{day}, {name}", "yesterday", "today", "tomorrow"),
    "zh_Hans": DayWords("M月d日EEEE", "y年M月d日EEEE", "{day}（{name}）", "昨天", "今天", "明天"),
    "zh_Hant": DayWords("M月d日EEEE", "y年M月d日EEEE", "{day}（{name}）", "昨日", "今日", "明日"),
    "ja": DayWords("M月d日EEEE", "y年M月d日EEEE", "{day}（{name}）", "昨日", "今日", "明日"),
    "ko": DayWords("MMMM d일 EEEE", "y년 MMMM d일 EEEE", "{day}, {name}", "어제", "오늘", "내일"),
    "vi": DayWords("EEEE, d MMMM", "EEEE, d MMMM, y", "{day}, {name}", "hôm qua", "hôm nay", "ngày mai"),
    "th": DayWords("EEEEที่ d MMMM", "EEEEที่ d MMMM G y", "{day} {name}", "เมื่อวาน", "วันนี้", "พรุ่งนี้"),
    "id": DayWords("EEEE, d MMMM", "EEEE, d MMMM y", "{day}, {name}", "kemarin", "hari ini", "besok"),
    "ru": DayWords("EEEE, d MMMM", "EEEE, d MMMM y 'г'.", "{day}, {name}", "вчера", "сегодня", "завтра"),
    "ar": DayWords("EEEE، d MMMM", "EEEE، d MMMM y", "{day}، {name}", "أمس", "اليوم", "غدًا"),
    "fr": DayWords("EEEE d MMMM", "EEEE d MMMM y", "{day}, {name}", "hier", "aujourd’hui", "demain"),
    "es": DayWords("EEEE, d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y", "{day}, {name}", "ayer", "hoy", "mañana"),
}


def negotiate(accept_language: str | None, default: str) -> str:
    """The code of the best language in an Accept-Language header, or `default`."""
    accepted = parse_accept_header(accept_language, LanguageAccept)
    candidates = (_code_of(tag) for tag, quality in accepted if quality > 0)
    return next((code for code in candidates if code), default)


def served(code: str) -> str:
    """The code whose catalogue a page is written in: English until the reader's own is whole."""
    return code if LOCALES[code].whole else "en"


def format_money(money: Money, locale: str) -> str:
    """An amount with its currency: "¥50,000.00" in zh_Hans, "CN¥50,000.00" in en."""
    text = format_currency(money.major, money.currency, locale=_formats(locale), numbering_system="latn")
    return text.replace(
        get_currency_symbol(money.currency, _formats(locale)), currency_symbol(money.currency, locale)
    )


def format_money_spelled(money: Money, locale: str) -> str:
    """An amount with its currency's name instead of a sign: "50,000.00 Chinese yuan", for braille."""
    return format_currency(
        money.major, money.currency, locale=_formats(locale), format_type="name", numbering_system="latn"
    )


def spell_money(text: str, currency: str, locale: str) -> str:
    """A text in which `format_money` wrote amounts, with the currency's name instead of its sign."""
    figures, sign = r"(\d(?:[\d.,\u00a0\u202f]*\d)?)", re.escape(currency_symbol(currency, locale))
    amounts = re.compile(rf"{sign}[ \u00a0]?{figures}|{figures}[ \u00a0]?{sign}")

    def spelled(found: re.Match[str]) -> str:
        major = parse_decimal(found[1] or found[2], locale=_formats(locale), numbering_system="latn")
        minor = int(major.scaleb(minor_digits(currency)))
        return format_money_spelled(Money(minor, currency), locale)

    return amounts.sub(spelled, text)


def format_figures(money: Money, locale: str) -> str:
    """An amount whose currency stands elsewhere: "50,000.00"."""
    pattern = f"#,##0.{'0' * minor_digits(money.currency)}".rstrip(".")
    text = format_decimal(money.major, format=pattern, locale=_formats(locale), numbering_system="latn")
    return f"{LTR_ISOLATE}{text}{END_ISOLATE}" if LOCALES[locale].direction == "rtl" else str(text)


def currency_symbol(currency: str, locale: str) -> str:
    """The currency's sign; in a right-to-left language kept from being turned around: "CN¥", not "¥CN"."""
    return left_to_right(str(get_currency_symbol(currency, _formats(locale))), locale)


def left_to_right(text: str, locale: str) -> str:
    """A figure or sign that no right-to-left sentence around it turns around, where there is no markup for it."""
    return f"{LTR_ISOLATE}{text}{END_ISOLATE}" if LOCALES[locale].direction == "rtl" else text


def format_list(items: list[str], locale: str) -> str:
    """Things in a row as the language joins them: "a, b and c"."""
    return str(lists.format_list(items, locale=_formats(locale)))


def join_sentences(sentences: Iterable[str], locale: str) -> str:
    """One after the other, with a space between them where the script has any."""
    return ("" if locale in UNSPACED else " ").join(sentences)


def format_percent(fraction: Decimal, locale: str) -> str:
    """A fraction as a percentage, with the decimals it came with: Decimal("0.0540") is "5.40%"."""
    exponent = fraction.as_tuple().exponent
    places = max(0, -exponent - 2) if isinstance(exponent, int) else 0
    formats = _formats(locale)
    pattern = formats.percent_formats[None].pattern.replace("#,##0", f"#,##0.{'0' * places}")
    return format_decimal(fraction, format=pattern, locale=formats, numbering_system="latn")


def relative_day(day: date, today: date) -> Literal["yesterday", "today", "tomorrow"] | None:
    """What a day is called seen from `today`, when it has such a name."""
    match (day - today).days:
        case -1:
            return "yesterday"
        case 0:
            return "today"
        case 1:
            return "tomorrow"
    return None


def format_day(day: date, locale: str, today: date | None = None) -> str:
    """A date in full, near words: "Tuesday 24 November, tomorrow".

    The year is left out when it is that of `today`; without `today` there are no relative words.
    """
    words = DAYS[locale]
    this_year = today is not None and day.year == today.year
    text = format_date(day, words.this_year if this_year else words.other_year, _formats(locale))
    name = relative_day(day, today) if today else None
    return words.near.format(day=text, name=getattr(words, name)) if name else text


def format_long_day(day: date, locale: str) -> str:
    """A date on whose weekday nothing depends, as in letters: "28 February 1966"."""
    return format_date(day, "long", _formats(locale))


def format_short_day(day: date, locale: str) -> str:
    """A date for tables, its month no figure that another country reads as the day: "24 Nov 2026"."""
    return str(format_skeleton("yMMMd", day, locale=_formats(locale)))


def format_month(day: date, locale: str, short: bool = False) -> str:
    """The month of a day: "October 2026", or short, where its year is known: "Oct"."""
    return str(format_skeleton("MMM" if short else "yMMMM", day, locale=_formats(locale)))


def format_moment(moment: datetime, locale: str, tz: str | tzinfo, today: date | None = None) -> str:
    """An aware moment on the clock of `tz` (an IANA name or a zone): "24 November 2026, 15:04".

    Seen from `today` its day is near words: "Tuesday 24 November, tomorrow, 15:04".
    """
    day = moment.astimezone(get_timezone(tz)).date()
    words = format_day(day, locale, today) if today else format_long_day(day, locale)
    return _at(words, moment, locale, tz)


def format_moment_briefly(moment: datetime, locale: str, tz: str | tzinfo, today: date) -> str:
    """A moment in the fewest words: "today, 15:04", else "24 November 2026, 15:04"."""
    name = relative_day(moment.astimezone(get_timezone(tz)).date(), today)
    return _at(getattr(DAYS[locale], name), moment, locale, tz) if name else format_moment(moment, locale, tz)


def _at(day: str, moment: datetime, locale: str, tz: str | tzinfo) -> str:
    pattern = str(_formats(locale).datetime_formats["medium"])
    return pattern.format(format_clock(moment, locale, tz), day).replace("） ", "）")


def format_clock(moment: datetime, locale: str, tz: str | tzinfo) -> str:
    """The time of an aware moment on the clock of `tz`: "15:04"."""
    return format_time(moment, "short", tzinfo=get_timezone(tz), locale=_formats(locale))


def _code_of(tag: str) -> str | None:
    subtags = tag.lower().replace("_", "-").split("-")
    prefixes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((TAGS[prefix] for prefix in prefixes if prefix in TAGS), None)


@lru_cache
def _formats(code: str) -> Locale:
    return Locale.parse(FORMATS.get(code, code))
