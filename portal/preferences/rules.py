import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from portal.languages import LOCALES, Language


class Mode(StrEnum):
    STANDARD = "standard"
    ELDER = "elder"
    ACCESSIBLE = "accessible"


class TextSize(StrEnum):
    NORMAL = "100"
    LARGER = "125"
    LARGE = "150"
    VERY_LARGE = "175"
    DOUBLE = "200"


class Contrast(StrEnum):
    AUTO = "auto"
    STANDARD = "standard"
    HIGH = "high"
    DARK = "dark"


class Motion(StrEnum):
    AUTO = "auto"
    REDUCED = "reduced"


class PrintSize(StrEnum):
    """Points of the print on paper."""

    NORMAL = "11"
    LARGE = "18"
    VERY_LARGE = "24"


class Braille(StrEnum):
    NONE = "none"
    WIDE = "40x25"
    NARROW = "32x25"
    UNPAGED = "unpaged"

    @property
    def page(self) -> tuple[int, int]:
        """Cells a line and lines a page; 0 and 0 without pages."""
        cells, _, lines = self.partition("x")
        return (int(cells), int(lines)) if lines else (0, 0)


class PaperLanguages(StrEnum):
    OWN = "own"
    BOTH = "both"
    """Her language, with the bank's beside it."""


class ByPost(StrEnum):
    NO = "no"
    YES = "yes"


class Balances(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"


class ContactNeed(StrEnum):
    NO_PHONE = "no_phone"
    NO_EMAIL = "no_email"
    NO_SMS = "no_sms"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    SIGN_LANGUAGE = "sign_language"


LONGEST = 500  # characters of a cookie that `dump` can have written
CHOICES: dict[str, type[StrEnum]] = {
    "mode": Mode,
    "text_size": TextSize,
    "contrast": Contrast,
    "motion": Motion,
    "print_size": PrintSize,
    "braille": Braille,
    "paper_languages": PaperLanguages,
    "by_post": ByPost,
    "balances": Balances,
}


@dataclass(frozen=True)
class Papers:
    """How a person wants what the bank gives her on paper."""

    print_size: PrintSize
    braille: Braille
    paper_languages: PaperLanguages
    by_post: ByPost


@dataclass(frozen=True)
class Preferences:
    """How a person wants to read. `locale`, `print_size` or `braille` empty: not chosen yet."""

    locale: str = ""
    mode: str = Mode.STANDARD
    text_size: str = TextSize.NORMAL
    contrast: str = Contrast.AUTO
    motion: str = Motion.AUTO
    print_size: str = ""
    braille: str = ""
    paper_languages: str = PaperLanguages.OWN
    by_post: str = ByPost.NO
    balances: str = Balances.SHOWN

    @property
    def language(self) -> Language:
        return LOCALES[self.locale or "en"]

    def papers(self, needs: Collection[str] = ()) -> "Papers":
        """How she wants her papers; what she never chose follows from her mode and her contact needs."""
        is_large = self.mode == Mode.ELDER or ContactNeed.LARGE_PRINT in needs
        size = self.print_size or (PrintSize.LARGE if is_large else PrintSize.NORMAL)
        braille = self.braille or (Braille.WIDE if ContactNeed.BRAILLE in needs else Braille.NONE)
        languages, by_post = PaperLanguages(self.paper_languages), ByPost(self.by_post)
        return Papers(PrintSize(size), Braille(braille), languages, by_post)

    def with_choice(self, **choices: str) -> "Preferences":
        """These preferences with the choices that exist; unknown ones are ignored."""
        known = {name: value for name, value in choices.items() if is_choice(name, value)}
        return replace(self, **known)

    def dump(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def load(cls, text: str | None) -> "Preferences | None":
        """What `dump` wrote; None where there is nothing, defaults for what makes no sense."""
        if not text or len(text) > LONGEST:
            return None
        try:
            kept = json.loads(text)
        except ValueError:
            return None
        names = {field.name for field in fields(cls)}
        if not isinstance(kept, dict):
            return None
        return cls().with_choice(**{name: str(kept[name]) for name in names & kept.keys()})


def is_choice(name: str, value: str) -> bool:
    if name == "locale":
        return value in LOCALES
    return name in CHOICES and value in set(CHOICES[name])
