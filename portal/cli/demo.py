"""The demo bank: its people, their accounts, and one command that serves it all."""

import os
import signal
import subprocess
import sys
from datetime import date
from types import FrameType

import click
import waitress
from flask import current_app
from flask.cli import AppGroup

from portal import clock
from portal.access.permissions import Role
from portal.accounts.models import Account, Card
from portal.accounts.operations import import_account
from portal.cli.demo_ledger import write_history
from portal.cli.demo_people import BRANCHES, CUSTOMERS, STAFF, DemoCustomer
from portal.db import alembic, db, transaction
from portal.identity.models import Branch
from portal.identity.operations import add_business, add_customer, add_staff
from portal.identity.passwords import DEMO_PASSWORD, hash_password
from portal.identity.queries import person_named
from portal.money import Money
from portal.preferences.operations import keep
from portal.preferences.rules import Preferences

MAIL_PORT = 1025
commands = AppGroup("demo", help="The demo bank.")


@commands.command("load")
def load() -> None:
    """Load the demo's branches, people and accounts, once."""
    click.echo("The demo bank is loaded." if load_demo() else "The demo bank was loaded before.")


@commands.command("serve")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")))
def serve(port: int) -> None:
    """Migrate, load, and serve the demo bank with its worker and its mail server."""
    alembic.upgrade()
    load_demo()
    os.environ.setdefault("PORTAL_PUBLIC_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{MAIL_PORT}")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.config["PUBLIC_URL"], app.config["SMTP_URL"] = (
        os.environ["PORTAL_PUBLIC_URL"],
        os.environ["PORTAL_SMTP_URL"],
    )
    children = [_mail_server(), _worker()]
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"Harbour Bank is open on http://127.0.0.1:{port}  (its e-mail lands in {_mailbox()})")
    try:
        waitress.serve(app, host="127.0.0.1", port=port, connection_limit=2000, channel_timeout=20, threads=8)
    finally:
        for child in children:
            child.terminate()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Let waitress finish the requests under way, then stop the children with it."""
    raise SystemExit(0)


def load_demo() -> bool:
    """Whether there was anything to load."""
    if person_named("xiulan"):
        return False
    password_hash, now = hash_password(DEMO_PASSWORD), clock.now()
    with transaction():
        branches = {row["code"]: Branch(**row) for row in BRANCHES}
        db.session.add_all(branches.values())
        db.session.flush()
        for name, role, names, branch, locale in STAFF:
            member = add_staff(name, password_hash, Role(role), names, branches.get(branch or ""), now)
            keep(member.id, Preferences(locale=locale))
        opened: dict[tuple[str, int], Account] = {}
        for customer in CUSTOMERS:
            opened |= _load_customer(customer, password_hash)
        write_history(opened, now, clock.today(current_app.config["TIMEZONE"]))
    return True


def _load_customer(told: DemoCustomer, password_hash: str) -> dict[tuple[str, int], Account]:
    """The person, and her accounts by name and place."""
    now, opened = clock.now(), dict[tuple[str, int], Account]()
    customer = add_customer(
        told.sign_in_name, password_hash, told.number, told.personal, now, told.has_borrowed
    )
    keep(customer.id, Preferences(locale=told.locale, mode=told.mode), told.contact_needs)
    if told.business:
        name, income, started_on, is_technology = told.business
        add_business(customer, name, Money(income * 100, "CNY"), started_on, is_technology, now)
    for index, (kind, tail, currency, balance) in enumerate(told.accounts):
        reference = f"A-{told.number[1:]}-{index + 1}"
        account = import_account(told.number, reference, kind, tail, currency, balance, date(2011, 3, 1), now)
        db.session.flush()
        opened[told.sign_in_name, index] = account
        if told.card and index == 0:
            card_kind, card_tail = told.card
            db.session.add(
                Card(
                    reference=f"K-{told.number[1:]}",
                    account_id=account.id,
                    kind=card_kind,
                    tail=card_tail,
                    expires_on=date(clock.today(current_app.config["TIMEZONE"]).year + 3, 6, 30),
                )
            )
    return opened


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "work"])


def _mail_server() -> subprocess.Popen[bytes]:
    """A real SMTP server that puts every message into a Maildir."""
    keep_in = ["-c", "aiosmtpd.handlers.Mailbox", _mailbox()]
    listen = ["-n", "-l", f"127.0.0.1:{MAIL_PORT}"]
    return subprocess.Popen([sys.executable, "-m", "aiosmtpd", *listen, *keep_in])  # noqa: S603


def _mailbox() -> str:
    return os.path.join(current_app.instance_path, "mail")
