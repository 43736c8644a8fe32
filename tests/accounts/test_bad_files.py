"""Files that cannot be taken: each says what is wrong, where, and what to do; nothing of it is imported."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.formats.csv.columns import COLUMNS
from portal.accounts.models import Account, MonthlyTotal, OwnAccount, Transaction
from portal.audit.models import AuditEvent
from portal.db import db
from tests.accounts.statements import as_camt_02, as_ofx_1, file_of
from tests.factories import ledger
from tests.operators import run

ACCOUNT = "A-100005-1"
HEAD = ",".join(COLUMNS) + "\n"
ROW = f"{ACCOUNT},R9,card,booked,2026-11-24,2026-11-24,1.00,CNY,9424.60,Shop,,\n"
LINES = [ledger.line(number, 100, ACCOUNT) for number in (1, 2)]
BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
"""
READS_A_FILE = '<?xml version="1.0"?><!DOCTYPE foo [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>\n'


def camt(**changes: object) -> bytes:
    return file_of("xml", LINES, 942_360, **changes)


def swapped(form: str, old: str, new: str) -> bytes:
    """A good statement with one thing wrong in it."""
    content = file_of(form, LINES, 942_360)
    assert old.encode() in content
    return content.replace(old.encode(), new.encode())


def with_prolog(prolog: str, form: str = "xml", use: str = "") -> bytes:
    content = file_of(form, LINES, 942_360).decode()
    content = content[content.index("<Document" if form == "xml" else "<OFX>") :]
    return (prolog + content.replace("Shop 1", use or "Shop 1")).encode()


BAD: dict[str, tuple[bytes, str]] = {
    "wrong total": (camt(closing_minor=999), "which makes 9425.60 CNY; it says 9.99 CNY"),
    "wrong count": (camt(count=3), "its summary says entries: 3, its entries come to 2"),
    "wrong sum": (
        camt(in_minor=150),
        "its summary says a sum of 1.50 CNY, its entries come to 2.00 CNY",
    ),
    "wrong debits": (
        swapped("xml", "<TtlDbtNtries><Sum>0.00", "<TtlDbtNtries><Sum>1.00"),
        "its summary says debits of 1.00 CNY",
    ),
    "a count in words": (
        swapped("xml", ">2</NbOfNtries>", ">two</NbOfNtries>"),
        "has two where a number",
    ),
    "the same reference twice": (
        swapped("xml", "R000002", "R000001"),
        "entry R000001: the entry reference",
    ),
    "no reference": (
        swapped("xml", "<AcctSvcrRef>R000002</AcctSvcrRef>", "").replace(b"<NtryRef>R000002</NtryRef>", b""),
        "entry 2 of statement A-100005-1-202610: it has no entry reference",
    ),
    "a long reference": (swapped("xml", "R000002", "R" * 36), "an entry reference has at most 35"),
    "another currency": (
        swapped(
            "xml", '<NtryRef>R000002</NtryRef><Amt Ccy="CNY">', '<NtryRef>R000002</NtryRef><Amt Ccy="USD">'
        ),
        "entry R000002: its currency is USD, but the account A-100005-1 is in CNY",
    ),
    "an account of another currency": (
        file_of("xml", [line._replace(currency="USD") for line in LINES]),
        "entry R000001: its currency is USD, but the account A-100005-1 is in CNY",
    ),
    "a balance of another currency": (
        camt().replace(b'<Amt Ccy="CNY">', b'<Amt Ccy="USD">', 1),
        "a balance is not in CNY",
    ),
    "a sign of its own": (
        swapped("xml", ">1.00</Amt>", ">-1.00</Amt>"),
        "an amount has no sign of its own",
    ),
    "neither credit nor debit": (
        swapped("xml", "<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<CdtDbtInd>UP</CdtDbtInd><Sts>"),
        "CdtDbtInd is CRDT or DBIT",
    ),
    "a status nobody knows": (swapped("xml", "BOOK", "FUTR"), "entry R000001: its status is FUTR"),
    "30 February": (
        swapped("xml", "2026-10-01</Dt></BookgDt>", "2026-02-30</Dt></BookgDt>"),
        "is not a date",
    ),
    "too precise": (
        swapped("xml", ">1.00</Amt>", ">1.001</Amt>"),
        "1.001 has more decimals than CNY has",
    ),
    "no amount": (swapped("xml", ">1.00</Amt>", ">ten</Amt>"), "ten is not an amount"),
    "not a number": (swapped("xml", ">1.00</Amt>", ">NaN</Amt>"), "NaN is not an amount"),
    "too much": (swapped("xml", ">1.00</Amt>", ">1000000000000000.00</Amt>"), "is too large"),
    "no closing balance": (swapped("xml", "CLBD", "CLAV"), "it has no closing booked balance"),
    "no account of ours": (
        swapped("xml", ACCOUNT, "A-777777-7"),
        "no account has the reference A-777777-7",
    ),
    "a newer version": (
        swapped("xml", "camt.053.001.08", "camt.053.001.13"),
        "camt.053.001.08 are read",
    ),
    "another message": (
        swapped("xml", "camt.053.001.08", "camt.052.001.08"),
        "camt.053.001.08 are read",
    ),
    "no namespace": (b"<Document><Stmt/></Document>", "camt.053.001.08 are read"),
    "a page": (b"<!doctype html><html><body>Sorry</body></html>", "The XML breaks off"),
    "an entry without a statement": (
        camt().replace(b"<Stmt>", b"<Other>").replace(b"</Stmt>", b"</Other>"),
        "There is no camt.053 statement",
    ),
    "broken XML": (camt()[:-40], "The XML breaks off"),
    "an entity bomb": (with_prolog(BOMB, use="&lol3;"), "The file has a DTD"),
    "an entity that reads a file": (with_prolog(READS_A_FILE, use="&xxe;"), "The file has a DTD"),
    "an entity in OFX": (with_prolog(READS_A_FILE, "ofx", "&xxe;"), "The file has a DTD"),
    "nothing": (b"", "There is nothing in this file"),
    "blanks": (b" \n" * 50_000, "There is nothing in this file"),
    "zeros": (bytes(100_000), "There is nothing in this file"),
    "OFX without a balance": (swapped("ofx", "LEDGERBAL", "AVAILBAL"), "it has no ledger balance"),
    "OFX without a currency": (swapped("ofx", "CURDEF", "CURSYM"), "it names no currency (CURDEF)"),
    "OFX of another currency": (
        swapped("ofx", "<NAME>Shop 2", "<CURRENCY><CURSYM>USD</CURSYM></CURRENCY><NAME>Shop 2"),
        "entry R000002: its currency is USD",
    ),
    "OFX with a day that is none": (
        swapped("ofx", "<DTPOSTED>2026", "<DTPOSTED>soon"),
        "is not a date",
    ),
    "OFX with a comment": (
        swapped("ofx", "<STMTTRN>", "<!-- x --><STMTTRN>"),
        "This is no tag of OFX",
    ),
    "OFX without end": (b"<OFX>\n<A>" + b"x" * 300_000, "A value is longer"),
    "OFX of nothing": (b"<OFX></OFX>", "There is no statement of an account"),
    "OFX 1 with the same reference twice": (
        as_ofx_1(swapped("ofx", "R000002", "R000001")),
        "entry R000001: the entry reference",
    ),
    "OFX in other letters than it says": (
        swapped("ofx", "Shop 1", "永辉").decode().encode("gbk"),
        "The characters are not in the encoding",
    ),
    "camt 02 with a wrong total": (
        as_camt_02(camt(closing_minor=999)),
        "An entry is missing or wrong",
    ),
    "CSV without our header": (
        b"date,amount\n2026-01-01,5\n",
        "The first line must name the columns",
    ),
    "CSV with a short line": (
        (HEAD + ROW + "A-1,R1\n").encode(),
        "line 3: it has 2 columns, the header has 12",
    ),
    "CSV of an unknown kind": (
        (HEAD + ROW.replace("card", "magic")).encode(),
        "line 2: magic is none of",
    ),
    "CSV of an unknown status": (
        (HEAD + ROW.replace("booked", "")).encode(),
        "line 2: nothing is none of",
    ),
    "CSV in no currency": ((HEAD + ROW.replace("CNY", "¥")).encode(), "line 2: ¥ is not a currency"),
    "CSV with a wrong balance": (
        (HEAD + ROW + ROW.replace("R9", "R10")).encode(),
        "line 3: its balance does not follow",
    ),
    "CSV with two currencies": (
        (HEAD + ROW + ROW.replace("R9,", "R10,").replace("CNY,9424", "USD,9425")).encode(),
        "line 3: its currency is USD",
    ),
    "CSV without end": ((HEAD + "x" * 1_100_000).encode(), "line 2: it is longer than"),
    "CSV with a quote that never ends": (
        (HEAD + '"' + "x\n" * 100_000).encode(),
        "field larger than",
    ),
    "CSV in no encoding": (HEAD.encode() + b"\xff\xff\xff\n", "neither UTF-8, UTF-16 nor GBK"),
    "CSV that repeats": (
        (HEAD + ROW + ROW.replace("9424.60", "9425.60")).encode(),
        "line 3: the entry reference R9 comes twice",
    ),
}


def everything(app: Flask) -> list[object]:
    with app.app_context():
        tables = (Account, Transaction, MonthlyTotal, OwnAccount, AuditEvent)
        return [db.session.execute(select(each.__table__)).all() for each in tables]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_is_wrong_and_changes_nothing(app: Flask, tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    before, file = everything(app), tmp_path / "statement"
    file.write_bytes(content)
    result = run(app, "accounts", "import", str(file))
    assert result.exit_code == 1, result.output
    assert words in result.output
    assert result.output.endswith(". Nothing was imported.\n")
    assert everything(app) == before


def test_two_gigabytes_of_nothing_are_not_even_opened(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "nothing.xml"
    with file.open("wb") as opened:
        opened.truncate(2 * 2**30)
    result = run(app, "accounts", "import", str(file))
    assert result.exit_code == 1
    assert "The file has 2,048 MiB; up to 1,536 MiB are read (PORTAL_IMPORT_LIMIT)" in result.output


def test_what_is_good_in_the_same_way_is_taken(app: Flask, tmp_path: Path) -> None:
    """So that the faults above are what they are refused for."""
    for form in ("xml", "ofx", "csv"):
        file = tmp_path / f"good.{form}"
        line = ledger.line(9, 100, ACCOUNT, booked_on=ledger.TODAY, counterparty=form, reference=form)
        with app.app_context():
            opening = (
                db.session.scalars(select(Account).where(Account.reference == ACCOUNT)).one().balance_minor
            )
        file.write_bytes(file_of(form, [line], opening, first_on=ledger.TODAY))
        result = run(app, "accounts", "import", str(file))
        assert result.output == "1 transactions imported, 0 pending ones changed, 0 known before.\n"
