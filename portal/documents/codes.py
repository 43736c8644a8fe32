"""The codes on documents, such as "7K3M 92QF 5XTA 41": random, speakable, with two check digits."""

import hashlib
import secrets
import unicodedata
from string import digits

from stdnum.iso7064 import mod_97_10

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
MISREAD = str.maketrans("ILOU", "110V")
LENGTH = 12  # 60 random bits: nobody finds one by trying


def new_code() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + mod_97_10.calc_check_digits(_digits(body))


def shown(code: str) -> str:
    """In groups of four, as it stands on the paper."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def tidy(typed: str) -> str:
    """The code that was meant, however it was spaced or misread; it may still be none."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in folded if character.isalnum()).translate(MISREAD)


def is_code(code: str) -> bool:
    """Whether its check digits fit: ISO 7064, mod 97-10, over two digits a letter."""
    body, check = code[:LENGTH], code[LENGTH:]
    fits = len(code) == LENGTH + 2 and set(body) <= set(ALPHABET) and set(check) <= set(digits)
    return fits and bool(mod_97_10.is_valid(_digits(body) + check))


def _digits(body: str) -> str:
    """Every letter as two digits: of unequal lengths, one letter for another could pass unnoticed."""
    return "".join(f"{ALPHABET.index(letter):02}" for letter in body)


def digest(code: str) -> str:
    """What is stored of a code: a copy of the database lends nobody a code for a forged paper."""
    return hashlib.sha256(code.encode()).hexdigest()
