"""Requests straight into a WSGI application: no socket, no client library between the clock and the portal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from time import perf_counter_ns, process_time_ns
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import EnvironBuilder

from tests.page import Client

Environ = dict[str, Any]
Make = Callable[[], Environ]
ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Route:
    """What is measured: `make` prepares one request, outside the measured time."""

    what: str
    app: Flask
    make: Make
    status: HTTPStatus = HTTPStatus.OK
    """What each answer must have; anything else ends the run."""


class Answer(NamedTuple):
    """Nanoseconds on the clock and of this process's CPU; bytes of the body."""

    taken: int
    worked: int
    size: int


def page(path: str, client: Client | None = None) -> Make:
    """GET `path` with the cookies of `client`'s browser."""
    environ = _environ(path, client, method="GET")
    return lambda: environ | {"wsgi.input": BytesIO()}


def form(path: str, fields: Mapping[str, str], client: Client) -> Environ:
    """One POST of `fields` to `path`."""
    kind = "application/x-www-form-urlencoded"
    return _environ(path, client, method="POST", data=urlencode(fields), content_type=kind)


def cookies(client: Client) -> str:
    """The Cookie header that `client`'s browser sends."""
    names = ("signed-in", "browser", "preferences", "known-to")
    kept = ((name, client.browser.get_cookie(name)) for name in names)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in kept if cookie)


def ask(route: Route) -> Answer:
    """Send one request, and take the time until its answer is whole."""
    environ, answered = route.make(), list[str]()

    def start_response(status: str, *_rest: object) -> Callable[[bytes], object]:
        answered.append(status)
        return body.append

    body: list[bytes] = []
    began, cpu = perf_counter_ns(), process_time_ns()
    chunks = route.app(environ, start_response)
    body.extend(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    taken, worked = perf_counter_ns() - began, process_time_ns() - cpu
    assert answered[0].startswith(str(route.status.value)), f"{route.what}: {answered[0]}"
    return Answer(taken, worked, sum(map(len, body)))


def queries_and_bytes(route: Route) -> tuple[int, int]:
    """How many statements on rows one request sends to the database, and the bytes of its answer."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    ask(route)  # once a minute the first page also notes when the person was last seen
    event.listen(Engine, "before_cursor_execute", note)
    size = ask(route).size
    event.remove(Engine, "before_cursor_execute", note)
    return sum(statement.lstrip().startswith(ROWS) for statement in statements), size


def _environ(path: str, client: Client | None, **asked: Any) -> Environ:
    headers = [("Accept-Language", "en"), *([("Cookie", cookies(client))] if client else [])]
    return EnvironBuilder(path, "http://localhost/", headers=headers, **asked).get_environ()
