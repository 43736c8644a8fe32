"""What people mistype or attack with, on her side: a clear sentence, the right status, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.attachments import forms as paper_forms
from portal.attachments.labels import REFUSALS
from portal.attachments.rules import MAX_BYTES, Refusal, Refused
from portal.languages import format_money
from portal.loans.rules import INCLUSIVE, ConsentPurpose, Question
from tests.factories import files
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page


def page_of(client: Client, app: Flask, question: Question) -> Page:
    """The page of a question that a draft has just come to."""
    ref = quickly.draft(app, question)
    return client.get(f"/loans/applications/{ref}/{question.replace('_', '-')}")


def refused(page: Page, app: Flask, **typed: Any) -> list[str]:
    """What a question's page says to these words: they stand there still, and nothing was saved of them."""
    question = Question(page.path.rpartition("/")[2].replace("-", "_"))
    form = page.form("question").fill(typed)
    page = form.submit(status=422)
    page.response.request.environ["wsgi.input"].close()
    kept = page.form("question").values
    assert {name: kept[name] for name in typed if name != "file"} == {
        name: form.values[name] for name in typed if name != "file"
    }
    order = [ask.question for ask in INCLUSIVE.questions]
    assert quickly.values(app, page.path.split("/")[3]).keys() == set(order[: order.index(question)])
    return page.errors


NUMBERS = {
    "50 000": 50_000_00,
    "50,000": 50_000_00,
    "50，000": 50_000_00,
    "５００００": 50_000_00,
    "５０，０００．５０": 50_000_50,
    "5万": 50_000_00,
    " ¥ 50000元 ": 50_000_00,
    "٥٠٠٠٠": 50_000_00,
    "50\u200b000": 50_000_00,
    "10000": 10_000_00,
    "500000": 500_000_00,
}


def test_amounts_as_people_type_them(elder: Client, app: Flask) -> None:
    for typed, minor in NUMBERS.items():
        page = page_of(elder, app, Question.AMOUNT).form("question").fill(answer=typed).submit()
        assert quickly.values(app, page.path.split("/")[3])["amount"]["minor"] == minor, typed


EMPTY = "Type an amount, such as 50,000."
NO_NUMBER = "Type the amount in figures only, such as 50,000."
AMOUNTS = {
    "": EMPTY,
    "   ": EMPTY,
    "五万": NO_NUMBER,
    "abc": NO_NUMBER,
    "1e5": NO_NUMBER,
    "50,00,0": NO_NUMBER,
    "9" * 60: "This amount is very large. Check the number of zeros.",
    "<b>50000</b>": NO_NUMBER,
    "-50000": "Type an amount above zero, such as 50,000.",
    "－５００００": "Type an amount above zero, such as 50,000.",
    "50000.505": "An amount has two decimals at most, such as 50,000.50.",
}


def test_amounts_that_are_none(elder: Client, app: Flask, say: Say) -> None:
    page = page_of(elder, app, Question.AMOUNT)
    assert {typed: refused(page, app, answer=typed) for typed in AMOUNTS} == {
        typed: [say(sentence)] for typed, sentence in AMOUNTS.items()
    }


def test_amounts_out_of_range(elder: Client, app: Flask, say: Say) -> None:
    limits = {
        "minimum": format_money(INCLUSIVE.minimum, "zh_Hans"),
        "maximum": format_money(INCLUSIVE.maximum, "zh_Hans"),
    }
    sentence = say("We lend from %(minimum)s to %(maximum)s. Type an amount in between.", **limits)
    page = page_of(elder, app, Question.AMOUNT)
    for typed in ("0", "9999.99", "500000.01", "5亿"):
        assert refused(page, app, answer=typed) == [sentence], typed


@pytest.mark.parametrize("ask", [Client.get, Client.part])
def test_amounts_on_the_product_page(ask: Callable[..., Page], elder: Client) -> None:
    for typed, found in {"8万": "¥80,000.00", "五百": "", "1": ""}.items():
        page = ask(elder, f"/loans/inclusive?amount={typed}&months=24", 200 if found else 422)
        assert found in page.html
        assert bool(page.find("form#start")) == bool(found)


def test_incomes_that_nobody_has(elder: Client, app: Flask) -> None:
    page = page_of(elder, app, Question.YEARLY_INCOME)
    for typed in ("-1", "三十六万", "360000.001", "9" * 15, ""):
        assert len(refused(page, app, answer=typed)) == 1, typed


DAYS = {
    "２０１６ ０５ １８": "2016-05-18",
    "٢٠١٦ ٥ ١٨": "2016-05-18",
    "2016 2 29": "2016-02-29",
    "2026 11 24": "2026-11-24",
}
UNREAL = "This date does not exist. Type day, month and year, such as 31 5 2019."
PARTLY = "Type day, month and year, such as 31 5 2019."
OUTSIDE = "Type a date between 1900 and today."
NO_DAYS = {
    "2015 2 29": UNREAL,
    "2016 13 1": UNREAL,
    "2016 4 31": UNREAL,
    "2016 0 0": UNREAL,
    "二〇一六 五月 十八": UNREAL,
    " 5 1": PARTLY,
    "2016 5 ": PARTLY,
    "99999999999999999999 5 18": UNREAL,
    f"{'9' * 5000} 5 18": UNREAL,
    "2026 11 25": OUTSIDE,
    "1899 12 31": OUTSIDE,
    "16 5 18": "Type the year with four digits, such as 1985.",
}


def day(typed: str) -> dict[str, str]:
    return dict(zip(("answer-year", "answer-month", "answer-day"), typed.split(" "), strict=True))


def test_days_as_people_type_them(elder: Client, app: Flask) -> None:
    for typed, stored in DAYS.items():
        page = page_of(elder, app, Question.STARTED_ON).form("question").fill(day(typed)).submit()
        assert quickly.values(app, page.path.split("/")[3])["started_on"] == stored


def test_days_that_are_none(elder: Client, app: Flask, say: Say) -> None:
    page = page_of(elder, app, Question.STARTED_ON)
    assert {typed: refused(page, app, **day(typed)) for typed in NO_DAYS} == {
        typed: [say(sentence)] for typed, sentence in NO_DAYS.items()
    }


@pytest.mark.parametrize("question", [Question.BUSINESS_NAME, Question.PURPOSE_DETAIL])
def test_invisible_characters(question: Question, elder: Client, app: Flask, say: Say) -> None:
    sentence = say("There is an invisible character in this text. Type it again instead of pasting it.")
    page = page_of(elder, app, question)
    for hidden in "\u202e\u2066\u200b\u200e\ufeff\x07\u00ad":
        assert refused(page, app, answer=f"秀兰{hidden}面馆") == [sentence], ascii(hidden)


NAMES = ["Tiệm phở Nguyễn", "متجر السيّد", "می‌خانه", "क्षत्रिय", "O'Brien & Söhne GmbH", "𠮷野家", "👩‍🍳 小厨"]


def test_honest_names_in_every_script(elder: Client, app: Flask) -> None:
    for name in NAMES:
        page = page_of(elder, app, Question.BUSINESS_NAME).form("question").fill(answer=name).submit()
        assert quickly.values(app, page.path.split("/")[3])["business_name"] == name


@pytest.mark.parametrize(
    ("question", "most"), [(Question.BUSINESS_NAME, 120), (Question.PURPOSE_DETAIL, 500)]
)
def test_too_little_and_too_much(question: Question, most: int, elder: Client, app: Flask) -> None:
    page = page_of(elder, app, question)
    for typed in ("", " \n ", "面" * (most + 1)):
        answer = page.form("question").fill(answer=typed).submit(status=422)
        assert len(answer.errors) == 1
        assert answer.form("question").values["answer"] == typed.strip()
    assert question not in quickly.values(app, page.path.split("/")[3])


@pytest.mark.parametrize(
    "question", [Question.TERM, Question.PURPOSE, Question.PAPER, Question.BRANCH, Question.VISIT]
)
def test_nothing_chosen_and_what_was_never_offered(
    question: Question, elder: Client, app: Flask, say: Say
) -> None:
    page = page_of(elder, app, question)
    assert len(page.form("question").submit(status=422).errors) == 1
    for odd in ("999", "../../etc", "2026-11-24T03:00:00+08:00"):
        answer = elder.post(page.path, {"answer": odd, "version": 0}, status=422)
        assert len(answer.errors) == 1
        assert "choice" not in answer.errors[0]
    assert question not in quickly.values(app, page.path.split("/")[3])


def test_without_the_necessary_consent(elder: Client, app: Flask, say: Say) -> None:
    page = page_of(elder, app, Question.CONSENTS)
    assert all(page.form("question").values[f"agree_{purpose}"] == [] for purpose in ConsentPurpose)
    sentence = "Tick this if you want us to decide on your pre-application. Without it we cannot send it."
    assert refused(page, app, agree_offers=True) == [say(sentence)]


PAPERS: dict[Refusal, tuple[bytes, str]] = {
    Refusal.EMPTY: (b"", "licence.pdf"),
    Refusal.TOO_LARGE: (b"%PDF-" + bytes(MAX_BYTES), "licence.pdf"),
    Refusal.WRONG_KIND: (files.gif(), "licence.gif"),
    Refusal.NOT_WHAT_IT_SAYS: (files.archive(), "licence.jpg"),
    Refusal.TOO_MANY_PIXELS: (files.bomb_png(), "licence.png"),
    Refusal.TOO_MANY_PAGES: (files.pdf(31), "licence.pdf"),
    Refusal.ENCRYPTED: (files.encrypted_pdf(), "licence.pdf"),
    Refusal.DAMAGED: (files.cut_jpeg(), "licence.jpg"),
    Refusal.TOO_SLOW: (files.jpeg(), "licence.jpg"),
}


@pytest.mark.parametrize("refusal", PAPERS)
def test_papers_that_are_refused(
    refusal: Refusal, elder: Client, app: Flask, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    if refusal is Refusal.TOO_SLOW:  # that a slow file is refused is tested where files are checked
        monkeypatch.setattr(paper_forms, "check", too_slow)
    (error,) = refused(page_of(elder, app, Question.PAPER), app, answer="upload", file=PAPERS[refusal])
    assert PAPERS[refusal][1] in error
    assert say(REFUSALS[refusal]) in error


def too_slow(data: bytes, filename: str, clamav: str) -> None:
    raise Refused(Refusal.TOO_SLOW)


def test_a_file_above_what_the_server_takes(elder: Client, app: Flask, say: Say) -> None:
    ref = quickly.draft(app, Question.PAPER)
    form = elder.get(f"/loans/applications/{ref}/paper").form("question")
    page = form.fill(answer="upload", file=(bytes(33 * 1024 * 1024), "licence.jpg")).submit(status=413)
    page.response.request.environ["wsgi.input"].close()
    assert page.h1 == say("This file is too large")
    assert quickly.values(app, ref).keys() == {ask.question for ask in INCLUSIVE.questions[:7]}
    assert elder.get("/").follow(say("Continue")).path == f"/loans/applications/{ref}/paper"


def test_a_paper_that_is_promised_and_not_chosen(elder: Client, app: Flask, say: Say) -> None:
    errors = refused(page_of(elder, app, Question.PAPER), app, answer="upload")
    assert errors == [say("Choose the photos or PDFs, or choose to bring the paper.")]
