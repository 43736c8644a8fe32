"""PDF/UA by typst. What a document says reaches it as data, never as markup."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

from portal.documents import fonts
from portal.documents.press.ordering import in_reading_order
from portal.documents.press.scripts import name_of
from portal.documents.rules import Refusal, Unprintable

TEMPLATE = Path(__file__).with_name("paper.typ").read_bytes()
REGIONS = {"zh_Hans": ("zh", "CN"), "zh_Hant": ("zh", "HK")}
UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
MOST_TRIES = 4


def typeset(order: dict[str, Any]) -> bytes:
    """A PDF/UA-1 of an order: {"papers": one or two said documents, "size" in points, "issued_at" in seconds}.

    What no font can draw is put into words, such as [grinning face]. Raises `Unprintable`.
    """
    text = json.dumps(order | {"papers": [paper | _setting(paper["locale"]) for paper in order["papers"]]},
                      ensure_ascii=False)  # fmt: skip
    for _try in range(MOST_TRIES):
        try:
            made = _compiled(text, order["issued_at"])
            return in_reading_order(made) if RIGHT_TO_LEFT.search(text) else made
        except typst.TypstError as error:
            undrawn = _undrawn(error)
            if not undrawn:
                raise
            for character in undrawn:
                text = text.replace(character, name_of(character))
    raise Unprintable(Refusal.FONT_MISSING)


def _compiled(text: str, issued_at: int) -> bytes:
    made = typst.compile(
        TEMPLATE,
        font_paths=_fonts(),
        sys_inputs={"order": text},
        pdf_standards=["ua-1"],
        timestamp=issued_at,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(fonts.folders())
    )


def _setting(locale: str) -> dict[str, Any]:
    """Language and region as typst has them, and its fonts in the order in which they are tried."""
    if not fonts.can_print(locale):
        raise Unprintable(Refusal.FONT_MISSING)
    lang, region = REGIONS.get(locale, (locale, None))
    names: list[Any] = fonts.installed()
    if (
        lang == "ar"
    ):  # whose spaces too must be its own, or a screen reader hears the words of a line backwards
        names.sort(key=fonts.ARABIC.name.__ne__)
    if fonts.OF_LANGUAGE.get(lang) == fonts.CJK:  # quotation marks and dashes are then the wide ones
        names = [{"name": names[0], "covers": "latin-in-cjk"}, *names[1:], names[0]]
    return {"lang": lang, "region": region, "fonts": names, "arabic": fonts.ARABIC.name}


def _undrawn(error: "typst.TypstError") -> set[str]:
    """The characters that typst found no glyph for."""
    named = UNDRAWN.findall(f"{error.message}\n{error.diagnostic}")
    plain = "".join(ESCAPED.sub(lambda found: chr(int(found[1], 16)), each) for each in named)
    return {character for character in plain if ord(character) > 0x7E}
