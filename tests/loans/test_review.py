"""The review by real requests: asking, offering, two pairs of eyes, a second look, the machine's yes.

Nothing is mocked; what is before the review is made by operations.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.audit.queries import faults, history
from portal.casework.models import Consent
from portal.casework.operations import OtherHands
from portal.casework.queries import clocks_in_history, open_request
from portal.cli.operators import raise_late_clocks, tidy
from portal.db import db
from portal.identity.queries import life_events
from portal.loans import labels
from portal.loans.rules import LoanAction, LoanStatus, OfferAnswer, Question
from portal.notices.models import Notice
from portal.visits.queries import appointment_of
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_races import at_once, meet, press
from tests.page import Client, Page

WHY = "我的理由。"
TOLD = "The customer can see it at once and is told in ten minutes; until then you can take it back."
LAST_PRESS = (
    "The last thing that is missing: if everything passes, this approves the loan, and the customer is told."
)
NEED_NOT_COME = (
    "You need not come on the day that you chose: "
    "the bank has everything, and your place is free for somebody else."
)


@pytest.fixture
def other(sign_in: SignIn) -> Client:
    return sign_in("reviewer2")


def hers(client: Client, sent: quickly.Sent) -> Page:
    return client.get(f"/loans/applications/{sent.reference}")


def his(client: Client, sent: quickly.Sent) -> Page:
    return client.get(f"/staff/loans/{sent.reference}")


def queue(client: Client, part: str = "", product: str = "") -> list[str]:
    page = client.get(f"/staff/loans/?part={part}&product={product}")
    return [href.rpartition("/")[2] for href in page.links.values() if href.startswith("/staff/loans/L-")]


def kinds(app: Flask) -> list[str]:
    """What she was told, or is when it cannot be taken back; the newest first."""
    with app.app_context():
        hers = db.session.query(Notice.kind).filter_by(person_id=quickly.someone("xiulan").id)
        return [kind for (kind,) in hers.order_by(Notice.id.desc())]


def decision_clock(app: Flask, sent: quickly.Sent) -> tuple[bool, bool]:
    """Whether it is paused, and whether its row is as the history tells it."""
    with app.app_context():
        found = quickly.loan(sent.reference)
        clock = found.deadline
        assert clock is not None
        told = clocks_in_history(found)[clock.kind, clock.level]
        assert list(faults()) == []
        return clock.paused_at is not None, (told.due_at, told.paused_at) == (clock.due_at, clock.paused_at)


def name_of(app: Flask, name: str) -> str:
    with app.test_request_context(), force_locale("zh_Hans"):
        return quickly.someone(name).display_name  # type: ignore[no-any-return]


class TestTheMachine:
    def test_a_small_clean_case_approves_itself_and_says_why(
        self, app: Flask, elder: Client, reviewer: Client, sign_in: SignIn, say: Say
    ) -> None:
        sent = quickly.at_branch(app, amount=quickly.SMALL)
        officer = sign_in("officer")
        page = his(officer, sent).form("paper").fill(file=loans.LICENCE).submit()
        assert say(LAST_PRESS) in page.text
        assert "自动获批" in loans.verified(page).text, "no more press is needed"
        page = hers(elder, sent)
        assert page.h1 == say(labels.STATUSES["approved"])
        for said in (*labels.CHECKS.values(),)[:3]:
            assert say(said) in page.text
        assert "¥20,000.00" in page.text
        assert "孙磊" not in page.text
        assert queue(reviewer) == []
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert (found.decided_by_id, found.decided_by_machine) == (None, True)
            (event,) = life_events(found.customer_id)
            assert event.detail == {"minor": 20_000_00, "months": 12}
            assert [each.person_id for each in history(found.subject) if each.action == "approve"] == [None]
        assert kinds(app)[0] == "loan approved"
        assert "loan in review" not in kinds(app)
        assert say(labels.CHECKS["business_age"]) in his(reviewer, sent).text

    def test_it_is_approved_as_it_is_sent_where_the_bank_holds_every_paper(
        self, app: Flask, elder: Client, sign_in: SignIn, say: Say
    ) -> None:
        quickly.in_review(app)
        reference = quickly.draft(app, **quickly.held(app))
        page = elder.get(f"/loans/applications/{reference}/check").form("send").submit()
        assert page.h1 == say(labels.STATUSES["approved"])
        assert say(NEED_NOT_COME) in page.text
        assert not page.find(".ticket"), "there is nothing to pick up"
        assert say("Your visit to the branch") not in page.text
        assert reference not in sign_in("officer").get("/staff/loans/").text
        assert kinds(app)[:2] == ["loan approved", "loan in review"], "that one was the earlier loan's"
        with app.app_context():
            found = quickly.loan(reference)
            assert (found.decided_by_machine, appointment_of(found.id)) == (True, None)

    @pytest.mark.parametrize("missing", [{"consents": ["process", "reuse"]}, {"amount": quickly.LARGE}])
    def test_a_person_looks_at_what_is_not_clean_even_if_the_bank_holds_every_paper(
        self, app: Flask, missing: dict[str, object]
    ) -> None:
        quickly.in_review(app)
        sent = quickly.sent(app, **quickly.held(app) | missing)
        assert (quickly.status(app, sent.reference), len(sent.code)) == ("submitted", 6)

    def test_what_is_still_open_waits_for_a_press(self, app: Flask, sign_in: SignIn) -> None:
        sent, officer = quickly.at_branch(app, amount=quickly.SMALL), sign_in("officer")
        his(officer, sent).form("paper").fill(file=loans.LICENCE).submit()
        officer.get(f"/staff/loans/{sent.reference}/answers/term").form("question").fill(answer="24").submit()
        loans.verified(his(officer, sent))
        assert quickly.status(app, sent.reference) == "at_branch"

    @pytest.mark.parametrize(
        ("name", "answers"),
        [
            ("xiulan", {}),
            ("xiulan", {"amount": quickly.SMALL, "consents": ["process"]}),
            ("xiulan", {"amount": quickly.SMALL, "started_on": "2026-05-01"}),
            ("fang", {"amount": quickly.SMALL}),
            ("chen", {"amount": quickly.SMALL}),
        ],
    )
    def test_all_else_goes_to_a_person(
        self, name: str, answers: dict[str, object], app: Flask, reviewer: Client
    ) -> None:
        sent = quickly.in_review(app, name, **answers)
        assert quickly.status(app, sent.reference) == "in_review"
        assert queue(reviewer) == [sent.reference]


class TestAsking:
    def test_a_question_pauses_the_clock_and_her_words_go_to_the_reviewer(
        self, app: Flask, elder: Client, reviewer: Client, say: Say, clock: MovableClock
    ) -> None:
        sent = quickly.in_review(app)
        form = his(reviewer, sent).form("asking")
        form.fill(asked_kind="explanation", asked_words="您的主要供应商是谁？").submit()
        assert decision_clock(app, sent) == (True, True)
        assert kinds(app)[0] == "loan asked"
        assert queue(reviewer) == []
        assert queue(reviewer, "waiting") == [sent.reference]
        assert elder.get("/").links[say(labels.WAITS_FOR_HER["asked"])].endswith(sent.reference)
        clock.forward(hours=30)
        elder, reviewer = elder.__class__(app), reviewer.__class__(app)
        for client, name in ((elder, "xiulan"), (reviewer, "reviewer")):
            client.get("/sign-in").form("sign-in").fill(
                sign_in_name=name, password="harbour-demo-2026"
            ).submit()
        page = hers(elder, sent)
        assert "您的主要供应商是谁？" in page.text
        empty = page.form("reply").submit(status=422)
        assert len(empty.errors) == 1
        page.form("reply").fill(reply_words="永丰粮油，十年了。").submit()
        assert decision_clock(app, sent) == (False, True)
        assert "永丰粮油，十年了。" in his(reviewer, sent).text
        with app.app_context():
            due_at = quickly.loan(sent.reference).deadline.due_at  # type: ignore[union-attr]
        assert timedelta(hours=23) < due_at - clock.now <= timedelta(hours=24)

    def test_a_paper_is_sent_and_no_officer_has_compared_it(
        self, app: Flask, elder: Client, reviewer: Client, say: Say
    ) -> None:
        sent = quickly.asked(app, "paper", "请重新拍执照。")
        before = quickly.values(app, sent.reference)["paper"]
        hers(elder, sent).form("reply").submit(status=422)
        hers(elder, sent).form("reply").fill(file=(files.jpeg(), "a.jpg")).submit()
        assert quickly.values(app, sent.reference)["paper"] != before
        assert say(labels.PAPER_STATES["sent"]) in his(reviewer, sent).text

    def test_the_reviewer_takes_the_question_back(self, app: Flask, elder: Client, reviewer: Client) -> None:
        sent = quickly.asked(app)
        late = hers(elder, sent).form("reply").fill(reply_words="来了")
        his(reviewer, sent).form("asking-end").submit()
        assert quickly.status(app, sent.reference) == "in_review"
        assert kinds(app)[0] == "loan asks no more"
        assert "来了" in late.submit(status=409).text
        with app.app_context():
            assert open_request(quickly.loan(sent.reference)) is None

    def test_one_question_at_a_time(self, app: Flask, reviewer: Client, other: Client, say: Say) -> None:
        sent = quickly.in_review(app)
        forms = [
            his(client, sent).form("asking").fill(asked_kind="paper", asked_words="为什么？")
            for client in (reviewer, other)
        ]
        forms[0].submit()
        page = forms[1].submit(status=409)
        said = [" ".join(item.text.split()) for item in page.find("main .list li")]
        assert said == [say(labels.ANSWERS[Question.PAPER]), "为什么？"], "as it was said, and no codes"

    def test_a_question_needs_words_and_a_kind(self, app: Flask, reviewer: Client) -> None:
        sent = quickly.in_review(app)
        page = his(reviewer, sent).form("asking").submit(status=422)
        assert len(page.errors) == 2
        assert quickly.status(app, sent.reference) == "in_review"


def offer_form(client: Client, sent: quickly.Sent, **typed: object) -> Page:
    form = his(client, sent).form("offer").fill(offer_words=WHY)
    return form.fill(typed).submit(status=200)


class TestOffers:
    def test_an_offer_shows_its_cost_and_is_accepted(
        self, app: Flask, elder: Client, reviewer: Client, say: Say
    ) -> None:
        sent = quickly.in_review(app)
        offer_form(reviewer, sent, offer_amount="4万", offer_months=24, conditions="请先开立经营账户。")
        assert quickly.status(app, sent.reference) == "offered"
        assert decision_clock(app, sent) == (True, True)
        assert kinds(app)[0] == "loan offered"
        page = hers(elder, sent)
        for said in ("40,000", "24", "请先开立经营账户。", WHY):
            assert said in page.text
        asked = {
            "amount": "¥50,000.00",
            "term": "12个月",
            "repayment": say(labels.REPAYMENTS["equal_instalments"]),
        }
        assert say("You asked for %(amount)s over %(term)s, %(repayment)s.", **asked) in page.text
        page = page.form("offer").fill(answer="accepted").submit()
        assert page.h1 == say(labels.STATUSES["approved"])
        assert say("Thank you. You accepted the offer.") in page.text
        assert say("You accepted the offer") in page.find(".timeline")[0].text
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert found.decided_by_id == quickly.someone("reviewer").id
            assert (found.terms.amount.minor, found.terms.months) == (40_000_00, 24)
            (event,) = life_events(found.customer_id)
            assert event.detail == {"minor": 40_000_00, "months": 24}
        assert kinds(app)[0] == "loan approved"

    def test_a_no_gives_it_back_to_the_reviewer(
        self, app: Flask, elder: Client, reviewer: Client, say: Say
    ) -> None:
        sent = quickly.offered(app)
        hers(elder, sent).form("offer").submit(status=422)
        page = hers(elder, sent).form("offer").fill(answer="declined").submit()
        assert quickly.status(app, sent.reference) == "in_review"
        assert WHY not in page.text
        assert say("You declined the offer. The reviewer has your answer and goes on.") in page.text
        steps = page.find(".timeline")[0].text
        places = [
            steps.index(say(each)) for each in ("We made you an offer", "You declined the offer", "Decision")
        ]
        assert places == sorted(places)
        assert decision_clock(app, sent) == (False, True)
        assert queue(reviewer) == [sent.reference]
        assert loans.decided(reviewer, sent)
        assert quickly.status(app, sent.reference) == "approved"

    @pytest.mark.parametrize("second", ["accepted", "declined"])
    def test_a_second_answer_is_told_so(self, second: str, app: Flask, elder: Client) -> None:
        sent = quickly.offered(app)
        first, again = (hers(elder, sent).form("offer") for _ in range(2))
        first.fill(answer="declined").submit()
        page = again.fill(answer=second).submit(status=409)
        assert page.path.endswith("/offer")
        assert f"/loans/applications/{sent.reference}" in page.links.values()
        assert quickly.status(app, sent.reference) == "in_review"

    def test_two_answers_at_once_are_one(
        self, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = quickly.offered(app)
        forms = [
            hers(sign_in("xiulan"), sent).form("offer").fill(answer=answer)
            for answer in ("accepted", "declined")
        ]
        meet(monkeypatch, quickly.operations, "answer_offer")
        assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert found.decisions[0].answer in ("accepted", "declined")
            assert (found.decisions[0].answer == "accepted") == (found.status == "approved")

    def test_it_lapses_after_fourteen_days_and_nothing_is_refused(
        self, app: Flask, elder: Client, clock: MovableClock, sign_in: SignIn
    ) -> None:
        sent = quickly.offered(app)
        form = hers(elder, sent).form("offer").fill(answer="accepted")
        clock.forward(days=14, minutes=1)
        with app.app_context():
            tidy()
            tidy()
        assert quickly.status(app, sent.reference) == "in_review"
        assert kinds(app)[0] == "loan offer lapsed"
        assert kinds(app).count("loan offer lapsed") == 1
        with app.app_context():
            assert quickly.loan(sent.reference).decisions[0].answer == OfferAnswer.LAPSED
        assert decision_clock(app, sent) == (False, True)
        assert form is not None
        assert queue(sign_in("reviewer")) == [sent.reference]

    @pytest.mark.parametrize(
        ("typed", "part"),
        [
            ({"offer_amount": "4000"}, "offer_amount"),
            ({"offer_amount": "-1"}, "offer_amount"),
            ({"offer_amount": ""}, "offer_amount"),
            ({"offer_amount": "400000"}, ""),
            ({}, "conditions"),
            ({"offer_amount": "40000", "offer_words": ""}, "offer_words"),
        ],
    )
    def test_an_offer_that_is_none_says_why_and_keeps_what_was_typed(
        self, typed: dict[str, str], part: str, app: Flask, reviewer: Client
    ) -> None:
        sent = quickly.in_review(app)
        form = his(reviewer, sent).form("offer").fill(offer_words=WHY).fill(typed)
        page = form.submit(status=422)
        assert page.errors
        assert ". " not in "".join(page.errors), "a Chinese sentence has Chinese punctuation"
        kept = page.form("offer").values
        assert {name: kept[name] for name in typed} == typed
        assert quickly.status(app, sent.reference) == "in_review"


class TestTwoPairsOfEyes:
    def test_one_reviewer_alone_decides_up_to_the_limit_and_two_above(
        self, app: Flask, elder: Client, reviewer: Client, other: Client, say: Say
    ) -> None:
        sent = quickly.in_review(app, amount=quickly.LARGE, yearly_income=quickly.RICH)
        page, told = his(reviewer, sent), say(TOLD)
        assert told not in page.text
        assert page.text.count(say("Another reviewer must agree before the customer is told.")) == 2
        loans.decided(reviewer, sent)
        assert say(f"If you agree, the{TOLD.removeprefix('The')}") in his(other, sent).text
        assert quickly.status(app, sent.reference) == "in_second_review"
        assert "经营稳定" not in hers(elder, sent).text
        assert queue(reviewer) == queue(reviewer, "second") == []
        assert queue(other, "second") == [sent.reference]
        assert not his(reviewer, sent).find("form#second-review, form#decision")
        his(other, sent).form("second-review").fill(verdict="agree").submit()
        page = hers(elder, sent)
        assert page.h1 == say(labels.STATUSES["approved"])
        assert "孙磊" in page.text
        assert "周燕" in page.text
        assert kinds(app)[:2] == ["loan approved", "loan in review"]

    def test_the_first_never_agrees_with_himself(self, app: Flask, reviewer: Client) -> None:
        sent = quickly.proposed(app)
        address = f"/staff/loans/{sent.reference}"
        for noun, typed in (("second-review", {"verdict": "agree"}), ("decision", {"outcome": "approve"})):
            reviewer.post(f"{address}/{noun}", {**typed, "words": "x"}, status=404)
        with app.app_context(), pytest.raises(OtherHands):
            quickly.operations.agree(
                quickly.loan(sent.reference), quickly.hand("reviewer"), quickly.clock.now()
            )
        assert quickly.status(app, sent.reference) == "in_second_review"

    def test_the_second_sends_it_back_with_words(
        self, app: Flask, elder: Client, reviewer: Client, other: Client
    ) -> None:
        sent = quickly.proposed(app, LoanAction.REFUSE)
        form = his(other, sent).form("second-review").fill(verdict="return")
        form.submit(status=422)
        form.fill(second_words="请再看流水。").submit()
        assert quickly.status(app, sent.reference) == "in_review"
        page = his(reviewer, sent)
        assert "请再看流水。" in page.text
        (signed,) = [card for card in page.find(".card") if "请再看流水。" in card.text]
        assert name_of(app, "reviewer2") in signed.text
        assert name_of(app, "reviewer") not in signed.text, "who did not send it back signs no return"
        assert "请再看流水。" not in hers(elder, sent).text
        loans.decided(other, sent)
        his(reviewer, sent).form("second-review").fill(verdict="agree").submit()
        assert quickly.status(app, sent.reference) == "approved"

    def test_an_offer_above_the_limit_waits_for_the_second_too(
        self, app: Flask, elder: Client, reviewer: Client, other: Client
    ) -> None:
        sent = quickly.in_review(app, amount=quickly.LARGE, yearly_income=quickly.RICH)
        offer_form(reviewer, sent, offer_amount="350000")
        assert not hers(elder, sent).find("form#offer")
        his(other, sent).form("second-review").fill(verdict="agree").submit()
        hers(elder, sent).form("offer").fill(answer="accepted").submit()
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert (found.status, found.terms.amount.minor) == ("approved", 350_000_00)

    def test_two_second_reviewers_at_once(
        self, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = quickly.proposed(app)
        forms = [his(sign_in("reviewer2"), sent).form("second-review") for _ in range(2)]
        forms[0].fill(verdict="agree")
        forms[1].fill(verdict="return", second_words="再看。")
        meet(monkeypatch, quickly.operations, "agree")
        assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]


class TestASecondLook:
    def test_somebody_else_decides_and_that_is_final(
        self, app: Flask, elder: Client, reviewer: Client, other: Client, say: Say
    ) -> None:
        sent = quickly.refused(app)
        page = hers(elder, sent).form("second-look").submit()
        assert page.h1 == say(labels.STATUSES["in_second_look"])
        assert kinds(app)[0] == "loan second look"
        assert decision_clock(app, sent) == (False, True)
        assert queue(reviewer) == queue(reviewer, "look") == []
        assert queue(other, "look") == [sent.reference]
        assert not his(reviewer, sent).find("form#decision")
        reviewer.post(f"/staff/loans/{sent.reference}/decision", {"outcome": "approve"}, status=404)
        loans.decided(other, sent, "refuse")
        page = hers(elder, sent)
        assert page.h1 == say(labels.STATUSES["refused"])
        assert not page.find("form#second-look")
        elder.post(f"/loans/applications/{sent.reference}/second-look", status=409)
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert [each.stage for each in found.decisions] == ["in_review", "in_second_look"]

    def test_it_may_be_approved_then(self, app: Flask, elder: Client, other: Client) -> None:
        sent = quickly.refused(app)
        hers(elder, sent).form("second-look").submit()
        loans.decided(other, sent)
        assert quickly.status(app, sent.reference) == "approved"
        assert kinds(app)[0] == "loan approved"

    def test_thirty_days_and_no_longer(self, app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
        sent = quickly.refused(app)
        clock.forward(days=30, minutes=1)
        elder = sign_in("xiulan")
        assert not hers(elder, sent).find("form#second-look")
        elder.post(f"/loans/applications/{sent.reference}/second-look", status=409)
        assert quickly.status(app, sent.reference) == "refused"

    def test_both_who_decided_it_together_are_out(self, app: Flask, elder: Client, other: Client) -> None:
        sent = quickly.proposed(app, LoanAction.REFUSE)
        his(other, sent).form("second-review").fill(verdict="agree").submit()
        hers(elder, sent).form("second-look").submit()
        assert queue(other, "look") == []
        assert not his(other, sent).find("form#decision")


class TestWhatWouldChangeIt:
    def test_it_stands_before_the_reviewer_and_she_begins_with_it(
        self, app: Flask, elder: Client, reviewer: Client, sign_in: SignIn, say: Say
    ) -> None:
        income = {"minor": 144_000_00, "currency": "CNY"}
        sent = quickly.in_review(app, yearly_income=income)
        page = his(reviewer, sent)
        for said in (labels.PRODUCTS["inclusive"].name, "First instalment", "Interest a year"):
            assert say(said) in page.text
        form = page.form("decision")
        assert "¥42,000.00" in form.values["change"]
        reviewer.get("/staff/?lang=en")
        page = his(reviewer, sent)
        assert "The customer reads 简体中文." in page.text
        assert page.form("decision").values["change"] == form.values["change"], (
            "she reads it, in her language"
        )
        reviewer.get("/staff/?lang=zh_Hans")
        assert "¥8,000.00" in form.values["change"]
        form.fill(outcome="refuse", reasons=["income_too_low"], words=WHY).submit()
        page = hers(elder, sent)
        buttons = [form for form in page.forms if form.action.endswith("/new-application")]
        assert [(form.values["amount"], form.values["months"]) for form in buttons] == [
            ("4200000", "12"),
            ("5000000", "18"),
        ]
        page = buttons[0].submit()
        assert loans.question_of(page) == "paper"
        begun = page.path.split("/")[3]
        kept, before = quickly.values(app, begun), quickly.values(app, sent.reference)
        assert kept.pop("amount") == {"minor": 42_000_00, "currency": "CNY"}
        assert kept == {name: before[name] for name in kept}
        assert kept.keys() == before.keys() - {"amount", "paper", "visit", "consents"}
        page = loans.answer_on(page).form("send").submit()
        again = loans.Sent(begun, "".join(page.find(".ticket-code")[0].text.split()))
        loans.in_review(sign_in("officer"), again)
        assert his(reviewer, again).find(".tasks .tag-stop, .tasks .tag-wait") == []
        loans.decided(reviewer, again)
        assert quickly.status(app, begun) == "approved"

    @pytest.mark.parametrize("typed", [{"amount": "1", "months": "12"}, {"amount": "x"}, {}])
    def test_no_other_change_than_those_shown(self, typed: dict[str, str], app: Flask, elder: Client) -> None:
        sent = quickly.refused(app, yearly_income={"minor": 144_000_00, "currency": "CNY"})
        elder.post(f"/loans/applications/{sent.reference}/new-application", typed, status=409)
        assert len(quickly.references(app)) == 1

    def test_a_day_to_wait_for_is_said_without_a_button(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.refused(app, started_on="2026-05-01")
        page = hers(elder, sent)
        assert say("It passes %(changes)s.", changes="|").split("|")[0] in page.text
        assert not [form for form in page.forms if form.action.endswith("/new-application")]


class TestConsents:
    def test_the_bureau_is_taken_back_in_mid_review_and_the_reviewer_sees_it(
        self, app: Flask, elder: Client, reviewer: Client, say: Say
    ) -> None:
        sent = quickly.in_review(app)
        stale = his(reviewer, sent).form("decision").fill(outcome="approve", words=WHY)
        page = elder.get(f"/loans/applications/{sent.reference}/consents")
        page = page.form("consent-bureau").submit()
        stale.submit(status=409)
        assert say("Consent was not given.") in his(reviewer, sent).text
        page.form("consent-bureau").submit()
        assert say("Consent was given.") in his(reviewer, sent).text
        with app.app_context():
            rows = quickly.db.session.query(Consent).filter_by(purpose="bureau").all()
            assert [(row.given, row.withdrawn_at is None) for row in rows] == [
                (True, False),
                (False, False),
                (True, True),
            ]

    def test_without_the_necessary_one_it_is_withdrawn(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.asked(app)
        address = f"/loans/applications/{sent.reference}/consents"
        page = elder.get(address).follow(say("Take it back and withdraw"))
        assert (page.h1, quickly.status(app, sent.reference)) == (
            say("Withdraw the pre-application?"),
            "asked",
        )
        page = page.form("withdraw").submit()
        assert page.h1 == say(labels.STATUSES["withdrawn"])
        with app.app_context():
            last = quickly.db.session.query(Consent).filter_by(purpose="process", withdrawn_at=None).one()
            assert not last.given
        assert elder.get(address).forms == []
        elder.post(address, {"purpose": "bureau", "given": "yes"}, status=409)

    def test_of_a_closed_one_only_offers_can_be_taken_back(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.sent(app, consents=["process", "offers"])
        address = f"/loans/applications/{sent.reference}/consents"
        withdrawn = elder.get(address.replace("consents", "withdrawal")).form("withdraw").submit()
        page = withdrawn.follow(say("What you agreed to"))
        assert [form.values["purpose"] for form in page.forms if form.action.endswith("/consents")] == [
            "offers"
        ]
        assert say("You agreed") in page.text
        page = page.form("consent-offers").submit()
        assert (page.path, page.forms) == (address, [])
        assert quickly.values(app, sent.reference)["consents"] == ["process"]

    def test_an_unknown_purpose_changes_nothing(self, app: Flask, elder: Client) -> None:
        sent = quickly.in_review(app)
        with app.app_context():
            version = quickly.loan(sent.reference).version
        elder.post(
            f"/loans/applications/{sent.reference}/consents",
            {"purpose": "all", "given": "yes", "version": version},
            status=400,
        )

    def test_in_a_draft_it_is_a_question_like_the_others(self, app: Flask, elder: Client) -> None:
        ref = quickly.draft(app, Question.CONSENTS)
        page = elder.get(f"/loans/applications/{ref}/consents").form("question")
        assert page.fill(agree_process=True).submit().path.endswith("/check")


class TestQueues:
    def test_by_kind_of_loan(self, app: Flask, reviewer: Client) -> None:
        sent = quickly.in_review(app)
        assert queue(reviewer, product="inclusive") == [sent.reference]
        assert queue(reviewer, product="car") == []
        assert queue(reviewer, "nonsense", "nonsense") == [sent.reference]

    def test_who_handled_it_as_an_officer_does_not_decide_it(
        self, app: Flask, sign_in: SignIn, clock: MovableClock
    ) -> None:
        sent = quickly.in_review(app)
        with app.app_context(), quickly.transaction():
            quickly.someone("officer").role = "reviewer"  # type: ignore[assignment]
            quickly.someone("officer").branch_id = None  # type: ignore[attr-defined]
        promoted = sign_in("officer")
        assert queue(promoted) == []
        assert not his(promoted, sent).find("form#decision")
        promoted.post(f"/staff/loans/{sent.reference}/decision", {"outcome": "approve"}, status=404)
        assert queue(sign_in("reviewer")) == [sent.reference]

    def test_what_is_late_rises_to_the_supervisor_then_to_the_head(
        self, app: Flask, sign_in: SignIn, clock: MovableClock
    ) -> None:
        sent = quickly.in_review(app)
        for hours in (24, 4):
            clock.forward(hours=hours, minutes=1)
            for _ in range(2):  # a jump of time holds the first look
                with app.app_context():
                    raise_late_clocks()
        supervisor, head = sign_in("supervisor"), sign_in("head")
        assert sent.reference in supervisor.get("/staff/").text
        assert sent.reference in head.get("/staff/").text

    @pytest.mark.parametrize("status", [LoanStatus.ASKED, LoanStatus.OFFERED, LoanStatus.IN_SECOND_REVIEW])
    def test_she_withdraws_whatever_it_waits_for(self, status: LoanStatus, app: Flask, elder: Client) -> None:
        make: dict[LoanStatus, Callable[[Flask], quickly.Sent]] = {
            LoanStatus.ASKED: quickly.asked,
            LoanStatus.OFFERED: quickly.offered,
            LoanStatus.IN_SECOND_REVIEW: quickly.proposed,
        }
        sent = make[status](app)
        elder.get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw").submit()
        with app.app_context():
            found = quickly.loan(sent.reference)
            assert found.status == "withdrawn"
            assert all(clock.stopped_at and not clock.paused_at for clock in found.clocks)
            assert open_request(found) is None
