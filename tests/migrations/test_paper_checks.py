"""The moment at which all papers were seen becomes a verdict a paper, and back."""

from flask import Flask
from sqlalchemy import text

from portal.db import alembic, db
from portal.loans.rules import LoanStatus
from tests.factories.many import many
from tests.loans import quickly

SEEN = text("SELECT paper_seen_by_id FROM loan_applications ORDER BY id")
VERDICTS = text(
    "SELECT case_id, number, question, version, verdict, by_id FROM loan_paper_checks ORDER BY case_id"
)


def test_what_was_seen_stays_seen(app: Flask) -> None:
    many(app, 1, LoanStatus.AT_BRANCH)
    many(app, 2, LoanStatus.IN_REVIEW)
    with app.app_context():
        officer = quickly.someone("officer").id
        before = [tuple(row) for row in db.session.execute(VERDICTS)]
        assert [row[-1] for row in before] == [officer, officer]
        db.session.close()
        alembic.downgrade("0003")
        assert [row[0] for row in db.session.execute(SEEN)] == [None, officer, officer]
        db.session.close()
        alembic.upgrade()
        assert [tuple(row) for row in db.session.execute(VERDICTS)] == before
