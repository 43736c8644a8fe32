"""What she sees after sending: her ticket, what happens when, who looks after it, news, and the way out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.clock import today
from portal.identity.models import BrowserSession
from portal.identity.sessions import hash_token
from portal.languages import format_moment
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanAction, Question
from tests.clocks import START, MovableClock
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page


def status_page(client: Client, sent: loans.Sent) -> Page:
    return client.get(f"/loans/applications/{sent.reference}")


def visit_of(found: LoanApplication) -> datetime:
    return datetime.fromisoformat(found.value(Question.VISIT)["starts_at"])


def test_the_ticket_for_the_visit(elder: Client, app: Flask, say: Say) -> None:
    sent = quickly.sent(app)
    page = status_page(elder, sent)
    assert say(labels.PRODUCTS["inclusive"].name) in page.find("h1 + .hint")[0].text
    ticket = page.find(".ticket")[0].get_text(" ")
    assert sent.reference in ticket
    assert sent.code in ticket.replace(" ", "")
    assert say("Identity card or passport") in page.text
    with app.app_context():
        at = visit_of(quickly.loan(sent.reference))
    assert format_moment(at, "zh_Hans", "Asia/Shanghai", today("Asia/Shanghai")) in page.text
    assert "海港东支行" in page.text
    assert "灯塔路18号" in page.text


@pytest.mark.parametrize("agreed", [["process", "bureau"], ["process"]])
def test_who_keeps_the_bureau_out_brings_the_report(
    elder: Client, app: Flask, say: Say, agreed: list[str]
) -> None:
    page = status_page(elder, quickly.sent(app, consents=agreed))
    (bring,) = [dd.get_text() for dd in page.find(".facts dd") if say("Identity card or passport") in dd.text]
    assert (say("Credit report") in bring) == ("bureau" not in agreed)


def test_the_qr_leads_the_officer_to_the_reference_and_never_tells_the_code(
    elder: Client, app: Flask
) -> None:
    sent = quickly.sent(app)
    page = status_page(elder, sent)
    drawn = page.find(".qr svg")[0]
    assert sent.reference in drawn.title.text
    assert drawn.path["d"]
    assert sent.code not in str(drawn)


def test_what_happens_when(elder: Client, app: Flask, sign_in: SignIn) -> None:
    sent = quickly.sent(app)
    steps = [tag["class"] for tag in status_page(elder, sent).find(".timeline > li")]
    assert len(steps) == 4
    assert [any("done" in name for name in step) for step in steps] == [True, False, False, False]
    loans.in_review(sign_in("officer"), sent)
    steps = [tag["class"] for tag in status_page(elder, sent).find(".timeline > li")]
    assert [any("done" in name for name in step) for step in steps] == [True, True, True, False]


def test_the_promised_moment_of_the_decision(elder: Client, app: Flask, clock: MovableClock) -> None:
    sent = quickly.in_review(app)
    with app.app_context():
        due_at = quickly.loan(sent.reference).running_clock("decision").due_at
    assert timedelta(hours=23, minutes=59) < due_at - clock.now <= timedelta(hours=24)
    assert (
        format_moment(due_at, "zh_Hans", "Asia/Shanghai", today("Asia/Shanghai"))
        in status_page(elder, sent).text
    )


def test_who_is_late_says_so(sign_in: SignIn, app: Flask, clock: MovableClock, say: Say) -> None:
    sent, late = (
        quickly.in_review(app),
        "We are late, and we are sorry. %(name)s knows, and tells you if you call.",
    )
    with app.app_context():
        due_at = quickly.loan(sent.reference).running_clock("decision").due_at
    clock.to(due_at - timedelta(minutes=1))
    assert say(late, name="张敏") not in status_page(sign_in("xiulan"), sent).text
    clock.to(due_at + timedelta(minutes=1))
    assert say(late, name="张敏") in status_page(sign_in("xiulan"), sent).text
    quickly.decide(app, sent, LoanAction.APPROVE)
    assert say(late, name="张敏") not in status_page(sign_in("xiulan"), sent).text


def test_a_weekend_counts_neither_for_the_decision_nor_for_the_second_look(
    app: Flask, sign_in: SignIn, clock: MovableClock
) -> None:
    friday = datetime(2026, 11, 27, 16, tzinfo=START.tzinfo)
    monday = format_moment(friday + timedelta(days=3), "zh_Hans", "Asia/Shanghai", friday.date())
    clock.to(friday)
    sent, elder = quickly.in_review(app), sign_in("xiulan")
    assert monday in status_page(elder, sent).text
    quickly.decide(app, sent, LoanAction.REFUSE)
    page = status_page(elder, sent)
    assert monday not in page.text
    clock.to(friday)
    page.form("second-look").submit()
    assert monday in status_page(elder, sent).text


def test_the_owner_is_named_to_both_and_stays(elder: Client, sign_in: SignIn, app: Flask, say: Say) -> None:
    sent, officer, reviewer = quickly.sent(app), sign_in("officer"), sign_in("reviewer")
    assert "张敏" in status_page(elder, sent).text
    assert "张敏" in elder.get("/").text
    assert "张敏" in elder.get("/my-requests/").text
    assert "张敏" in officer.get("/staff/loans/").text
    assert "张敏" in loans.in_review(officer, sent).text
    assert "张敏" in reviewer.get("/staff/loans/").text
    goes_on = "%(name)s received your pre-application and looks after it until it closes."
    assert say(goes_on, name="张敏") in status_page(elder, sent).text
    loans.decided(reviewer, sent)
    over = "%(name)s looked after it until it closed, and still helps if you call."
    assert say(over, name="张敏") in status_page(elder, sent).text
    with app.app_context():
        assert quickly.loan(sent.reference).owner_id == quickly.someone("officer").id


def test_a_new_code_replaces_the_old(elder: Client, app: Flask) -> None:
    sent = quickly.sent(app)
    page = status_page(elder, sent).form("code").submit()
    assert page.flash
    made = quickly.code_of(app, sent.reference)
    with app.app_context():
        digits = quickly.queries.code_of(quickly.loan(sent.reference)).digits
    assert digits in "".join(page.find(".ticket")[0].get_text().split())
    assert made.dead_at is None


def test_news_only_when_the_case_changed(elder: Client, app: Flask) -> None:
    sent = quickly.sent(app)
    page = status_page(elder, sent)
    asking = page.find("#case-news")[0]["hx-get"]
    assert elder.part(asking, status=204).html == ""
    with app.app_context():
        quickly.operations.pick_up(
            quickly.loan(sent.reference), sent.code, quickly.hand("officer"), quickly.clock.now()
        )
        quickly.db.session.commit()
    news = elder.part(asking)
    assert news.find("a")[0]["href"] == page.path
    asking = status_page(elder, sent).find("#case-news")[0]["hx-get"]
    elder.part(asking, status=204)


def test_asking_for_news_does_not_prolong_the_sign_in(elder: Client, app: Flask, clock: MovableClock) -> None:
    sent = quickly.sent(app)
    asking = status_page(elder, sent).find("#case-news")[0]["hx-get"]
    for _ in range(3):
        clock.forward(minutes=11)
        answer = elder.browser.get(asking, headers={"HX-Request": "true"})
    assert answer.headers.get("HX-Redirect", answer.location) == "/sign-in"
    with app.app_context():
        session = quickly.db.session.query(BrowserSession).filter_by(
            token_hash=hash_token(elder.cookie("signed-in") or "")
        )
        assert session.one().last_seen_at < clock.now - timedelta(minutes=32)


def test_after_a_lapse_seen_by_the_news_she_comes_back_to_her_page(
    elder: Client, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.sent(app)
    page = status_page(elder, sent)
    clock.forward(minutes=31)
    elder.browser.get(page.find("#case-news")[0]["hx-get"], headers={"HX-Request": "true"})
    form = elder.get("/sign-in").form("sign-in")
    page = form.fill(sign_in_name="xiulan", password="harbour-demo-2026").submit()
    assert page.path in (f"/loans/applications/{sent.reference}", "/")


@pytest.mark.parametrize("point", ["sent", "at_branch", "in_review"])
def test_she_takes_it_back(point: str, elder: Client, app: Flask, say: Say) -> None:
    sent = getattr(quickly, point)(app)
    page = elder.get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw").submit()
    assert page.h1 == say(labels.STATUSES["withdrawn"])
    assert not page.find("#withdraw, .ticket, .sheets")
    told = [dt.get_text(strip=True) for dt in page.find(".summary dt")]
    assert say(labels.ANSWERS[Question.AMOUNT]) in told
    assert say(labels.ANSWERS[Question.VISIT]) not in told
    assert page.follow(say("Start a new one")).path == "/loans/inclusive"
    with app.app_context():
        found = quickly.loan(sent.reference)
        assert quickly.slot("east") == visit_of(found)  # the seat is free again
        assert [clock.stopped_at for clock in found.clocks] == [found.closed_at] * len(found.clocks)


@pytest.mark.parametrize("action", [LoanAction.APPROVE, LoanAction.REFUSE, LoanAction.WITHDRAW])
def test_what_is_closed_cannot_be_taken_back(action: LoanAction, elder: Client, app: Flask, say: Say) -> None:
    sent = quickly.in_review(app)
    address = f"/loans/applications/{sent.reference}/withdrawal"
    if action == LoanAction.WITHDRAW:
        elder.get(address).form("withdraw").submit()
    else:
        quickly.decide(app, sent, action)
    before = quickly.status(app, sent.reference)
    assert not elder.get(address).find("#withdraw")
    elder.post(address, status=409)
    assert quickly.status(app, sent.reference) == before
