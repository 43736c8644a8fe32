"""What operators type: the worker, the audit, and the accounts."""

import logging
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import clock
from portal.audit.operations import seal_heads
from portal.audit.queries import event_count, faults, last_checkpoint
from portal.casework.operations import escalate_due
from portal.cli.accounts import accounts
from portal.db import transaction
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


COMMANDS = (work, audit, accounts)
