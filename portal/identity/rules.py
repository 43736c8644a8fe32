"""How long a sign-in lasts, how many tries a name or an address has, how a number is compared."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STAFF_IDLE = timedelta(minutes=15)
CUSTOMER_IDLE = timedelta(minutes=15)
ELDER_IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=8)
LAST_SEEN_EVERY = timedelta(minutes=1)

KEPT_AFTER_EXPIRY = timedelta(minutes=30)
KEPT_WHILE_TYPING = timedelta(days=30)

FOUND_FOR = timedelta(minutes=15)
"""How long a customer who was looked up at the counter stays found."""

TRY_WINDOW = timedelta(minutes=15)
TRIES_HERE = 10  # one name from one address
TRIES_NAME = 30  # one name from everywhere; a browser known to the person is not counted in
TRIES_ADDRESS = 100  # one address, whatever the names: a whole branch may share it
TRIES_GLOBAL = 5000


class EndReason(StrEnum):
    SIGNED_OUT = "signed out"
    REVOKED = "ended from another place"
    DISABLED = "person disabled"


@dataclass(frozen=True)
class Tries:
    """Failed sign-ins within the window before this try."""

    here: int
    name: int
    address: int
    everywhere: int
    known_device: bool


def must_wait(tries: Tries) -> bool:
    """Whether the next try has to wait. A browser the person used before is never locked out by strangers."""
    if tries.here >= TRIES_HERE:
        return True
    if tries.known_device:
        return False
    return tries.name >= TRIES_NAME or tries.address >= TRIES_ADDRESS or tries.everywhere >= TRIES_GLOBAL


def idle_limit(is_staff: bool, mode: str) -> timedelta:
    if is_staff:
        return STAFF_IDLE
    return ELDER_IDLE if mode == "elder" else CUSTOMER_IDLE


def has_lapsed(created_at: datetime, last_seen_at: datetime, idle: timedelta, now: datetime) -> bool:
    return now - last_seen_at > idle or now - created_at > LONGEST_SESSION


def plain_number(text: str) -> str:
    """A customer's or an identity paper's number in one form, however it is written: letters and digits alone."""
    plain = unicodedata.normalize("NFKC", text).upper()
    digits = (str(unicodedata.digit(each, each)) for each in plain if each.isalnum())  # type: ignore[call-overload]
    return "".join(digits)
