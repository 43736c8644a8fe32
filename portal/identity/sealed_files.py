"""Files that are sealed for a person, under random names, in folders that only the portal reads."""

import os
from pathlib import Path

from flask import current_app

from portal.identity.sealing import seal, unseal


def write(folder: str, name: str, person_id: int, data: bytes, place: str) -> None:
    """Write what nobody else can read or put elsewhere: `place` and name are bound in. Durable on return."""
    _folder(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(_folder(folder) / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(seal(person_id, f"{place}:{name}", data))
        file.flush()
        os.fsync(file.fileno())


def read(folder: str, name: str, person_id: int, place: str) -> bytes:
    """What was written; `cryptography.exceptions.InvalidTag` if it was changed or moved."""
    return unseal(person_id, f"{place}:{name}", (_folder(folder) / name).read_bytes())


def remove(folder: str, name: str) -> None:
    """Remove a file; one that is gone already is no error."""
    (_folder(folder) / name).unlink(missing_ok=True)


def _folder(name: str) -> Path:
    return Path(current_app.instance_path) / name
