"""Amounts in words: "人民币伍万元整", "fifty thousand yuan", "خمسون ألف يوان"."""

from functools import lru_cache

from babel.numbers import get_currency_name, get_currency_unit_pattern
from unicode_rbnf import RbnfEngine

from portal.money import arabic
from portal.money.amounts import Money, minor_digits

RULES = {
    "en": "spellout-cardinal-verbose",
    "zh": "spellout-cardinal-financial",
    "zh_Hant": "spellout-cardinal-financial",
    "ko": "spellout-cardinal-sinokorean",
    "ru": "spellout-cardinal-masculine",
    "ar": "spellout-cardinal-masculine",
    "fr": "spellout-cardinal-masculine",
    "es": "spellout-cardinal-masculine",
}
YUAN = arabic.Noun("يوان", "يوانان", "يوانات", "يوانًا")
FEN = arabic.Noun("فين", "فينان", "فينات", "فينًا")
NO_CENTS_WORD = {"zh_Hans": "整", "zh_Hant": "整"}


def money_in_words(money: Money, locale: str) -> str:
    """The amount in words, as on a contract or cheque; the major part below 10^12.

    Sources: CLDR spell-out rules; for Chinese the People's Bank's rules for filling in bills (支付结算办法, annex 1).
    Where a language has no word here for the minor unit it is written as on cheques: "05/100".
    """
    if locale in NO_CENTS_WORD:
        return _chinese(money, locale)
    size = Money(abs(money.minor), money.currency)
    if money.currency == "CNY" and locale == "en":
        words = _english_yuan(size)
    elif money.currency == "CNY" and locale == "ar":
        words = _arabic_yuan(size)
    else:
        words = _by_currency_name(size, locale)
    return f"{_minus(locale)}{words}" if money.minor < 0 else words


def _split(money: Money) -> tuple[int, int]:
    units: int = 10 ** minor_digits(money.currency)
    return divmod(abs(money.minor), units)


def _chinese(money: Money, locale: str) -> str:
    """Source: 支付结算办法, annex 1, with its examples: 零 stands before fen when there is no jiao."""
    major, minor = _split(money)
    jiao, fen = divmod(minor, 10)
    sign = _minus(locale) if money.minor < 0 else ""
    yuan = f"{_spelled(major, locale)}元" if major or not minor else ""
    tenths = f"{_spelled(jiao, locale)}角" if jiao else "零" if fen and major else ""
    end = f"{_spelled(fen, locale)}分" if fen else NO_CENTS_WORD[locale]
    return f"{get_currency_name(money.currency, locale=locale)}{sign}{yuan}{tenths}{end}"


def _english_yuan(money: Money) -> str:
    major, minor = _split(money)
    yuan = f"{_spelled(major, 'en')} yuan" if major or not minor else ""
    fen = f"{_spelled(minor, 'en')} fen" if minor else ""
    return " and ".join(filter(None, (yuan, fen)))


def _arabic_yuan(money: Money) -> str:
    major, minor = _split(money)
    yuan = arabic.counted(major, YUAN) if major or not minor else ""
    fen = arabic.counted(minor, FEN) if minor else ""
    return arabic.AND.join(filter(None, (yuan, fen)))


def _by_currency_name(money: Money, locale: str) -> str:
    major, minor = _split(money)
    name = get_currency_name(money.currency, major, locale)
    if locale in ("fr", "es") and major and major % 10**6 == 0:
        name = f"d’{name}" if locale == "fr" and name[0] in "aeiou" else f"de {name}"
    words = get_currency_unit_pattern(money.currency, major, locale).format(_spelled(major, locale), name)
    digits = minor_digits(money.currency)
    return f"{words} {minor:0{digits}}/{10**digits}" if minor else words


def _spelled(number: int, locale: str) -> str:
    if locale == "ar":
        return arabic.cardinal(number)
    return _by_rules(number, locale)


def _by_rules(number: int, locale: str) -> str:
    language = "zh" if locale == "zh_Hans" else locale
    rules = RULES.get(language, "spellout-cardinal")
    text = _engine(language).format_number(number, ruleset_names=[rules]).text
    # Thai rules put invisible break marks between words; browsers break Thai without them.
    text = text.replace("\u200b", "").replace("\u00ad", "").replace("〇", "零")
    return f"壹{text}" if text.startswith("拾") else text


def _minus(locale: str) -> str:
    """The word before a negative number, with the space it needs: "minus ", "负"."""
    return _by_rules(-1, locale).removesuffix(_by_rules(1, locale))


@lru_cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)
