"""Where papers lie: sealed, under random names, in a folder that only the portal reads."""

import os
import secrets
from pathlib import Path

from flask import current_app

from portal.attachments.checking import Checked
from portal.attachments.models import Attachment
from portal.db import on_rollback
from portal.identity.sealing import seal, unseal


def store(customer_id: int, checked: Checked) -> str:
    """Write the sealed bytes before any transaction opens; returns the name they are stored under.

    They go again if the request fails.
    """
    name = secrets.token_urlsafe(24)
    sealed = seal(customer_id, f"attachments.file:{name}", checked.data)
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    on_rollback(lambda: remove(name))
    return name


def read(attachment: Attachment) -> bytes:
    sealed = (_folder() / attachment.stored_name).read_bytes()
    return unseal(attachment.customer_id, f"attachments.file:{attachment.stored_name}", sealed)


def remove(stored_name: str) -> None:
    (_folder() / stored_name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.instance_path) / "attachments"
