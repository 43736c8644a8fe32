"""A second officer asks for the file: who has it reads so at the next poll, gives it or keeps it."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from portal.casework.rules import LEASE_SECONDS
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_tablet import colleague, events, renew
from tests.page import SWAP, Client, Page


@dataclass
class Desk:
    """Zhang Min has the file on her page; Liu Yang of the same branch reads it."""

    sent: Sent
    holder: Client
    mine: Page
    other: Client

    @property
    def address(self) -> str:
        return f"/staff/loans/{self.sent.reference}"

    def ask(self) -> Page:
        return self.other.get(self.address).form("wish").submit()


@pytest.fixture
def desk(app: Flask, sign_in: SignIn) -> Desk:
    colleague(app)
    sent, holder = quickly.at_branch(app), sign_in("officer")
    mine = renew(holder, sent, holder.get(f"/staff/loans/{sent.reference}"))
    return Desk(sent, holder, mine, sign_in("officer2"))


def leases(app: Flask, desk: Desk) -> list[str]:
    return [action for action, *_ in events(app, desk.sent) if action.startswith("lease")]


def test_who_has_it_reads_the_wish_at_the_next_poll_and_gives_it(app: Flask, desk: Desk, say: Say) -> None:
    page = desk.ask()
    assert page.path == desk.address
    assert not page.find("form#wish"), "one wish is enough"
    seen = renew(desk.holder, desk.sent, desk.mine)
    assert say("%(name)s asks for this file.", name="刘洋") in seen.text
    assert say("Give it to %(name)s", name="刘洋") in seen.text
    page = seen.form("wish-answer").submit(name="answer", value="give")
    assert page.path == desk.address
    assert not page.find("#wish-answer")
    got = renew(desk.other, desk.sent, desk.other.get(desk.address), status=204)
    assert got.status == 204, "his page shows already that it is his"
    assert say("It came to you from %(name)s.", name="张敏") in desk.other.get(desk.address).text
    assert leases(app, desk) == ["lease wanted", "lease given"]


def test_an_open_page_of_who_asked_hears_of_it(app: Flask, desk: Desk, say: Say) -> None:
    asked = desk.ask()
    renew(desk.other, desk.sent, asked, status=204)
    renew(desk.holder, desk.sent, desk.mine).form("wish-answer").submit(name="answer", value="give")
    got = renew(desk.other, desk.sent, asked)
    assert say("It came to you from %(name)s.", name="张敏") in got.text
    lost = renew(desk.holder, desk.sent, desk.mine)
    assert lost.find(".banner-wait")


def test_kept_both_are_told_and_the_wish_is_over(app: Flask, desk: Desk, say: Say) -> None:
    asked = desk.ask()
    page = renew(desk.holder, desk.sent, desk.mine).form("wish-answer").submit(name="answer", value="keep")
    assert not page.find("#wish-answer")
    told = renew(desk.other, desk.sent, asked)
    assert say("You asked for it. %(name)s keeps it for now.", name="张敏") in told.text
    assert told.find("form#wish")
    assert leases(app, desk) == ["lease wanted", "lease kept"]
    told.form("wish").submit()
    assert renew(desk.holder, desk.sent, desk.mine).find("#wish-answer")


def test_a_third_reads_that_it_is_asked_for(app: Flask, desk: Desk, sign_in: SignIn, say: Say) -> None:
    desk.ask()
    with app.app_context(), quickly.transaction():
        third = quickly.someone("agent")
        third.branch_id, third.role = quickly.someone("officer").branch_id, "officer"  # type: ignore[attr-defined]
    page = sign_in("agent").get(desk.address)
    assert say("%(name)s asked for it already.", name="刘洋") in page.text
    assert not page.find("form#wish")


def test_given_back_meanwhile_who_asks_has_it_at_once(app: Flask, desk: Desk) -> None:
    form = desk.other.get(desk.address).form("wish")
    desk.mine.form("end-lease").submit()
    page = form.submit()
    assert not page.find("form#wish, form#take-lease")
    assert leases(app, desk) == []


def test_a_lapsed_one_is_taken_over_by_asking(app: Flask, desk: Desk, clock: MovableClock) -> None:
    form = desk.other.get(desk.address).form("wish")
    clock.forward(seconds=LEASE_SECONDS + 1)
    form.submit()
    assert leases(app, desk) == ["lease taken over"]


def test_an_answer_that_comes_too_late_changes_nothing(app: Flask, desk: Desk, clock: MovableClock) -> None:
    desk.ask()
    form = renew(desk.holder, desk.sent, desk.mine).form("wish-answer")
    clock.forward(seconds=LEASE_SECONDS + 1)
    desk.other.get(desk.address).form("take-lease").submit()
    page = form.submit(name="answer", value="give")
    assert page.path == desk.address
    assert leases(app, desk) == ["lease wanted", "lease taken over"]
    asked = {"answer": "give", "asked_at": "nonsense"}
    desk.holder.post(f"{desk.address}/lease/wish/answer", asked, status=422)


def test_without_a_script_the_page_itself_shows_the_wish(desk: Desk) -> None:
    desk.ask()
    page = desk.holder.get(desk.address)
    page.form("wish-answer").submit(name="answer", value="give")
    assert desk.holder.get(desk.address).find("form#wish")


def test_with_a_script_the_part_alone_comes_back(desk: Desk) -> None:
    form = desk.other.get(desk.address).form("wish")
    part = desk.other.browser.post(form.action, data=form.values, headers=SWAP)
    assert part.text.lstrip().startswith("<section")
    assert re.search('"state": "held-[0-9]+-wanted-[0-9]+"', part.text)
    form = desk.holder.get(desk.address).form("wish-answer")
    part = desk.holder.browser.post(form.action, data=form.values | {"answer": "keep"}, headers=SWAP)
    assert part.text.lstrip().startswith("<section")
    assert '"state": "mine-kept-' in part.text


@pytest.mark.parametrize("name", ["wish", "end-lease"])
def test_a_poll_does_not_use_up_the_key_of_a_form_inside_it(desk: Desk, name: str, app: Flask) -> None:
    """As htmx does it: what asks by itself sends along every field that stands within."""
    client = desk.other if name == "wish" else desk.holder
    page = client.get(desk.address)
    form = page.form(name)
    renew(client, desk.sent, page, status=204, **form.values)
    form.submit()
    assert leases(app, desk) == (["lease wanted"] if name == "wish" else [])


def test_a_page_on_which_something_is_typed_shows_the_news_alone(desk: Desk) -> None:
    page = desk.holder.get(f"{desk.address}/answers/amount")
    assert not page.find("#lease form")
    desk.ask()
    hidden = str(page.find("#lease")[0]["hx-vals"])
    assert '"brief": "yes"' in hidden
    state, version = (re.search(f'"{key}": "([^"]+)"', hidden)[1] for key in ("state", "version"))  # type: ignore[index]
    data = {"state": state, "version": version, "brief": "yes"}
    part = desk.holder.post(f"{desk.address}/lease/renewal", data)
    assert part.find("form#wish-answer")
    assert not part.find("form#end-lease")


@pytest.mark.parametrize("name", ["reviewer", "supervisor", "head"])
def test_who_does_not_complete_files_asks_for_none(desk: Desk, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    for noun in ("wish", "wish/answer"):
        answer = client.peek(f"{desk.address}/lease/{noun}", "POST", {"csrf_token": client.csrf_token})
        assert answer.status == 403
