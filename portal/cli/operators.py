"""What operators type: the worker, the audit, and the accounts."""

import logging
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal import clock
from portal.audit.models import MACHINE
from portal.audit.operations import seal_heads
from portal.audit.queries import event_count, faults, last_checkpoint
from portal.casework.operations import escalate_due
from portal.cli.accounts import accounts
from portal.cli.documents import documents
from portal.db import transaction
from portal.documents.operations import forget_old
from portal.identity.models import Staff
from portal.identity.operations import forget_lapsed, link_staff
from portal.identity.queries import customer_numbered, person_named
from portal.loans.operations import lapse_offers, pass_on_own_files, tidy_drafts
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
staff = AppGroup("staff", help="Members of staff who are customers too.")
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


@staff.command("link")
@click.argument("name")
@click.argument("number")
def link(name: str, number: str) -> None:
    """Say which customer, by number, the member of staff with this sign-in NAME is: his own files close to him."""
    customer, now = customer_numbered(number), clock.now()
    if customer is None:
        raise click.ClickException(f"No customer has the number {number}.")
    with transaction():
        member = _member(name)
        try:
            link_staff(member, customer, MACHINE, now)
        except ValueError as error:
            raise click.ClickException(f"{error}. Nothing was changed.") from error
        stay = [loan.reference for loan in pass_on_own_files(member, MACHINE, now)]
    click.echo(f"{name} is {number}.")
    for reference in stay:
        click.echo(f"{reference} is still with {name}: nobody else at its branch can look after it.")


@staff.command("unlink")
@click.argument("name")
def unlink(name: str) -> None:
    """Forget which customer the member of staff with this sign-in NAME is."""
    with transaction():
        link_staff(_member(name), None, MACHINE, clock.now())
    click.echo(f"{name} is no customer that is known.")


def _member(name: str) -> Staff:
    found = person_named(name)
    if not isinstance(found, Staff):
        raise click.ClickException(f"No member of staff signs in as {name}.")
    return found


COMMANDS = (work, audit, accounts, documents, staff)
