"""Nothing typed is lost: leaving, another device, another language or mode, a lapsed sign-in."""

from typing import Any

import pytest
from flask import Flask

from portal.identity.models import KeptAnswers
from portal.identity.passwords import DEMO_PASSWORD
from portal.loans import labels
from portal.loans.rules import Question
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page

TYPED: dict[Question, dict[str, Any]] = {
    Question.AMOUNT: {"answer": "五万左右"},
    Question.TERM: {"answer": "36"},
    Question.PURPOSE: {"answer": "wages"},
    Question.PURPOSE_DETAIL: {"answer": "面粉\n还有 “食用油” <b>两桶</b>"},
    Question.BUSINESS_NAME: {"answer": "秀兰面馆（分店）"},
    Question.STARTED_ON: {"answer-year": "2016", "answer-month": "13", "answer-day": ""},
    Question.YEARLY_INCOME: {"answer": "三十六万"},
    Question.PAPER: {"answer": "bring"},
    Question.BRANCH: {"answer": "west"},
    Question.CONSENTS: {"agree_process": True, "agree_offers": True},
}
"""Half of it would be refused if it were sent."""


def page_of(client: Client, ref: str, question: Question) -> Page:
    return client.get(f"/loans/applications/{ref}/{question.replace('_', '-')}")


def written(page: Page, question: Question) -> dict[str, Any]:
    """What stands in the fields of `TYPED`, as it was typed there."""
    values = page.form("question").values
    return {name: values[name] for name in TYPED[question]}


def expected(question: Question) -> dict[str, Any]:
    choices = {Question.TERM, Question.PURPOSE, Question.PAPER, Question.BRANCH, Question.CONSENTS}
    typed = {name: "y" if value is True else value for name, value in TYPED[question].items()}
    return {name: [value] if question in choices else value for name, value in typed.items()}


def sign_in_again(page: Page, name: str = "xiulan") -> Page:
    assert page.path == "/sign-in"
    return page.form("sign-in").fill(sign_in_name=name, password=DEMO_PASSWORD).submit()


@pytest.mark.parametrize("question", TYPED)
def test_another_language_and_mode_in_mid_form(question: Question, elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, question)
    page = page_of(elder, ref, question)
    before = quickly.values(app, ref)
    page = page.form("question").fill(TYPED[question]).submit(name="switch", value="lang:ar")
    assert (page.lang, page.soup.html["dir"]) == ("ar", "rtl")
    assert written(page, question) == expected(question)
    page = page.form("question").submit(name="switch", value="mode:accessible")
    assert page.soup.html["data-mode"] == "accessible"
    assert (loans.question_of(page), written(page, question)) == (question, expected(question))
    assert quickly.values(app, ref) == before


def test_boxes_that_were_emptied_stay_empty(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    form = page_of(elder, ref, Question.CONSENTS).form("question")
    form.fill(agree_process=False, agree_bureau=False)
    page = form.submit(name="switch", value="lang:en")
    assert [name for name, value in page.form("question").values.items() if value == ["y"]] == []


def test_what_was_kept_can_be_sent(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.AMOUNT)
    form = page_of(elder, ref, Question.AMOUNT).form("question").fill(answer="8 万")
    page = form.submit(name="switch", value="lang:en").form("question").submit()
    assert loans.question_of(page) == "term"
    assert quickly.values(app, ref)["amount"]["minor"] == 80_000_00
    assert page_of(elder, ref, Question.AMOUNT).form("question").values["answer"] == "80000"


@pytest.mark.parametrize("question", TYPED)
def test_a_lapsed_sign_in_gives_everything_back(
    question: Question, elder: Client, app: Flask, clock: MovableClock
) -> None:
    ref = quickly.draft(app, question)
    form = page_of(elder, ref, question).form("question").fill(TYPED[question])
    clock.forward(minutes=31)
    page = sign_in_again(form.submit())
    assert loans.question_of(page) == question
    assert written(page, question) == expected(question)


def test_elder_mode_has_half_an_hour(elder: Client, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.AMOUNT)
    form = page_of(elder, ref, Question.AMOUNT).form("question").fill(answer="50000")
    clock.forward(minutes=29)
    assert loans.question_of(form.submit()) == "term"


def test_a_switch_with_a_lapsed_sign_in(elder: Client, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    form = page_of(elder, ref, Question.PURPOSE_DETAIL).form("question").fill(answer="面粉")
    clock.forward(minutes=31)
    page = form.submit(name="switch", value="mode:standard")
    assert page.soup.html["data-mode"] == "standard"
    page = sign_in_again(page)
    assert (loans.question_of(page), page.form("question").values["answer"]) == ("purpose_detail", "面粉")


def test_another_person_gets_nothing_of_it(elder: Client, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    form = page_of(elder, ref, Question.PURPOSE_DETAIL).form("question").fill(answer="面粉")
    clock.forward(minutes=31)
    form = form.submit().form("sign-in").fill(sign_in_name="james", password=DEMO_PASSWORD)
    assert "面粉" not in form.submit(status=404).html


def test_it_is_given_back_for_half_an_hour(elder: Client, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    form = page_of(elder, ref, Question.PURPOSE_DETAIL).form("question").fill(answer="面粉")
    clock.forward(minutes=31)
    page = form.submit()
    clock.forward(minutes=31)
    assert sign_in_again(page).form("question").values["answer"] == ""


def test_a_reviewer_keeps_his_words_too(sign_in: SignIn, app: Flask, clock: MovableClock) -> None:
    sent, reviewer = quickly.in_review(app), sign_in("reviewer")
    form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision")
    form.fill(outcome="approve", words="经营稳定，收入与贷款相符。")
    clock.forward(minutes=16)
    sign_in_again(form.submit(), "reviewer")
    page = reviewer.get(f"/staff/loans/{sent.reference}")
    assert page.form("decision").values["words"] == "经营稳定，收入与贷款相符。"


def test_what_the_page_sends_by_itself_is_kept(elder: Client, sign_in: SignIn, app: Flask) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    page = page_of(elder, ref, Question.PURPOSE_DETAIL)
    assert page.find("form[data-keep]")[0]["data-keep"] == page.path
    elder.post(page.path, {"answer": "面粉和", "switch": "keep"}, status=204)
    elder.post(page.path, {"answer": "面粉和食用油", "switch": "keep"}, status=204)
    tablet = sign_in("xiulan")
    assert page_of(tablet, ref, Question.PURPOSE_DETAIL).form("question").values["answer"] == "面粉和食用油"
    page.form("question").fill(answer="面粉和食用油，备货").submit()
    with app.app_context():
        assert quickly.db.session.query(KeptAnswers).count() == 0


def test_save_and_come_back_later(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PURPOSE_DETAIL)
    form = page_of(elder, ref, Question.PURPOSE_DETAIL).form("question").fill(answer="面粉")
    home = form.submit(say("Save and come back later"))
    assert home.path == "/"
    assert say("Saved. Come back whenever you like.") in home.text
    assert ref in home.text
    assert quickly.values(app, ref)["purpose_detail"]["text"] == "面粉"
    assert loans.question_of(home.follow(say("Continue"))) == "business_name"


def test_what_is_no_answer_yet_waits_for_her(elder: Client, app: Flask, say: Say) -> None:
    """Whatever else is answered: nobody sends the old answer unawares."""
    ref = quickly.draft(app)
    form = page_of(elder, ref, Question.AMOUNT).form("question").fill(answer="a lot")
    home = form.submit(say("Save and come back later"))
    name = say(labels.ANSWERS[Question.AMOUNT])
    assert (
        say("%(answer)s: still open. What you typed there is kept and waits for you.", answer=name)
        in home.text
    )
    page = home.follow(say("Continue"))
    assert (loans.question_of(page), page.form("question").values["answer"]) == ("amount", "a lot")
    check = elder.get(f"/loans/applications/{ref}/check")
    page = check.follow(say("See what you typed"))
    assert page.form("question").values["answer"] == "a lot"
    check = page.form("question").fill(answer="60000").submit()
    assert check.path.endswith("/check")
    assert say("See what you typed") not in check.text


def test_a_chosen_file_is_sent_with_what_waits(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PAPER)
    form = page_of(elder, ref, Question.PAPER).form("question").fill(answer="upload", file=loans.LICENCE)
    assert form.submit(say("Save and come back later")).path == "/"
    assert len(quickly.values(app, ref)["paper"]["pages"]) == 1


def test_a_file_that_is_refused_is_said_at_once(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PAPER)
    form = page_of(elder, ref, Question.PAPER).form("question")
    form.fill(answer="upload", file=(b"no picture", "a.txt"))
    assert form.submit(say("Save and come back later"), status=422).errors


@pytest.mark.parametrize("stopped_at", [Question.AMOUNT, Question.PURPOSE_DETAIL, Question.CONSENTS, None])
def test_home_leads_to_where_she_stopped_on_any_device(
    stopped_at: Question | None, sign_in: SignIn, app: Flask, say: Say
) -> None:
    ref = quickly.draft(app, stopped_at)
    for _device in range(2):
        home = sign_in("xiulan").get("/")
        assert say("Continue where you stopped") in home.text
        page = home.follow(say("Continue"))
        assert page.path == f"/loans/applications/{ref}/{(stopped_at or 'check').replace('_', '-')}"
    assert say(labels.STATUSES["draft"]) in sign_in("xiulan").get("/my-requests/").text


def test_two_devices_take_turns(sign_in: SignIn, app: Flask, say: Say) -> None:
    phone, tablet = sign_in("xiulan"), sign_in("xiulan")
    ref = quickly.draft(app, Question.AMOUNT)
    page_of(phone, ref, Question.AMOUNT).form("question").fill(answer="60000").submit()
    page = tablet.get("/").follow(say("Continue"))
    page = page.form("question").fill(answer=24).submit()
    assert loans.question_of(page) == "purpose"
    assert page_of(phone, ref, Question.TERM).form("question").values["answer"] == ["24"]
    assert page_of(tablet, ref, Question.AMOUNT).form("question").values["answer"] == "60000"
