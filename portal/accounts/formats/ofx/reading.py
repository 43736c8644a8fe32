import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import BinaryIO

from portal.accounts.formats.lines import BadFile, Control, Line, Part, made, minor_of
from portal.accounts.formats.ofx.codes import KINDS
from portal.accounts.formats.ofx.tokens import tokens
from portal.accounts.rules import Kind, Status

STATEMENTS = {"STMTRS", "CCSTMTRS"}
MOMENT = re.compile(r"(\d{8})(\d{6})(?:\.\d+)?(?:\[([+-]?\d+(?:\.\d+)?)(?::\w+)?\])?")
Facts = dict[str, str]


@dataclass
class Statement:
    """`facts` by "AGGREGATE.NAME", or by "NAME" alone in the statement itself."""

    facts: Facts = field(default_factory=dict)
    entry: Facts | None = None
    booked_minor: int = 0
    seen: int = 0

    @property
    def account(self) -> str:
        return self.facts.get("BANKACCTFROM.ACCTID") or self.facts.get("CCACCTFROM.ACCTID", "")

    @property
    def currency(self) -> str:
        """BadFile where it names none."""
        code = self.facts.get("STMTRS.CURDEF") or self.facts.get("CCSTMTRS.CURDEF")
        if code is None:
            raise BadFile(f"the statement of {self.account or 'no account'}: it names no currency (CURDEF)")
        return code


def read(file: BinaryIO) -> Iterator[Part]:
    """The transactions of every statement, and after each its ledger balance.

    OFX gives no opening balance: it is what the closing one leaves. BadFile for what is no OFX, and for a
    transaction that cannot be read, named by its FITID.
    """
    open_tags, statement, made_at, found = list[str](), Statement(), "", False
    for name, closes, value in tokens(file):
        if closes:
            part = _closed(name, statement, made_at)
            if part is not None:
                yield part
            found = found or name in STATEMENTS
            statement = Statement() if name in STATEMENTS else statement
            if name in open_tags:
                del open_tags[len(open_tags) - 1 - open_tags[::-1].index(name) :]
        elif value:
            where = statement.facts if statement.entry is None else statement.entry
            where[f"{open_tags[-1]}.{name}" if open_tags else name] = value
            made_at = value if name == "DTSERVER" else made_at
        else:
            open_tags.append(name)
            if name == "STMTTRN":
                statement.entry = {}
    if not found:
        raise BadFile("There is no statement of an account in this file.")


def _closed(name: str, statement: Statement, made_at: str) -> Part | None:
    if name == "STMTTRN" and statement.entry is not None:
        line = _line(statement)
        statement.entry, statement.seen = None, statement.seen + 1
        statement.booked_minor += line.amount_minor
        return line
    return _control(statement, made_at) if name in STATEMENTS else None


def _line(statement: Statement) -> Line:
    entry, currency = statement.entry or {}, statement.currency
    said = {name.partition(".")[2]: value for name, value in entry.items() if name.startswith("STMTTRN.")}
    place = (
        f"entry {said['FITID']}" if "FITID" in said else f"entry {statement.seen + 1} of {statement.account}"
    )
    if "CURRENCY.CURSYM" in entry and entry["CURRENCY.CURSYM"] != currency:
        raise BadFile(
            f"{place}: its currency is {entry['CURRENCY.CURSYM']}, but the account {statement.account} is in {currency}"
        )
    booked_on = _day(said.get("DTPOSTED"), place)
    name = said.get("EXTDNAME") or said.get("NAME") or entry.get("PAYEE.NAME")
    return made(
        place,
        _plain(said.get("TRNAMT", "")),
        currency,
        said.get("FITID", ""),
        (name, entry.get("BANKACCTTO.ACCTID"), said.get("MEMO")),
        account=statement.account,
        kind=KINDS.get(said.get("TRNTYPE", ""), Kind.OTHER),
        status=Status.BOOKED,
        booked_on=booked_on,
        value_on=_day(said["DTAVAIL"], place) if "DTAVAIL" in said else booked_on,
    )


def _control(statement: Statement, made_at: str) -> Control:
    place = f"the statement of {statement.account or 'no account'}"
    balance = statement.facts.get("LEDGERBAL.BALAMT")
    if balance is None:
        raise BadFile(f"{place}: it has no ledger balance (LEDGERBAL), so that it cannot be checked")
    closing = minor_of(_plain(balance), statement.currency, place)
    start = statement.facts.get("BANKTRANLIST.DTSTART")
    return Control(
        place,
        statement.account,
        statement.currency,
        closing - statement.booked_minor,
        closing,
        _day(start, place) if start else None,
        _moment(made_at),
    )


def _plain(amount: str) -> str:
    """OFX takes a comma for a decimal point as well."""
    return amount.replace(",", ".")


def _day(text: str | None, place: str) -> date:
    try:
        return datetime.strptime((text or "")[:8], "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise BadFile(f"{place}: {text or 'nothing'} is not a date; OFX writes 20261124") from None


def _moment(text: str) -> datetime | None:
    """ "20261124150405.123[+8:CST]"; without a zone it is UTC. None for what is no moment."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    zone = timezone(timedelta(hours=float(match[3] or 0)))
    try:
        return datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
