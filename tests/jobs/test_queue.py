"""The doorbell: a file beside SQLite, or what several machines share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.jobs import queue


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, instance: Path) -> Callable[[str], Any]:
    """The name and the address of the queue that is opened for a setting."""
    for name in ("PostgresHuey", "RedisHuey"):
        monkeypatch.setattr(queue, name, lambda _name, kind=name, **where: (kind, *where.values()))

    def asked(url: str) -> Any:
        app = Flask("bare", instance_path=str(instance))
        app.config["QUEUE_URL"] = url
        return queue._queue(app)

    return asked


@pytest.mark.parametrize(
    ("url", "kind"), [("postgresql://db/portal", "PostgresHuey"), ("redis://cache/0", "RedisHuey")]
)
def test_several_machines_share_one(ask: Callable[[str], Any], url: str, kind: str) -> None:
    assert ask(url) == (kind, url)


def test_what_the_settings_offer_is_installed() -> None:
    """Unless its driver is there, `redis://…` stops the start."""
    from huey import RedisHuey

    assert RedisHuey("portal", url="redis://127.0.0.1:9/0").name == "portal"


def test_one_machine_has_a_file_for_its_owner_alone(ask: Callable[[str], Any], instance: Path) -> None:
    opened = ask("")
    opened.storage.close()
    assert (instance / "doorbell.sqlite").stat().st_mode & 0o777 == 0o600
