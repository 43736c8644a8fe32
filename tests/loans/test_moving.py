"""She comes on another day or to another branch: the seat, the code and the owner go with her."""

import pytest
from flask import Flask

from portal.audit.queries import history
from portal.loans import operations
from portal.notices.models import Notice
from portal.visits.models import Appointment
from portal.visits.rules import SEATS
from tests.conftest import SignIn
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.loans.test_races import overtake
from tests.page import Client


def moved(elder: Client, sent: Sent, branch: str = "east", which: int = 3) -> None:
    form = elder.get(f"/loans/applications/{sent.reference}/move?branch={branch}").form("move")
    form.fill(answer=form.choices("answer")[which]).submit()


def seats(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        rows = quickly.db.session.query(Appointment).order_by(Appointment.id)
        return [(each.case_id, each.starts_at.isoformat()) for each in rows]


def test_another_day_takes_another_seat_and_a_new_code(app: Flask, elder: Client) -> None:
    sent = quickly.sent(app)
    before = seats(app)
    moved(elder, sent)
    assert len(seats(app)) == 1
    assert seats(app) != before
    code = quickly.code_of(app, sent.reference)
    with app.app_context():
        assert [each.kind for each in quickly.db.session.query(Notice)][-1] == "loan visit moved"
        loan = quickly.loan(sent.reference)
        assert loan.owner_id == quickly.someone("officer").id
        assert loan.unanswered == []
        with pytest.raises(operations.CodeRefused):
            operations.check_code(loan, "x", quickly.clock.now())
    assert code.dead_at is None


def test_another_branch_hands_it_over_and_says_why(app: Flask, elder: Client, sign_in: SignIn) -> None:
    sent = quickly.sent(app)
    moved(elder, sent, "west")
    with app.app_context():
        loan, west = quickly.loan(sent.reference), quickly.someone("officer2")
        assert (loan.owner_id, loan.branch_id) == (west.id, west.branch_id)  # type: ignore[attr-defined]
        (event,) = [each for each in history(loan.subject) if each.action == "handed over"]
        assert event.detail["reason"] == "branch moved"
    sign_in("officer").get(f"/staff/loans/{sent.reference}", status=404)
    assert sent.reference in sign_in("officer2").get(f"/staff/loans/{sent.reference}").text


def test_the_last_seat_goes_meanwhile_and_hers_stays(
    app: Flask, elder: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = quickly.sent(app)
    before, code = seats(app), quickly.code_of(app, sent.reference).serial
    form = elder.get(f"/loans/applications/{sent.reference}/move").form("move")
    form.fill(answer=form.choices("answer")[5])

    def rivals() -> None:
        for name in ("amina", "chen", "james")[:SEATS]:
            quickly.sent(app, name, visit=5)

    overtake(monkeypatch, operations, "move_visit", rivals)
    assert form.submit(status=409).errors
    assert seats(app)[: len(before)] == before
    assert quickly.code_of(app, sent.reference).serial == code


def test_an_open_file_is_not_moved(app: Flask, elder: Client) -> None:
    sent = quickly.at_branch(app)
    page = elder.get(f"/loans/applications/{sent.reference}/move")
    assert page.path == f"/loans/applications/{sent.reference}"
