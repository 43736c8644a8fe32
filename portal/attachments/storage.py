"""Where papers lie: sealed, under random names, in folders that only the portal reads."""

import os
import secrets
from pathlib import Path

from flask import current_app

from portal.attachments.checking import Checked, turn
from portal.attachments.models import Attachment
from portal.db import on_rollback
from portal.identity.sealing import seal, unseal

PAPERS, THUMBNAILS = "attachments", "thumbnails"
PLACES = {PAPERS: "attachments.file", THUMBNAILS: "attachments.thumbnail"}


def store(customer_id: int, checked: Checked) -> str:
    """Write the sealed bytes before any transaction opens; returns the name they are stored under.

    They go again if the request fails.
    """
    name = secrets.token_urlsafe(24)
    on_rollback(lambda: remove(name))
    _write(PAPERS, name, customer_id, checked.data)
    if checked.thumbnail:
        _write(THUMBNAILS, name, customer_id, checked.thumbnail)
    return name


def read(attachment: Attachment) -> bytes:
    """The paper's bytes; `cryptography.exceptions.InvalidTag` if they were changed or moved."""
    return _read(PAPERS, attachment)


def read_thumbnail(attachment: Attachment) -> bytes:
    """The bytes of a small JPEG; only where `has_thumbnail`."""
    return _read(THUMBNAILS, attachment)


def turned(attachment: Attachment, quarter_turns: int) -> Checked:
    """A stored paper turned clockwise by one to three quarters, to be stored as a new one.

    What was seen before stays what it was. Decodes, so call it before any transaction opens; raises
    `Refused` when that takes too long.
    """
    return turn(read(attachment), attachment.media_type, quarter_turns)


def remove(stored_name: str) -> None:
    """Remove a paper's files; those that are gone already are no error."""
    for folder in PLACES:
        (_folder(folder) / stored_name).unlink(missing_ok=True)


def _write(folder: str, name: str, customer_id: int, data: bytes) -> None:
    _folder(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(_folder(folder) / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(seal(customer_id, f"{PLACES[folder]}:{name}", data))
        file.flush()
        os.fsync(file.fileno())


def _read(folder: str, attachment: Attachment) -> bytes:
    sealed = (_folder(folder) / attachment.stored_name).read_bytes()
    return unseal(attachment.customer_id, f"{PLACES[folder]}:{attachment.stored_name}", sealed)


def _folder(name: str) -> Path:
    return Path(current_app.instance_path) / name
