"""Arabic numbers in words, agreeing with the noun they count.

CLDR's Arabic rules know neither the counted noun's form nor the joined hundreds (ثلاثمائة), so they are not used.
All nouns here are masculine; numbers stand in the nominative, as on a cheque.
"""

from typing import NamedTuple


class Noun(NamedTuple):
    """The four forms that a number asks of what it counts."""

    one: str
    two: str
    few: str
    """After 3 to 10."""
    many: str
    """After 11 to 99."""


UNITS = (
    ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
    + ["أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر"]
    + ["ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر"]
)
TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"]
SCALES = (
    (10**12, Noun("تريليون", "تريليونان", "تريليونات", "تريليونًا")),
    (10**9, Noun("مليار", "ملياران", "مليارات", "مليارًا")),
    (10**6, Noun("مليون", "مليونان", "ملايين", "مليونًا")),
    (10**3, Noun("ألف", "ألفان", "آلاف", "ألفًا")),
)
AND = " و"


def counted(number: int, noun: Noun) -> str:
    """A number from 0 below 10^15 with its noun: "خمسون ألف يوان", "ثلاثة يوانات"."""
    if number == 0:
        return f"{UNITS[0]} {noun.one}"
    if number == 1:
        return f"{noun.one} {UNITS[1]}"
    return _phrase(number, noun, construct=False)


def cardinal(number: int, construct: bool = False) -> str:
    """A number from 0 below 10^15; `construct` is its form directly before a noun."""
    parts, rest = [], number
    for scale, noun in SCALES:
        group, rest = divmod(rest, scale)
        if group:
            parts.append(_phrase(group, noun, construct and rest == 0))
    if rest or not parts:
        parts.append(_below_thousand(rest, construct))
    return AND.join(parts)


def _phrase(number: int, noun: Noun, construct: bool) -> str:
    if number <= 2:
        return _bound(noun[number - 1], construct)
    last = number % 100
    if last in (1, 2):
        return _phrase(number - last, noun, construct=False) + AND + _bound(noun[last - 1], construct)
    if last == 0:
        return f"{cardinal(number, construct=True)} {noun.one}"
    after_ten = noun.one if construct else noun.many
    return f"{cardinal(number)} {noun.few if last <= 10 else after_ten}"


def _below_thousand(number: int, construct: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [_bound(HUNDREDS[hundreds - 1], construct and rest == 0)] if hundreds else []
    if rest >= 20:
        tens, units = divmod(rest, 10)
        parts += [UNITS[units]] if units else []
        parts.append(TENS[tens - 2])
    elif rest or not parts:
        parts.append(UNITS[rest])
    return AND.join(parts)


def _bound(word: str, construct: bool) -> str:
    """A dual loses its ن before what it belongs to."""
    return word.removesuffix("ن") if construct and word.endswith("ان") else word
