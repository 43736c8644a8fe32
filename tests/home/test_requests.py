"""Her requests: one list, one query, what waits for her first; each row says what happens next, by whom, until when."""

import pytest
from flask import Flask
from flask_babel import force_locale

from portal import clock as time
from portal.casework.queries import PAGE
from portal.home import labels
from portal.home.queries import OwnCase, cases_of
from portal.loans import labels as loan_labels
from portal.loans import operations
from portal.loans.rules import LoanAction, LoanStatus, Question, SendBackReason
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.cases import at_status
from tests.factories.many import MADE, many
from tests.loans import quickly
from tests.page import Client, Page
from tests.sweeps.test_budgets import counted
from tests.sweeps.town import signed_in


@pytest.fixture
def james(sign_in: SignIn) -> Client:
    return sign_in("james")


def references(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.find("main .ref")]


def own(app: Flask, name: str = "james") -> list[OwnCase]:
    with app.test_request_context():
        return cases_of(quickly.customer(name))[0]


def said(app: Flask, reference: str, name: str = "xiulan", locale: str = "en") -> tuple[str, str]:
    """What she does next, and the sentence of the row."""
    with app.test_request_context(), force_locale(locale):
        found = next(each for each in cases_of(quickly.customer(name))[0] if each.case.reference == reference)
        return labels.next_act(found, time.now()), labels.sentence(found, time.now())


def test_an_empty_list_says_what_comes_here(james: Client) -> None:
    page = james.get("/my-requests/")
    assert page.find(".queue") == []
    assert "/loans/" in page.links.values()


def test_every_request_in_one_list_and_what_waits_for_her_first(james: Client, app: Flask) -> None:
    made = {status: many(app, 1, status, ("james",))[0] for status in MADE}
    page = james.get("/my-requests/")
    waits = [made[LoanStatus.SUBMITTED], made[LoanStatus.DRAFT]]
    runs = [made[LoanStatus.IN_REVIEW], made[LoanStatus.AT_BRANCH]]
    over = [made[LoanStatus.WITHDRAWN], made[LoanStatus.REFUSED], made[LoanStatus.APPROVED]]
    assert references(page) == waits + runs + over
    with app.test_request_context():
        for status in MADE:
            assert str(loan_labels.STATUSES[status]) in page.text
    for link in page.links.values():
        james.get(link)


def test_the_list_is_one_query_however_long(james: Client, app: Flask) -> None:
    for status in MADE:
        many(app, 2, status, ("james",))
    james.get("/my-requests/")
    with counted() as asked:
        james.get("/my-requests/")
    assert len([each for each in asked if each.startswith("SELECT cases.id")]) == 1, asked
    with app.test_request_context():
        customer = quickly.customer("james")
        with counted() as asked:
            rows = cases_of(customer)[0]
            assert [(each.case.owner and each.case.owner.names, each.case.branch) for each in rows]
            assert [labels.title(each.case) for each in rows]
    assert len(asked) == 1, asked


def test_the_list_goes_on_page_by_page_through_every_turn(james: Client, app: Flask) -> None:
    over = many(app, 4, LoanStatus.WITHDRAWN, ("james",))
    runs = many(app, 3, LoanStatus.AT_BRANCH, ("james",))
    made = [quickly.draft(app, Question.AMOUNT, "james") for _ in range(PAGE - 2)]
    first = james.get("/my-requests/")
    older = james.get(next(link for link in first.links.values() if "before=" in link))
    assert references(first) + references(older) == made[::-1] + runs[::-1] + over[::-1]
    assert not any("before=" in link for link in older.links.values())
    assert "/my-requests/" in older.links.values()


def test_a_page_behind_the_last_says_so(james: Client, app: Flask) -> None:
    quickly.draft(app, name="james")
    page = james.get("/my-requests/?before=1")
    assert references(page) == []
    assert page.links["Back to the first"] == "/my-requests/"


@pytest.mark.parametrize("status", LoanStatus)
@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
def test_every_row_says_what_happens_next(app: Flask, status: LoanStatus, locale: str) -> None:
    with app.app_context():
        reference = at_status(quickly.customer("james"), status).reference
    act, sentence = said(app, reference, "james", locale)
    assert sentence
    assert bool(act) == own(app)[0].is_her_turn
    if locale != "en":
        assert sentence != said(app, reference, "james")[1]


def test_it_says_until_when(app: Flask, clock: MovableClock) -> None:
    offered = quickly.offered(app).reference
    assert "Say yes or no by" in said(app, offered)[1]
    refused = quickly.refused(app).reference
    assert "you may ask that somebody else looks at it" in said(app, refused)[1]
    clock.forward(days=31)
    assert said(app, refused)[1] == "Its page says why, and what would change it."
    running = quickly.in_review(app).reference
    assert "You have our decision by" in said(app, running)[1]
    clock.forward(days=20)
    assert "We are late" in said(app, running)[1]


def test_a_visit_that_is_over_asks_for_another(app: Flask, clock: MovableClock) -> None:
    sent = quickly.sent(app).reference
    assert said(app, sent)[0] == "Come to the branch"
    clock.forward(days=9)
    act, sentence = said(app, sent)
    assert act == "Choose another time for your visit"
    assert "is over" in sentence


def test_what_the_branch_suggests_waits_for_her(app: Flask, sign_in: SignIn) -> None:
    sent = quickly.at_branch(app)
    assert not own(app, "xiulan")[0].is_her_turn
    page = sign_in("officer").get(f"/staff/loans/{sent.reference}/answers/amount")
    page.form("question").fill(answer="60000").submit()
    assert own(app, "xiulan")[0].is_her_turn
    assert said(app, sent.reference)[0] == "Confirm a change, or keep your answer"


def test_a_paper_that_was_sent_back_waits_for_her_until_she_sends_it(app: Flask) -> None:
    """The list and the page of the case say the same, though only the page opens the answers."""
    (reference,) = many(app, 1, LoanStatus.AT_BRANCH, ("xiulan",))

    def waits() -> bool:
        with app.app_context():
            on_page = bool(quickly.loan(reference).papers_to_send_again)
        (row,) = own(app, "xiulan")
        assert row.waits_for_paper == on_page
        return on_page

    def act(name: str, *reason: SendBackReason) -> None:
        with app.app_context(), quickly.transaction():
            loan, by, now = quickly.loan(reference), quickly.hand(name), time.now()
            if name == "officer":
                words = "Again, please." if reason else ""
                quickly.judge(loan, by, now, *reason, words=words)
            else:
                operations.add_pages(loan, Question.PAPER, [quickly.paper_for(loan, by, now)], by, now)

    assert not waits()
    act("officer", SendBackReason.UNREADABLE)
    assert waits()
    act("xiulan")
    assert not waits()
    act("officer", SendBackReason.UNREADABLE)
    assert waits()
    act("officer")
    assert not waits()


def test_a_draft_that_is_closing_says_its_day(app: Flask, clock: MovableClock) -> None:
    draft = quickly.draft(app, name="james")
    assert "Kept until Thursday 24 December" in said(app, draft, "james")[1]
    clock.forward(days=29)
    assert "tomorrow" in said(app, draft, "james")[1]
    page = signed_in(app, "james").get("/my-requests/")
    assert "tomorrow" in page.text


def test_nobody_elses_is_in_it(app: Flask) -> None:
    hers = quickly.draft(app)
    assert own(app, "james") == []
    assert [each.case.reference for each in own(app, "xiulan")] == [hers]


def test_the_second_look_is_offered_once(app: Flask) -> None:
    refused = quickly.refused(app)
    with app.app_context(), quickly.transaction():
        operations.ask_second_look(quickly.loan(refused.reference), quickly.hand("xiulan"), time.now())
    assert "decision by" in said(app, refused.reference)[1]
    quickly.decide(app, refused, LoanAction.REFUSE, "reviewer2")
    assert said(app, refused.reference)[1] == "Its page says why, and what would change it."
