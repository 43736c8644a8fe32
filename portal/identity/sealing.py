"""Personal data at rest: AES-GCM under a key of the customer's own, wrapped by the master key.

Erasing the wrapped key erases the person; what hashes the sealed bytes still verifies.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, g
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, db, operation

NONCE = 12


class DataKey(Base):
    """A customer's data key; `wrapped` is empty once the customer is erased."""

    __tablename__ = "data_keys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    master_key_id: Mapped[str]
    wrapped: Mapped[bytes | None]


class Erased(Exception):
    """The customer's data key is gone, and with it everything sealed by it."""


@operation
def make_data_key(person_id: int) -> None:
    key = AESGCM.generate_key(256)
    wrapped = encrypt(_master().key, key, f"data_keys:{person_id}")
    db.session.add(DataKey(person_id=person_id, master_key_id=_master().id, wrapped=wrapped))
    _known_keys()[person_id] = key


def seal(person_id: int, place: str, data: bytes) -> bytes:
    """`data` sealed for the customer; `place` binds it to its row and column."""
    return _encrypt(_cipher(person_id), data, place)


def unseal(person_id: int, place: str, sealed: bytes) -> bytes:
    """What `seal` was given; `cryptography.exceptions.InvalidTag` if moved or changed, else `Erased`."""
    return _decrypt(_cipher(person_id), sealed, place)


def load_data_keys(person_ids: Iterable[int]) -> None:
    """Fetch many customers' keys in one query, for a list page."""
    missing = set(person_ids) - _known_keys().keys()
    if missing:
        hold_data_keys(db.session.scalars(select(DataKey).where(DataKey.person_id.in_(missing))))


def hold_data_keys(rows: Iterable[DataKey]) -> None:
    """Have the keys at hand for the rest of the request."""
    for row in rows:
        if row.wrapped is not None:
            _unwrap(row)


def place_of(table: str, name: str, row: str) -> str:
    """What binds the sealed text `name` of a row, for those who read or write many rows without their objects."""
    return f"{table}.{name}:{row}"


class HasSealed(Protocol):
    __tablename__: str

    @property
    def sealed_for(self) -> int: ...

    @property
    def sealed_row(self) -> str: ...


class Sealed:
    """A text attribute kept in the column `<name>_sealed` of a row that knows whose it is.

    `owner` names the attribute that says whose key it is sealed with. Where that person was erased there is
    nothing to read: None.
    """

    def __init__(self, owner: str = "sealed_for") -> None:
        self.owner = owner

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        sealed = getattr(row, f"{self.name}_sealed")
        if sealed is None:
            return None
        try:
            return unseal(getattr(row, self.owner), self._place(row), sealed).decode()
        except Erased:
            return None

    def __set__(self, row: Any, text: str | None) -> None:
        sealed = None if text is None else seal(getattr(row, self.owner), self._place(row), text.encode())
        setattr(row, f"{self.name}_sealed", sealed)

    def _place(self, row: HasSealed) -> str:
        return place_of(row.__tablename__, self.name, row.sealed_row)


class Findable(Sealed):
    """A sealed text that is found again by its value: the column `<name>_index` holds its blind index.

    `plain` gives what is typed in many ways one form. Setting it to None takes the index along.
    """

    def __init__(self, plain: Callable[[str], str]) -> None:
        super().__init__()
        self.plain = plain

    def __set__(self, row: Any, text: str | None) -> None:
        super().__set__(row, text)
        setattr(row, f"{self.name}_index", None if text is None else self.index_of(row.__tablename__, text))

    def index_of(self, table: str, text: str) -> bytes:
        return blind_index(f"{table}.{self.name}", self.plain(text))


def blind_index(place: str, text: str) -> bytes:
    """HMAC-SHA-256 of `text` under a key of this place's own: it finds a sealed text without telling it.

    The key comes from the master key, so a database alone cannot be searched by trying all numbers.
    """
    return hmac.new(_index_key(current_app.config["MASTER_KEY"], place), text.encode(), "sha256").digest()


class Master:
    def __init__(self, text: str) -> None:
        self.key = base64.b64decode(text, validate=True)
        self.id = hashlib.sha256(self.key).hexdigest()[:8]


def encrypt(key: bytes, data: bytes, place: str) -> bytes:
    return _encrypt(AESGCM(key), data, place)


def decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    return _decrypt(AESGCM(key), sealed, place)


def _encrypt(cipher: AESGCM, data: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, data, place.encode())


def _decrypt(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())


def _cipher(person_id: int) -> AESGCM:
    """Made once a request: making it costs more than sealing a line with it."""
    ciphers: dict[int, AESGCM] = g.setdefault("ciphers", {})
    if person_id not in ciphers:
        ciphers[person_id] = AESGCM(_data_key(person_id))
    return ciphers[person_id]


def _data_key(person_id: int) -> bytes:
    if person_id not in _known_keys():
        with db.session.no_autoflush:  # the row being sealed is not whole yet
            row = db.session.get(DataKey, person_id)
        if row is None:
            raise Erased(person_id)
        _unwrap(row)
    return _known_keys()[person_id]


def _unwrap(row: DataKey) -> None:
    if row.wrapped is None:
        raise Erased(row.person_id)
    _known_keys()[row.person_id] = decrypt(_master().key, row.wrapped, f"data_keys:{row.person_id}")


def _known_keys() -> dict[int, bytes]:
    return g.setdefault("data_keys", {})  # type: ignore[no-any-return]


def _master() -> Master:
    return _read_master(current_app.config["MASTER_KEY"])


@lru_cache
def _index_key(master: str, place: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"blind index of {place}".encode()).derive(
        _read_master(master).key
    )


@lru_cache
def _read_master(text: str) -> Master:
    return Master(text)
