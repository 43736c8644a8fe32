"""The child process: takes one uploaded file from standard input, gives a clean copy on standard output.

Asked:    {"kind", "size", "quarter_turns", "cpu_seconds", "memory_bytes"}, newline, the file.
Answers:  ready, newline, {"pages", "size", "width", "height"} or {"refused"}, newline, the clean copy of
          that size, and behind it its thumbnail, if that was drawn in time.
An error nobody foresaw ends it with a traceback and status 1, which `checking` takes for a damaged file.
"""

import functools
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from portal.attachments.rules import DRAWING_SECONDS, Clean, Kind, Refusal, Refused


def main() -> None:
    """Decode the one file that was asked for."""
    order = json.loads(sys.stdin.buffer.readline(1000))
    limit(CPU=order["cpu_seconds"], AS=order["memory_bytes"], FSIZE=0, CORE=0)
    decode = prepare(Kind(order["kind"]), order["quarter_turns"])
    # From here on no file and no socket, and no thread either; only libde265 insists on one.
    limit(NOFILE=3)
    if order["kind"] != Kind.HEIC:
        limit(NPROC=0)
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    data = sys.stdin.buffer.read()
    if len(data) != order["size"]:
        raise EOFError("the file did not arrive whole")
    try:
        clean = decode(data)
    except Refused as broken:
        answer({"refused": broken.reason})
    except MemoryError:
        answer({"refused": Refusal.TOO_SLOW})
    else:
        facts = {"pages": clean.pages, "width": clean.width, "height": clean.height}
        answer(facts | {"size": len(clean.data)}, clean.data)
        limit(CPU=min(order["cpu_seconds"], int(time.process_time()) + 1 + DRAWING_SECONDS))
        sys.stdout.buffer.write(clean.draw())


def limit(**most: int) -> None:
    """Set limits of this process by their names in setrlimit(2): seconds, bytes, open files or processes."""
    for name, value in most.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def prepare(kind: Kind, quarter_turns: int = 0) -> Callable[[bytes], Clean]:
    """Import what the kind needs and nothing else, but all of it: later no module file can be opened."""
    if kind is Kind.PDF:
        from portal.attachments.decoder import documents

        documents.warm_up()
        return functools.partial(documents.clean_pdf, quarter_turns=quarter_turns)
    from portal.attachments.decoder import photos

    photos.warm_up(kind)
    return functools.partial(photos.clean_photo, kind=kind, quarter_turns=quarter_turns)


def answer(facts: dict[str, Any], body: bytes = b"") -> None:
    """Write the header line and what follows it."""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
