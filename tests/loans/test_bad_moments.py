"""What happens at the wrong moment: a branch that closes, a consent taken back under a reviewer's pen, a server
that stops before it answers, a term that outlives the age limit."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask

from portal.audit.queries import faults
from portal.loans import labels
from portal.loans.models import PickUpCode
from portal.notices.models import Notice
from portal.visits.models import Appointment
from portal.visits.queries import free_slots
from tests.conftest import SignIn
from tests.factories import loans, parties
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_races import decision_form
from tests.page import Client

THURSDAY = "2026-11-26"


def on_thursday(app: Flask) -> dict[str, str]:
    """The branch's first time on that day, as an answer."""
    with app.app_context():
        branch = quickly.branch_coded("east")
        assert branch is not None
        offered = free_slots(branch, quickly.clock.now())
        first = next(times[0] for day, times in offered.items() if day.isoformat() == THURSDAY)
        return {"branch": "east", "starts_at": first.isoformat()}


def close_on_thursday(app: Flask) -> None:
    """From now on the branches keep the holidays of a country where that day is one."""
    app.config["CALENDAR"] = "US"


class TestABranchThatIsClosedOnTheDayOfTheVisit:
    def test_it_is_not_offered(self, app: Flask, elder: Client) -> None:
        close_on_thursday(app)
        ref = quickly.draft(app, quickly.Question.VISIT)
        page = elder.get(f"/loans/applications/{ref}/visit")
        assert not [each for each in page.form("question").choices("answer") if THURSDAY in each]

    def test_what_was_chosen_before_is_asked_again(self, app: Flask, elder: Client, say: Say) -> None:
        ref = quickly.draft(app, visit=on_thursday(app))
        close_on_thursday(app)
        page = elder.get(f"/loans/applications/{ref}/check").form("send").submit()
        assert page.path == f"/loans/applications/{ref}/visit"
        told = "The branch is closed on the day that you chose. Please choose another one; all else is kept."
        assert say(told) in page.flash
        with app.app_context():
            assert quickly.db.session.query(Appointment).count() == 0
        page = loans.fill(page.form("question"), "visit", 0).submit()
        assert page.form("send").submit().find(".ticket")

    def test_who_has_a_visit_then_is_told_and_moves_it(self, app: Flask, elder: Client, say: Say) -> None:
        sent = quickly.sent(app, visit=on_thursday(app))
        address = f"/loans/applications/{sent.reference}"
        assert not elder.get(address).find(".card .banner-stop")
        close_on_thursday(app)
        page = elder.get(address)
        (banner,) = page.find(".card .banner-stop")
        assert THURSDAY not in banner.text
        page = page.follow(say("Another day or branch"))
        page = loans.fill(page.form("move"), "visit", 0).submit()
        assert not page.find(".card .banner-stop")


@pytest.mark.parametrize("made", [quickly.in_review, quickly.asked, quickly.offered, quickly.proposed])
def test_the_necessary_consent_is_taken_back_in_mid_review(
    made: Callable[[Flask], loans.Sent], app: Flask, elder: Client, sign_in: SignIn, say: Say
) -> None:
    """It is withdrawn, whatever it waits for; a decision that was being written is told so and keeps its words."""
    sent = made(app)
    is_decided_on = made is quickly.in_review
    form = decision_form(sign_in("reviewer"), sent.reference) if is_decided_on else None
    address = f"/loans/applications/{sent.reference}/withdrawal?consent=process"
    page = elder.get(address).form("withdraw").submit()
    assert page.h1 == say(labels.STATUSES["withdrawn"])
    if form:
        told = form.submit(status=409)
        assert "我的理由。" in told.text
        assert told.h1 == say("The customer took it back")
        assert "秀兰面馆" not in told.html
    assert quickly.status(app, sent.reference) == "withdrawn"
    with app.app_context():
        assert list(faults()) == []


@pytest.mark.usefixtures("clock")
def test_the_server_stops_between_submitting_and_answering(app: Flask, elder: Client) -> None:
    """She gets no answer, and presses once more: it was sent once, with one code and one notice."""
    ref = quickly.draft(app)
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    serve = app.wsgi_app

    def dies_before_answering(environ: Any, start_response: Any) -> Iterable[bytes]:
        list(serve(environ, lambda *_answer: None))
        raise ConnectionResetError

    app.wsgi_app = dies_before_answering  # type: ignore[method-assign]
    with pytest.raises(ConnectionResetError):
        form.submit()
    app.wsgi_app = serve  # type: ignore[method-assign]
    assert quickly.status(app, ref) == "submitted"
    assert form.submit().find(".ticket-code")
    with app.app_context():
        for once in (PickUpCode, Appointment, Notice):
            assert quickly.db.session.query(once).count() == 1, once


def test_an_offer_whose_term_outlives_the_age_limit(app: Flask, sign_in: SignIn) -> None:
    """The reviewer reads why, and his words stay."""
    answers = {"born_on": (1970, 3, 1), "term": 120, "monthly_income": 90_000}
    sent = loans.submitted(sign_in("james"), "mortgage", **answers)
    loans.verified(loans.picked_up(sign_in("officer"), sent)).form("review").submit()
    form = sign_in("reviewer").get(f"/staff/loans/{sent.reference}").form("offer")
    page = form.fill(offer_months=360, offer_words="分期更长。").submit(status=422)
    assert "71" in " ".join(page.errors)
    assert page.form("offer").values["offer_words"] == "分期更长。"
    assert quickly.status(app, sent.reference) == "in_review"


ODD = ["-1", "1" + "0" * 18, ""]


@pytest.mark.parametrize("typed", ODD)
def test_what_nobody_earns_is_refused_wherever_it_is_typed(
    typed: str, app: Flask, elder: Client, sign_in: SignIn
) -> None:
    """By the applicant, by who signs with her, and by the officer beside her."""
    ref = quickly.draft(app, quickly.Question.YEARLY_INCOME)
    form = elder.get(f"/loans/applications/{ref}/yearly-income").form("question")
    assert len(form.fill(answer=typed).submit(status=422).errors) == 1
    token = parties.invited(elder, quickly.draft(app))
    page = parties.accepted(sign_in("amina"), token)
    assert len(parties.fill_signature(page, income=typed).submit(status=422).errors) == 1
    sent = quickly.at_branch(app, yearly_income={"minor": 1_00, "currency": "CNY"})
    form = sign_in("officer").get(f"/staff/loans/{sent.reference}/answers/yearly-income").form("question")
    assert len(form.fill(answer=typed).submit(status=422).errors) == 1


def test_a_turnover_of_nothing_is_an_answer_that_carries_nothing(app: Flask, elder: Client) -> None:
    ref = quickly.draft(app, quickly.Question.YEARLY_INCOME)
    form = elder.get(f"/loans/applications/{ref}/yearly-income").form("question")
    form.fill(answer="0").submit()
    assert quickly.values(app, ref)["yearly_income"]["minor"] == 0
