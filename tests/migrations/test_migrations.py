"""Every step of the schema goes up and down, with data, on the database that is tested."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from portal import clock
from portal.casework import operations
from portal.cli.demo import load_demo
from portal.db import Base, alembic, db, transaction
from portal.loans import operations as loan_operations
from portal.loans.rules import Question
from tests.conftest import SignIn
from tests.factories import loans, parties
from tests.loans import quickly
from tests.page import Client

FOLDER = Path(__file__).parents[2] / "portal" / "migrations"


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def revisions() -> list[str]:
    """Every revision, the newest first."""
    return [script.revision for script in alembic.script_directory.walk_revisions()]


def current() -> set[str]:
    return {script.revision for script in alembic.current()}


def test_the_models_are_what_the_migrations_make(app: Flask) -> None:
    with app.app_context():
        assert alembic.compare_metadata() == []
        assert tables() == set(Base.metadata.tables)


def test_there_is_one_head_and_every_file_leads_to_it(app: Flask) -> None:
    with app.app_context():
        assert len(alembic.heads()) == 1
        assert len(revisions()) == len(list(FOLDER.glob("[0-9]*.py")))


def test_every_step_goes_down_and_up_again_with_data(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    page = loans.draft_with(james)
    parties.signed(sign_in("amina"), parties.invited(james, page.path.split("/")[3]))
    loans.sent_from(james.get(page.path))
    with app.app_context():
        head = current()
        for revision in revisions():
            db.session.close()
            alembic.downgrade(-1)
            assert revision not in current()
            alembic.upgrade()
            assert current() == head
            assert alembic.compare_metadata() == []
            alembic.downgrade(revision)
            alembic.downgrade(-1)
        assert tables() == set()


def test_leases_requests_and_escalations_do_not_stand_in_the_way(app: Flask) -> None:
    sent = quickly.in_review(app)
    with app.app_context():
        with transaction():
            case, by, now = quickly.loan(sent.reference), quickly.hand("reviewer"), clock.now()
            operations.take_lease(case, by, now)
            operations.escalate_due(case.clocks[0].due_at + timedelta(minutes=1))
            operations.ask(case, "paper", "补充材料", by, now)
        due_at = case.clocks[0].due_at
        db.session.close()
        alembic.downgrade("0001")
        alembic.upgrade()
        after = quickly.loan(sent.reference).clocks[0]
        assert (after.due_at, after.paused_at) == (due_at, None)


def test_decisions_of_every_kind_survive_the_way_down_and_up(app: Flask) -> None:
    refused, small = quickly.refused(app), quickly.in_review(app, "amina", amount=quickly.SMALL)
    waiting = quickly.offered(app)
    with app.app_context():
        db.session.close()
        alembic.downgrade("0003")
        kept = text("SELECT outcome FROM loan_decisions JOIN cases ON cases.id = case_id")
        assert list(db.session.scalars(kept)) == ["refuse"]
        statuses = text("SELECT status, decided_by_id IS NULL FROM cases ORDER BY id")
        assert [tuple(row) for row in db.session.execute(statuses)] == [
            ("refused", False),
            ("approved", False),
            ("in_review", True),
        ]
        db.session.close()
        alembic.upgrade()
        found = quickly.loan(refused.reference)
        assert found.decision is not None
        assert (found.decision.words, found.decision.by_id) == ("经营稳定。", found.decided_by_id)
        assert quickly.loan(small.reference).status == "approved"
        assert quickly.loan(waiting.reference).decisions == []


def test_what_was_taken_back_takes_no_effect_on_the_way_down(app: Flask) -> None:
    sent, last = quickly.offered(app), quickly.refused(app, "amina")
    with app.app_context():
        for each in (sent, last):
            with transaction():
                by, now = quickly.hand("reviewer"), clock.now()
                found = quickly.loan(each.reference)
                loan_operations.take_back(found, quickly.last_move(found), "zh_Hans", by, now)
    quickly.decide(app, sent)
    with app.app_context():
        db.session.close()
        alembic.downgrade("0012")
        rows = text("SELECT number, takes_effect, expires_at FROM loan_decisions ORDER BY number")
        assert [tuple(row) for row in db.session.execute(rows)] == [(1, False, None), (2, True, None)]
        db.session.close()
        alembic.upgrade()
        assert quickly.loan(sent.reference).status == "approved"
        assert quickly.loan(last.reference).decisions == []


def test_a_file_that_was_handed_back_is_at_its_branch_on_the_way_down(app: Flask) -> None:
    proposed, sent = quickly.at_branch(app, "amina"), quickly.at_branch(app)
    with app.app_context():
        with transaction():
            by, now = quickly.hand("officer"), clock.now()
            amount = {"minor": 40_000_00, "currency": "CNY"}
            loan_operations.propose(quickly.loan(proposed.reference), Question.AMOUNT, amount, by, now, 1, 0)
            loan_operations.hand_back(quickly.loan(sent.reference), "请改一下金额。", by, now)
        db.session.close()
        alembic.downgrade("0005")
        assert set(db.session.scalars(text("SELECT status FROM cases"))) == {"at_branch"}
        assert not list(
            db.session.execute(text("SELECT 1 FROM information_requests WHERE settled_at IS NULL"))
        )
        db.session.close()
        alembic.upgrade()
        assert quickly.loan(proposed.reference).open_proposals == []


def test_who_is_a_customer_too_goes_down_and_nothing_else_does(app: Flask) -> None:
    sent = quickly.in_review(app)
    quickly.link(app, "officer2", "james")
    with app.app_context():
        staff = text("SELECT id, names, branch_id FROM staff ORDER BY id")
        before = [tuple(row) for row in db.session.execute(staff)]
        db.session.close()
        alembic.downgrade("0007")
        assert [tuple(row) for row in db.session.execute(staff)] == before
        db.session.close()
        alembic.upgrade()
        assert [tuple(row) for row in db.session.execute(staff)] == before
        assert quickly.member("officer2").customer_id is None
        assert quickly.loan(sent.reference).owner is quickly.member("officer")


def test_step_by_step_from_nothing_comes_a_bank_that_works(app: Flask) -> None:
    with app.app_context():
        alembic.downgrade("base")
        for revision in reversed(revisions()):
            alembic.upgrade(revision)
            assert revision in current()
        assert load_demo()
    client = Client(app)
    form = client.get("/sign-in").form("sign-in")
    assert form.fill(sign_in_name="james", password="harbour-demo-2026").submit().path == "/"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("[0-9]*.py")), ids=lambda file: file.stem)
def test_a_step_that_goes_up_says_how_it_goes_down(file: Path) -> None:
    text = file.read_text()
    _, _, down = text.partition("def downgrade() -> None:")
    assert re.search(r"^    (op\.|with op\.)", down, re.MULTILINE)
    assert re.match(r"\d{4}_[a-z_0-9]+$", file.stem)
