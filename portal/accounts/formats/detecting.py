"""What kind of file it is, from its beginning."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import BinaryIO

from portal.accounts.formats import camt, csv, ofx
from portal.accounts.formats.lines import BadFile, Part

SAMPLE = 1 << 16
MARKS = b"\xef\xbb\xbf\xff\xfe"


class Format(StrEnum):
    CAMT = "camt.053"
    OFX = "OFX"
    CSV = "CSV"
    ACCOUNTS = "CSV of accounts"


READERS: dict[Format, Callable[[BinaryIO], Iterator[Part]]] = {
    Format.CAMT: camt.read,
    Format.OFX: ofx.read,
    Format.CSV: csv.read,
}


def format_of(file: BinaryIO) -> Format:
    """The file is rewound; BadFile for what is none of them."""
    sample = file.read(SAMPLE)
    file.seek(0)
    begin = sample.replace(b"\0", b"").lstrip(MARKS).lstrip()
    if not begin:
        raise BadFile("There is nothing in this file, or nothing but blanks at its beginning.")
    if begin.startswith(b"OFXHEADER") or (begin.startswith(b"<") and b"<OFX>" in begin.upper()):
        return Format.OFX
    if begin.startswith(b"<"):
        return Format.CAMT
    return Format.ACCOUNTS if csv.header_of(file) == csv.ACCOUNT_COLUMNS else Format.CSV
