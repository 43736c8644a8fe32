"""A statement as a file that other programs read."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app

from portal.accounts.formats import camt, csv, ofx
from portal.accounts.formats.lines import Line, Written
from portal.accounts.queries import Movement, Statement
from portal.accounts.rules import Kind, Status


class Form(NamedTuple):
    """How a statement is written, and what its file is called by browsers."""

    write: Callable[[Written], Iterator[str]]
    mimetype: str


FORMS = {
    "csv": Form(csv.write, "text/csv"),
    "ofx": Form(ofx.write, "application/x-ofx"),
    "xml": Form(camt.write, "application/xml"),
}


def written(statement: Statement, now: datetime) -> Written:
    """The statement with what its formats ask for; its lines are fetched while they are written."""
    account, settings = statement.account, current_app.config
    return Written(
        account=account.reference,
        kind=account.kind,
        currency=account.currency,
        bank=settings["BANK_NAMES"]["en"],
        bank_code=settings["BANK_CODE"],
        first_on=statement.first_on,
        last_on=statement.last_on,
        made_at=now.astimezone(ZoneInfo(settings["TIMEZONE"])),
        opening_minor=statement.opening.minor,
        closing_minor=statement.closing.minor,
        count=statement.count,
        in_minor=statement.came_in.minor,
        out_minor=statement.went_out.minor,
        lines=(_line(account.reference, each) for each in statement.lines()),
    )


def _line(account: str, movement: Movement) -> Line:
    transaction = movement.transaction
    return Line(
        place=transaction.number,
        account=account,
        reference=transaction.reference,
        kind=Kind(transaction.kind),
        status=Status(transaction.status),
        booked_on=transaction.booked_on,
        value_on=transaction.value_on,
        amount_minor=transaction.amount_minor,
        currency=transaction.currency,
        counterparty=transaction.counterparty,
        counterparty_account=transaction.counterparty_account,
        remittance=transaction.remittance,
    )
