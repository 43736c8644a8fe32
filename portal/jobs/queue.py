"""The doorbell and the clockwork: huey, beside the database that it serves."""

import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from portal.jobs.operations import drain


def init_app(app: Flask) -> None:
    queue = _queue(app)
    app.extensions["huey"] = queue
    app.extensions["clockwork"] = []

    @queue.task()
    def answer_door() -> None:
        with app.app_context():
            drain()

    @queue.periodic_task(crontab(minute="*"))
    def every_minute() -> None:
        with app.app_context():
            drain()
            for chore in app.extensions["clockwork"]:
                chore()

    app.extensions["doorbell"] = answer_door


def every_minute(app: Flask, chore: Callable[[], object]) -> None:
    """Have the worker do `chore` once a minute; it must be harmless to do twice."""
    app.extensions["clockwork"].append(chore)


def _queue(app: Flask) -> Huey:
    url = app.config["QUEUE_URL"]
    if url.startswith("postgresql"):
        return PostgresHuey("portal", dsn=url)
    path = Path(app.instance_path) / "doorbell.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return SqliteHuey("portal", filename=str(path))
