import json
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


class Balances(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"


class ContactNeed(StrEnum):
    NO_PHONE = "no_phone"
    NO_EMAIL = "no_email"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    SIGN_LANGUAGE = "sign_language"


LONGEST = 500  # characters of a cookie that `dump` can have written
CHOICES: dict[str, type[StrEnum]] = {
    "mode": Mode,
    "text_size": TextSize,
    "contrast": Contrast,
    "motion": Motion,
    "balances": Balances,
}


@dataclass(frozen=True)
class Preferences:
    """How a person wants to read. `locale` empty: not chosen yet."""

    locale: str = ""
    mode: str = Mode.STANDARD
    text_size: str = TextSize.NORMAL
    contrast: str = Contrast.AUTO
    motion: str = Motion.AUTO
    balances: str = Balances.SHOWN

    @property
    def language(self) -> Language:
        return LOCALES[self.locale or "en"]

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
