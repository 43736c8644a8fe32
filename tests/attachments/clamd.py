"""A virus scanner on a real socket that speaks clamd's INSTREAM and knows one virus."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VIRUS = b"harbour-test-virus"


class Scanner:
    """`scanned` holds what it was sent. `answer` is said instead of a verdict; empty: it hangs up."""

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.answer: bytes | None = None
        self.is_slow = threading.Event()
        self.may_end = threading.Event()

    def verdict(self, data: bytes) -> bytes:
        self.scanned.append(data)
        if self.is_slow.is_set():
            self.may_end.wait(10)
        found = b"stream: Harbour.Test FOUND\0" if VIRUS in data else b"stream: OK\0"
        return found if self.answer is None else self.answer


@contextmanager
def listening(scanner: Scanner, path: Path | None = None) -> Iterator[str]:
    """Its address: a port of its own, or the path of a Unix socket."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            data = b""
            while size := int.from_bytes(self.rfile.read(4), "big"):
                data += self.rfile.read(size)
            self.wfile.write(scanner.verdict(data))

    server: Any = (
        socketserver.ThreadingUnixStreamServer(str(path), Handler)
        if path
        else socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.server_address[1]}"
    finally:
        scanner.may_end.set()
        server.shutdown()
        thread.join()
        server.server_close()
