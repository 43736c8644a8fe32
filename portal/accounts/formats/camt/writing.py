from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from portal.accounts.formats.camt.codes import ISO
from portal.accounts.formats.lines import Line, Written, major_text
from portal.accounts.rules import LONGEST_REFERENCE, Status

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
LONGEST_USTRD = 140
CODES = {Status.BOOKED: "BOOK", Status.PENDING: "PDNG"}


def write(told: Written) -> Iterator[str]:
    """One statement as camt.053.001.08, in pieces."""
    made_at = told.made_at.isoformat(timespec="seconds")
    name = f"{told.account}-{told.first_on:%Y%m}"[:LONGEST_REFERENCE]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{NAMESPACE}">\n<BkToCstmrStmt>\n'
    yield _element("GrpHdr", _leaf("MsgId", name) + _leaf("CreDtTm", made_at))
    yield "<Stmt>\n" + _leaf("Id", name) + _leaf("CreDtTm", made_at)
    yield _element(
        "FrToDt", _leaf("FrDtTm", f"{told.first_on}T00:00:00") + _leaf("ToDtTm", f"{told.last_on}T23:59:59")
    )
    yield _account(told) + _balance("OPBD", told.opening_minor, told.first_on, told.currency)
    yield _balance("CLBD", told.closing_minor, told.last_on, told.currency) + _summary(told)
    for line in told.lines:
        yield _entry(line)
    yield "</Stmt>\n</BkToCstmrStmt>\n</Document>\n"


def _account(told: Written) -> str:
    number = _element("Id", _element("Othr", _leaf("Id", told.account)))
    bank = _element("Svcr", _element("FinInstnId", _leaf("Nm", told.bank)))
    return _element("Acct", number + _leaf("Ccy", told.currency) + bank)


def _balance(code: str, minor: int, on: date, currency: str) -> str:
    kind = _element("Tp", _element("CdOrPrtry", _leaf("Cd", code)))
    return _element("Bal", kind + _amount(minor, currency) + _element("Dt", _leaf("Dt", str(on))))


def _summary(told: Written) -> str:
    total = told.in_minor + told.out_minor
    return _element(
        "TxsSummry",
        _element(
            "TtlNtries", _leaf("NbOfNtries", str(told.count)) + _leaf("Sum", major_text(total, told.currency))
        )
        + _element("TtlCdtNtries", _leaf("Sum", major_text(told.in_minor, told.currency)))
        + _element("TtlDbtNtries", _leaf("Sum", major_text(told.out_minor, told.currency))),
    )


def _entry(line: Line) -> str:
    came_in = line.amount_minor >= 0
    parts = [
        _leaf("NtryRef", line.reference),
        _amount(line.amount_minor, line.currency),
        _element("Sts", _leaf("Cd", CODES[line.status])),
        _element("BookgDt", _leaf("Dt", str(line.booked_on))),
        _element("ValDt", _leaf("Dt", str(line.value_on))),
        _leaf("AcctSvcrRef", line.reference),
        _code(line, came_in),
        _details(line, "Dbtr" if came_in else "Cdtr"),
    ]
    return _element("Ntry", "".join(parts)) + "\n"


def _code(line: Line, came_in: bool) -> str:
    domain, family, subfamily = ISO[line.kind, came_in]
    below = _element("Fmly", _leaf("Cd", family) + _leaf("SubFmlyCd", subfamily))
    return _element(
        "BkTxCd", _element("Domn", _leaf("Cd", domain) + below) + _element("Prtry", _leaf("Cd", line.kind))
    )


def _details(line: Line, theirs: str) -> str:
    parties = ""
    if line.counterparty:
        parties += _element(theirs, _element("Pty", _leaf("Nm", line.counterparty)))
    if line.counterparty_account:
        number = _element("Othr", _leaf("Id", line.counterparty_account))
        parties += _element(f"{theirs}Acct", _element("Id", number))
    inside = _element("RltdPties", parties) if parties else ""
    if line.remittance:
        is_short = len(line.remittance) <= LONGEST_USTRD
        short = _element("RmtInf", _leaf("Ustrd", line.remittance))
        inside += short if is_short else _leaf("AddtlTxInf", line.remittance)
    return _element("NtryDtls", _element("TxDtls", inside)) if inside else ""


def _amount(minor: int, currency: str) -> str:
    amount = f'<Amt Ccy="{currency}">{major_text(abs(minor), currency)}</Amt>'
    return amount + _leaf("CdtDbtInd", "DBIT" if minor < 0 else "CRDT")


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _element(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"
