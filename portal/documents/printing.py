"""The press as the portal uses it: one child that stays for the short papers, one of its own for a long one.

A paper's memory is the child's. It goes when nobody has printed for a while, and when it has printed many.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from portal.documents.description import Said
from portal.documents.rules import MAX_BYTES, Form, Refusal, Unprintable

_COMMAND = [sys.executable, "-E", "-s", "-m", "portal.documents.press"]
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, seconds of CPU of the whole child, seconds on the clock for one paper."""

    memory: int
    cpu: int
    wall: float


SHORT = Limits(memory=2 * 1024**3, cpu=600, wall=20)
LONG = Limits(memory=3 * 1024**3, cpu=120, wall=120)
MOST_PAPERS = 200
IDLE = 60.0  # seconds


class PressError(RuntimeError):
    """The press ended before its answer was whole: the installation is at fault, not the paper."""


def order(
    form: Form, papers: list[Said], issued_at: int, size: int = 11, cells: int = 0, lines: int = 0
) -> bytes:
    """What the press is asked: the paper, beside it the same in another language if there are two."""
    told = {"form": form, "papers": [asdict(paper) for paper in papers], "issued_at": issued_at}
    return json.dumps(told | {"size": size, "cells": cells, "lines": lines}, ensure_ascii=False).encode()


class Press:
    """A child process and the way to ask it. Threads wait for each other; whoever forks has none."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.papers = limits, 0
        self.child: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.rest: threading.Timer | None = None

    def make(self, asked: bytes) -> bytes:
        """The document of an `order`; raises `Unprintable`, or `PressError` when the press itself fails."""
        with self.lock:
            if self.rest:
                self.rest.cancel()
            try:
                answer = self._ask(self._running(), asked)
            except BaseException:
                self._end()
                raise
            self.papers += 1
            self._rest_later()
        if "refused" in answer[0]:
            raise Unprintable(Refusal(answer[0]["refused"]), answer[0]["what"])
        return answer[1]

    def close(self) -> None:
        with self.lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.papers >= MOST_PAPERS or (self.child and self.child.poll() is not None):
            self._end()
        if self.child is None:
            self.papers = 0
            self.child = subprocess.Popen(  # noqa: S603 - nothing in the command comes from a document
                [*_COMMAND, str(self.limits.memory), str(self.limits.cpu)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=_environment(),
                start_new_session=True,
            )
        return self.child

    def _ask(self, child: subprocess.Popen[bytes], asked: bytes) -> tuple[dict[str, Any], bytes]:
        assert child.stdin
        assert child.stdout
        watchdog = threading.Timer(self.limits.wall, os.killpg, (child.pid, signal.SIGKILL))
        watchdog.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(json.dumps({"size": len(asked)}).encode() + b"\n" + asked)
                child.stdin.flush()
            return _answer(child.stdout)
        finally:
            watchdog.cancel()

    def _rest_later(self) -> None:
        self.rest = threading.Timer(IDLE, self.close)
        self.rest.daemon = True
        self.rest.start()

    def _end(self) -> None:
        if self.rest:
            self.rest.cancel()
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.communicate()
            self.child = None


def make(asked: bytes) -> bytes:
    """A short document; the first one waits for the press to start."""
    return _press.make(asked)


def make_apart(asked: bytes) -> bytes:
    """A long document, in a child of its own."""
    press = Press(LONG)
    try:
        return press.make(asked)
    finally:
        press.close()


def _answer(out: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    head = out.readline(1000)
    if not head:
        raise PressError("the press ended before it answered")
    told = json.loads(head)
    if told.get("size", 0) > MAX_BYTES:
        raise Unprintable(Refusal.TOO_LONG)
    body = out.read(told.get("size", 0))
    if len(body) != told.get("size", 0):
        raise PressError("the press ended in the middle of a document")
    return told, body


def _environment() -> dict[str, str]:
    """The way to liblouis, and nothing that would tell the child a secret."""
    return {name: os.environ[name] for name in ("PATH", "LOUIS_TABLEPATH") if name in os.environ}


_press = Press(SHORT)
atexit.register(_press.close)
