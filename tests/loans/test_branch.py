"""The branch and the reviewer: the file opens with her code, has every answer, and is decided on by a person."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.clock import today
from portal.languages import format_moment_briefly
from portal.loans import labels
from portal.loans.rules import INCLUSIVE, Check, Paper, Question
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, words


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


def titles(client: Client) -> list[str]:
    return [words(tag) for tag in client.get("/staff/loans/").find(".queue-title")]


def test_todays_visits_lead_to_the_code_with_the_reference_filled_in(officer: Client, app: Flask) -> None:
    sent = quickly.sent(app)
    (link,) = [href for href in officer.get("/staff/loans/").links.values() if sent.reference in href]
    page = officer.get(link)
    assert page.path == "/staff/loans/pick-up"
    assert page.form("pick-up").values["reference"] == sent.reference
    page = page.form("pick-up").fill(code=sent.code).submit()
    assert page.path == f"/staff/loans/{sent.reference}"


def test_the_camera_may_be_used_to_pick_up_and_nowhere_else(officer: Client) -> None:
    page = officer.get("/staff/loans/pick-up")
    refused = page.form("pick-up").fill(reference="", code="").submit(status=422)
    for answer in (page, refused):
        assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "camera=()" in officer.get("/staff/loans/").headers["Permissions-Policy"]


def test_visits_of_today_and_of_the_coming_days(
    officer: Client, sign_in: SignIn, app: Flask, say: Say
) -> None:
    assert say("Nobody is expected today") in officer.get("/staff/loans/").text
    today, later = quickly.sent(app), quickly.sent(app, "amina", visit=20)
    page = officer.get("/staff/loans/")
    assert page.text.index(today.reference) < page.text.index(say("Coming days"))
    assert page.text.index(say("Coming days")) < page.text.index(later.reference)
    assert sign_in("officer2").get("/staff/loans/").find(".queue") == []


def test_an_open_file_stays_in_the_list_and_opens_on_another_day_with_a_new_code(
    officer: Client, sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.at_branch(app)
    address = f"/staff/loans/{sent.reference}"
    officer.get(address).form("paper").fill(file=loans.LICENCE).submit()
    clock.forward(days=1)
    officer = sign_in("officer")
    assert address in officer.get("/staff/loans/").links.values()
    page = sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("code").submit()
    code = page.find(".ticket-code")[0].get_text().replace(" ", "")
    page = loans.picked_up(officer, loans.Sent(sent.reference, code))
    loans.verified(page).form("review").submit()
    assert address not in officer.get("/staff/loans/").links.values()


def test_every_answer_stands_in_the_file_with_its_source_and_moment(
    officer: Client, app: Flask, say: Say, clock: MovableClock
) -> None:
    sent = quickly.at_branch(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    with app.app_context():
        answers = quickly.loan(sent.reference).current_answers
    assert answers.keys() == {ask.question for ask in INCLUSIVE.questions}
    for question in [ask.question for ask in INCLUSIVE.questions]:
        at = format_moment_briefly(answers[question].at, "zh_Hans", "Asia/Shanghai", today("Asia/Shanghai"))
        source = say(labels.SOURCES[answers[question].source])
        assert say((labels.ANSWERS | labels.STAFF_ANSWERS)[question]) in page.text
        assert say("%(source)s, %(moment)s", source=source, moment=at) in page.text
    assert {answers[ask.question].source for ask in INCLUSIVE.questions} == {
        "customer",
        "bank_record",
    }
    for said in ("¥50,000.00", "面粉和食用油，春节前备货", "秀兰面馆", "¥360,000.00", "海港东支行"):
        assert said in page.text


def test_the_missing_paper_is_added_and_the_file_sent(officer: Client, app: Flask, say: Say) -> None:
    sent = quickly.at_branch(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert say(labels.PAPER_TAGS["to_bring"]) in page.text
    assert not page.find("form#review")
    page = page.form("paper").fill(file=(files.jpeg(), "IMG_0001.JPG")).submit()
    assert say("The paper is in the file.") in page.text
    assert say(labels.SOURCES["officer"]) in page.text
    paper = officer.browser.get(f"/staff/loans/{sent.reference}/papers/paper/file")
    assert (paper.status_code, paper.mimetype) == (200, "image/jpeg")
    page = loans.verified(page).form("review").submit()
    assert say(labels.STAFF_STATUSES["in_review"]) in page.text
    with app.app_context():
        found = quickly.loan(sent.reference)
        (check,) = found.paper_checks
        assert (check.verdict, check.by_id) == ("verified", quickly.someone("officer").id)


def test_the_file_closes_in_the_evening(
    officer: Client, sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.at_branch(app)
    seen = officer.get(f"/staff/loans/{sent.reference}").form("paper").values["version"]
    clock.forward(hours=14)
    officer = sign_in("officer")
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert "秀兰面馆" not in page.text
    assert [form.tag["id"] for form in page.forms] == ["identity"]
    officer.get(f"/staff/loans/{sent.reference}/papers/paper/file", status=404)
    typed = {"version": seen, "file": loans.LICENCE}
    assert officer.post(f"/staff/loans/{sent.reference}/papers/paper", typed, status=409, multipart=True).h1
    assert quickly.values(app, sent.reference)["paper"] == {"way": "bring"}


def test_a_reviewer_sees_nothing_before_it_is_sent_to_review(reviewer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    reviewer.get(f"/staff/loans/{sent.reference}", status=404)
    assert titles(reviewer) == []


def test_the_nearest_deadline_comes_first(reviewer: Client, app: Flask, clock: MovableClock) -> None:
    sent = []
    for name in ("amina", "xiulan", "chen"):
        sent.append(quickly.in_review(app, name).reference)
        clock.forward(minutes=3)
    assert [title.split()[-1] for title in titles(reviewer)] == sent
    quickly.decide(app, loans.Sent(sent[0], ""))
    assert [title.split()[-1] for title in titles(reviewer)] == sent[1:]


def test_a_missed_deadline_is_marked(
    reviewer: Client, app: Flask, clock: MovableClock, sign_in: SignIn
) -> None:
    quickly.in_review(app)
    assert reviewer.get("/staff/loans/").find(".queue .tag-stop") == []
    clock.forward(hours=24, minutes=1)
    assert len(sign_in("reviewer").get("/staff/loans/").find(".queue .tag-stop")) == 1


FINDINGS: dict[str, tuple[str, dict[str, Any], Check, str, str]] = {
    "income": (
        "xiulan",
        {"amount": {"minor": 200_000_00, "currency": "CNY"}},
        Check.INSTALMENT_AFFORDABLE,
        "With %(amount)s it passes.",
        "¥105,000.00",
    ),
    "age": ("xiulan", {"started_on": "2026-05-01"}, Check.BUSINESS_AGE, "From %(day)s on it passes.", ""),
    "bureau": (
        "xiulan",
        {"consents": ["process"]},
        Check.BUREAU_CONSENT,
        "It passes with a credit report.",
        "",
    ),
    "technology": ("chen", {}, Check.TECHNOLOGY_COMPANY, "", ""),
    "first": ("fang", {}, Check.FIRST_TIME_BORROWER, "", ""),
}


@pytest.mark.parametrize("case", FINDINGS)
def test_findings_say_what_would_change_them(case: str, reviewer: Client, app: Flask, say: Say) -> None:
    name, answers, check, remedy, figure = FINDINGS[case]
    sent = quickly.in_review(app, name, **answers)
    page = reviewer.get(f"/staff/loans/{sent.reference}")
    (found,) = [tag for tag in page.find(".tasks > li") if say(labels.CHECKS[check]) in words(tag)]
    assert words(found.select_one(".tag")) != say(labels.OUTCOMES["pass"])
    said = say(remedy, amount="|", day="|").split("|") if remedy else []
    assert all(part in words(found) for part in said)
    assert figure in words(found)


def test_a_clean_file_passes_every_check(reviewer: Client, app: Flask, say: Say) -> None:
    page = reviewer.get(f"/staff/loans/{quickly.in_review(app).reference}")
    assert [words(tag) for tag in page.find(".tasks .tag")] == [say(labels.OUTCOMES["pass"])] * (
        len(INCLUSIVE.checks) + 1
    )


def test_the_decision_is_shown_to_staff_with_its_hand_and_moment(
    reviewer: Client, officer: Client, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.in_review(app)
    loans.decided(reviewer, sent, "refuse")
    for client in (reviewer, officer):
        page = client.get(f"/staff/loans/{sent.reference}")
        assert "孙磊" in page.text
        assert "减少三万元，或延长到二十四个月。" in page.text
        assert not page.find("form#decision")
    with app.app_context():
        assert clock.now - quickly.loan(sent.reference).decided_at < timedelta(minutes=1)


def test_the_history_tells_every_turn(reviewer: Client, officer: Client, app: Flask, say: Say) -> None:
    sent = quickly.sent(app)
    loans.in_review(officer, sent)
    loans.decided(reviewer, sent)
    page = reviewer.get(f"/staff/loans/{sent.reference}")
    turns = ("started", "submit", "pick_up", "send_to_review", "approve")
    places = [page.text.rindex(say(labels.EVENTS[turn])) for turn in turns]
    assert places == sorted(places)
    seen = say(
        "%(paper)s: %(state)s",
        paper=say(labels.ANSWERS[Question.PAPER]),
        state=say(labels.PAPER_TAGS[Paper.CHECKED]),
    )
    assert seen in page.text, "which paper it was"
    assert say("%(name)s looked after it until it closed.", name="张敏") in page.text


def test_what_is_for_a_person_stands_before_the_decision(reviewer: Client, app: Flask, say: Say) -> None:
    page = reviewer.get(f"/staff/loans/{quickly.in_review(app, 'chen').reference}")
    special = [words(row) for row in page.find(".tasks li:has(.tag-wait)")]
    assert len(special) == 2
    assert say("A first loan.") in special[0]
    assert say("It is a technology company.") in special[1]
    assert page.find("details .tag-wait") == [], "what passed is folded away, what did not is not"
    assert page.html.index(special[0].split()[0]) < page.html.index('id="decision"')


@pytest.mark.parametrize("name", ["agent", "admin", "quality", "xiulan"])
def test_others_have_no_way_in(name: str, sign_in: SignIn, app: Flask) -> None:
    sent, client = quickly.sent(app), sign_in(name)
    client.get("/staff/loans/", status=403)
    client.get(f"/staff/loans/{sent.reference}", status=403)
    client.get("/staff/loans/pick-up", status=403)


def test_each_staff_has_only_the_acts_of_the_role(officer: Client, reviewer: Client, app: Flask) -> None:
    sent = quickly.in_review(app)
    officer.post(f"/staff/loans/{sent.reference}/decision", {"outcome": "approve", "words": "x"}, status=403)
    reviewer.post(f"/staff/loans/{sent.reference}/review", {"seen": "y"}, status=403)
    reviewer.get("/staff/loans/pick-up", status=403)
    assert quickly.status(app, sent.reference) == "in_review"
