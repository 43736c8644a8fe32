"""Checks an upload and makes a clean copy of it in a child process that opens no file and soon ends."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from portal.attachments.rules import (
    EXTENSIONS,
    LONGEST_SIDE,
    MAX_BYTES,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_THUMBNAIL_BYTES,
    QUARTER_TURNS,
    Kind,
    Limits,
    Refusal,
    Refused,
)
from portal.attachments.scanning import scan

__all__ = ["Checked", "DecoderError", "Refused", "check", "turn"]

MAX_ANSWER_BYTES = 2 * MAX_BYTES
READY = b"ready\n"
LIMITS = Limits()

_COMMAND = [sys.executable, "-E", "-s", "-m", "portal.attachments.decoder"]
_ROOT = Path(__file__).parents[2]
_OUT_OF_TIME = {-signal.SIGKILL, -signal.SIGXCPU}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
# A decoder may use 1.5 GB: sixteen request threads must not start sixteen of them.
_decoders = threading.BoundedSemaphore(2)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """A clean copy: JPEG without any metadata, or PDF without anything active; a photo's sides in pixels.

    `thumbnail` is a JPEG of the first page, empty where none could be drawn.
    """

    media_type: str
    data: bytes
    pages: int
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""


class DecoderError(RuntimeError):
    """The child process did not start: the installation is at fault, not the file."""


def check(data: bytes, filename: str, limits: Limits = LIMITS, clamav: str = "") -> Checked:
    """Return a clean copy of the uploaded bytes, or raise `Refused`.

    The name only decides which refusal is said: `WRONG_KIND`, or `NOT_WHAT_IT_SAYS` when it promises an
    accepted kind. `clamav` is where the virus scanner listens, if there is one; it reads before anything is
    decoded. May be called from any thread; waits while two other files are being decoded. Raises
    `DecoderError` when the child cannot start.
    """
    if not data:
        raise Refused(Refusal.EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    kind = kind_of(data)
    if kind is None:
        promised = PurePath(filename).suffix.lower() in EXTENSIONS
        raise Refused(Refusal.NOT_WHAT_IT_SAYS if promised else Refusal.WRONG_KIND)
    if _declared_pixels(data, kind) > MAX_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if clamav:
        scan(data, clamav)
    return _decoded(data, kind, limits)


def turn(data: bytes, media_type: str, quarter_turns: int, limits: Limits = LIMITS) -> Checked:
    """Return a clean copy turned clockwise by one to three quarters; as slow as `check`, and raises the same.

    ValueError for any other number of turns.
    """
    if quarter_turns not in QUARTER_TURNS:
        raise ValueError(f"{quarter_turns} quarter turns")
    return _decoded(data, Kind.PDF if media_type == Kind.PDF.media_type else Kind.JPEG, limits, quarter_turns)


def kind_of(data: bytes) -> Kind | None:
    """Return the accepted kind whose signature the bytes begin with, if any."""
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and not _HEIC_BRANDS.isdisjoint(_brands(data)):
        return Kind.HEIC
    if data[:1024].lstrip(b"\xef\xbb\xbf\0\t\n\f\r ").startswith(b"%PDF-"):
        return Kind.PDF
    return None


def _brands(data: bytes) -> set[bytes]:
    """The major and compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return {box[at : at + 4] for at in range(0, len(box), 4) if at != 4}


def _declared_pixels(data: bytes, kind: Kind) -> int:
    """Width times height where the header has them at a fixed place, else 0; the child looks at all kinds.

    A bomb needs no child to be refused, and a WebP could not even be opened. Source: PNG 11.2.1; RFC 9649, 2.
    """
    if kind is Kind.PNG:
        return int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big")
    if data[12:16] == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    if data[12:16] == b"VP8 ":
        return (int.from_bytes(data[26:28], "little") & 0x3FFF) * (
            int.from_bytes(data[28:30], "little") & 0x3FFF
        )
    return 0


def _decoded(data: bytes, kind: Kind, limits: Limits, quarter_turns: int = 0) -> Checked:
    order = {
        "kind": kind,
        "size": len(data),
        "quarter_turns": quarter_turns,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
    }
    with _decoders:
        answer, code = _ask_child(json.dumps(order).encode() + b"\n" + data, limits.wall_seconds)
    if code in _OUT_OF_TIME and len(answer) <= MAX_ANSWER_BYTES:
        return _undrawn(answer, kind)
    if not answer.startswith(READY):
        raise DecoderError(f"`python -m portal.attachments.decoder` ended with {code} before it was ready")
    if code:
        _log.warning("decoder ended with %s on a %s of %s bytes", code, kind.value, len(data))
        raise Refused(Refusal.DAMAGED)
    return _read_answer(answer.removeprefix(READY), kind)


def _ask_child(message: bytes, wall_seconds: float) -> tuple[bytes, int]:
    """Return what the child wrote, at most a byte more than allowed, and its exit code (negative: signal)."""
    with subprocess.Popen(  # noqa: S603 - nothing in the command comes from the upload
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={},
        start_new_session=True,
    ) as child:
        assert child.stdin
        assert child.stdout
        with _killed_after(wall_seconds, child.pid):
            with contextlib.suppress(BrokenPipeError), child.stdin:
                child.stdin.write(message)
            answer = child.stdout.read(MAX_ANSWER_BYTES + 1)
    return answer, child.returncode


@contextlib.contextmanager
def _killed_after(seconds: float, group: int) -> Iterator[None]:
    """Kill the process group after so many seconds, or at the end of the block, its leader not yet reaped."""
    watchdog = threading.Timer(seconds, os.killpg, (group, signal.SIGKILL))
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
        watchdog.join()
        os.killpg(group, signal.SIGKILL)


def _undrawn(answer: bytes, kind: Kind) -> Checked:
    """The clean copy, if only its thumbnail took too long."""
    try:
        return replace(_read_answer(answer.removeprefix(READY), kind), thumbnail=b"")
    except Refused:
        raise Refused(Refusal.TOO_SLOW) from None


def _read_answer(answer: bytes, kind: Kind) -> Checked:
    """Believe nothing: a hostile file may have taken the child over."""
    head, _, body = answer.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        raise Refused(Refusal.DAMAGED) from None
    if not isinstance(said, dict):
        raise Refused(Refusal.DAMAGED)
    if said.get("refused") in set(Refusal):
        raise Refused(Refusal(said["refused"]))
    size = said.get("size")
    if not _within(size, len(body)) or not _plausible(said, body[:size], kind):
        raise Refused(Refusal.DAMAGED)
    if not _is_thumbnail(body[size:]):
        raise Refused(Refusal.DAMAGED)
    return Checked(kind.media_type, body[:size], said["pages"], said["width"], said["height"], body[size:])


def _is_thumbnail(data: bytes) -> bool:
    """A JPEG that is small enough, or nothing for a PDF that could not be drawn."""
    return not data or (kind_of(data) is Kind.JPEG and len(data) <= MAX_THUMBNAIL_BYTES)


def _plausible(said: dict[str, Any], body: bytes, kind: Kind) -> bool:
    sides = (said.get("width"), said.get("height"))
    if kind is Kind.PDF:
        return kind_of(body) is Kind.PDF and sides == (None, None) and _within(said.get("pages"), MAX_PAGES)
    return (
        kind_of(body) is Kind.JPEG and said.get("pages") == 1 and all(_within(s, LONGEST_SIDE) for s in sides)
    )


def _within(number: object, most: int) -> bool:
    return type(number) is int and 1 <= number <= most
