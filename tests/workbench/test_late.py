"""What is late comes to the supervisor's page, then to the head's, and leaves it when it is done."""

import pytest
from flask import Flask

from portal.casework.operations import ask
from portal.cli.operators import raise_late_clocks
from portal.loans.rules import LoanStatus
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.many import many
from tests.loans import quickly
from tests.page import Client
from tests.sweeps.test_budgets import LIST, queries


def look(app: Flask, clock: MovableClock, **later: float) -> None:
    """Time passes, and the worker looks twice: the first look after so long is held."""
    clock.forward(**later)
    with app.app_context():
        raise_late_clocks()
        raise_late_clocks()


def references(client: Client) -> list[str]:
    return [str(each.get_text()) for each in client.get("/staff/").find("main .queue .ref")]


def test_a_late_decision_rises_and_each_may_open_it(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    sent = quickly.in_review(app)
    look(app, clock, hours=23)
    assert references(sign_in("supervisor")) == references(sign_in("head")) == []
    look(app, clock, hours=1.5)
    supervisor = sign_in("supervisor")
    assert references(supervisor) == [sent.reference]
    (link,) = supervisor.get("/staff/").find("main .queue a")
    assert sent.reference in supervisor.get(str(link["href"])).text
    assert references(sign_in("head")) == []
    look(app, clock, hours=4)
    head = sign_in("head")
    assert references(head) == references(sign_in("supervisor")) == [sent.reference]
    quickly.decide(app, sent)
    assert references(head) == []


def test_what_waits_for_the_customer_says_so(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    sent = quickly.in_review(app)
    look(app, clock, hours=25)
    with app.app_context(), quickly.transaction():
        found, by = quickly.loan(sent.reference), quickly.hand("reviewer")
        ask(found, "paper", "请补充材料", by, clock.now)
    (tag,) = sign_in("supervisor").get("/staff/").find("main .queue .tag")
    assert "tag-wait" in tag["class"]


def test_nothing_late_is_said_kindly(sign_in: SignIn) -> None:
    assert sign_in("supervisor").get("/staff/").find("main .empty")


@pytest.mark.parametrize("name", ["officer", "reviewer", "agent", "quality", "admin"])
def test_nobody_else_has_the_list(app: Flask, sign_in: SignIn, clock: MovableClock, name: str) -> None:
    quickly.in_review(app)
    look(app, clock, hours=25)
    titles = {name: sign_in(name).get("/staff/").h1 for name in ("supervisor", name)}
    assert titles["supervisor"] != titles[name]


def test_the_list_costs_the_same_however_long_it_is(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    many(app, 3, LoanStatus.IN_REVIEW)
    look(app, clock, hours=25)
    few = queries(sign_in("supervisor"), "/staff/")
    many(app, 9, LoanStatus.IN_REVIEW)
    look(app, clock, hours=25)
    full = queries(sign_in("supervisor"), "/staff/")
    assert len(references(sign_in("supervisor"))) == 12
    assert len(full) == len(few) <= LIST, "\n".join(full)
