"""At the counter: a customer is found by a number, what she has under way here is opened, or one is begun."""

import logging

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.db import transaction
from portal.identity.operations import add_customer
from portal.identity.rules import FOUND_FOR
from portal.loans.rules import LoanStatus
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.loans import picked_up
from tests.factories.many import many
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page

HERS, NUMBER = "310101195404120023", "C100001"
NOBODY = "110101199003070011"


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


def look_up(officer: Client, number: str, status: int = 200) -> Page:
    return officer.get("/staff/loans/walk-in").form("walk-in").fill(number=number).submit(status=status)


def looks(app: Flask, name: str) -> list[tuple[str, int | None]]:
    """Who looked up, in the history of this person."""
    with app.app_context():
        assert list(faults()) == []
        found = history(f"person:{quickly.someone(name).id}")
        return [(event.action, event.person_id) for event in found if event.action.startswith("looked up")]


def id_of(app: Flask, name: str) -> int:
    with app.app_context():
        return quickly.someone(name).id


@pytest.mark.parametrize("typed", [HERS, "310101 19540412 0023", NUMBER, NUMBER.lower()])
def test_she_is_found_by_either_number_and_the_look_is_in_her_history(
    typed: str, officer: Client, app: Flask, clock: MovableClock
) -> None:
    page = look_up(officer, typed)
    assert page.h1 == "王秀兰"
    assert {NUMBER, "0023"} <= set(page.text.split())
    assert HERS not in page.html
    assert looks(app, "xiulan") == [("looked up", id_of(app, "officer"))]
    officer.get(page.path)
    assert len(looks(app, "xiulan")) == 1, "looking at the page again is no second look-up"


@pytest.mark.parametrize("typed", [NOBODY, "C999999", "--"])
def test_nobody_is_said_plainly_and_is_in_the_officers_history(
    typed: str, officer: Client, app: Flask
) -> None:
    page = look_up(officer, typed, status=422)
    assert len(page.errors) == 1
    assert page.form("walk-in").values["number"] == typed
    assert looks(app, "officer") == [("looked up nobody", id_of(app, "officer"))]


def test_nothing_typed_is_nobodys_look(officer: Client, app: Flask) -> None:
    assert len(look_up(officer, "  ", status=422).errors) == 1
    assert looks(app, "officer") == []


def test_the_number_is_in_no_address_and_no_log(
    officer: Client, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = look_up(officer, HERS)
        look_up(officer, NOBODY, status=422)
        officer.peek("/staff/loans/walk-in", "POST", {"number": HERS})
    said = " ".join([page.url, *page.history, *(record.getMessage() for record in caplog.records)])
    assert HERS not in said
    assert NOBODY not in said
    with app.app_context():
        detail = [
            event.detail for name in ("xiulan", "officer") for event in history(f"person:{id_of(app, name)}")
        ]
    assert HERS not in str(detail)


def test_two_with_the_same_number_are_told_apart_by_their_own(officer: Client, app: Flask, say: Say) -> None:
    with app.app_context(), transaction():
        personal = {"name": "James Porter", "identity_number": "P4482913"}
        add_customer("james2", "", "C100099", personal, quickly.clock.now())
    (error,) = look_up(officer, "P4482913", status=422).errors
    assert error == say("More than one customer has this identity number. Type the customer number instead.")
    assert look_up(officer, "C100099").h1 == "James Porter"


@pytest.mark.parametrize("name", ["reviewer", "agent", "supervisor", "head", "admin", "xiulan"])
def test_only_who_may_do_walk_ins_looks_up(name: str, officer: Client, sign_in: SignIn) -> None:
    other = sign_in(name)
    assert other.peek("/staff/loans/walk-in").status == 403
    data = {"number": HERS, "csrf_token": other.csrf_token}
    assert other.peek("/staff/loans/walk-in", "POST", data).status == 403
    assert other.peek(look_up(officer, HERS).path).status == 403


def test_a_colleague_has_to_look_up_himself(officer: Client, sign_in: SignIn) -> None:
    page = look_up(officer, HERS)
    other = sign_in("officer2")
    assert other.peek(page.path).status == 404
    data = {"paper": "passport", "product": "inclusive", "csrf_token": other.csrf_token}
    assert other.peek(page.path, "POST", data).status == 404


def test_found_long_ago_she_is_looked_up_again(
    officer: Client, app: Flask, clock: MovableClock, say: Say
) -> None:
    page = look_up(officer, HERS)
    form = page.form("begin").fill(paper="passport", product="inclusive")
    clock.forward(minutes=FOUND_FOR.seconds // 60 - 1)
    officer.get("/staff/")
    clock.forward(minutes=2)
    page = form.submit()
    assert page.path == "/staff/loans/walk-in"
    assert say("You looked this customer up some time ago. Type the number once more.") in page.text
    assert quickly.references(app) == []


def test_an_application_is_opened_with_the_code(officer: Client, app: Flask, say: Say) -> None:
    sent = quickly.sent(app)
    page = look_up(officer, HERS).follow(f"{say('Open with the code')}：{sent.reference}")
    assert page.form("pick-up").values["reference"] == sent.reference
    page.form("pick-up").fill(code=sent.code).submit()
    assert quickly.status(app, sent.reference) == "at_branch"
    page = look_up(officer, HERS).follow(f"{say('Go on with it')}：{sent.reference}")
    assert page.path == f"/staff/loans/{sent.reference}"


def test_an_application_is_opened_with_the_paper_seen(officer: Client, app: Flask, say: Say) -> None:
    sent = quickly.sent(app)
    page = look_up(officer, HERS).follow(f"{say('Open with the identity paper')}：{sent.reference}")
    page.form("identity").fill(paper="identity_card").submit()
    assert quickly.status(app, sent.reference) == "at_branch"


def test_the_next_day_it_is_opened_anew(
    officer: Client, app: Flask, sign_in: SignIn, clock: MovableClock
) -> None:
    sent = quickly.sent(app)
    picked_up(officer, sent)
    clock.forward(days=1)
    page = look_up(sign_in("officer"), HERS)
    assert page.find(f'a[href$="/pick-up?reference={sent.reference}"]')


def test_another_branchs_and_what_is_over_are_not_shown(officer: Client, sign_in: SignIn, app: Flask) -> None:
    here = quickly.in_review(app)
    (over,) = many(app, 1, LoanStatus.REFUSED, ("xiulan",))
    own = quickly.draft(app)
    page = look_up(officer, HERS)
    assert here.reference in page.text
    assert over not in page.text
    assert own not in page.text
    page = look_up(sign_in("officer2"), HERS)
    assert page.h1 == "王秀兰"
    for reference in (here.reference, over, own):
        assert reference not in page.html


def test_what_she_has_begun_here_is_gone_on_with(
    officer: Client, sign_in: SignIn, app: Flask, say: Say
) -> None:
    page = look_up(officer, HERS)
    assert len(page.form("begin").submit(status=422).errors) == 2
    page = page.form("begin").fill(paper="passport", product="consumer").submit()
    ref = page.path.split("/")[3]
    assert quickly.references(app) == [ref]
    page = look_up(officer, HERS).follow(f"{say('Go on with it')}：{ref}")
    assert page.path == f"/staff/loans/{ref}"
    assert ref not in look_up(sign_in("officer2"), HERS).html


def test_beginning_twice_with_one_press_begins_one(officer: Client, app: Flask) -> None:
    form = look_up(officer, NUMBER).form("begin").fill(paper="passport", product="inclusive")
    assert form.submit().path == form.submit().path
    assert len(quickly.references(app)) == 1


def test_a_second_one_for_the_same_loan_is_begun_only_on_purpose(
    officer: Client, app: Flask, say: Say
) -> None:
    begun = look_up(officer, NUMBER).form("begin").fill(paper="passport", product="inclusive").submit()
    ref = begun.path.split("/")[3]
    page = look_up(officer, NUMBER).form("begin").fill(paper="passport", product="inclusive")
    page = page.submit(status=422)
    assert ref in page.errors[0]
    assert f"/staff/loans/{ref}" in page.links.values()
    assert quickly.references(app) == [ref]
    page.form("begin").fill(another=True).submit()
    assert len(quickly.references(app)) == 2


def test_what_was_begun_by_mistake_is_erased_and_she_is_told(
    officer: Client, sign_in: SignIn, app: Flask, say: Say
) -> None:
    page = look_up(officer, NUMBER).form("begin").fill(paper="passport", product="consumer").submit()
    ref = page.path.split("/")[3]
    page = officer.get(f"/staff/loans/{ref}").follow(say("Erase this draft"))
    assert quickly.references(app) == [ref], "asked first"
    sign_in("officer2").get(page.path, status=404)
    page = page.form("erase").submit()
    assert page.path == "/staff/loans/"
    assert say("The draft and everything in it is erased.") in page.flash
    assert quickly.references(app) == []
    officer.get(f"/staff/loans/{ref}", status=404)
    inbox, subject = sign_in("xiulan").get("/inbox/"), say("A draft of yours was erased")
    [told] = [href for text, href in inbox.links.items() if subject in text]
    said = say("The branch erased it with every answer, as you wished. You can start a new one at any time.")
    assert said in inbox.client.get(told).text
    with app.app_context():
        assert list(faults()) == []


def test_what_changed_meanwhile_is_read_before_it_is_erased(officer: Client, app: Flask) -> None:
    page = look_up(officer, NUMBER).form("begin").fill(paper="passport", product="consumer").submit()
    form = officer.get(f"/staff/loans/{page.path.split('/')[3]}/erasure").form("erase")
    page.form("question").fill(answer="50000").submit()
    form.submit(status=409)
    assert len(quickly.references(app)) == 1


def test_what_was_sent_or_begun_at_home_is_not_erased_here(officer: Client, app: Flask) -> None:
    for ref in (quickly.at_branch(app).reference, quickly.draft(app)):
        officer.get(f"/staff/loans/{ref}/erasure", status=404)
        officer.post(f"/staff/loans/{ref}/erasure", {"version": "1"}, status=404)
