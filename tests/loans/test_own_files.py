"""Nobody works on a file of his own: it is not there for him, he does not get it, and operations refuse him."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.audit.models import Actor
from portal.audit.queries import faults, history
from portal.casework.operations import OtherHands, hand_over, take_lease
from portal.casework.references import new_reference
from portal.identity.queries import branches_with
from portal.loans import labels, operations, queries
from portal.loans.models import LoanApplication
from portal.loans.parties import operations as party_operations
from portal.loans.rules import (
    HANDLING,
    INCLUSIVE,
    CodeProblem,
    IdentityPaper,
    LoanAction,
    OfferAnswer,
    PartyProblem,
    Question,
    Terms,
    Verdict,
)
from portal.notices.models import Notice
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import parties
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client
from tests.workbench.test_late import look, references

Act = Callable[[LoanApplication, Actor, Any], object]
AMOUNT = {"minor": 40_000_00, "currency": "CNY"}
RELATIONS = pytest.mark.parametrize("who", ["applicant", "guarantor"])


def make_own(app: Flask, sent: Sent, name: str, who: str) -> None:
    """The member of staff turns out to be the applicant, or to stand surety for her."""
    if who == "guarantor":
        quickly.beside(app, sent.reference, "amina")
    quickly.link(app, name, "xiulan" if who == "applicant" else "amina")


def queue(client: Client, part: str = "") -> list[str]:
    return [str(each.get_text()) for each in client.get(f"/staff/loans/?part={part}").find(".queue .ref")]


def owner(app: Flask, sent: Sent) -> str:
    with app.app_context():
        found = quickly.loan(sent.reference).owner
        assert found is not None
        return found.sign_in_name


class TestWhatHeSees:
    @RELATIONS
    @pytest.mark.parametrize("make", [quickly.sent, quickly.at_branch])
    def test_the_branchs_list_is_without_it(
        self, app: Flask, sign_in: SignIn, who: str, make: Callable[[Flask], Sent]
    ) -> None:
        sent, officer = make(app), sign_in("officer")
        assert sent.reference in officer.get("/staff/loans/").text
        make_own(app, sent, "officer", who)
        assert sent.reference not in officer.get("/staff/loans/").text

    @RELATIONS
    @pytest.mark.parametrize(
        ("make", "part"),
        [(quickly.in_review, ""), (quickly.proposed, "second"), (quickly.asked, "waiting")],
    )
    def test_a_reviewers_queue_is_without_it(
        self, app: Flask, sign_in: SignIn, who: str, make: Callable[[Flask], Sent], part: str
    ) -> None:
        sent, reviewer = make(app), sign_in("reviewer2")
        assert queue(reviewer, part) == [sent.reference]
        make_own(app, sent, "reviewer2", who)
        assert queue(reviewer, part) == []

    @RELATIONS
    def test_a_second_look_is_somebody_elses(self, app: Flask, sign_in: SignIn, who: str) -> None:
        sent, reviewer = quickly.refused(app), sign_in("reviewer2")
        with app.app_context(), quickly.transaction():
            found = quickly.loan(sent.reference)
            operations.ask_second_look(found, quickly.hand("xiulan"), quickly.clock.now())
        assert queue(reviewer, "look") == [sent.reference]
        make_own(app, sent, "reviewer2", who)
        assert queue(reviewer, "look") == []
        with pytest.raises(OtherHands):
            quickly.decide(app, sent, LoanAction.APPROVE, "reviewer2")

    @RELATIONS
    @pytest.mark.parametrize("name", ["supervisor", "head"])
    def test_what_is_late_rises_past_him(
        self, app: Flask, sign_in: SignIn, clock: MovableClock, who: str, name: str
    ) -> None:
        sent = quickly.in_review(app)
        look(app, clock, hours=24.1)
        look(app, clock, hours=4.1)
        assert references(sign_in(name)) == [sent.reference]
        make_own(app, sent, name, who)
        assert references(sign_in(name)) == []

    def test_where_the_only_supervisor_is_the_customer_another_is_told(
        self, app: Flask, sign_in: SignIn, clock: MovableClock
    ) -> None:
        sent = quickly.in_review(app)
        with app.app_context(), quickly.transaction():
            quickly.member("officer2").role = "supervisor"  # type: ignore[assignment]
            quickly.member("officer2").branch = quickly.branch_coded("east")
        look(app, clock, hours=24.1)
        assert references(sign_in("supervisor")) == []
        quickly.link(app, "officer2", "xiulan")
        assert references(sign_in("supervisor")) == [sent.reference]
        assert references(sign_in("officer2")) == []

    @RELATIONS
    def test_picking_it_up_is_as_an_unknown_reference(
        self, app: Flask, sign_in: SignIn, say: Say, who: str
    ) -> None:
        sent, officer = quickly.sent(app), sign_in("officer")
        make_own(app, sent, "officer", who)
        form = officer.get("/staff/loans/pick-up").form("pick-up")
        answers = [
            form.fill(reference=reference, code=sent.code).submit(status=422).errors
            for reference in (sent.reference, new_reference("L"))
        ]
        assert answers[0] == answers[1] == [say(labels.CODE_PROBLEMS[CodeProblem.UNKNOWN])]
        assert quickly.code_of(app, sent.reference).used_at is None
        form.fill(reference=sent.reference, code="000000").submit(status=422)
        assert quickly.code_of(app, sent.reference).wrong_tries == 0

    def test_his_own_number_is_no_customers_at_the_counter(self, app: Flask, sign_in: SignIn) -> None:
        quickly.link(app, "officer", "james")
        form = sign_in("officer").get("/staff/loans/walk-in").form("walk-in")
        answers = [form.fill(number=number).submit(status=422).errors for number in ("C100002", "C999999")]
        assert answers[0] == answers[1] != []
        assert form.fill(number="C100003").submit().find("form#begin")

    def test_a_walk_in_in_which_he_stands_surety_is_not_his(self, app: Flask, sign_in: SignIn) -> None:
        form = sign_in("officer").get("/staff/loans/walk-in").form("walk-in")
        found = form.fill(number="C100003").submit()
        page = found.form("begin").fill(product="inclusive", paper="passport").submit()
        reference = page.path.split("/")[3]
        quickly.beside(app, reference, "james")
        quickly.link(app, "officer", "james")
        page.client.get(page.path, status=404)

    def test_he_sees_no_identity_paper_of_his_own(self, app: Flask, sign_in: SignIn) -> None:
        ref = quickly.draft(app)
        parties.name_somebody(sign_in("xiulan"), ref, way="branch")
        with app.app_context(), quickly.transaction():
            code = operations.submit(
                quickly.loan(ref), quickly.hand("xiulan"), quickly.clock.now(), "zh_Hans"
            )
            officer, now = quickly.hand("officer"), quickly.clock.now()
            operations.pick_up(quickly.loan(ref), code.digits, officer, now)
            party = quickly.loan(ref).parties[0].public_id
        quickly.link(app, "officer", "amina")
        form = sign_in("officer").get(f"/staff/loans/{ref}/people/{party}").form("identity")
        form.fill(paper="passport", seen=True)
        answers = [form.fill(number=number).submit(status=422).errors for number in ("C100003", "C999999")]
        assert answers[0] == answers[1] != []
        with app.app_context(), pytest.raises(OtherHands), quickly.transaction():
            party_operations.identify(
                quickly.loan(ref).parties[0],
                quickly.customer("amina"),
                IdentityPaper.PASSPORT,
                quickly.hand("officer"),
                quickly.clock.now(),
            )


def seen_paper(loan: LoanApplication) -> tuple[int, int]:
    return loan.current_answers[Question.PAPER].version, 0


AT_THE_COUNTER: dict[str, tuple[Callable[..., Sent], Act]] = {
    "pick up": (quickly.sent, lambda loan, by, now: operations.pick_up(loan, "000000", by, now)),
    "try a code": (quickly.sent, lambda loan, by, now: operations.weigh_code(loan, "000000", by, now)),
    "open by identity": (
        quickly.sent,
        lambda loan, by, now: operations.open_by_identity(loan, IdentityPaper.PASSPORT, by, now),
    ),
    "photograph": (
        quickly.at_branch,
        lambda loan, by, now: operations.add_pages(loan, Question.PAPER, ["x"], by, now),
    ),
    "verify": (
        quickly.at_branch,
        lambda loan, by, now: operations.judge_paper(
            loan, Question.PAPER, Verdict.VERIFIED, by, now, seen=seen_paper(loan)
        ),
    ),
    "propose": (
        quickly.at_branch,
        lambda loan, by, now: operations.propose(loan, Question.AMOUNT, AMOUNT, by, now, 1, 0),
    ),
    "doubt the record": (
        quickly.at_branch,
        lambda loan, by, now: operations.dispute(loan, Question.BUSINESS_NAME, "?", by, now),
    ),
    "confirm for her": (
        quickly.at_branch,
        lambda loan, by, now: operations.settle(loan, Question.AMOUNT, True, 1, 1, by, now),
    ),
    "hand back": (quickly.at_branch, lambda loan, by, now: operations.hand_back(loan, "?", by, now)),
    "send to review": (quickly.at_branch, operations.send_to_review),
    "work on it": (quickly.at_branch, take_lease),
}
IN_REVIEW: dict[str, tuple[Callable[..., Sent], Act]] = {
    "decide": (
        quickly.in_review,
        lambda loan, by, now: operations.decide(loan, LoanAction.APPROVE, [], "?", "", by, now),
    ),
    "offer": (
        quickly.in_review,
        lambda loan, by, now: operations.offer(
            loan, Terms(loan.product.minimum, 12, loan.repayment), "", "?", by, now, now.date()
        ),
    ),
    "ask": (
        quickly.in_review,
        lambda loan, by, now: operations.ask_customer(loan, "explanation", "?", by, now),
    ),
    "ask no more": (quickly.asked, operations.stop_asking),
    "agree": (quickly.proposed, operations.agree),
    "send back": (quickly.proposed, lambda loan, by, now: operations.send_back(loan, "?", by, now)),
}
WAYS = [("officer", name) for name in AT_THE_COUNTER] + [("reviewer2", name) for name in IN_REVIEW]


class TestWhatOperationsRefuse:
    @RELATIONS
    @pytest.mark.parametrize(("name", "way"), WAYS, ids=lambda each: each.replace(" ", "-"))
    def test_the_hand_is_never_one_of_its_people(self, app: Flask, who: str, name: str, way: str) -> None:
        make, act = (AT_THE_COUNTER | IN_REVIEW)[way]
        sent = make(app)
        make_own(app, sent, name, who)
        with app.app_context():
            before = len(history(quickly.loan(sent.reference).subject))
            with pytest.raises(OtherHands), quickly.transaction():
                act(quickly.loan(sent.reference), quickly.hand(name), quickly.clock.now())
            quickly.db.session.expire_all()
            assert len(history(quickly.loan(sent.reference).subject)) == before

    def test_he_begins_nothing_for_himself(self, app: Flask) -> None:
        quickly.link(app, "officer", "xiulan")
        with app.app_context():
            xiulan, by, now = quickly.customer("xiulan"), quickly.hand("officer"), quickly.clock.now()
            with pytest.raises(OtherHands), quickly.transaction():
                operations.begin_walk_in(xiulan, INCLUSIVE, IdentityPaper.PASSPORT, by, now)
        assert quickly.references(app) == []

    def test_nobody_hands_it_to_him(self, app: Flask) -> None:
        sent = quickly.sent(app)
        quickly.another_officer(app)
        quickly.link(app, "colleague", "xiulan")
        with app.app_context():
            found, colleague = quickly.loan(sent.reference), quickly.member("colleague")
            with pytest.raises(OtherHands), quickly.transaction():
                hand_over(found, colleague, "holiday", quickly.hand("officer"), quickly.clock.now())

    def test_a_customer_who_is_staff_is_a_customer_to_her_own_file(self, app: Flask, sign_in: SignIn) -> None:
        sent = quickly.offered(app)
        quickly.link(app, "reviewer", "xiulan")
        page = sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("offer")
        page.fill(answer=OfferAnswer.ACCEPTED).submit()
        assert quickly.status(app, sent.reference) == "approved"


class TestWhoLooksAfterIt:
    def test_the_least_loaded_but_herself(self, app: Flask) -> None:
        quickly.another_officer(app)
        quickly.link(app, "colleague", "xiulan")
        for _ in range(3):
            assert owner(app, quickly.sent(app)) == "officer"
        assert owner(app, quickly.sent(app, "james")) == "colleague"

    def test_her_only_officer_is_herself_so_she_goes_elsewhere(self, app: Flask, sign_in: SignIn) -> None:
        quickly.link(app, "officer", "xiulan")
        ref = quickly.draft(app)
        with app.app_context():
            xiulan = quickly.someone("xiulan").id
            assert [branch.code for branch in branches_with("officer", [xiulan])] == ["west"]
        page = sign_in("xiulan").get(f"/loans/applications/{ref}/check").form("send").submit()
        assert page.path.endswith("/branch")
        assert page.form("question").choices("answer") == ["west"]
        assert sign_in("james").get("/loans/inclusive").form("start")

    def test_she_moves_to_no_branch_of_her_own(self, app: Flask, sign_in: SignIn) -> None:
        sent, elder = quickly.sent(app), sign_in("xiulan")
        address = f"/loans/applications/{sent.reference}/move"
        assert "branch=west" in elder.get(address).html
        quickly.link(app, "officer2", "xiulan")
        assert "branch=west" not in elder.get(address).html

    def test_who_signs_beside_her_passes_it_on_and_she_is_told(self, app: Flask, sign_in: SignIn) -> None:
        sent = quickly.at_branch(app)
        quickly.another_officer(app)
        quickly.link(app, "officer", "amina")
        parties.accepted(sign_in("amina"), parties.invited(sign_in("xiulan"), sent.reference))
        assert owner(app, sent) == "colleague"
        with app.app_context():
            last = quickly.db.session.query(Notice).order_by(Notice.id.desc()).first()
            assert last is not None
            assert (last.kind, last.person_id) == ("loan handed over", quickly.someone("xiulan").id)
            (event,) = [each for each in history(f"case:{sent.reference}") if each.action == "handed over"]
            assert event.detail["reason"] == "own case"
            assert list(faults()) == []

    def test_where_nobody_else_is_there_he_does_not_sign(self, app: Flask, sign_in: SignIn, say: Say) -> None:
        sent = quickly.at_branch(app)
        quickly.link(app, "officer", "amina")
        token = parties.invited(sign_in("xiulan"), sent.reference)
        refused = sign_in("amina").get(f"/loans/invitations/{token}").form("accept").submit(status=409)
        assert say(labels.PARTY_PROBLEMS[PartyProblem.OWNER], "ar") in refused.text
        assert owner(app, sent) == "officer"
        with app.app_context():
            assert quickly.loan(sent.reference).people == {quickly.someone("xiulan").id}


HANDLED: dict[str, Act] = {
    LoanAction.PICK_UP: lambda loan, by, now: operations.open_by_identity(
        loan, IdentityPaper.PASSPORT, by, now
    ),
    LoanAction.HAND_BACK: lambda loan, by, now: operations.hand_back(loan, "?", by, now),
    LoanAction.SEND_TO_REVIEW: operations.send_to_review,
}


@pytest.mark.parametrize("act", HANDLED)
def test_who_worked_on_it_without_writing_anything_does_not_decide_it(
    app: Flask, sign_in: SignIn, act: str
) -> None:
    assert act in HANDLING
    sent = quickly.at_branch(app)
    quickly.another_officer(app)
    with app.app_context(), quickly.transaction():
        found, now = quickly.loan(sent.reference), quickly.clock.now()
        quickly.complete(found, quickly.hand("officer"), now)
        HANDLED[act](found, quickly.hand("colleague"), now)
        if act == LoanAction.HAND_BACK:
            operations.return_to_branch(found, quickly.hand("xiulan"), now)
        if act != LoanAction.SEND_TO_REVIEW:
            operations.send_to_review(found, quickly.hand("officer"), now)
    with app.app_context(), quickly.transaction():
        promoted = quickly.member("colleague")
        assert promoted.id not in quickly.loan(sent.reference).handlers
        promoted.role, promoted.branch = "reviewer", None  # type: ignore[assignment]
    with app.app_context():
        found, colleague = quickly.loan(sent.reference), quickly.member("colleague")
        assert not found.may_be_decided_by(colleague, history(found.subject))
        assert queries.review_queue(colleague, [found.status]) == []
        assert queries.review_queue(quickly.member("reviewer"), [found.status]) == [found]
