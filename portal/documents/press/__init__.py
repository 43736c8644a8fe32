"""The child process that makes PDFs and braille, one order after the other until its input ends.

Asked:    {"size"}, newline, then an order of so many bytes of JSON: {"form", "papers", …}.
Answers:  {"size"} or {"refused", "what"}, newline, and behind it the document of that size.
At its start it is told on its command line how many bytes of memory and seconds of CPU it may use.
An error nobody foresaw ends it with a traceback and status 1, which `printing` reports.
"""

import json
import resource
import sys
from typing import IO, Any

from portal.documents.rules import Form, Refusal, Unprintable


def main() -> None:
    """Work until the orders end."""
    memory, seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while head := sys.stdin.buffer.readline(1000):
        order = json.loads(sys.stdin.buffer.read(json.loads(head)["size"]))
        _answer(sys.stdout.buffer, order)


def made(order: dict[str, Any]) -> bytes:
    """The document of an order; raises `Unprintable`. Imports only what this form needs."""
    if order["form"] == Form.BRF:
        from portal.documents.press.embossing import emboss

        return emboss(order)
    from portal.documents.press.typesetting import typeset

    return typeset(order)


def _answer(out: IO[bytes], order: dict[str, Any]) -> None:
    try:
        document = made(order)
    except Unprintable as refused:
        _write(out, {"refused": refused.reason, "what": refused.what})
    except MemoryError:
        _write(out, {"refused": Refusal.TOO_LONG, "what": ""})
    else:
        _write(out, {"size": len(document)}, document)


def _write(out: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    out.write(json.dumps(head).encode() + b"\n" + body)
    out.flush()
