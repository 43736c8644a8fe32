"""The doorbell: a file beside SQLite, or what several machines share."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.jobs import queue


def opened(instance: Path, url: str) -> Any:
    """What a setting opens."""
    app = Flask("bare", instance_path=str(instance))
    app.config["QUEUE_URL"] = url
    return queue._queue(app)


def test_several_machines_share_one(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PostgresHuey", lambda name, dsn: (name, dsn))
    assert opened(instance, "postgresql://db/portal") == ("portal", "postgresql://db/portal")


def test_one_machine_has_a_file_for_its_owner_alone(instance: Path) -> None:
    opened(instance, "").storage.close()
    assert (instance / "doorbell.sqlite").stat().st_mode & 0o777 == 0o600
