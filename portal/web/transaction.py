"""One write transaction a request: committed if the answer is below 400, else rolled back."""

from collections.abc import Callable

from flask import Flask, Response, g

from portal.db import commit, forget_at_open, is_writing, rollback, transaction


def init_app(app: Flask) -> None:
    app.after_request(settle)
    app.teardown_request(abandon)


def afterwards(step: Callable[[], object]) -> None:
    """Have `step` write in a transaction of its own, whatever the answer: a failed sign-in, last seen."""
    g.setdefault("afterwards", []).append(step)


def before_commit(step: Callable[[Response], None]) -> None:
    """Have `step` see the answer while the write transaction is still open."""
    g.setdefault("before_commit", []).append(step)


def settle(response: Response) -> Response:
    if is_writing() and response.status_code < 400:
        for look in g.pop("before_commit", ()):
            look(response)
        commit()
    elif is_writing():
        rollback()
    forget_at_open()
    steps = g.pop("afterwards", ())
    if steps:
        with transaction():
            for step in steps:
                step()
    return response


def abandon(_error: BaseException | None) -> None:
    if is_writing():
        rollback()
