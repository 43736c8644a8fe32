"""Which characters a file is written in. Chinese spreadsheets write GBK or UTF-16; everybody else UTF-8."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO

from portal.accounts.formats.lines import BadFile

CHUNK = 1 << 20
SAMPLE = 4096
LONGEST_LINE = 1 << 20  # characters
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CANDIDATES = ("utf-8", "gb18030")  # GB 18030 has all of GBK and GB 2312


def encoding_of(file: BinaryIO) -> str:
    """The encoding that the whole file can be read in, from its mark or by trying; the file is rewound.

    BadFile if there is none.
    """
    sample = file.read(SAMPLE)
    file.seek(0)
    for mark, name in MARKS.items():
        if sample.startswith(mark):
            return name
    if b"\0" in sample:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    found = next((each for each in CANDIDATES if _is_in(file, each)), None)
    if found is None:
        raise BadFile("The characters are neither UTF-8, UTF-16 nor GBK. Save the file as UTF-8.")
    return found


def lines_of(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The file's lines with their ends; BadFile for a line without end and for characters that are none."""
    number = 1
    try:
        with as_text(file, encoding) as text:
            while line := text.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise BadFile(f"line {number}: it is longer than {LONGEST_LINE:,} characters")
                yield line
                number += 1
    except UnicodeError:
        raise BadFile(
            f"line {number}: it has characters that are not {encoding}. Save the file as UTF-8."
        ) from None


@contextmanager
def as_text(file: BinaryIO, encoding: str) -> Iterator[TextIOWrapper]:
    """The file's characters, line ends as they are; the file stays open."""
    text = TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        if not file.closed:
            text.detach()


def _is_in(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
