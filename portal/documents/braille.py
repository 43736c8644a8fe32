"""Which languages have a sound braille table, and whether the library that reads it is installed.

liblouis has none for Thai and Indonesian, and its Japanese one spells no kanji: large print is offered there.
"""

import shutil

PROGRAM = "lou_translate"
PACKAGE = "liblouis-bin"
"""What an operator installs to offer braille: Debian's package."""

# Uncontracted, so that a figure or a name is never guessed at.
TABLES = {
    "en": "en-ueb-g1.ctb",
    "zh_Hans": "zhcn-cbs.ctb",
    "zh_Hant": "zh-hk.ctb",
    "ko": "ko-2006-g1.ctb",
    "vi": "vi-vn-g0.utb",
    "ru": "ru-litbrl.ctb",
    "ar": "ar-ar-g1.utb",
    "fr": "fr-bfu-comp6.utb",
    "es": "es-g1.ctb",
}


def is_installed() -> bool:
    return shutil.which(PROGRAM) is not None


def can_emboss(locale: str) -> bool:
    """Whether braille may be offered in this language, here and now."""
    return locale in TABLES and is_installed()
