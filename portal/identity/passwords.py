"""argon2id, in the same time whether the name is known or not."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

DEMO_PASSWORD = "harbour-demo-2026"
hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; an unknown name (None) takes as long and never does."""
    try:
        return hasher.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
    except VerifyMismatchError:
        return False


@lru_cache
def _nobodys_hash() -> str:
    return hasher.hash("the password of nobody")
