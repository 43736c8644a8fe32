"""Braille pages (BRF): lines of cells, a running page number, one transaction a block, labels instead of columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.documents.press.translating import BLANK, translated

# North American Braille ASCII, by the number of the pattern. Source: ANSI/NABCC as BRF files have it.
ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
PAGE_END, LINE_END = b"\f", "\r\n"


@dataclass
class Line:
    """A text and how it is set: cells before its first line and before those it runs over to."""

    text: str
    first: int = 0
    over: int = 2
    is_centred: bool = False


Block = list[Line]
"""What stays on one page, with an empty line before it."""


def emboss(order: dict[str, Any]) -> bytes:
    """The BRF of an order: {"papers": [a said document], "cells" a line, "lines" a page}; 0 and 0: unpaged.

    Raises `Unprintable`.
    """
    paper, width, height = order["papers"][0], order["cells"], order["lines"]
    blocks = [block for block in _blocks(paper) if block]
    cells = iter(translated((line.text for block in blocks for line in block), paper["locale"]))
    wrapped = [[row for line in block for row in _wrapped(next(cells), line, width)] for block in blocks]
    if not height:
        return _written([row for block in wrapped for row in (*block, "")])
    pages = _pages(wrapped, height - 1)
    numbers = translated((str(number + 1) for number in range(len(pages))), paper["locale"])
    numbered = [[number.rjust(width, BLANK), *page] for number, page in zip(numbers, pages, strict=True)]
    return PAGE_END.join(_written(page) for page in numbered)


def _blocks(paper: dict[str, Any]) -> Iterator[Block]:
    """All of a said document in the order in which it is read."""
    parts = paper["parts"]
    yield [Line(text, is_centred=True) for text in (paper["bank"], paper["phone"])]
    yield [Line(parts["title"], is_centred=True)]
    yield [Line(parts["recipient"])] if parts["recipient"] else []
    yield [_pair(paper, label, value) for label, value in parts["head"]]
    for part in parts["body"]:
        yield from _part(paper, part)
    if seal := parts["seal"]:
        yield [Line(seal["title"], first=4, over=4)]
        yield [Line(seal["words"], first=2, over=0), Line(seal["code"])]


def _part(paper: dict[str, Any], part: dict[str, Any]) -> Iterator[Block]:
    match part["is"]:
        case "heading":
            yield [Line(part["text"], first=4, over=4)]
        case "paragraph":
            yield [Line(part["text"], first=2, over=0)]
        case "items":
            yield from ([Line(text)] for text in part["texts"])
        case "facts":
            yield [_pair(paper, label, value) for label, value in part["rows"]]
        case "table":
            yield [Line(part["caption"], first=4, over=4)]
            headers = [column["header"] for column in part["columns"]]
            for row in part["rows"]:
                yield [_pair(paper, *pair) for pair in zip(headers, row, strict=True) if pair[1]]
        case "signature":
            yield [Line(text) for text in part["lines"]]


def _pair(paper: dict[str, Any], label: str, value: str) -> Line:
    return Line(paper["pair_words"].replace("{label}", label).replace("{value}", value))


def _wrapped(cells: str, line: Line, width: int) -> Iterator[str]:
    """Rows of at most `width` cells, broken between words; a word that is too long is cut."""
    if not width:
        yield cells
        return
    row, indent = "", line.first
    for word in cells.split(BLANK):
        rest = word
        while rest:
            room = width - indent - len(row) - bool(row)
            if len(rest) <= room:
                row, rest = f"{row}{BLANK if row else ''}{rest}", ""
            elif row:
                yield _set(row, indent, line, width)
                row, indent = "", line.over
            else:
                row, rest = rest[:room], rest[room:]
    yield _set(row, indent, line, width)


def _set(row: str, indent: int, line: Line, width: int) -> str:
    return BLANK * ((width - len(row)) // 2 if line.is_centred else indent) + row


def _pages(blocks: list[list[str]], height: int) -> list[list[str]]:
    """Blocks on pages of `height` rows; one that is longer than a page runs over."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        gap = [""] if pages[-1] else []
        if len(pages[-1]) + len(gap) + len(block) > height and pages[-1]:
            pages.append([])
            gap = []
        pages[-1] += [*gap, *block]
        while len(pages[-1]) > height:
            pages[-1], rest = pages[-1][:height], pages[-1][height:]
            pages.append(rest)
    return pages


def _written(rows: list[str]) -> bytes:
    ascii_rows = ("".join(ASCII[ord(cell) - 0x2800] for cell in row).rstrip() for row in rows)
    return "".join(f"{row}{LINE_END}" for row in ascii_rows).encode("ascii")
