"""What operators type, and what the exit code tells a script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.audit.queries import event_count, history, last_checkpoint
from portal.cli import operators
from portal.cli.operators import SEAL_EVERY, tidy
from portal.db import db, transaction
from portal.identity.models import Person
from tests.clocks import MovableClock
from tests.factories import loans
from tests.loans import quickly
from tests.operators import run
from tests.page import Client

SignIn = Callable[..., Client]
HEAD = "customer,reference,kind,tail,currency,balance_minor,opened_on\n"
GOOD = "C100002,A-1,savings,1234,CNY,-100,2020-01-02\n"


def account_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Account.id))) or 0


def test_a_whole_log_is_said_to_be_whole(app: Flask) -> None:
    with app.app_context():
        count = event_count()
    result = run(app, "audit", "verify")
    assert (result.exit_code, result.output) == (0, f"{count} events, every chain whole.\n")


def test_a_broken_log_says_where_and_fails(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        subject = session.scalar(select(AuditEvent.subject).limit(1))
        session.execute(update(AuditEvent).where(AuditEvent.subject == subject).values(action="forged"))
    result = run(app, "audit", "verify")
    assert (result.exit_code, result.output) == (1, f"{subject}: event 1 was changed\n")


def test_heads_are_signed_on_demand(app: Flask) -> None:
    assert run(app, "audit", "seal").output == "Checkpoint 1 signed.\n"
    assert run(app, "audit", "seal").output == "Nothing new to sign.\n"
    assert run(app, "audit", "verify").exit_code == 0


def test_heads_are_signed_every_hour(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    def checkpoint() -> int | None:
        with app.app_context():
            tidy()
            last = last_checkpoint()
            return last.id if last else None

    assert checkpoint() == 1
    sign_in("james")
    clock.forward(seconds=SEAL_EVERY.total_seconds() - 60)
    assert checkpoint() == 1
    clock.forward(minutes=2)
    assert checkpoint() == 2
    assert run(app, "audit", "verify").exit_code == 0


def test_the_chores_are_what_the_worker_does_each_minute(app: Flask) -> None:
    assert set(operators.chores) <= set(app.extensions["clockwork"])


def test_a_draft_that_nobody_touched_is_warned_of_and_erased(
    app: Flask, sign_in: SignIn, clock: MovableClock
) -> None:
    loans.draft_with(sign_in("james"), until="amount")
    for days in (22, 1.1, 5, 1, 1, 1):
        clock.forward(days=days)
        with app.app_context():
            tidy()
            tidy()
    page = sign_in("james").get("/inbox/")
    subjects = [link for link in page.links if "draft" in link.lower()]
    assert len(subjects) == 3
    assert subjects[0].startswith("A draft of yours was erased")
    assert "L-" not in page.client.get("/my-requests/").text


def test_accounts_are_imported_from_a_file(app: Flask, tmp_path: Path) -> None:
    before, file = account_count(app), tmp_path / "accounts.csv"
    file.write_text(HEAD + GOOD + GOOD.replace("A-1", "A-2"))
    result = run(app, "accounts", "import", str(file))
    assert (result.exit_code, result.output) == (0, "2 accounts imported.\n")
    assert account_count(app) == before + 2


@pytest.mark.parametrize(
    "bad",
    [
        "C999999,A-2,savings,1234,CNY,100,2020-01-02\n",
        "C100002,A-2,savings,1234,CNY,1.5,2020-01-02\n",
        "C100002,A-2,savings,1234,CNY,100,yesterday\n",
        "C100002,A-2\n",
    ],
)
def test_a_file_with_a_bad_line_changes_nothing_and_says_which_line(
    app: Flask, tmp_path: Path, bad: str
) -> None:
    before, file = account_count(app), tmp_path / "accounts.csv"
    file.write_text(HEAD + GOOD + bad)
    result = run(app, "accounts", "import", str(file))
    assert result.exit_code != 0
    assert account_count(app) == before
    assert "line 3" in result.output


def test_a_file_of_a_spreadsheet_begins_with_a_mark(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("\ufeff" + HEAD + GOOD, encoding="utf-8")
    assert run(app, "accounts", "import", str(file)).exit_code == 0


def test_a_member_of_staff_is_linked_to_a_customer_and_loses_the_file(app: Flask, sign_in: SignIn) -> None:
    sent = quickly.sent(app)
    quickly.another_officer(app)
    officer = sign_in("officer")
    assert sent.reference in officer.get("/staff/loans/").text
    result = run(app, "staff", "link", "officer", "C100001")
    assert (result.exit_code, result.output) == (0, "officer is C100001.\n")
    assert sent.reference not in officer.get("/staff/loans/").text
    with app.app_context():
        assert quickly.loan(sent.reference).owner is quickly.member("colleague")
        officer_id, xiulan_id = quickly.member("officer").id, quickly.customer("xiulan").id
        linked = history(f"person:{officer_id}")[-1]
        assert (linked.action, linked.detail) == ("linked to a customer", {"was": None, "becomes": xiulan_id})
    assert run(app, "staff", "unlink", "officer").output == "officer is no customer that is known.\n"
    assert sent.reference in officer.get("/staff/loans/").text
    assert run(app, "audit", "verify").exit_code == 0


def test_a_file_that_nobody_else_can_take_is_named(app: Flask) -> None:
    sent = quickly.sent(app)
    result = run(app, "staff", "link", "officer", "C100001")
    assert result.exit_code == 0
    assert f"{sent.reference} is still with officer" in result.output
    with app.app_context():
        assert quickly.loan(sent.reference).owner is quickly.member("officer")


@pytest.mark.parametrize(
    ("name", "number", "why"),
    [
        ("nobody", "C100001", "No member of staff signs in as nobody."),
        ("james", "C100001", "No member of staff signs in as james."),
        ("officer", "C999999", "No customer has the number C999999."),
        ("officer", "C100002", "C100002 is officer2 already. Nothing was changed."),
    ],
)
def test_a_link_that_cannot_be_changes_nothing(app: Flask, name: str, number: str, why: str) -> None:
    quickly.link(app, "officer2", "james")
    result = run(app, "staff", "link", name, number)
    assert (result.exit_code, why in result.output) == (1, True)
    with app.app_context():
        assert quickly.member("officer").customer_id is None


def test_one_customer_is_one_member_of_staff_for_the_database(app: Flask) -> None:
    quickly.link(app, "officer2", "james")
    with app.app_context(), pytest.raises(IntegrityError), transaction():
        quickly.member("officer").customer_id = quickly.customer("james").id


def test_the_demo_is_loaded_once(app: Flask) -> None:
    def people() -> int:
        with app.app_context():
            return db.session.scalar(select(func.count(Person.id))) or 0

    before = people()
    result = run(app, "demo", "load")
    assert (result.exit_code, result.output) == (0, "The demo bank was loaded before.\n")
    assert people() == before == 18
