"""The words of right-to-left lines in the order in which they are read.

typst shows such a run word by word from left to right, each word marked as reversed. Where they stand does not
change with the order in which they are shown, but what a screen reader hears does. Source: ISO 32000-1, 14.8.2.3.3.
"""

import re
from io import BytesIO

import pikepdf

RUN = re.compile(rb"(?<=\nBT)((?:(?!\nET\n).)*?/ReversedChars BMC.*?)(?=\nET\n)", re.DOTALL)
SHOWN = re.compile(
    rb"(?:/Span<</ActualText[^>]*>>BDC|/ReversedChars BMC)* 0 Tr/f\d+ .*?\]?(?:TJ|Tj)(?:\nEMC)*", re.DOTALL
)


def in_reading_order(pdf: bytes) -> bytes:
    """The same pages, their right-to-left words shown in the order in which they are read."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            content = page.Contents.read_bytes()
            page.Contents.write(RUN.sub(_turned, content))
        ordered = BytesIO()
        opened.save(ordered, deterministic_id=True)
    return ordered.getvalue()


def _turned(run: re.Match[bytes]) -> bytes:
    """A run's words the other way round; one that is not only words stays as it is."""
    words = SHOWN.findall(run[1])
    return b"".join(reversed(words)) if b"".join(words) == run[1] else run[1]
