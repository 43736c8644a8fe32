"""Where papers lie: sealed, under random names, in folders that only the portal reads."""

import secrets

from portal.attachments.checking import Checked, turn
from portal.attachments.models import Attachment
from portal.db import on_rollback
from portal.identity import sealed_files

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
        sealed_files.remove(folder, stored_name)


def _write(folder: str, name: str, customer_id: int, data: bytes) -> None:
    sealed_files.write(folder, name, customer_id, data, PLACES[folder])


def _read(folder: str, attachment: Attachment) -> bytes:
    return sealed_files.read(folder, attachment.stored_name, attachment.customer_id, PLACES[folder])
