"""Asks the virus scanner clamd about a file. Source: clamd(8), INSTREAM.

The two clients on PyPI are no better: one is LGPL and untouched since 2014, the other knows no IPv6 and reads
an answer without end.
"""

import contextlib
import logging
import socket
from collections.abc import Iterator

from portal.attachments.rules import Refusal, Refused

SECONDS = 15
CHUNK = 64 * 1024
LONGEST_ANSWER = 1000

_log = logging.getLogger(__name__)


def scan(data: bytes, clamav: str) -> None:
    """Raise `Refused` if the scanner finds something (INFECTED), or did not answer (NOT_SCANNED).

    `clamav` is host:port, or the path of a Unix socket. What is not scanned is kept nowhere.
    """
    try:
        with _connected(clamav) as connection:
            verdict = _ask(connection, data)
    except OSError as error:
        verdict = str(error)
    if verdict.endswith(" FOUND"):
        _log.warning("the virus scanner found something in a file of %s bytes", len(data))
        raise Refused(Refusal.INFECTED)
    if verdict != "stream: OK":
        _log.error("the virus scanner gave no verdict: %s", verdict)
        raise Refused(Refusal.NOT_SCANNED)


@contextlib.contextmanager
def _connected(clamav: str) -> Iterator[socket.socket]:
    if clamav.startswith("/"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(SECONDS)
            connection.connect(clamav)
            yield connection
        return
    host, _, port = clamav.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), SECONDS) as connection:
        yield connection


def _ask(connection: socket.socket, data: bytes) -> str:
    """What the scanner says of these bytes, such as "stream: OK"."""
    connection.sendall(b"zINSTREAM\0")
    for at in range(0, len(data), CHUNK):
        chunk = data[at : at + CHUNK]
        connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
    connection.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER and (more := connection.recv(LONGEST_ANSWER)):
        answer += more
    return answer.partition(b"\0")[0].decode(errors="replace")
