"""Ten minutes to think again: a decision, an answer to an offer, a withdrawal. Until then nobody is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.casework.models import CaseClock
from portal.casework.queries import clocks_in_history, open_request
from portal.casework.rules import UNDO, CaseEvent, ClockState
from portal.identity.queries import life_events
from portal.jobs.operations import drain
from portal.loans import labels
from portal.loans.rules import OFFER_KEPT, LoanAction, Question
from portal.notices.queries import inbox
from portal.visits.queries import appointment_of
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.parties.test_people import in_review_with
from tests.loans.test_review import hers, his, queue
from tests.mail import MailServer
from tests.page import Client, Page

A = LoanAction
LATE = "This can no longer be taken back"


def told(app: Flask, name: str = "xiulan") -> list[str]:
    """What stands in the inbox, the newest first."""
    with app.app_context():
        return [notice.kind for notice in inbox(quickly.someone(name)).notices]


@dataclass(frozen=True)
class Stand:
    """How a loan stands: what a move that is taken back leaves as it was."""

    status: str
    decided_at: datetime | None
    closed_at: datetime | None
    decision: str | None
    clocks: list[tuple[Any, ...]]
    has_seat: bool
    is_asked: bool
    life_events: int


def stand(app: Flask, sent: quickly.Sent) -> Stand:
    """Its chain verifies, and its clocks are as its history tells them."""
    with app.app_context():
        loan = quickly.loan(sent.reference)
        clocks = {(each.kind, each.level): _shown(each) for each in loan.clocks}
        assert clocks == {key: _shown(clock) for key, clock in clocks_in_history(loan).items()}
        stands = Stand(
            loan.status,
            loan.decided_at,
            loan.closed_at,
            loan.decision and loan.decision.outcome,
            list(clocks.values()),
            appointment_of(loan.id) is not None,
            open_request(loan) is not None,
            len(life_events(loan.customer_id)),
        )
        assert list(faults()) == []
        return stands


def _shown(clock: CaseClock | ClockState) -> tuple[Any, ...]:
    return clock.due_at, clock.paused_at, clock.stopped_at


def withdraw(client: Client, sent: quickly.Sent) -> Page:
    return client.get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw").submit()


class TestTheReviewer:
    @pytest.mark.parametrize("action", [A.APPROVE, A.REFUSE])
    def test_takes_a_decision_back_as_if_nothing_was_decided(
        self, app: Flask, elder: Client, reviewer: Client, say: Say, action: LoanAction
    ) -> None:
        sent = quickly.in_review(app)
        before = stand(app, sent)
        quickly.decide(app, sent, action)
        assert hers(elder, sent).h1 == say(labels.STATUSES[stand(app, sent).status])
        assert told(app)[0] == "loan in review", "she is not told before it is sure"
        page = his(reviewer, sent).form("undo").submit()
        assert say(labels.TAKING_BACK[action][2]) in page.text
        page.form("decision")
        assert stand(app, sent) == before
        assert say("We took our earlier decision back") in hers(elder, sent).text

    def test_she_is_told_when_it_is_sure(
        self, app: Flask, reviewer: Client, elder: Client, clock: MovableClock, say: Say
    ) -> None:
        sent = quickly.refused(app)
        letter = f"/loans/applications/{sent.reference}/decision"
        elder.get(letter, status=404)
        form = his(reviewer, sent).form("undo")
        clock.forward(minutes=10)
        assert told(app)[0] == "loan refused"
        elder.get(letter)
        assert not his(reviewer, sent).find("#undo")
        assert form.submit(status=409).h1 == say(LATE)
        assert stand(app, sent).status == "refused"

    def test_an_offer_too_and_she_may_no_longer_answer_it(
        self, app: Flask, elder: Client, reviewer: Client
    ) -> None:
        sent = quickly.offered(app)
        answer = hers(elder, sent).form("offer").fill(answer="accepted")
        his(reviewer, sent).form("undo").submit()
        answer.submit(status=409)
        assert stand(app, sent).status == "in_review"
        assert not [kind for kind in told(app) if kind == "loan offered"]

    def test_not_once_she_answered(self, app: Flask, elder: Client, reviewer: Client, say: Say) -> None:
        sent = quickly.offered(app)
        late = his(reviewer, sent).form("undo")
        hers(elder, sent).form("offer").fill(answer="accepted").submit()
        assert late.submit(status=409).h1 == say(LATE)
        assert stand(app, sent).status == "approved"

    def test_not_another_ones_nor_the_machines(self, app: Flask, sign_in: SignIn) -> None:
        sent = quickly.refused(app)
        other = sign_in("reviewer2")
        assert not his(other, sent).find("#undo")
        other.post(f"/staff/loans/{sent.reference}/undo", status=409)
        assert stand(app, sent).status == "refused"

    def test_who_agreed_takes_only_the_agreement_back(self, app: Flask, sign_in: SignIn) -> None:
        sent, other = quickly.proposed(app), sign_in("reviewer2")
        his(other, sent).form("second-review").fill(verdict="agree").submit()
        assert stand(app, sent).status == "approved"
        page = his(other, sent).form("undo").submit()
        assert stand(app, sent).status == "in_second_review"
        page = page.form("second-review").fill(verdict="return", second_words="再看看收入。").submit()
        assert stand(app, sent).status == "in_review"
        page.form("undo").submit()
        assert stand(app, sent).status == "in_second_review"

    def test_who_proposed_corrects_it_with_the_words_at_hand(
        self, app: Flask, reviewer: Client, sign_in: SignIn
    ) -> None:
        sent = quickly.proposed(app, A.REFUSE)
        page = his(reviewer, sent).form("undo").submit()
        assert stand(app, sent).status == "in_review"
        form = page.form("decision")
        assert (form.values["words"], form.values["change"]) == ("经营稳定。", "减少三万元。")
        form.submit()
        assert stand(app, sent).status == "in_second_review"
        assert sign_in("reviewer2").get(f"/staff/loans/{sent.reference}").find("#second-review")

    def test_a_page_from_before_takes_back_nothing_else(self, app: Flask, reviewer: Client) -> None:
        sent = quickly.refused(app)
        first, old = (his(reviewer, sent).form("undo") for _ in range(2))
        first.submit()
        quickly.decide(app, sent)
        old.submit(status=409)
        assert stand(app, sent).status == "approved"

    def test_once_it_went_on_it_is_told_at_once_and_in_order(
        self,
        app: Flask,
        elder: Client,
        clock: MovableClock,
        drain: Callable[[], int],
        mail_server: MailServer,
    ) -> None:
        sent = quickly.refused(app)
        drain()
        letters = len(mail_server.received)
        hers(elder, sent).form("second-look").submit()
        assert told(app)[:2] == ["loan second look", "loan refused"]
        drain()
        assert len(mail_server.received) == letters + 2

    def test_who_refused_and_took_it_back_does_not_look_again(self, app: Flask, sign_in: SignIn) -> None:
        sent = quickly.refused(app)
        reviewer, elder = sign_in("reviewer"), sign_in("xiulan")
        his(reviewer, sent).form("undo").submit()
        quickly.decide(app, sent, A.REFUSE, "reviewer2")
        hers(elder, sent).form("second-look").submit()
        assert not his(reviewer, sent).find("#decision")
        assert queue(reviewer) == []

    def test_twice_is_once(self, app: Flask, reviewer: Client) -> None:
        sent = quickly.refused(app)
        first, again = (his(reviewer, sent).form("undo") for _ in range(2))
        first.submit()
        again.submit()
        with app.app_context():
            events = history(quickly.loan(sent.reference).subject)
            assert [event.action for event in events].count(CaseEvent.TAKEN_BACK) == 1

    def test_who_signed_with_her_is_told_when_it_is_sure(
        self, app: Flask, elder: Client, reviewer: Client, sign_in: SignIn, clock: MovableClock
    ) -> None:
        sent = quickly.Sent(in_review_with(app, elder, sign_in("amina")), "")
        quickly.decide(app, sent)
        his(reviewer, sent).form("undo").submit()
        clock.forward(minutes=11)
        assert "party decided" not in told(app, "amina")
        quickly.decide(app, sent)
        clock.forward(minutes=11)
        assert told(app, "amina").count("party decided") == 1


class TestTheCustomer:
    @pytest.mark.parametrize(("answer", "becomes"), [("accepted", "approved"), ("declined", "in_review")])
    def test_takes_her_answer_back_and_says_the_other(
        self, app: Flask, elder: Client, answer: str, becomes: str
    ) -> None:
        sent = quickly.offered(app)
        before = stand(app, sent)
        page = hers(elder, sent).form("offer").fill(answer=answer).submit()
        assert stand(app, sent).status == becomes
        page = page.form("undo").submit()
        assert stand(app, sent) == before
        other = "declined" if answer == "accepted" else "accepted"
        page.form("offer").fill(answer=other).submit()
        assert stand(app, sent).status == {"declined": "in_review", "accepted": "approved"}[other]

    def test_not_longer_than_the_offer_holds(self, app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
        sent = quickly.offered(app)
        clock.forward(days=OFFER_KEPT.days, minutes=-2)
        elder = sign_in("xiulan")
        page = hers(elder, sent).form("offer").fill(answer="accepted").submit()
        form = page.form("undo")
        clock.forward(minutes=3)
        assert not hers(elder, sent).find("#undo")
        form.submit(status=409)
        assert stand(app, sent).status == "approved"

    def test_not_once_the_reviewer_went_on(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.offered(app)
        late = hers(elder, sent).form("offer").fill(answer="declined").submit().form("undo")
        quickly.decide(app, sent, A.REFUSE)
        page = late.submit(status=409)
        assert page.h1 == say(LATE)
        assert stand(app, sent).status == "refused"

    @pytest.mark.parametrize("point", ["sent", "at_branch", "in_review", "asked", "offered"])
    def test_a_withdrawal_by_mistake_leaves_all_as_it_was(
        self, app: Flask, elder: Client, clock: MovableClock, say: Say, point: str
    ) -> None:
        make: Callable[[Flask], quickly.Sent] = getattr(quickly, point)
        sent = make(app)
        before, code = stand(app, sent), quickly.code_of(app, sent.reference)
        page = withdraw(elder, sent)
        assert page.h1 == say(labels.STATUSES["withdrawn"])
        page = page.form("undo").submit()
        assert page.h1 == say(labels.STATUSES[before.status])
        assert stand(app, sent) == before
        after = quickly.code_of(app, sent.reference)
        assert (after.id, after.is_live(clock.now)) == (code.id, point == "sent")

    def test_her_time_her_papers_and_who_signs_are_let_go_when_it_is_sure(
        self, app: Flask, elder: Client, sign_in: SignIn, clock: MovableClock, say: Say, instance: Path
    ) -> None:
        amina = sign_in("amina")
        sent = quickly.Sent(in_review_with(app, elder, amina), "")
        late = withdraw(elder, sent).form("undo")
        with app.app_context():
            drain()
            assert appointment_of(quickly.loan(sent.reference).id)
        assert "party released" not in told(app, "amina")
        assert list((instance / "attachments").iterdir())
        clock.forward(seconds=UNDO.total_seconds())
        with app.app_context():
            drain()
            assert appointment_of(quickly.loan(sent.reference).id) is None
        assert told(app)[0] == "loan withdrawn"
        assert told(app, "amina")[0] == "party released"
        assert list((instance / "attachments").iterdir()) == []
        assert late.submit(status=409).h1 == say(LATE)

    def test_what_was_let_go_of_before_it_went_on_stays(
        self, app: Flask, elder: Client, clock: MovableClock
    ) -> None:
        """Withdrawn, taken back, and withdrawn again: the first one's ten minutes do not end the second."""
        sent = quickly.sent(app)
        withdraw(elder, sent).form("undo").submit()
        clock.forward(minutes=6)
        page = withdraw(elder, sent)
        clock.forward(minutes=6)
        with app.app_context():
            drain()
            assert appointment_of(quickly.loan(sent.reference).id)
        page.form("undo").submit()
        clock.forward(minutes=6)
        with app.app_context():
            drain()
            assert appointment_of(quickly.loan(sent.reference).id)
        assert "loan withdrawn" not in told(app)

    def test_who_lets_go_and_who_takes_back_do_not_cross(
        self, app: Flask, elder: Client, clock: MovableClock
    ) -> None:
        """He who waits for the lock is judged by the moment when he has it."""
        sent = quickly.sent(app)
        form = withdraw(elder, sent).form("undo")
        clock.forward(minutes=10)
        with app.app_context():
            quickly.operations.let_go({"ref": sent.reference})
        form.submit(status=409)
        assert stand(app, sent).status == "withdrawn"

    def test_a_draft_that_rests_on_a_paper_of_it_can_be_sent(
        self, app: Flask, elder: Client, clock: MovableClock, drain: Callable[[], int]
    ) -> None:
        sent = quickly.in_review(app)
        begun = quickly.draft(app, **quickly.held(app))
        withdraw(elder, sent)
        clock.forward(minutes=10)
        drain()
        elder.get(f"/loans/applications/{begun}/check").form("send").submit()
        assert quickly.status(app, begun) != "draft"

    def test_the_consent_that_she_took_back_is_given_again(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.in_review(app)
        address = f"/loans/applications/{sent.reference}/withdrawal?consent=process"
        page = elder.get(address).form("withdraw").submit()
        assert "process" not in quickly.values(app, sent.reference)[Question.CONSENTS]
        assert say("You then agree again that we use your answers to decide on it.") in page.text
        page.form("undo").submit()
        assert "process" in quickly.values(app, sent.reference)[Question.CONSENTS]
        assert stand(app, sent).status == "in_review"

    def test_a_stranger_takes_nothing_back(self, app: Flask, elder: Client, sign_in: SignIn) -> None:
        sent = quickly.sent(app)
        withdraw(elder, sent)
        sign_in("james").post(f"/loans/applications/{sent.reference}/undo", status=404)
        assert stand(app, sent).status == "withdrawn"


def test_the_page_says_until_when(app: Flask, elder: Client, clock: MovableClock, say: Say) -> None:
    sent = quickly.sent(app)
    page = withdraw(elder, sent)
    assert "10:1" in page.text, "the test's day begins at ten"
    clock.to(clock.now + timedelta(minutes=10))
    assert not hers(elder, sent).find("#undo")
