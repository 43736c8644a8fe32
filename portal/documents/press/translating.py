"""Text into braille cells by liblouis, in a process of its own; what no table knows is refused, never dropped."""

import re
import string
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from portal.documents.braille import PROGRAM, TABLES
from portal.documents.press.scripts import name_of, runs
from portal.documents.rules import Refusal, Unprintable

LATIN = [TABLES[locale] for locale in ("en", "vi", "fr", "es")]
OF_SCRIPT = {
    "Han": [TABLES["zh_Hans"]],
    "Hangul": [TABLES["ko"]],
    "Arabic": [TABLES["ar"]],
    "Cyrillic": [TABLES["ru"]],
    "Latin": LATIN,
}
# what a language's own table writes; zh-hk writes Latin capitals with eight dots
OWN = {
    "zh_Hans": {"Han", "Latin"},
    "zh_Hant": {"Han"},
    "ko": {"Hangul", "Latin"},
    "ru": {"Cyrillic", "Latin"},
    "ar": {"Arabic", "Latin"},
}
CONVERSIONS = {TABLES["zh_Hans"]: "t2s", TABLES["zh_Hant"]: "s2hk"}
TYPOGRAPHY = str.maketrans(
    {"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "", "\u0640": ""}
    | {chr(ord(plain) + 0xFEE0): plain for plain in string.ascii_letters + string.digits}
)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
HAN = re.compile("[\u3400-\u9fff]{2,}")
ESCAPE = re.compile("⠄[⡳⢡][⠭⠽]")
"""How liblouis writes a character that its table lacks: '\\x1f600'."""
WORDS = re.compile(r"\s*\S{1,200}\s*")
PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")
LONGEST = 900  # characters of a line; lou_translate cuts one of more than 2,000
BLANK = "\u2800"
SECONDS = 60

_known: dict[str, dict[str, bool]] = defaultdict(dict)


def translated(texts: Iterable[str], locale: str) -> list[str]:
    """Each text as Unicode braille of six dots, its words apart by blank cells.

    A run in another script is written with the table of that script. Raises `Unprintable` where there is none.
    """
    plain = [" ".join(INVISIBLE.sub("", text).translate(TYPOGRAPHY).split()) for text in texts]
    _unknown(
        _prepared("".join(dict.fromkeys("".join(plain))), TABLES[locale]), TABLES[locale]
    )  # asked at once
    by_table: dict[str, list[str]] = defaultdict(list)
    places: list[list[tuple[str, int]]] = []
    for text in plain:
        places.append([])
        for table, piece in _pieces(text, locale):
            by_table[table].append(piece)
            places[-1].append((table, len(by_table[table]) - 1))
    cells = {table: _cells(table, pieces) for table, pieces in by_table.items()}
    return [_joined((by_table[table][at], cells[table][at]) for table, at in each) for each in places]


def back(cells: str, locale: str) -> str:
    """What braille says, in print: to check it by."""
    return _asked(["--backward", f"unicode.dis,{TABLES[locale]}"], [cells])[0].strip()


def _pieces(text: str, locale: str) -> Iterator[tuple[str, str]]:
    """(table, text) in order, as the table wants it, no longer than lou_translate takes."""
    for script, run in runs(text, frozenset(OWN.get(locale, {"Latin"}))):
        tables = _tables(script, locale)
        piece, last = "", ""
        for table, word in _chosen(run, tables):
            if piece and (table != last or len(piece) + len(word) > LONGEST):
                yield last, piece
                piece = ""
            piece, last = piece + word, table
        yield last, piece


def _tables(script: str, locale: str) -> list[str]:
    """For a run, the best first; the language's own table knows its signs between words of a foreign script too."""
    own = TABLES[locale]
    if not script:
        return list(dict.fromkeys([own, *LATIN]))
    return [*OF_SCRIPT[script], own] if script in OF_SCRIPT else []


def _chosen(run: str, tables: list[str]) -> Iterator[tuple[str, str]]:
    """(table, word) with the spaces behind it: the first table that knows the word."""
    if not tables:
        raise Unprintable(Refusal.NOT_IN_BRAILLE, run[:20])
    for word in WORDS.findall(run):
        known = _known_by(word, tables)
        for part in [word] if known else PARTS.findall(word):
            yield known or _known_by(part, tables) or (tables[0], _named(part, tables[0]))


def _known_by(word: str, tables: list[str]) -> tuple[str, str] | None:
    prepared = ((table, _prepared(word, table)) for table in tables)
    return next(((table, text) for table, text in prepared if not _unknown(text, table)), None)


def _named(word: str, table: str) -> str:
    """The word with the names of signs that the table lacks; letters have none that would help."""
    lacking = _unknown(_prepared(word, table), table)
    letters = "".join(sorted(character for character in lacking if character.isalpha()))
    if letters:
        raise Unprintable(Refusal.NOT_IN_BRAILLE, letters[:20])
    return "".join(f" {name_of(each)} " if each in lacking else each for each in word)


def _prepared(text: str, table: str) -> str:
    """Simplified or Traditional as the table wants it; Chinese words apart, as braille writes them."""
    if table not in CONVERSIONS:
        return text
    converted = _converter(CONVERSIONS[table]).convert(text)
    return HAN.sub(lambda found: " ".join(_words(found[0])), converted)


def _words(text: str) -> list[str]:
    import rjieba

    return rjieba.cut(text, True)


@cache
def _converter(name: str) -> "opencc.OpenCC":  # type: ignore[name-defined] # noqa: F821
    import opencc

    return opencc.OpenCC(f"{name}.json")


def _unknown(text: str, table: str) -> set[str]:
    """The characters that the table lacks: it answers an escape for them, or nothing at all."""
    known, asked = _known[table], {character for character in text if not character.isspace()}
    new = sorted(asked - known.keys())
    if new:
        for character, cells in zip(new, _asked([f"unicode.dis,{table}"], new), strict=True):
            known[character] = _is_braille(cells) and bool(cells.strip(f"{BLANK} "))
    return {character for character in asked if not known[character]}


def _cells(table: str, texts: list[str]) -> list[str]:
    found = _asked([f"unicode.dis,{table}"], texts)
    if wrong := [text for text, cells in zip(texts, found, strict=True) if not _is_braille(cells)]:
        raise Unprintable(Refusal.NOT_IN_BRAILLE, wrong[0][:20])
    return found


def _is_braille(cells: str) -> bool:
    """Cells of six dots alone, and none of them an escape."""
    return all(0x2800 <= ord(cell) < 0x2840 or cell == " " for cell in cells) and not ESCAPE.search(cells)


def _joined(pieces: Iterable[tuple[str, str]]) -> str:
    """The cells of (text, cells) in a row: a blank between them, but not before what closes a bracket or sentence."""
    line = ""
    for text, cells in pieces:
        closes = unicodedata.category(text[0]) in ("Pe", "Pf", "Po")
        line = f"{line.rstrip(BLANK)}{cells}" if closes else f"{line}{BLANK}{cells}"
    return re.sub(f"[{BLANK} ]+", BLANK, line).strip(BLANK)


def _asked(arguments: list[str], lines: list[str]) -> list[str]:
    """One answer for each line."""
    try:
        told = subprocess.run(  # noqa: S603 - the tables are named here, the text is on standard input
            [PROGRAM, *arguments],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
        )
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise Unprintable(Refusal.BRAILLE_MISSING, PROGRAM) from error
    answers = told.stdout.split("\n")[: len(lines)]
    if len(answers) != len(lines):
        raise Unprintable(Refusal.BRAILLE_MISSING, PROGRAM)
    return answers
