"""A portal in a process of its own that can be killed at any instant, and a browser that talks to it."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Timer
from typing import Any

import waitress
from flask import Flask
from werkzeug.test import Client as Browser

from portal.jobs.operations import drain
from tests.banks import open_bank
from tests.page import Client

# a process that is forked from one that has everything imported begins in a moment
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


class Unanswered(Exception):
    """The server died before the answer was whole: nobody knows what it did."""


class MortalServer:
    """The portal on an existing database, served by waitress until it is killed."""

    def __init__(self, instance: Path, url: str) -> None:
        self.instance, self.url = instance, url
        self.port = 0
        self._process: Any = None

    def start(self) -> None:
        """At first on any free port, later on the same again."""
        ours, theirs = _context.Pipe()
        self._process = _context.Process(target=_serve, args=(self.instance, self.url, self.port, theirs))
        self._process.start()
        self.port = ours.recv()

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, in the middle of whatever it does."""
        self._process.kill()
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL

    def kill_after(self, seconds: float) -> Timer:
        timer = Timer(seconds, self._process.kill)
        timer.start()
        return timer

    @property
    def is_dead(self) -> bool:
        self._process.join(0)
        return self._process.exitcode is not None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As a WSGI application: hands the request on over HTTP; `Unanswered` when the server dies."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        try:
            body = environ["wsgi.input"].read()
            connection.request(environ["REQUEST_METHOD"], path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            raise Unanswered(path) from error
        finally:
            connection.close()
        start_response(f"{answer.status} {answer.reason}", answer.getheaders())
        return [content]


def worker(instance: Path, url: str, **settings: Any) -> Any:
    """A process that does what the outbox holds, once; it is started, and may be killed."""
    working = _context.Process(target=_work, args=(instance, url, settings))
    working.start()
    return working


def browser_of(app: Flask, server: MortalServer) -> Client:
    """A checking client whose requests go to the server; `app` only lends it its rules."""
    client = Client(app)
    client.browser = Browser(server)  # type: ignore[assignment]
    return client


def _work(instance: Path, url: str, settings: dict[str, Any]) -> None:
    with open_bank(instance, url, **settings) as app, app.app_context():
        drain()


def _serve(instance: Path, url: str, port: int, parent: Connection) -> None:
    with open_bank(instance, url) as app:
        server = waitress.create_server(app, host="127.0.0.1", port=port, threads=2)
        parent.send(server.effective_port)
        server.run()
