"""One write transaction a request: committed if the answer is below 400, else rolled back."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from flask import Flask, Response, g, request

from portal.db import Busy, at_open, commit, is_writing, rollback, take_at_open, transaction

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.after_request(settle)
    app.teardown_request(abandon)


def afterwards(step: Callable[[], object]) -> None:
    """Have `step` write in a transaction of its own, whatever the answer: a failed sign-in, last seen."""
    g.setdefault("afterwards", []).append(step)


def before_commit(step: Callable[[Response], None]) -> None:
    """Have `step` see the answer while the write transaction is still open."""
    g.setdefault("before_commit", []).append(step)


@contextmanager
def apart() -> Iterator[None]:
    """A transaction of its own before the request's: what it writes stays, whatever the answer will be."""
    waiting = take_at_open()
    with transaction():
        yield
    for step in waiting:
        at_open(step)


def settle(response: Response) -> Response:
    if is_writing() and response.status_code < 400:
        for look in g.pop("before_commit", ()):
            look(response)
        commit()
    elif response.status_code >= 400:
        rollback()
    take_at_open()
    steps = g.pop("afterwards", ())
    if steps and "too_busy" not in g:
        _do(steps, response)
    return response


def _do(steps: Sequence[Callable[[], object]], response: Response) -> None:
    """A page that is ready is not lost because "last seen" had no room; what limits guessing must be written."""
    try:
        with transaction():
            for step in steps:
                step()
    except Busy as busy:
        if response.status_code >= 400:
            raise
        log.warning("not noted after %s: %s", request.path, busy)


def abandon(_error: BaseException | None) -> None:
    if is_writing():
        rollback()
