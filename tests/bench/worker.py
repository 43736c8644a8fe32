"""What a worker weighs, and how long it takes to open."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import psutil

from tests.bench.figures import say

REQUESTS = 200
PATHS = ("/", "/my-requests/", "/loans/", "/inbox/")
MEBIBYTE = 1024 * 1024


def weigh(instance: Path, url: str, cookie: str) -> None:
    """Start a worker of its own on the bank's database, ask it as the signed-in person, and say its figures."""
    began = perf_counter()
    with _server(instance, url) as (process, port):
        _get(port, "/healthz", cookie)
        started, worked = perf_counter() - began, sum(psutil.Process(process.pid).cpu_times()[:2])
        for path in islice(cycle(PATHS), REQUESTS):
            _get(port, path, cookie)
        resident = psutil.Process(process.pid).memory_info().rss
    say(
        what=f"a worker after {REQUESTS} requests over HTTP",
        resident_mib=round(resident / MEBIBYTE, 1),
        start_s=round(started, 2),
        start_cpu_s=round(worked, 2),
    )


@contextmanager
def _server(instance: Path, url: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "tests.bench.server", str(instance), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, int(process.stdout.readline())
        finally:
            process.terminate()


def _get(port: int, path: str, cookie: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = connection.getresponse()
        answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
