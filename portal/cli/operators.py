"""What operators type: the worker, the audit, and the bank's record of accounts."""

import csv
import logging
from datetime import date, timedelta
from typing import IO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import clock
from portal.accounts.operations import import_account
from portal.audit.operations import seal_heads
from portal.audit.queries import event_count, faults, last_checkpoint
from portal.casework.operations import escalate_due
from portal.db import transaction
from portal.documents.operations import forget_old
from portal.identity.operations import forget_lapsed
from portal.loans.operations import lapse_offers, tidy_drafts
from portal.web.idempotency import forget_old_keys

SEAL_EVERY = timedelta(hours=1)


def tidy() -> None:
    """Once a minute: what has lapsed is forgotten; once an hour the audit's heads are sealed."""
    now = clock.now()
    with transaction():
        forget_lapsed(now)
        forget_old_keys(now)
        forget_old(now)
        tidy_drafts(now)
        lapse_offers(now)
        last = last_checkpoint()
        if last is None or now - last.at >= SEAL_EVERY:
            seal_heads(now)


def raise_late_clocks() -> None:
    """Once a minute: what is late rises to the supervisor, then to the head."""
    with transaction():
        escalate_due(clock.now())


chores = (tidy, raise_late_clocks)
audit = AppGroup("audit", help="The audit log.")
accounts = AppGroup("accounts", help="Accounts as the bank knows them.")


@click.command("work")
@with_appcontext
def work() -> None:
    """Do jobs and clocks until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    queue = current_app.extensions["huey"]
    current_app.extensions["doorbell"]()
    queue.create_consumer(workers=1, periodic=True, check_worker_health=True).run()


@audit.command("verify")
def verify() -> None:
    """Say every fault of the audit log; exit 1 if there is one."""
    found = list(faults())
    for fault in found:
        click.echo(fault)
    if found:
        raise SystemExit(1)
    click.echo(f"{event_count()} events, every chain whole.")


@audit.command("seal")
def seal() -> None:
    """Sign the chains' heads now."""
    with transaction():
        checkpoint = seal_heads(clock.now())
    click.echo(f"Checkpoint {checkpoint.id} signed." if checkpoint else "Nothing new to sign.")


@accounts.command("import")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def import_file(file: IO[str]) -> None:
    """Take accounts from a CSV file: customer,reference,kind,tail,currency,balance_minor,opened_on."""
    rows = csv.DictReader(file)
    count = 0
    with transaction():
        for row in rows:
            try:
                _import_row(row)
            except (LookupError, ValueError, TypeError) as error:
                raise click.ClickException(f"line {rows.line_num}: {error}. Nothing was imported.") from error
            count += 1
    click.echo(f"{count} accounts imported.")


def _import_row(row: dict[str, str]) -> None:
    import_account(
        customer_number=row["customer"],
        reference=row["reference"],
        kind=row["kind"],
        tail=row["tail"],
        currency=row["currency"],
        balance_minor=int(row["balance_minor"]),
        opened_on=date.fromisoformat(row["opened_on"]),
    )


COMMANDS = (work, audit, accounts)
