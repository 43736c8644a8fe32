"""The fonts that letters are set in: wheels from PyPI, found without importing them."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Family(NamedTuple):
    """`modules`: the packages that hold its files, each with the folder inside it."""

    name: str
    modules: tuple[tuple[str, str], ...]


LATIN = Family("Noto Sans", (("fontpkg_noto_sans", "files"),))
# not Noto's Arabic and Thai: they set dots and vowels as glyphs of their own, and a screen reader hears letters twice
ARABIC = Family("IBM Plex Sans Arabic", (("fontpkg_ibm_plex_sans_arabic", "files"),))
THAI = Family("Sarabun", (("fontpkg_sarabun", "files"),))
# one font for all of China, Japan and Korea: the language and region choose the shapes
CJK = Family("Noto Sans CJK TC", (("cvttf_NotoSansCJK_Regular", ""), ("cvttf_NotoSansCJK_Bold", "")))
FAMILIES = (LATIN, CJK, ARABIC, THAI)
OF_LANGUAGE = {"zh": CJK, "ja": CJK, "ko": CJK, "ar": ARABIC, "th": THAI}


def can_print(locale: str) -> bool:
    """Whether what this language is written with is installed; Latin letters are needed in every one."""
    needed = {LATIN, OF_LANGUAGE.get(locale.partition("_")[0], LATIN)}
    return find_spec("typst") is not None and all(_folders(family) for family in needed)


def folders() -> list[str]:
    """Where the installed ones lie."""
    return [str(folder) for family in FAMILIES for folder in _folders(family)]


def installed() -> list[str]:
    """Names of the families that are there, the commonest first."""
    return [family.name for family in FAMILIES if _folders(family)]


def _folders(family: Family) -> list[Path]:
    """Its folders, or none where one is missing: half a family would show boxes in bold."""
    found = [Path(spec.submodule_search_locations[0]) / inside
             for module, inside in family.modules
             if (spec := find_spec(module)) and spec.submodule_search_locations]  # fmt: skip
    return found if len(found) == len(family.modules) and all(each.is_dir() for each in found) else []
