"""Accounts to look at: every sum is the ledger's to the last minor unit, in every mode and language."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts import labels
from portal.accounts.models import Account, Transaction
from portal.accounts.operations import import_account
from portal.accounts.presenting import spending
from portal.accounts.queries import PAGE, account_for, months_of, transactions_of
from portal.accounts.rules import PENDING_LAPSES, Direction, Kind, Status
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.money import Money
from tests.conftest import SignIn
from tests.factories import ledger
from tests.page import Client, Page, words

MODES = ["standard", "elder", "accessible"]
JAMES = "A-100002-1"


@pytest.fixture
def james(sign_in: SignIn) -> Client:
    return sign_in("james")


def account_of(name: str, ref: str) -> Account:
    person = person_named(name)
    assert isinstance(person, Customer)
    found = account_for(person, ref)
    assert found is not None
    return found


def figures(page: Page, selector: str) -> list[int]:
    """The amounts that stand there, without signs, in minor units."""
    amounts = (tag for found in page.find(selector) for tag in found.select(".money"))
    return [int(re.sub(r"\D", "", words(tag))) for tag in amounts]


@pytest.mark.parametrize("mode", MODES)
def test_every_figure_of_the_list_is_the_ledgers(app: Flask, james: Client, mode: str) -> None:
    page = james.get(f"/accounts/{JAMES}?mode={mode}")
    with app.app_context():
        account = account_of("james", JAMES)
        movements, _older = transactions_of(account)
        shown = [(move.transaction.size.minor, move.balance.minor) for move in movements if move.balance]
        pending = figures(page, "main h2 + p + .movements")[:1]
        assert figures(page, "main .movements") == pending + [each for pair in shown for each in pair]
        assert figures(page, "main .amount") == [account.balance_minor]


def test_balances_run_from_page_to_page(app: Flask, james: Client) -> None:
    with app.app_context():
        account, key, balance = account_of("james", JAMES), None, account_of("james", JAMES).balance
        while True:
            movements, key = transactions_of(account, key)
            for movement in movements:
                assert movement.balance == balance
                balance -= movement.transaction.amount
            if key is None:
                break
        assert balance == account.opening


def test_months_have_their_sums_and_can_be_gone_to(app: Flask, james: Client) -> None:
    page = james.get(f"/accounts/{JAMES}").form("months").fill(month="2026-08").submit()
    assert page.find("main h2")[0].get_text(strip=True) == "August 2026"
    with app.app_context():
        august = next(
            each for each in months_of(account_of("james", JAMES)) if each.first_on == date(2026, 8, 1)
        )
        wanted = [august.came_in.minor, august.went_out.minor]
        assert figures(page, "main h2 + p.hint")[:2] == wanted
        first, *_rest = transactions_of(account_of("james", JAMES), until=date(2026, 8, 31))[0]
        assert first.balance == august.closing
    assert "Pending" not in page.text
    assert page.follow("Newest").path == f"/accounts/{JAMES}"


@pytest.mark.parametrize("asked", ["month=2026-13", "month=x", "before=x", "before=0", "month="])
def test_an_odd_address_shows_the_newest(james: Client, asked: str) -> None:
    assert james.get(f"/accounts/{JAMES}?{asked}").find("main h2")


@pytest.mark.parametrize("asked", ["month=2019-01", "month=0001-01", "before=999999999"])
def test_where_nothing_was_booked_the_page_says_so(james: Client, asked: str) -> None:
    page = james.get(f"/accounts/{JAMES}?{asked}")
    assert "Nothing was booked by then" in page.text
    page.follow("Newest transactions")


def test_what_is_pending_stands_apart_until_it_lapses(app: Flask, james: Client) -> None:
    page = james.get(f"/accounts/{JAMES}")
    assert "These payments are on their way" in page.text
    with app.app_context():
        days = [ledger.TODAY - PENDING_LAPSES, ledger.TODAY - PENDING_LAPSES - timedelta(days=1)]
        for number, day in enumerate(days):
            name = f"Hotel {number}"
            pending = ledger.line(number, -7, JAMES, status=Status.PENDING, booked_on=day, counterparty=name)
            ledger.take_in(pending)
    text = james.get(f"/accounts/{JAMES}").text
    assert "Hotel 0" in text
    assert "Hotel 1" not in text


def test_when_the_figures_are_of_is_said(james: Client) -> None:
    for path in ("", f"/{JAMES}", f"/{JAMES}/spending"):
        assert "As of today, 10:0" in james.get(f"/accounts{path or '/'}").text


@pytest.mark.parametrize("mode", MODES)
def test_spending_is_drawn_and_told(app: Flask, james: Client, mode: str) -> None:
    page = james.get(f"/accounts/{JAMES}/spending?mode={mode}")
    with app.app_context(), app.test_request_context():
        account = account_of("james", JAMES)
        told = spending(account, months_of(account))
        assert told is not None
        months = {each.first_on: each.went_out for each in months_of(account)}
        for bar in told.bars:
            assert sum((part for part in bar.parts), Money.zero("CNY")) == bar.total == months[bar.month]
        table = figures(page, "table tbody tr")
        assert table == [each.minor for bar in told.bars[::-1] for each in (*bar.parts, bar.total)]
    drawing = page.find("svg.chart-drawing")[0]
    assert drawing.title and drawing.desc  # noqa: PT018
    assert len(page.find(".chart-key li")) == len(told.names) <= 4


def test_one_thing_a_page_for_the_elderly(sign_in: SignIn) -> None:
    xiulan = sign_in("xiulan")
    page = xiulan.get("/accounts/A-100001-1")
    assert not page.find("svg.chart-drawing")
    assert page.follow("我的支出").find("svg.chart-drawing")
    assert sign_in("james").get(f"/accounts/{JAMES}").find("svg.chart-drawing")


def test_an_account_that_spends_nothing_says_so(app: Flask, james: Client) -> None:
    with app.app_context(), transaction():
        import_account("C100002", "A-900001", "savings", "1", "CNY", 5, date(2020, 1, 1), clock.now())
    page = james.get("/accounts/A-900001/spending")
    assert "Nothing has gone out yet" in page.text
    assert "Nothing has moved on this account yet" in james.get("/accounts/A-900001").text
    assert "There is no statement yet" in james.get("/accounts/A-900001/statements/").text


@pytest.mark.parametrize("language", ["en", "zh_Hans", "ar"])
@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("kind", Kind)
def test_a_transaction_is_told_in_plain_words(
    app: Flask, james: Client, kind: Kind, direction: Direction, language: str
) -> None:
    amount = 1_234_56 if direction == Direction.IN else -1_234_56
    with app.app_context():
        told = ledger.line(
            1,
            amount,
            JAMES,
            kind=kind,
            booked_on=ledger.TODAY,
            value_on=ledger.TODAY + timedelta(days=1),
            counterparty="永辉 & Co",
            counterparty_account="DE89370400440532013000",
            remittance="Invoice <7>",
        )
        ledger.book(told, opening=account_of("james", JAMES).balance_minor)
        number = db.session.scalars(
            select(Transaction.number).where(Transaction.reference == "R000001")
        ).one()
    page = james.get(f"/accounts/{JAMES}/transactions/{number}?lang={language}")
    for shown in ("永辉 & Co", "1,234.56", "DE89 3704 0044 0532 0130 00", "Invoice <7>", "R000001", number):
        assert shown in page.text.replace(" .", "."), shown
    assert "%(" not in page.html
    assert page.find("main .lead")


def test_a_pending_transaction_has_no_balance_and_no_name_needs_none(app: Flask, james: Client) -> None:
    with app.app_context():
        ledger.take_in(ledger.line(1, -5, JAMES, status=Status.PENDING, counterparty=None, kind=Kind.CASH))
        number = db.session.scalars(
            select(Transaction.number).where(Transaction.reference == "R000001")
        ).one()
    page = james.get(f"/accounts/{JAMES}/transactions/{number}")
    assert page.h1 == "Cash"
    assert "You took out" not in page.text
    assert "not in the balance yet" in page.text
    assert "Balance after it" not in page.text


def test_anothers_transaction_and_a_missing_one_look_the_same(sign_in: SignIn, james: Client) -> None:
    theirs = sign_in("xiulan").get("/accounts/A-100001-1")
    link = next(link for link in theirs.links.values() if "/transactions/" in link)
    number = link.rpartition("/")[2]
    pages = [
        james.get(path, status=404).text
        for path in (link, f"/accounts/{JAMES}/transactions/{number}", f"/accounts/{JAMES}/transactions/x")
    ]
    assert len(set(pages)) == 1


@pytest.mark.parametrize("mode", MODES)
def test_balances_are_hidden_until_they_are_touched(james: Client, mode: str) -> None:
    form = james.get("/preferences").form("preferences").fill(balances="hidden", mode=mode)
    form.submit()
    for path in ("/accounts/", f"/accounts/{JAMES}"):
        page = james.get(path)
        balance = page.find("main details.balance")[0]
        assert "open" not in balance.attrs
        assert words(balance.summary).startswith("Show: Balance , account ending in ")
        assert not [tag for tag in page.find("main .amount") if not tag.find_parent("details")]
    assert not [tag for tag in page.find(".movement-meta") if "Balance" in tag.get_text()]
    home = james.get("/").text
    assert "41,275" not in home.replace(" ", "")
    assert mode == "elder" or "Balance hidden" in home


def test_the_choice_follows_her_to_another_browser(sign_in: SignIn, james: Client) -> None:
    james.get("/preferences").form("preferences").fill(balances="hidden").submit()
    assert sign_in("james").get("/accounts/").find("details.balance")
    assert not sign_in("lina").get("/accounts/").find("details.balance")


def test_every_account_of_the_demo_has_its_pages(sign_in: SignIn) -> None:
    for name in ("xiulan", "amina", "fang", "minh", "chen", "lina"):
        client = sign_in(name)
        for link in client.get("/accounts/").find("main .card a"):
            page = client.get(str(link["href"]))
            for more in page.find("main .actions a"):
                client.get(str(more["href"]))


def test_long_lists_are_pages_of_the_same_size(app: Flask, james: Client) -> None:
    with app.app_context():
        account = account_of("james", JAMES)
        many = ledger.lines(3 * PAGE, JAMES, days=1, first=ledger.TODAY)
        ledger.book(*many, opening=account.balance_minor)
    page = james.get(f"/accounts/{JAMES}")
    older = page.follow("Older")
    assert len(older.find("main .movements li")) == PAGE
    assert set(labels.KINDS) == set(Kind)
