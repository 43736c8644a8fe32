"""What people type where an amount is asked, whatever their keyboard."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_name, get_currency_symbol, get_decimal_symbol, get_group_symbol

from portal.money.amounts import Money, minor_digits

# So that minor units fit a 64-bit column, and no decimal is rounded on the way.
MAX_DIGITS = 16
LARGE_UNITS = {"千": 3, "천": 3, "万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8}
YUAN_NAMES = [
    "¥",
    "cn¥",
    "rmb",
    "元",
    "圆",
    "圓",
    "块",
    "塊",
    "人民币",
    "人民幣",
    "人民元",
    "위안",
    "위안화",
] + ["yuan", "yuans", "yuanes", "renminbi", "tệ", "หยวน", "юань", "юаня", "юаней", "يوان"]
# Soft hyphen, zero-width space, byte-order mark, and the marks that steer writing direction.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
LOOKALIKES = str.maketrans({"。": ".", "،": ",", "、": ",", "−": "-", "–": "-"})


class AmountError(ValueError):
    """Why a text is not an amount: "empty", "not_a_number", "too_large", "too_precise" or "negative"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_money(text: str | None, currency: str, locale: str) -> Money:
    """Read an amount typed by a person who reads `locale`; raises AmountError.

    Understands full-width and Arabic-Indic digits, grouping, currency signs and words, and 5万. A single
    separator before one or two last digits is a decimal one in every locale, because the keypad follows the
    telephone and not the page; "1,234" and "1.234" mean what the locale says.
    """
    bare = _without_currency(_plain(text or "", locale), currency, locale)
    if not bare:
        raise AmountError("empty")
    unsigned = _without_currency(bare.removeprefix("-").strip(), currency, locale)
    minor = _decimal(unsigned, locale).scaleb(minor_digits(currency))
    if bare.startswith("-"):
        raise AmountError("negative")
    if minor != minor.to_integral_value():
        raise AmountError("too_precise")
    return Money(int(minor), currency)


def _plain(text: str, locale: str) -> str:
    decimal, group = _separators(locale)
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(LOOKALIKES).casefold()
    text = text.replace("٫", decimal).replace("٬", group)
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return " ".join("".join(digits).split())


def _without_currency(text: str, currency: str, locale: str) -> str:
    for name in _currency_names(currency, locale):
        text = text.removeprefix(name).removesuffix(name).strip()
    return text


def _decimal(text: str, locale: str) -> Decimal:
    unit = LARGE_UNITS.get(text[-1:], 0)
    digits = text[:-1].rstrip() if unit else text
    decimal, group = _separators(locale)
    swapped = "," if decimal == "." else "."
    typed = _digits(digits, group, rf"(?:{re.escape(decimal)}(?P<part>\d*))?")
    typed = typed or _digits(digits, decimal, rf"{swapped}(?P<part>\d{{1,2}})")
    if typed is None:
        raise AmountError("not_a_number")
    if len(typed) > MAX_DIGITS + len(".") - unit:
        is_large = len(typed.partition(".")[0].lstrip("0")) + unit >= MAX_DIGITS
        raise AmountError("too_large" if is_large else "not_a_number")
    return Decimal(typed).scaleb(unit)


def _digits(text: str, group: str, fraction: str) -> str | None:
    """The digits with a plain point, if the text is a whole part so grouped and then this fraction."""
    thousands = rf"\d{{1,3}}(?P<mark>[{re.escape(group)} ])\d{{3}}(?:(?P=mark)\d{{3}})*"
    match = re.fullmatch(rf"(?=.*\d)(?P<whole>\d*|{thousands}|\d{{1,4}}(?: \d{{4}})+){fraction}", text)
    if match is None:
        return None
    return f"{re.sub(r'[^0-9]', '', match['whole']) or '0'}.{match['part'] or '0'}"


@lru_cache
def _separators(locale: str) -> tuple[str, str]:
    """The locale's decimal and grouping separators; every kind of space is a plain one."""
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    group = unicodedata.normalize("NFKC", get_group_symbol(locale, numbering_system="latn"))
    return decimal, group


@lru_cache
def _currency_names(currency: str, locale: str) -> list[str]:
    """Signs and words for the currency, longest first, as `_plain` leaves them."""
    # British English has the unmistakable signs: US$, HK$, JP¥.
    names = {currency} | {get_currency_symbol(currency, each) for each in (locale, "en", "en_GB")}
    names |= {get_currency_name(currency, count, locale) for count in (None, 1, 2, 5)}
    names |= set(YUAN_NAMES if currency == "CNY" else ())
    plain = {unicodedata.normalize("NFKC", name).translate(INVISIBLE).casefold() for name in names}
    return sorted(plain, key=len, reverse=True)
