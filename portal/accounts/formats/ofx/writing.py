from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from portal.accounts.formats.lines import Line, Written, major_text
from portal.accounts.formats.ofx.codes import ACCOUNT_TYPES, TYPES

LONGEST_NAME, LONGEST_LONG_NAME, LONGEST_MEMO = 32, 100, 255
HEADER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
)
DONE = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"


def write(told: Written) -> Iterator[str]:
    """One statement as OFX 2.2, in pieces. Names beyond 100 characters and texts beyond 255 are cut, as OFX is.

    The account of the other side is left out: OFX takes none without its bank.
    """
    offset = told.made_at.utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0
    yield HEADER + "<OFX>\n"
    yield f"<SIGNONMSGSRSV1><SONRS>{DONE}<DTSERVER>{told.made_at:%Y%m%d%H%M%S}.000[{hours:+g}]</DTSERVER>"
    yield "<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n"
    yield f"<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID>{DONE}<STMTRS>" + _leaf("CURDEF", told.currency)
    account_type = ACCOUNT_TYPES.get(told.kind, "CHECKING")
    numbers = (
        _leaf("BANKID", told.bank_code) + _leaf("ACCTID", told.account) + _leaf("ACCTTYPE", account_type)
    )
    yield f"<BANKACCTFROM>{numbers}</BANKACCTFROM>\n"
    yield "<BANKTRANLIST>" + _leaf("DTSTART", _day(told.first_on)) + _leaf("DTEND", _day(told.last_on)) + "\n"
    for line in told.lines:
        yield _entry(line)
    closing = _leaf("BALAMT", major_text(told.closing_minor, told.currency)) + _leaf(
        "DTASOF", _day(told.last_on)
    )
    yield f"</BANKTRANLIST>\n<LEDGERBAL>{closing}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n"


def _entry(line: Line) -> str:
    name = line.counterparty or ""
    parts = [
        _leaf("TRNTYPE", TYPES[line.kind]),
        _leaf("DTPOSTED", _day(line.booked_on)),
        _leaf("DTAVAIL", _day(line.value_on)),
        _leaf("TRNAMT", major_text(line.amount_minor, line.currency)),
        _leaf("FITID", line.reference),
        _leaf("NAME", name[:LONGEST_NAME].rstrip()) if name else "",
        _leaf("EXTDNAME", name[:LONGEST_LONG_NAME].rstrip()) if len(name) > LONGEST_NAME else "",
        _leaf("MEMO", line.remittance[:LONGEST_MEMO].rstrip()) if line.remittance else "",
    ]
    return f"<STMTTRN>{''.join(parts)}</STMTTRN>\n"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
