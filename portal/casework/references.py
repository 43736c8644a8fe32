"""Public references, such as `L-7K3M-92QF-5`: random, speakable, with a check character."""

import secrets
import unicodedata

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
MISREAD = str.maketrans("ILOU", "110V")


def new_reference(prefix: str) -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{luhn.calc_check_digit(body, ALPHABET)}"


def tidy_reference(typed: str) -> str | None:
    """The reference that was meant, however it was spaced or misread; None if it cannot be one."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    plain = "".join(character for character in folded if character.isalnum())
    prefix, body = plain[:1], plain[1:].translate(MISREAD)
    if len(body) != 9 or any(character not in ALPHABET for character in body):
        return None
    return f"{prefix}-{body[:4]}-{body[4:8]}-{body[8]}" if luhn.is_valid(body, ALPHABET) else None
