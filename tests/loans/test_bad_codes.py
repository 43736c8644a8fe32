"""Codes and acts at the branch that do not fit: a clear sentence, the right status, nothing lost."""

import re
from typing import Any

import pytest
from flask import Flask

from portal.casework.references import ALPHABET
from portal.loans import labels
from portal.loans.rules import MOST_WRONG_TRIES, CodeProblem
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


def open_with(client: Client, reference: str, code: str, status: int = 422) -> Page:
    form = client.get("/staff/loans/pick-up").form("pick-up")
    page = form.fill(reference=reference, code=code).submit(status=status)
    if status == 422:
        assert page.form("pick-up").values["reference"] == reference
    return page


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def mistyped(reference: str) -> str:
    """The reference with another last character."""
    return reference[:-1] + ALPHABET[(ALPHABET.index(reference[-1]) + 1) % 32]


def test_the_fifth_wrong_code_kills_it(officer: Client, app: Flask, say: Say, sign_in: SignIn) -> None:
    sent = quickly.sent(app)
    said = [open_with(officer, sent.reference, wrong(sent.code)).errors for _ in range(MOST_WRONG_TRIES)]
    assert len({tuple(errors) for errors in said}) == MOST_WRONG_TRIES
    assert ["4" in said[0][0], "3" in said[1][0], "2" in said[2][0]] == [True] * 3
    page = open_with(officer, sent.reference, sent.code)
    assert page.errors == [say(labels.CODE_PROBLEMS[CodeProblem.DEAD])]
    assert quickly.status(app, sent.reference) == "submitted"
    elder = sign_in("xiulan")
    told = say("Your pick-up code for %(reference)s no longer works", reference=sent.reference)
    assert told in elder.get("/inbox/").text
    page = elder.get(f"/loans/applications/{sent.reference}")
    assert say("Your pick-up code no longer works. Make a new one; it takes one touch.") in page.text
    page = page.form("code").submit()
    code = re.sub(r"\s", "", page.find(".ticket-code")[0].get_text())
    assert open_with(officer, sent.reference, code, 200).path == f"/staff/loans/{sent.reference}"


def test_four_wrong_codes_do_not(officer: Client, app: Flask) -> None:
    sent = quickly.sent(app)
    for _ in range(MOST_WRONG_TRIES - 1):
        open_with(officer, sent.reference, wrong(sent.code))
    open_with(officer, sent.reference, sent.code, 200)


def test_a_used_code(officer: Client, app: Flask, say: Say) -> None:
    sent = quickly.at_branch(app)
    page = open_with(officer, sent.reference, sent.code)
    assert page.errors == [say(labels.CODE_PROBLEMS[CodeProblem.USED])]


def test_a_code_of_yesterday(app: Flask, clock: MovableClock, sign_in: SignIn, say: Say) -> None:
    sent = quickly.sent(app)
    clock.forward(days=1)
    page = open_with(sign_in("officer"), sent.reference, sent.code)
    assert page.errors == [say(labels.CODE_PROBLEMS[CodeProblem.EXPIRED])]
    elder = sign_in("xiulan")
    elder.get(f"/loans/applications/{sent.reference}").form("code").submit()
    with app.app_context():
        code = quickly.queries.code_of(quickly.loan(sent.reference)).digits
    open_with(sign_in("officer"), sent.reference, code, 200)


def test_a_code_works_until_the_visit_day_ends(app: Flask, clock: MovableClock, sign_in: SignIn) -> None:
    sent = quickly.sent(app, visit=7)
    clock.forward(hours=32)
    open_with(sign_in("officer"), sent.reference, sent.code, 200)


def test_the_old_code_after_a_new_one(officer: Client, app: Flask, sign_in: SignIn) -> None:
    sent = quickly.sent(app)
    sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("code").submit()
    with app.app_context():
        digits = quickly.queries.code_of(quickly.loan(sent.reference)).digits
    if digits != sent.code:
        assert len(open_with(officer, sent.reference, sent.code).errors) == 1


def test_another_branch_and_no_reference_at_all_look_alike(app: Flask, sign_in: SignIn, say: Say) -> None:
    sent, gone = quickly.sent(app), quickly.draft(app)
    west = sign_in("officer2")
    said = [open_with(west, reference, sent.code).errors for reference in (sent.reference, gone)]
    said.append(open_with(west, "L-0000-0000-0", sent.code).errors)
    assert said == [[say(labels.CODE_PROBLEMS[CodeProblem.UNKNOWN])]] * 3
    assert quickly.code_of(app, sent.reference).wrong_tries == 0
    west.get(f"/staff/loans/{sent.reference}", status=404)


@pytest.mark.parametrize("point", ["withdrawn", "in_review", "approved"])
def test_a_file_that_waits_for_nobody(
    point: str, officer: Client, app: Flask, sign_in: SignIn, clock: MovableClock
) -> None:
    """The next day its page asks for no code either."""
    sent = quickly.sent(app) if point == "withdrawn" else quickly.in_review(app)
    if point == "withdrawn":
        sign_in("xiulan").get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw").submit()
    elif point == "approved":
        quickly.decide(app, sent)
    assert len(open_with(officer, sent.reference, sent.code).errors) == 1
    assert quickly.status(app, sent.reference) == point
    clock.forward(days=1)
    page = sign_in("officer").get(f"/staff/loans/{sent.reference}")
    assert page.find("main .banner-info")
    assert not page.find("main .summary, main a[href^='/staff/loans/pick-up?']")


def test_codes_and_references_as_people_type_them(officer: Client, app: Flask) -> None:
    for typed in ("{0} {1}", " {0}-{1} ", "{0}　{1}"):
        sent = quickly.sent(app)
        reference = sent.reference.lower().replace("-", " ").replace("0", "o").replace("1", "i")
        wide = sent.code.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
        open_with(officer, reference, typed.format(wide[:3], wide[3:]), 200)


def test_what_is_no_code(officer: Client, app: Flask) -> None:
    sent = quickly.sent(app)
    for code in ("", "12345", "1234567", "abcdef", "¹²³⁴⁵", "१२३"):
        assert len(open_with(officer, sent.reference, code).errors) == 1, code
    assert quickly.code_of(app, sent.reference).wrong_tries == 0


def test_what_is_no_reference(officer: Client, app: Flask) -> None:
    wrong_end = mistyped(quickly.sent(app).reference)
    for typed in ("", "L-", "hello", "../../etc/passwd", "L" * 500, "L-7K3M-92QF", wrong_end):
        assert len(open_with(officer, typed, "123456").errors) == 1, typed


@pytest.mark.parametrize("is_there", [False, True])
def test_a_file_whose_paper_nobody_compared_goes_nowhere(is_there: bool, officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    if is_there:
        page = page.form("paper").fill(file=loans.LICENCE).submit()
    assert not page.find("form#review")
    with app.app_context():
        version = quickly.loan(sent.reference).version
    page = officer.post(f"/staff/loans/{sent.reference}/review", {"version": version}, status=422)
    assert len(page.errors) == 1
    assert quickly.status(app, sent.reference) == "at_branch"


def test_papers_that_the_branch_refuses(officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    form = officer.get(f"/staff/loans/{sent.reference}").form("paper")
    for file in ((b"", ""), (b"", "a.pdf"), (files.gif(), "a.jpg")):
        assert len(form.fill(file=file).submit(status=422).errors) == 1, file[1]
    assert quickly.values(app, sent.reference)["paper"] == {"way": "bring"}


DECISIONS: dict[str, tuple[dict[str, Any], int]] = {
    "nothing": ({}, 2),
    "no words": ({"outcome": "approve"}, 1),
    "blank words": ({"outcome": "approve", "words": " \n "}, 1),
    "no reasons": ({"outcome": "refuse", "words": "收入不足。", "change": "减少三万元。"}, 1),
    "no change": ({"outcome": "refuse", "words": "收入不足。", "reasons": ["other"]}, 1),
    "blank change": ({"outcome": "refuse", "words": "收入不足。", "reasons": ["other"], "change": " "}, 1),
    "hidden marks": ({"outcome": "approve", "words": "好\u202e"}, 1),
    "too long": ({"outcome": "approve", "words": "好" * 1001}, 1),
}


def test_decisions_that_are_none(sign_in: SignIn, app: Flask) -> None:
    sent, reviewer = quickly.in_review(app), sign_in("reviewer")
    for case, (typed, errors) in DECISIONS.items():
        form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision").fill(typed)
        page = form.submit(status=422)
        assert len(page.errors) == errors, case
        kept = page.form("decision").values
        assert (kept["outcome"], kept["reasons"]) == (form.values["outcome"], form.values["reasons"]), case
        assert kept["words"] == typed.get("words", "").strip(), case
    assert quickly.status(app, sent.reference) == "in_review"
