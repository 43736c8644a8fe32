"""Texts as a search compares them: without accents, vowel signs, case, width, or the kind of digits."""

import unicodedata
from collections.abc import Callable, Iterable

DIGITS = {start + digit: str(digit) for start in (0x0660, 0x06F0, 0x0966, 0x0E50) for digit in range(10)}
SAME = str.maketrans("đłøıىةک", "dloiيهك", "ـ\u200c\u200d\u00ad") | DIGITS


def folded(text: str) -> str:
    """Whatever a person would type for it: "NGUYỄN" is "nguyen", "أمينة" is "امينه", "１２" is "12"."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", bare.casefold().translate(SAME))


def matcher(words: str) -> Callable[[Iterable[str | None]], bool]:
    """Whether every word of `words` stands somewhere in some texts, also inside of another word."""
    needles = folded(words).split()

    def matches(texts: Iterable[str | None]) -> bool:
        heap = folded("\n".join(text for text in texts if text))
        return all(needle in heap for needle in needles)

    return matches
