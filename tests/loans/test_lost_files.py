"""A chosen file that could not be kept: the page says so at its field, and every word beside it is there."""

from collections.abc import Callable

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.identity.models import KeptAnswers
from portal.identity.passwords import DEMO_PASSWORD
from portal.loans.rules import Question
from portal.preferences.operations import keep
from portal.preferences.rules import Preferences
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.forms import Form
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page, words

PHOTO = (files.jpeg(), "licence.jpg")
HUGE = (bytes(33 * 1024 * 1024), "film.jpg")
SEVERAL = "Choose the files again: those that you had chosen were not kept."
ONE = "Choose the file again: the one that you had chosen was not kept."
WHY = "供应商下周才开发票。"

Lose = Callable[[Form, MovableClock], Page]


def by_lapse(form: Form, clock: MovableClock) -> Page:
    """Her sign-in lapsed meanwhile."""
    clock.forward(minutes=31)
    page = form.fill(file=PHOTO).submit()
    name = "officer" if "/staff/" in form.action else "xiulan"
    return page.form("sign-in").fill(sign_in_name=name, password=DEMO_PASSWORD).submit()


def by_size(form: Form, _clock: MovableClock) -> Page:
    """The form is larger than the server takes."""
    page = form.fill(file=HUGE).submit(status=413)
    page.response.request.environ["wsgi.input"].close()
    return page.client.get(str(page.find("main .actions a")[0]["href"]))


def by_switch(form: Form, _clock: MovableClock) -> Page:
    """She changes the language inside the form."""
    return form.fill(file=PHOTO).submit(name="switch", value="lang:ar")


def told(page: Page) -> list[Tag]:
    """The fields that ask for their files again."""
    return [field for field in page.find("fieldset") if field.select_one("[id$='-lost']")]


@pytest.mark.parametrize("lose", [by_lapse, by_size, by_switch])
def test_a_paper_of_her_draft(elder: Client, app: Flask, clock: MovableClock, say: Say, lose: Lose) -> None:
    ref = quickly.draft(app, Question.PAPER)
    address = f"/loans/applications/{ref}/paper"
    page = lose(elder.get(address).form("question").fill(answer="upload"), clock)
    assert page.path == address
    [field] = told(page)
    assert say(SEVERAL, "ar" if lose is by_switch else "zh_Hans") in words(field)
    assert "file-lost" in str(field["aria-describedby"])
    assert field.select_one("input[type=file]")
    assert page.form("question").values["answer"] == ["upload"]
    page = page.form("question").fill(file=PHOTO).submit()
    assert quickly.values(app, ref)[Question.PAPER]["way"] == "upload"
    assert told(elder.get(address)) == []


@pytest.mark.parametrize("lose", [by_lapse, by_size])
def test_a_paper_that_the_reviewer_asked_for(
    elder: Client, app: Flask, clock: MovableClock, say: Say, lose: Lose
) -> None:
    """The words are typed beneath the file, and come after it in what is sent."""
    sent = quickly.asked(app, kind=Question.PAPER, words="请补交营业执照。")
    address = f"/loans/applications/{sent.reference}"
    page = lose(elder.get(address).form("reply").fill(reply_words=WHY), clock)
    assert page.path == address
    [field] = told(page)
    assert say(ONE) in words(field)
    assert page.form("reply").values["reply_words"] == WHY
    page = page.form("reply").fill(file=PHOTO).submit()
    assert quickly.status(app, sent.reference) == "in_review"
    with app.app_context():
        assert db.session.scalars(select(KeptAnswers)).all() == [], (
            "a later question begins with an empty answer"
        )


@pytest.mark.parametrize("lose", [by_lapse, by_size])
def test_a_paper_that_the_officer_photographed(
    sign_in: SignIn, app: Flask, clock: MovableClock, say: Say, lose: Lose
) -> None:
    sent = quickly.at_branch(app)
    officer = sign_in("officer")
    page = officer.get(f"/staff/loans/{sent.reference}")
    page = lose(page.form("licence" if page.find("form#licence") else "paper"), clock)
    assert page.path == f"/staff/loans/{sent.reference}"
    [field] = told(page)
    assert say(SEVERAL) in words(field)


def test_only_the_field_of_the_form_that_was_sent(sign_in: SignIn, app: Flask, clock: MovableClock) -> None:
    """A technology company brings several papers, each with a form of its own on the officer's page."""
    sent = loans.submitted(sign_in("chen"), "technology", purpose="equipment", patents="granted")
    page = loans.picked_up(sign_in("officer"), sent)
    forms = [form for form in page.forms if form.is_multipart]
    assert len(forms) > 1
    page = by_lapse(forms[-1], clock)
    [field] = told(page)
    form = field.find_parent("form")
    assert form is not None
    assert form["id"] == forms[-1].tag["id"]


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
def test_it_is_said_in_her_language(
    sign_in: SignIn, app: Flask, clock: MovableClock, say: Say, locale: str
) -> None:
    with app.app_context(), quickly.transaction():
        keep(quickly.someone("xiulan").id, Preferences(locale=locale), None)
    ref = quickly.draft(app, Question.PAPER)
    page = sign_in("xiulan").get(f"/loans/applications/{ref}/paper")
    page = by_lapse(page.form("question").fill(answer="upload"), clock)
    [field] = told(page)
    assert say(SEVERAL, locale) in words(field)


def test_where_no_file_was_chosen_nothing_is_said(elder: Client, app: Flask, clock: MovableClock) -> None:
    ref = quickly.draft(app, Question.PAPER)
    form = elder.get(f"/loans/applications/{ref}/paper").form("question").fill(answer="upload")
    page = form.submit(name="switch", value="lang:en")
    assert told(page) == []
    assert "not kept" not in page.text


def test_words_of_a_form_that_others_made_are_not_kept(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    address = f"/loans/applications/{ref}/paper"
    fields = {"csrf_token": "forged", "answer": "bring", "file": HUGE}
    page = elder.send(address, fields.items(), 413, multipart=True)
    page.response.request.environ["wsgi.input"].close()
    with app.app_context():
        assert db.session.scalars(select(KeptAnswers)).all() == []


def test_a_stranger_is_refused_and_nothing_is_kept(app: Flask, anyone: Client) -> None:
    page = anyone.post("/loans/applications/L-0000-0000-0/paper", {"file": HUGE}, 413, multipart=True)
    page.response.request.environ["wsgi.input"].close()
    with app.app_context():
        assert db.session.scalars(select(KeptAnswers)).all() == []
