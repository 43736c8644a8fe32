"""The lock that SQLite's writers wait for."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(instance: Path) -> Iterator[None]:
    """Somebody else has it."""
    with (instance / "portal.sqlite.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
