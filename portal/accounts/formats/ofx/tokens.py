"""OFX as its tags. In version 1 a tag with a value is not closed, so that no parser of XML reads it."""

import re
from collections.abc import Iterator
from html import unescape
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from portal.accounts.formats.encodings import SAMPLE, as_text, encoding_of
from portal.accounts.formats.lines import BadFile

CHUNK = 1 << 16
LONGEST_TOKEN = 1 << 16  # characters
TOKEN = re.compile(r"<(/?)([A-Za-z0-9_.]+)\s*(/?)>([^<]*)")
BEGIN = re.compile(r"<OFX>", re.IGNORECASE)
ENCODINGS = {
    "1252": "cp1252",
    "ISO-8859-1": "latin-1",
    "8859-1": "latin-1",
    "UTF-8": "utf-8",
    "936": "gb18030",
}
SAID = re.compile(rb'(?:CHARSET:\s*|encoding=["\'])([A-Za-z0-9-]+)')


class Token(NamedTuple):
    """`value` is empty for an aggregate and for what closes something."""

    name: str
    closes: bool
    value: str


def tokens(file: BinaryIO) -> Iterator[Token]:
    """Every tag behind the header; BadFile for what is no tag, a DTD or entity declaration among it."""
    try:
        with as_text(file, _encoding(file)) as text:
            yield from _tokens(text)
    except UnicodeError:
        raise BadFile(
            "The characters are not in the encoding that the header names. Export it as OFX 2."
        ) from None


def _tokens(text: TextIOWrapper) -> Iterator[Token]:
    buffer = text.read(CHUNK)
    begin = BEGIN.search(buffer)
    if begin is None:
        raise BadFile("There is no <OFX> in this file, or a very long header before it.")
    if "<!" in buffer[: begin.start()]:
        raise BadFile(
            "The file has a DTD, which no statement needs and which can do harm. Ask for the file anew."
        )
    at = begin.start()
    while buffer:
        whole = buffer.rfind("<")  # what follows the last tag may go on in the next chunk
        while at < whole:
            match = _match(buffer, at)
            yield _token(match)
            at = match.end()
        chunk, buffer = text.read(CHUNK), buffer[at:]
        at = 0
        if not chunk:
            yield from (_token(_match(buffer, 0)),) if buffer.strip() else ()
            return
        buffer += chunk
        if len(buffer) > LONGEST_TOKEN + CHUNK:
            raise BadFile(f"A value is longer than {LONGEST_TOKEN:,} characters: {buffer[:40].strip()}…")


def _match(buffer: str, at: int) -> re.Match[str]:
    match = TOKEN.match(buffer, at)
    if match is None:
        raise BadFile(f"This is no tag of OFX: {buffer[at : at + 40].strip()}")
    return match


def _token(match: re.Match[str]) -> Token:
    closes, name, is_empty, value = match.groups()
    value = "" if closes or is_empty else unescape(value).strip()
    return Token(name.upper(), bool(closes), value)


def _encoding(file: BinaryIO) -> str:
    sample = file.read(SAMPLE)
    file.seek(0)
    said = SAID.search(sample)
    known = ENCODINGS.get(said[1].decode().upper()) if said else None
    return known if known and not sample.startswith(b"\xef\xbb\xbf") else encoding_of(file)
