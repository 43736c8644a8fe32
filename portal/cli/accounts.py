"""What operators do with the bank's record of accounts: import it, and see that the ledger is whole."""

import hashlib
import sys
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import clock
from portal.accounts.formats import csv
from portal.accounts.formats.detecting import READERS, Format, format_of
from portal.accounts.formats.lines import BadFile
from portal.accounts.operations import import_account, prepare, take
from portal.accounts.queries.faults import faults, transaction_count
from portal.audit.models import MACHINE
from portal.audit.operations import record
from portal.db import transaction

accounts = AppGroup("accounts", help="Accounts as the bank knows them.")


@accounts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Take what FILE has: statements as camt.053, OFX or CSV of transactions, or a CSV of accounts.

    The same file twice changes nothing. A fault is named by its line or its entry reference, and then nothing of
    the file is imported.
    """
    try:
        _refuse_large(file)
        with file.open("rb") as opened:
            kind = format_of(opened)
            said = (
                _import_accounts(opened)
                if kind == Format.ACCOUNTS
                else _import_statements(opened, kind, file)
            )
    except BadFile as error:
        raise click.ClickException(f"{str(error).rstrip('.')}. Nothing was imported.") from None
    click.echo(said)


@accounts.command("verify")
@with_appcontext
def verify() -> None:
    """Reckon every balance and total anew and say every difference; exit 1 if there is one."""
    found = list(faults())
    for fault in found:
        click.echo(fault)
    if found:
        raise SystemExit(1)
    click.echo(f"{transaction_count()} transactions, every balance and total as they come to.")


def _refuse_large(file: Path) -> None:
    size, limit = file.stat().st_size, current_app.config["IMPORT_LIMIT"]
    if size > limit:
        raise BadFile(
            f"The file has {size / 2**20:,.0f} MiB; up to {limit / 2**20:,.0f} MiB are read (PORTAL_IMPORT_LIMIT). "
            "Ask for the statements of fewer days in a file"
        )


def _import_statements(file: BinaryIO, kind: Format, path: Path) -> str:
    """Read, check and seal first; the other writers wait only while the rows are written."""
    seen, size = 0, path.stat().st_size

    def progress() -> None:
        nonlocal seen
        here = file.tell()
        reading.update(here - seen)
        seen = here

    with TemporaryFile() as spool:
        with _bar(size, f"Reading {kind}") as reading:
            prepared = prepare(READERS[kind](file), spool, progress)
        now, digest = clock.now(), _digest(path)
        with transaction(), _bar(prepared.new, "Booking") as booking:
            moved = take(prepared, now, booking.update)
            if any(moved):
                record("accounts:import", "file imported", MACHINE, now, sha256=digest, **moved._asdict())
    return (
        f"{moved.new} transactions imported, {moved.changed} pending ones changed, "
        f"{prepared.unchanged} known before."
    )


def _import_accounts(file: BinaryIO) -> str:
    count, now = 0, clock.now()
    with transaction():
        for place, row in csv.rows(file):
            try:
                _import_account(row, now)
            except (LookupError, ValueError) as error:
                raise BadFile(f"{place}: {error}") from error
            count += 1
    return f"{count} accounts imported."


def _import_account(row: dict[str, str], now: datetime) -> None:
    import_account(
        customer_number=row["customer"],
        reference=row["reference"],
        kind=row["kind"],
        tail=row["tail"],
        currency=row["currency"],
        balance_minor=int(row["balance_minor"]),
        opened_on=date.fromisoformat(row["opened_on"]),
        now=now,
    )


def _bar(length: int, label: str) -> Any:
    """Drawn for a person at a terminal, beside what scripts read."""
    return click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
