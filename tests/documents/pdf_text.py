"""What a screen reader gets of a PDF: the text of its structure tree, in the tree's order."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

Tree = Any
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def reading(pdf: pikepdf.Pdf) -> str:
    """All text in reading order; what is an artefact, such as a page number, is not in the tree."""
    marked = {page.objgen: _marked(page) for page in pdf.pages}
    return "".join(_text(pdf.Root.StructTreeRoot, marked, None))


def elements(pdf: pikepdf.Pdf) -> list[str]:
    """The names of all elements, such as Table, TH and P, in order."""
    return [str(each.S).lstrip("/") for each in _walk(pdf.Root.StructTreeRoot) if "/S" in each]


def languages(pdf: pikepdf.Pdf) -> set[str]:
    """Every language that is named, of the whole and of its parts."""
    found = {str(each.Lang) for each in _walk(pdf.Root.StructTreeRoot) if "/Lang" in each}
    return found | {str(pdf.Root.Lang)}


def _walk(element: Tree) -> Iterator[Tree]:
    yield element
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
            yield from _walk(kid)


def _kids(element: Tree) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _text(element: Tree, marked: dict[Any, dict[int, str]], page: Any) -> Iterator[str]:
    page = element.get("/Pg", page) if isinstance(element, pikepdf.Dictionary) else page
    if "/ActualText" in element:
        yield str(element.ActualText)
        return
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            if str(kid.get("/Type")) == "/MCR":
                yield marked[kid.get("/Pg", page).objgen].get(int(kid.MCID), "")
            else:
                yield from _text(kid, marked, page)
        else:
            yield marked[page.objgen].get(int(kid), "")


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked piece of a page's content, by its number."""
    fonts = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    inside: list[Any] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                inside.append(_piece(operands))
                if inside[-1].get("actual"):
                    _add(found, inside, inside[-1]["actual"])
            case "EMC":
                inside.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if not any(each.get("actual") for each in inside):
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                code = b"".join(bytes(each) for each in shown if isinstance(each, pikepdf.String))
                letters = [
                    font.get(int.from_bytes(code[at : at + 2], "big"), "") for at in range(0, len(code), 2)
                ]
                is_reversed = any(each.get("reversed") for each in inside)
                _add(found, inside, "".join(reversed(letters) if is_reversed else letters))
    return found


def _piece(operands: Any) -> dict[str, Any]:
    """What a marked piece says of itself: its number, what is said instead of it, if its glyphs run backwards."""
    facts = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
    return {
        "number": int(facts["/MCID"]) if "/MCID" in facts else None,
        "actual": str(facts["/ActualText"]) if "/ActualText" in facts else None,
        "reversed": str(operands[0]) == "/ReversedChars",
    }


def _add(found: dict[int, str], inside: list[Any], text: str) -> None:
    number = next((each["number"] for each in reversed(inside) if each["number"] is not None), None)
    if number is not None:
        found[number] = found.get(number, "") + text


def _unicode(font: Any) -> dict[int, str]:
    """A font's ToUnicode map."""
    table: dict[int, str] = {}
    lines = bytes(font.ToUnicode.read_bytes()).splitlines()
    for line in lines:
        codes = [bytes.fromhex(each.decode()) for each in HEX.findall(line)]
        if len(codes) == 2 and not line.startswith(b"<0000> <ffff>"):
            table[int.from_bytes(codes[0], "big")] = codes[1].decode("utf-16-be")
        elif len(codes) == 3:
            first, last = (int.from_bytes(code, "big") for code in codes[:2])
            start = int.from_bytes(codes[2], "big")
            table |= {code: chr(start + code - first) for code in range(first, last + 1)}
    return table
