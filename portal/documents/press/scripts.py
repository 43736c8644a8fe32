"""Which script a character belongs to, and what it is called where it cannot be drawn or embossed."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise

PREFIXES = {
    "CJK UNIFIED": "Han",
    "CJK COMPATIBILITY IDEOGRAPH": "Han",
    "HANGUL": "Hangul",
    "ARABIC": "Arabic",
    "CYRILLIC": "Cyrillic",
    "LATIN": "Latin",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "THAI": "Thai",
}


@cache
def script_of(character: str) -> str:
    """ "Han", "Arabic", …; "Common" for figures, spaces and signs; "Other" for letters of all other scripts."""
    if not character.isalpha() and unicodedata.category(character)[0] != "M":
        return "Common"
    name = unicodedata.name(character, "")
    found = (script for prefix, script in PREFIXES.items() if name.startswith(prefix))
    return next(found, "Common" if unicodedata.category(character)[0] == "M" else "Other")


def runs(text: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(script, text) in order; "" is the script of whatever the language itself writes, signs and figures included.

    Signs between letters of one foreign script stay with them.
    """
    scripts = ["" if script in own or script == "Common" else script for script in map(script_of, text)]
    foreign = [place for place, script in enumerate(scripts) if script]
    for first, last in pairwise(foreign):
        between = {script_of(character) for character in text[first + 1 : last]}
        if scripts[first] == scripts[last] and between <= {"Common"}:
            scripts[first:last] = [scripts[first]] * (last - first)
    for script, pairs in groupby(zip(scripts, text, strict=True), lambda pair: pair[0]):
        yield script, "".join(character for _script, character in pairs)


def name_of(character: str) -> str:
    """ "[grinning face]", or "[U+E000]" where it has no name."""
    return f"[{unicodedata.name(character, '').lower() or f'U+{ord(character):04X}'}]"
