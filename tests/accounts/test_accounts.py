"""Accounts as the bank knows them: imported, shown to their owner, and to nobody else."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal import clock
from portal.accounts.models import Account
from portal.accounts.operations import import_account
from portal.accounts.queries import PAGE, account_for, accounts_of, transactions_of
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.money import Money
from tests.factories import ledger
from tests.page import Client

SignIn = Callable[..., Client]
ROW: dict[str, Any] = {
    "customer_number": "C100002",
    "reference": "A-900001",
    "kind": "savings",
    "tail": "1234",
    "currency": "CNY",
    "balance_minor": 100,
    "opened_on": date(2020, 1, 2),
}


@pytest.fixture
def james(app: Flask) -> Iterator[Customer]:
    with app.app_context():
        yield customer("james")


def customer(name: str) -> Customer:
    found = person_named(name)
    assert isinstance(found, Customer)
    return found


def add_movements(account: Account, count: int) -> None:
    """Behind what the account has, so that its statement continues it."""
    told = ledger.lines(count, account.reference, days=1, first=date(2026, 11, 24))
    ledger.book(*told, opening=account.balance_minor)


def bring(**changes: Any) -> Account:
    with transaction():
        return import_account(**ROW | {"now": clock.now()} | changes)


def test_an_account_is_taken_as_the_record_has_it(james: Customer) -> None:
    bring()
    found = account_for(james, "A-900001")
    assert found is not None
    assert (found.kind, found.tail, found.balance) == ("savings", "1234", Money(100, "CNY"))
    assert found.opened_on == date(2020, 1, 2)


def test_the_same_reference_again_replaces_what_was_known(james: Customer) -> None:
    first = bring()
    again = bring(balance_minor=-5, currency="USD", tail="9999")
    assert again.id == first.id
    assert again.balance == Money(-5, "USD")
    assert len(accounts_of(james)) == 3


def test_it_can_go_to_another_owner(james: Customer) -> None:
    bring()
    bring(customer_number="C100007")
    assert account_for(james, "A-900001") is None
    assert account_for(customer("lina"), "A-900001") is not None


def test_an_unknown_customer_is_an_error(james: Customer) -> None:
    with pytest.raises(LookupError, match="C999999"):
        bring(customer_number="C999999")
    assert account_for(james, "A-900001") is None


def test_accounts_come_with_their_cards(james: Customer) -> None:
    current, mortgage = accounts_of(james)
    assert ([card.tail for card in current.cards], mortgage.cards) == (["5519"], [])


def test_movements_come_in_pages_that_cover_everything_once(james: Customer) -> None:
    account = bring()
    add_movements(account, 2 * PAGE + 1)
    seen, key = list[str](), None
    for size in (PAGE, PAGE, 1):
        page, key = transactions_of(account, key)
        assert len(page) == size
        seen += [movement.transaction.reference for movement in page]
    assert key is None
    assert seen == [f"R{number:06d}" for number in reversed(range(2 * PAGE + 1))]


def queries_for(app: Flask, client: Client, path: str) -> int:
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_a_page_costs_the_same_however_much_there_is(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("james")
    client.get("/accounts/A-100002-1")
    before = queries_for(app, client, "/accounts/A-100002-1")
    with app.app_context():
        account = account_for(customer("james"), "A-100002-1")
        assert account is not None
        add_movements(account, 4 * PAGE)
    assert queries_for(app, client, "/accounts/A-100002-1") == before
    assert before < 12


def test_the_owner_sees_balance_cards_and_movements(sign_in: SignIn) -> None:
    page = sign_in("james").get("/accounts/A-100002-1")
    read = page.main.get_text()
    for words in ("1187", "CN¥41,275.13", "Seaview Logistics", "−CN¥8,960.00"):
        assert words in read, words


def test_older_movements_are_one_link_away(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        account = account_for(customer("james"), "A-100002-1")
        assert account is not None
        add_movements(account, PAGE + 1)
    client = sign_in("james")
    page = client.get("/accounts/A-100002-1")
    assert "Seaview Logistics" not in page.text
    older = next(str(link["href"]) for link in page.find("main a[href*=before]"))
    assert "Seaview Logistics" in client.get(older).text


def test_anothers_account_and_a_missing_one_look_the_same(sign_in: SignIn) -> None:
    james = sign_in("james")
    pages = [james.get(f"/accounts/{ref}", status=404) for ref in ("A-100001-1", "A-000000-0", "王")]
    assert len({page.text for page in pages}) == 1


def test_a_customer_without_accounts_has_a_page_too(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction() as session:
        for account in accounts_of(customer("lina")):
            account.customer_id = customer("minh").id
        session.flush()
    assert sign_in("lina").get("/accounts/").h1


@pytest.mark.parametrize("name", ["officer", "admin", "reviewer", "head"])
def test_staff_see_no_customers_accounts(sign_in: SignIn, name: str) -> None:
    sign_in(name).get("/accounts/A-100001-1", status=403)
