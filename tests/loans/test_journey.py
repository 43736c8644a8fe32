"""The main job by real requests: from the first question at home to the decision, with nothing asked twice.

Nothing is mocked here, and nothing is done that a person could not do.
"""

import pytest
from flask import Flask

from portal.identity.queries import life_events
from portal.loans import labels
from portal.loans.rules import INCLUSIVE, PURPOSE_FOLLOW_UP, Purpose, Question
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page

QUESTIONS = [ask.question for ask in INCLUSIVE.questions]
RECORD = {
    "business_name": {"answer": "秀兰面馆"},
    "started_on": {"answer-year": "2016", "answer-month": "5", "answer-day": "18"},
    "yearly_income": {"answer": "360000"},
}


def test_every_step_saves_and_leads_to_the_next(elder: Client, app: Flask) -> None:
    page = elder.get("/loans/inclusive").form("start").submit()
    for number, question in enumerate(QUESTIONS):
        assert loans.question_of(page) == question
        assert quickly.values(app, quickly.references(app)[0]).keys() == set(QUESTIONS[:number])
        page = loans.fill(page.form("question"), question, loans.ANSWERS[question]).submit()
    assert page.path.endswith("/check")
    assert set(quickly.values(app, quickly.references(app)[0])) == set(QUESTIONS)


def test_what_she_worked_out_on_the_product_page_is_not_asked_again(elder: Client, app: Flask) -> None:
    page = elder.get("/loans/inclusive").form("calculator").fill(amount="8万", months=24).submit()
    page = page.form("start").submit()
    assert loans.question_of(page) == "purpose"
    assert quickly.values(app, quickly.references(app)[0]) == {
        "amount": {"minor": 80_000_00, "currency": "CNY"},
        "term": 24,
    }


@pytest.mark.parametrize("question", RECORD)
def test_what_the_record_knows_stands_in_the_form_with_its_source(
    question: str, elder: Client, app: Flask
) -> None:
    ref = quickly.draft(app, Question(question))
    page = elder.get(f"/loans/applications/{ref}/{question.replace('_', '-')}")
    typed = page.form("question").values
    assert {name: typed[name] for name in RECORD[question]} == RECORD[question]
    assert len(page.find(".source")) == 1
    page.form("question").submit()
    assert source_of(app, ref, question) == "bank_record"


@pytest.mark.parametrize("question", RECORD)
def test_what_the_record_does_not_know_is_left_open(question: str, sign_in: SignIn, app: Flask) -> None:
    ref = quickly.draft(app, Question(question), "james")
    page = sign_in("james").get(f"/loans/applications/{ref}/{question.replace('_', '-')}")
    assert not any(page.form("question").values[name] for name in RECORD[question])
    assert page.find(".source") == []


def test_what_she_corrects_is_hers_and_the_record_stays(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.YEARLY_INCOME)
    address = f"/loans/applications/{ref}/yearly-income"
    elder.get(address).form("question").fill(answer="420000").submit()
    assert source_of(app, ref, "yearly_income") == "customer"
    page = elder.get(address)
    assert page.form("question").values["answer"] == "420000"
    assert page.find(".source") == []
    again = quickly.draft(app, Question.YEARLY_INCOME)
    assert (
        elder.get(f"/loans/applications/{again}/yearly-income").form("question").values["answer"] == "360000"
    )


def source_of(app: Flask, ref: str, question: str) -> str:
    with app.app_context():
        return quickly.loan(ref).current_answers[question].source


@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_asks_its_own_question(purpose: Purpose, elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PURPOSE)
    page = elder.get(f"/loans/applications/{ref}/purpose").form("question").fill(answer=purpose).submit()
    assert page.h1 == say(labels.PURPOSE_QUESTIONS[PURPOSE_FOLLOW_UP[purpose]])


def test_another_purpose_asks_anew_and_nothing_else(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    page = elder.get(f"/loans/applications/{ref}/purpose").form("question").fill(answer="wages").submit()
    assert loans.question_of(page) == "purpose_detail"
    page = page.form("question").fill(answer="四个人，三个月").submit()
    assert page.path.endswith("/check")


def test_another_branch_asks_for_another_time(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app)
    page = elder.get(f"/loans/applications/{ref}/branch").form("question").fill(answer="west").submit()
    assert loans.question_of(page) == "visit"
    assert page.form("question").values["answer"] == []


def test_the_check_page_shows_every_answer_and_the_way_to_change_it(
    elder: Client, app: Flask, say: Say
) -> None:
    ref = quickly.draft(app)
    page = elder.get(f"/loans/applications/{ref}/check")
    for question in QUESTIONS:
        assert say(labels.ANSWERS[question]) in page.text
        assert page.find(f'a[href="/loans/applications/{ref}/{question.replace("_", "-")}"]')
    assert "¥50,000.00" in page.text
    assert "秀兰面馆" in page.text
    change = elder.get(f"/loans/applications/{ref}/term")
    assert change.form("question").values["answer"] == ["12"]
    assert change.form("question").fill(answer=24).submit().path.endswith("/check")


def test_the_whole_way_in_her_language_and_mode(elder: Client, sign_in: SignIn, app: Flask, say: Say) -> None:
    sent = loans.submitted(elder, paper="bring")
    status = elder.get(f"/loans/applications/{sent.reference}")
    assert (status.lang, status.soup.html["data-mode"]) == ("zh-Hans", "elder")
    loans.in_review(sign_in("officer"), sent)
    assert elder.get(status.path).h1 == say(labels.STATUSES["in_review"])
    loans.decided(sign_in("reviewer"), sent)
    page = elder.get(status.path)
    assert page.h1 == say(labels.STATUSES["approved"])
    assert "经营稳定，收入与贷款相符。" in page.text


def test_an_approval_is_one_event_of_her_life(sign_in: SignIn, app: Flask) -> None:
    sent, reviewer = quickly.in_review(app), sign_in("reviewer")
    form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision")
    form.fill(outcome="approve", words="经营稳定。").submit()
    form.submit()  # a second touch of the same button
    with app.app_context():
        (event,) = life_events(quickly.someone("xiulan").id)
    assert (event.kind, event.source) == ("business loan approved", f"case:{sent.reference}")
    assert event.detail == {"minor": 50_000_00, "months": 12}


def test_a_refusal_gives_reasons_and_what_would_change_them(
    elder: Client, sign_in: SignIn, app: Flask, say: Say
) -> None:
    sent = quickly.in_review(app)
    loans.decided(sign_in("reviewer"), sent, "refuse", reasons=["income_too_low", "other"])
    page = elder.get(f"/loans/applications/{sent.reference}")
    assert page.h1 == say(labels.STATUSES["refused"])
    for words in (
        say(labels.REFUSAL_REASONS["income_too_low"]),
        say(labels.REFUSAL_REASONS["other"]),
        "减少三万元，或延长到二十四个月。",
        "孙磊",
    ):
        assert words in page.text
    assert "/help/" in page.links.values()
    with app.app_context():
        assert life_events(quickly.someone("xiulan").id) == []


ASKED_OF_ALL = {"csrf_token", "idempotency_key", "version", "check", "verdict"}


def fields(page: Page) -> set[str]:
    """What a page asks: field names, on a question's page under the question's name."""
    question = page.h1 if page.find("form#question") else ""
    return {
        f"{question} {name}".strip()
        for form in page.forms
        for name in form.values
        if name not in ASKED_OF_ALL
    }


def test_nothing_is_asked_twice(elder: Client, sign_in: SignIn) -> None:
    pages, page = [], elder.get("/loans/inclusive").form("start").submit()
    while loans.question_of(page) in loans.ANSWERS:
        question = loans.question_of(page)
        pages.append(page)
        value = {"paper": "bring"}.get(question, loans.ANSWERS[question])
        page = loans.fill(page.form("question"), question, value).submit()
    pages.append(page)
    page = page.form("send").submit()
    sent = loans.Sent(page.path.rpartition("/")[2], "".join(page.find(".ticket-code")[0].text.split()))
    officer, reviewer = sign_in("officer"), sign_in("reviewer")
    pages += [page, officer.get("/staff/loans/pick-up"), loans.picked_up(officer, sent)]
    pages.append(pages[-1].form("paper").fill(file=loans.LICENCE).submit())
    pages.append(loans.verified(pages[-1]))
    pages.append(pages[-1].form("review").submit())
    pages.append(reviewer.get(f"/staff/loans/{sent.reference}"))
    asked = [field for each in pages[: len(QUESTIONS)] for field in fields(each)]
    assert len(asked) == len(set(asked)) == len(QUESTIONS) + 2 + 1 + 3  # date, file, three more consents
    assert fields(pages[len(QUESTIONS)]) == fields(pages[len(QUESTIONS) + 1]) == set()
    by_staff = set.union(*(fields(each) for each in pages[len(QUESTIONS) + 2 :]))
    decides = {"outcome", "words", "reasons", "change"}
    asks = {"asked_kind", "asked_words"}
    offers = {"offer_amount", "offer_months", "offer_repayment", "conditions", "offer_words"}
    assert by_staff == {"reference", "code", "file", "instead", "reason", "message"} | decides | asks | offers
