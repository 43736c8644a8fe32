"""The same thing twice: a double click, the back button, two windows, two tablets, one seat for two."""

import pytest
from flask import Flask

from portal.audit.queries import history
from portal.loans import labels
from portal.loans.rules import INCLUSIVE, Question
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page


def question_page(client: Client, ref: str, question: Question) -> Page:
    return client.get(f"/loans/applications/{ref}/{question.replace('_', '-')}")


def events(app: Flask, ref: str, action: str) -> int:
    with app.app_context():
        return [event.action for event in history(f"case:{ref}")].count(action)


def test_a_double_click_begins_one(elder: Client, app: Flask) -> None:
    form = elder.get("/loans/inclusive").form("start")
    assert form.submit().path == form.submit().path
    assert len(quickly.references(app)) == 1


def test_a_double_click_saves_once(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.AMOUNT)
    form = question_page(elder, ref, Question.AMOUNT).form("question").fill(answer="60000")
    assert form.submit().path == form.submit().path == f"/loans/applications/{ref}/term"
    assert events(app, ref, "answered") == 1


def test_a_double_click_sends_once(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    assert form.submit().path == form.submit().path == f"/loans/applications/{ref}"
    assert [events(app, ref, action) for action in ("submit", "code made")] == [1, 1]


def test_a_double_click_decides_once(sign_in: SignIn, app: Flask) -> None:
    sent = quickly.in_review(app)
    form = sign_in("reviewer").get(f"/staff/loans/{sent.reference}").form("decision")
    form.fill(outcome="refuse", words="收入不足。", reasons=["income_too_low"], change="减少三万元。")
    assert form.submit().path == form.submit().path == f"/staff/loans/{sent.reference}"
    assert events(app, sent.reference, "refuse") == 1


def test_a_refused_form_may_be_mended_and_sent_again(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.AMOUNT)
    form = question_page(elder, ref, Question.AMOUNT).form("question")
    form.fill(answer="5").submit(status=422)
    assert form.fill(answer="60000").submit().path.endswith("/term")


def test_back_shows_what_was_saved_and_goes_on(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PURPOSE)
    page = elder.get(question_page(elder, ref, Question.PURPOSE).find(".page-top a")[0]["href"])
    assert page.form("question").values["answer"] == ["12"]
    page = page.form("question").fill(answer=24).submit()
    assert loans.question_of(page) == "purpose"


def test_a_page_from_the_browsers_memory_sent_with_other_words(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    form = question_page(elder, ref, Question.PURPOSE_DETAIL).form("question")
    form.fill(answer="面粉").submit()
    page = form.fill(answer="食用油").submit(status=422)
    assert page.h1 == say("This form was already sent")
    assert page.forms[0].values["answer"] == "食用油"
    assert quickly.values(app, ref)["purpose_detail"]["text"] == "面粉"
    page = page.forms[0].submit(say("Send these answers"), status=409)
    assert page.form("question").values["answer"] == "食用油"
    page.form("question").submit()
    assert quickly.values(app, ref)["purpose_detail"]["text"] == "食用油"


def test_several_ticks_survive_a_form_that_was_already_sent(sign_in: SignIn, app: Flask, say: Say) -> None:
    reviewer, sent = sign_in("reviewer"), quickly.in_review(app)
    form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision")
    form.fill(outcome="refuse", words="不足。", reasons=["income_too_low"], change="减少。").submit()
    page = form.fill(reasons=["income_too_low", "existing_debts"]).submit(status=422)
    ticks = [tag["value"] for tag in page.find("input[name=reasons]")]
    assert ticks == ["income_too_low", "existing_debts"]


def test_two_windows_show_both_answers_and_keep_what_was_typed(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    mine, other = (question_page(elder, ref, Question.AMOUNT).form("question") for _ in range(2))
    other.fill(answer="80000").submit()
    page = mine.fill(answer="60000").submit(status=409)
    assert "¥80,000.00" in page.errors[0]
    assert page.form("question").values["answer"] == "60000"
    assert quickly.values(app, ref)["amount"]["minor"] == 80_000_00
    assert page.form("question").submit().path.endswith("/check")
    assert quickly.values(app, ref)["amount"]["minor"] == 60_000_00
    assert events(app, ref, "answered") == len(INCLUSIVE.questions) + 2


@pytest.mark.parametrize("question", [ask.question for ask in INCLUSIVE.questions])
def test_two_windows_at_every_question(question: Question, elder: Client, app: Flask) -> None:
    changed = {
        "amount": "60000",
        "term": "24",
        "purpose": "wages",
        "purpose_detail": "四个人",
        "business_name": "面馆",
        "yearly_income": "400000",
        "branch": "west",
    }
    ref = quickly.draft(app)
    mine, other = (question_page(elder, ref, question).form("question") for _ in range(2))
    if question == Question.PAPER:
        other.fill(answer="upload", file=loans.LICENCE)
    elif question == Question.VISIT:
        other.fill(answer=other.choices("answer")[3])
    elif question == Question.CONSENTS:
        other.fill(agree_bureau=False)
    elif question == Question.STARTED_ON:
        other.fill({"answer-day": "19"})
    else:
        other.fill(answer=changed[question])
    other.submit()
    page = mine.submit(status=409)
    assert len(page.errors) == 1
    hidden = {"version", "idempotency_key", "csrf_token", "file"}
    kept = {name: value for name, value in page.form("question").values.items() if name not in hidden}
    assert kept == {name: value for name, value in mine.values.items() if name not in hidden}


def test_a_change_in_another_window_before_sending(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app)
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    question_page(elder, ref, Question.AMOUNT).form("question").fill(answer="90000").submit()
    page = form.submit(status=409)
    assert quickly.status(app, ref) == "draft"
    page = page.follow(say("Open the page again"))
    assert page.path == f"/loans/applications/{ref}/check"
    assert "¥90,000.00" in page.text


def test_two_tablets(sign_in: SignIn, app: Flask, say: Say) -> None:
    sent = quickly.at_branch(app)
    tablets = [sign_in("officer") for _ in range(2)]
    address = f"/staff/loans/{sent.reference}"
    loans.verified(tablets[0].get(address).form("paper").fill(file=loans.LICENCE).submit())
    first, second = (tablet.get(address) for tablet in tablets)
    paper = second.form("paper").fill(file=loans.LICENCE)
    first.form("review").submit()
    for form in (second.form("paper-sent-back").fill(reason="unreadable", words="…"), paper):
        page = form.submit(status=409)
        assert page.h1 == say("Somebody changed this in the meantime")
        assert page.follow(say("Open the page again")).path == address
    assert events(app, sent.reference, "send_to_review") == 1


def test_the_slower_reviewer_keeps_his_words(sign_in: SignIn, app: Flask, say: Say) -> None:
    sent = quickly.in_review(app)
    first, second = (
        sign_in(name).get(f"/staff/loans/{sent.reference}") for name in ("reviewer", "reviewer2")
    )
    first.form("decision").fill(outcome="approve", words="经营稳定。").submit()
    form = second.form("decision").fill(outcome="approve", words="同意，但请关注现金流。")
    page = form.submit(status=409)
    assert "同意，但请关注现金流。" in page.html
    with app.app_context():
        assert quickly.loan(sent.reference).decision.words == "经营稳定。"


def test_a_time_that_filled_up_before_sending(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app)
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    before = quickly.values(app, ref)
    for name in ("james", "amina"):
        quickly.sent(app, name)
    page = form.submit()
    assert loans.question_of(page) == "visit"
    taken = "Somebody else took this time while you were deciding. Please choose another one."
    assert say(taken) in page.flash
    assert before["visit"]["starts_at"] not in page.form("question").choices("answer")
    assert quickly.values(app, ref) == before
    page = loans.fill(page.form("question"), "visit", 0).submit().form("send").submit()
    assert page.h1 == say(labels.STATUSES["submitted"])


def test_a_time_that_filled_up_before_saving(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.VISIT)
    form = loans.fill(question_page(elder, ref, Question.VISIT).form("question"), "visit", 0)
    for name in ("james", "amina"):
        quickly.sent(app, name)
    page = form.submit(status=422)
    assert len(page.errors) == 1
    assert "choice" not in page.errors[0]
    assert loans.fill(page.form("question"), "visit", 0).submit().path.endswith("/consents")
