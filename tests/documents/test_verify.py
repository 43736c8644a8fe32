"""Is this paper genuine? Anybody may ask; the answer says nothing of what is in it, and guessing is slow."""

import re

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from portal import clock as portal_clock
from portal.cli.operators import tidy
from portal.db import db, transaction
from portal.documents import codes, forms, operations
from portal.documents.making import Wanted, made
from portal.documents.models import WrongQuestion
from portal.documents.rules import ASKED_EVERYWHERE, ASKED_HERE, ASKING_WINDOW, Form, Kind
from portal.documents.statements import statement
from portal.documents.storage import store
from tests.clocks import MovableClock
from tests.documents.papers import statement_of
from tests.loans.quickly import hand, someone
from tests.page import Client, Page

FORGED = codes.shown("7K3M92QF5XTA" + "00")


def issued(app: Flask, form: Form = Form.BRF, locale: str = "zh_Hans") -> tuple[str, bytes]:
    """The code and bytes of a statement that was given out."""
    code, wanted, now = codes.new_code(), Wanted(form, locale), portal_clock.now()
    with app.app_context(), transaction():
        person = someone("xiulan")
        data = made(statement(statement_of(2)), wanted, code, now)
        document = operations.ask(person.id, Kind.STATEMENT, {}, wanted, hand("xiulan"), now)
        operations.issue(document, data, code, store(person.id, data), now)
    return code, data


def ask(client: Client, status: int = 200, **typed: object) -> Page:
    return client.get("/documents/verify").form("question").fill(typed).submit(status=status)


def wrong_questions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(WrongQuestion)) or 0


def test_a_genuine_code_is_said_to_be_ours(app: Flask, anyone: Client) -> None:
    code, _data = issued(app)
    page = ask(anyone, code=codes.shown(code).lower())
    assert page.h1 == "Yes, we issued this"
    for words in ("Statement of account", "Harbour Bank", "24 November", "简体中文", "Braille (BRF)"):
        assert words in page.text
    assert not re.search("王秀兰|xiulan|4821|1,000", page.html)
    assert page.find('[lang="zh-Hans"]')
    assert wrong_questions(app) == 0


@pytest.mark.parametrize("form", Form)
def test_the_file_itself_is_known_to_the_last_bit(app: Flask, anyone: Client, form: Form) -> None:
    _code, data = issued(app, form)
    assert ask(anyone, file=(data, "x")).h1 == "Yes, we issued this"
    for other in (data + b" ", data[:-1], b"x" + data[1:]):
        assert ask(anyone, file=(other, "x")).h1 == "We did not issue this"


def test_the_qr_leads_to_the_question_with_the_code_in_it(app: Flask, anyone: Client) -> None:
    code, _data = issued(app)
    page = anyone.get(f"/documents/verify?code={code}")
    assert page.form("question").values["code"] == code
    assert page.form("question").submit().h1 == "Yes, we issued this"


def test_a_forged_code_gets_plain_words_what_to_do(app: Flask, anyone: Client) -> None:
    issued(app)
    page = ask(anyone, code=FORGED)
    assert page.h1 == "We did not issue this"
    for words in ("pay nothing and sign nothing", "keep it and call us", "Ask whoever gave you the paper"):
        assert words in page.text
    assert page.find('a[href^="tel:"]')


def test_what_cannot_be_a_code_and_a_wrong_one_are_answered_alike(app: Flask, anyone: Client) -> None:
    code, _data = issued(app)
    wrong = codes.new_code()
    typed = (wrong, "x", code[:-1] + ("1" if code.endswith("0") else "0"), "😀", "'; --")
    answers = {
        " ".join(card.get_text() for card in ask(anyone, code=each).find("main .card")) for each in typed
    }
    assert len(answers) == 1
    assert wrong_questions(app) == 5


def test_a_wrong_code_may_be_a_slip_and_no_file_is_spoken_of(app: Flask, anyone: Client) -> None:
    told = ask(anyone, code="7K3M").find("main .card p")[0].get_text()
    assert (
        told == "No paper of ours has this code. It may be a typing slip: a code has 14 letters and figures."
    )
    only_file = ask(anyone, file=(b"x", "x.pdf"))
    assert "no file that is exactly like this one" in only_file.text
    assert "Compare the code" not in only_file.text


def test_a_code_and_a_file_must_be_of_the_same_paper(app: Flask, anyone: Client) -> None:
    code, data = issued(app)
    other_code, other_data = issued(app, locale="en")
    assert ask(anyone, code=code, file=(data, "x.brf")).h1 == "Yes, we issued this"
    for typed, file in ((code, other_data), (other_code, data), (FORGED, data), (code, b"x")):
        page = ask(anyone, code=typed, file=(file, "x.brf"))
        assert page.h1 == "We did not issue this"
        assert "both this code and this file" in page.text
    assert wrong_questions(app) == 4


@pytest.mark.parametrize("name", ["2026-10.csv", "2026-10.OFX", "2026-10.xml"])
def test_a_file_for_other_programs_is_not_called_forged(app: Flask, anyone: Client, name: str) -> None:
    page = ask(anyone, status=422, file=(b"Date,Amount", name))
    assert "we cannot check this one" in page.errors[0]
    assert page.h1 == "Is this paper genuine?"
    _code, data = issued(app, Form.CSV)
    assert ask(anyone, file=(data, "table.csv")).h1 == "Yes, we issued this"


def test_what_to_do_is_not_headed_like_the_tiles(anyone: Client) -> None:
    anyone.get("/?lang=zh_Hans")
    heading = ask(anyone, code=FORGED).find("main .card h2")[0].get_text()
    with anyone.app.test_request_context(), force_locale("zh_Hans"):
        assert heading != gettext("What you can do")


def test_an_empty_question_says_what_to_type(app: Flask, anyone: Client) -> None:
    page = ask(anyone, status=422, code="  ")
    assert page.errors == ["Type the code that stands on the paper, or choose the file."]
    assert wrong_questions(app) == 0


def test_a_file_that_is_too_large_is_none_of_ours(anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 10_000)
    assert ask(anyone, file=(b"x" * 10_000, "x.pdf")).h1 == "We did not issue this"
    page = ask(anyone, status=422, file=(b"x" * 10_001, "x.pdf"))
    assert "larger than anything" in page.errors[0]


def test_guessing_has_to_wait_and_others_need_not(app: Flask, anyone: Client, clock: MovableClock) -> None:
    code, _data = issued(app)
    for _ in range(ASKED_HERE):
        assert ask(anyone, code=FORGED).h1 == "We did not issue this"
    page = ask(anyone, status=429, code=code)
    assert page.headers["Retry-After"] == str(int(ASKING_WINDOW.total_seconds()))
    assert "wait 15 minutes" in page.errors[0]
    assert page.form("question").values["code"] == code
    other = Client(app)
    other.browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert ask(other, code=code).h1 == "Yes, we issued this"
    clock.forward(seconds=ASKING_WINDOW.total_seconds() + 1)
    assert ask(anyone, code=code).h1 == "Yes, we issued this"
    with app.app_context():
        tidy()
    assert wrong_questions(app) == 0


def test_guessing_from_everywhere_has_to_wait_too(app: Flask, anyone: Client) -> None:
    with app.app_context(), transaction() as session:
        now = portal_clock.now()
        session.add_all(WrongQuestion(at=now, address=f"192.0.2.{each}") for each in range(ASKED_EVERYWHERE))
    ask(anyone, status=429, code=FORGED)


@pytest.mark.parametrize(
    ("locale", "yes", "no"),
    [
        ("zh_Hans", "是的，这是我行出具的", "这不是我行出具的"),
        ("ar", "نعم، هذه الوثيقة صادرة عنا", "لم نصدر هذه الوثيقة"),
    ],
)
def test_the_answer_is_in_the_readers_language(
    app: Flask, anyone: Client, locale: str, yes: str, no: str
) -> None:
    code, _data = issued(app, locale="en")
    anyone.get(f"/?lang={locale}")
    assert ask(anyone, code=code).h1 == yes
    assert ask(anyone, code=FORGED).h1 == no
