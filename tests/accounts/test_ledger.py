"""The ledger: both sides of a transaction, balances and totals that follow, and statements that continue each other."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.formats.lines import BadFile
from portal.accounts.models import Account, MonthlyTotal, OwnAccount, Transaction
from portal.accounts.operations import import_account, prepare, take
from portal.accounts.queries import balance_before, months_of, statement_of
from portal.accounts.queries.faults import faults
from portal.accounts.rules import Kind, Status
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from tests.factories import ledger
from tests.operators import run
from tests.stored import is_stored

REF = "A-900001"


@pytest.fixture
def account(app: Flask) -> Iterator[Account]:
    """An account of james without a transaction, which the record says has 5.00."""
    with app.app_context():
        with transaction():
            opened = import_account(
                "C100002", REF, "savings", "1234", "CNY", 500, date(2020, 1, 2), clock.now()
            )
        yield opened


def now_is(account: Account) -> int:
    db.session.refresh(account)
    return account.balance_minor


def own_balance() -> int:
    return db.session.scalars(select(OwnAccount.balance_minor).where(OwnAccount.currency == "CNY")).one()


def found(account: Account) -> list[Transaction]:
    wanted = select(Transaction).where(Transaction.account_id == account.id).order_by(Transaction.id)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def test_the_demo_bank_is_whole(app: Flask) -> None:
    result = run(app, "accounts", "verify")
    assert result.exit_code == 0
    assert result.output.endswith(" transactions, every balance and total as they come to.\n")


def test_what_customers_have_the_bank_gave(account: Account) -> None:
    before = own_balance()
    ledger.book(ledger.line(1, 700), ledger.line(2, -300), opening=500)
    assert (now_is(account), own_balance()) == (900, before - 400)
    own = db.session.scalars(select(OwnAccount.id).where(OwnAccount.currency == "CNY")).one()
    assert {each.contra_id for each in found(account)} == {own}
    assert list(faults()) == []


def test_balances_at_a_day_and_by_month(account: Account) -> None:
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 2)]
    amounts = [100, -30, 5, 70, -8]
    kinds = [Kind.SALARY, Kind.CARD, Kind.CARD, Kind.SALARY, Kind.FEE]
    told = [
        ledger.line(number, amount, booked_on=day, kind=kind)
        for number, (amount, day, kind) in enumerate(zip(amounts, days, kinds, strict=True))
    ]
    ledger.book(*told, opening=1_000)
    asked = [date(2020, 1, 1), *days, date(2026, 11, 3), date(9999, 12, 31)]
    assert [balance_before(account, day) for day in asked] == [1000, 1000, 1100, 1100, 1075, 1145, 1137, 1137]
    months = months_of(account)
    assert [month.first_on for month in months] == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)]
    assert [(m.came_in.minor, m.went_out.minor, m.closing.minor) for m in months] == [
        (0, 8, 1137),
        (75, 30, 1145),
        (100, 0, 1100),
    ]
    assert {kind: spent.minor for kind, spent in months[1].spent.items()} == {Kind.CARD: 30}


def test_a_statement_between_two_days(account: Account) -> None:
    ledger.book(*ledger.lines(1200, days=30), opening=7)
    first, last = date(2026, 10, 5), date(2026, 10, 20)
    statement = statement_of(account, first, last)
    lines = list(statement.lines())
    assert statement.opening.minor == balance_before(account, first)
    assert statement.closing.minor == balance_before(account, last + timedelta(days=1))
    assert len(lines) == statement.count == 16 * 40
    balance = statement.opening
    for line in lines:
        balance += line.transaction.amount
        assert (line.balance, first <= line.transaction.booked_on <= last) == (balance, True)


def test_the_texts_are_sealed(app: Flask, account: Account) -> None:
    ledger.book(
        ledger.line(
            1, counterparty="Palimpsest Ltd", counterparty_account="DE0012345", remittance="For the ظرف"
        ),
        opening=500,
    )
    (kept,) = found(account)
    texts = (kept.counterparty, kept.counterparty_account, kept.remittance)
    assert texts == ("Palimpsest Ltd", "DE0012345", "For the ظرف")
    assert not any(is_stored(app, text) for text in texts)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_booked_in_whatever_order_stays_in_step(account: Account, data: st.DataObject) -> None:
    """Statements that continue each other, one after the other, each imported once or twice."""
    for _ in range(data.draw(st.integers(1, 3))):
        known = found(account)
        last = max((each.booked_on for each in known), default=date(2026, 1, 1))
        days = st.integers(1, 70).map(lambda ahead, last=last: last + timedelta(days=ahead))
        amounts = data.draw(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6))
        told = [
            ledger.line(
                len(known) + number, amount, booked_on=data.draw(days), kind=data.draw(st.sampled_from(Kind))
            )
            for number, amount in enumerate(amounts)
        ]
        opening = now_is(account)
        for _again in range(data.draw(st.integers(1, 2))):
            ledger.book(*told, opening=opening)
        assert now_is(account) == opening + sum(amounts)
    assert list(faults()) == []


def test_the_same_again_changes_nothing(account: Account) -> None:
    told = ledger.lines(3)
    assert ledger.book(*told, opening=500) == (3, 0)
    before = (now_is(account), account.as_of, account.numbered, [each.id for each in found(account)])
    assert ledger.book(*told, opening=500) == (0, 0)
    assert (now_is(account), account.as_of, account.numbered, [each.id for each in found(account)]) == before


def test_a_pending_payment_is_booked_later_and_otherwise(account: Account) -> None:
    pending = ledger.line(1, -900, status=Status.PENDING, counterparty="Petrol station")
    assert ledger.book(ledger.line(0, 100), pending, opening=500) == (2, 0)
    assert (now_is(account), months_of(account)[0].count) == (600, 1)
    again = pending._replace(amount_minor=-950)
    assert ledger.take_in(again) == (0, 1)
    booked = pending._replace(status=Status.BOOKED, amount_minor=-870, booked_on=date(2026, 10, 3))
    assert ledger.book(booked, opening=600) == (0, 1)
    assert (now_is(account), months_of(account)[0].went_out.minor) == (-270, 870)
    assert ledger.take_in(pending) == (0, 0)
    (kept,) = [each for each in found(account) if each.reference == pending.reference]
    assert (kept.status, kept.booked_on, kept.counterparty) == ("booked", date(2026, 10, 3), "Petrol station")
    assert list(faults()) == []


@pytest.mark.parametrize("changes", [{"amount_minor": 101}, {"booked_on": date(2026, 10, 2)}])
def test_what_is_booked_does_not_change(account: Account, changes: dict[str, Any]) -> None:
    line = ledger.line(1, 100)
    ledger.book(line, opening=500)
    with pytest.raises(
        BadFile, match=r"line 1: the ledger has 1\.00 CNY of 2026-10-01 under the reference R000001"
    ):
        ledger.book(line._replace(**changes), opening=500)


def test_the_first_statement_says_what_was_brought_forward(account: Account) -> None:
    ledger.take_in(*(told := ledger.lines(2)), ledger.control(told, 7_000, first_on=date(2026, 9, 28)))
    assert (now_is(account), account.opening_minor, account.known_from) == (7_003, 7_000, date(2026, 9, 28))


def test_an_empty_statement_opens_an_account_too(account: Account) -> None:
    control = ledger.control([ledger.line()], 0, first_on=date(2026, 9, 1))
    ledger.take_in(control._replace(opening_minor=42, closing_minor=42))
    assert (now_is(account), account.known_from) == (42, date(2026, 9, 1))
    assert list(faults()) == []


def test_a_statement_that_leaves_a_gap_is_refused(account: Account) -> None:
    ledger.book(*ledger.lines(2), opening=500)
    later = ledger.line(9, 5, booked_on=date(2026, 11, 3))
    with pytest.raises(
        BadFile, match=r"it opens with 6\.03 CNY, but the ledger has 5\.03 CNY before 2026-11-03"
    ):
        ledger.book(later, opening=603)
    assert now_is(account) == 503
    ledger.book(later, opening=503)
    assert now_is(account) == 508


def test_an_older_statement_leads_up_to_what_is_known(account: Account) -> None:
    ledger.book(*ledger.lines(2), opening=500)
    older = ledger.line(9, 60, booked_on=date(2026, 9, 3))
    with pytest.raises(
        BadFile, match=r"it leads to 4\.50 CNY before 2026-10-01, where the ledger begins with 5\.00 CNY"
    ):
        ledger.book(older, opening=390)
    ledger.book(older, opening=440)
    assert (now_is(account), account.opening_minor, account.known_from) == (503, 440, date(2026, 9, 3))
    assert list(faults()) == []


def test_several_statements_of_one_day_stand_in_their_order(account: Account) -> None:
    ledger.book(ledger.line(1, 100), opening=500)
    ledger.book(ledger.line(2, 200), opening=600)
    ledger.book(ledger.line(3, 300), opening=800)
    assert ledger.book(ledger.line(2, 200), opening=600) == (0, 0)
    assert now_is(account) == 1_100


def test_several_statements_of_one_file_continue_each_other(account: Account) -> None:
    months = [ledger.lines(2, first=date(2026, month, 1)) for month in (9, 10)]
    told = [
        [each._replace(reference=f"{month}{each.reference}") for each in of]
        for month, of in enumerate(months)
    ]
    parts = (*told[0], ledger.control(told[0], 50), *told[1], ledger.control(told[1], 53))
    assert ledger.take_in(*parts) == (4, 0)
    assert (now_is(account), account.opening_minor) == (56, 50)


def test_an_import_meanwhile_is_noticed(account: Account, tmp_path: Any) -> None:
    told = ledger.lines(2)
    with (tmp_path / "spool").open("w+b") as spool:
        prepared = prepare([*told, ledger.control(told, 500)], spool)
        ledger.book(ledger.line(7, 1), opening=500)
        with pytest.raises(BadFile, match=f"Something else was imported to {REF} meanwhile"), transaction():
            take(prepared, clock.now())
    assert len(found(account)) == 1


def test_a_pending_payment_booked_meanwhile_is_noticed(account: Account, tmp_path: Any) -> None:
    pending = ledger.line(1, -900, status=Status.PENDING)
    ledger.take_in(pending)
    booked = pending._replace(status=Status.BOOKED)
    with (tmp_path / "spool").open("w+b") as spool:
        prepared = prepare([booked, ledger.control([booked], 500)], spool)
        ledger.book(booked, opening=500)
        with (
            pytest.raises(BadFile, match="A pending payment of this file was booked meanwhile"),
            transaction(),
        ):
            take(prepared, clock.now())
    assert now_is(account) == -400


def test_many_rows_go_over_several_batches(account: Account) -> None:
    told = ledger.lines(4_500)
    assert ledger.book(*told, opening=0) == (4_500, 0)
    assert ledger.book(*told, opening=0) == (0, 0)
    assert len({each.number for each in found(account)}) == 4_500
    assert list(faults()) == []


def test_when_the_core_made_it_is_when_it_holds_for(account: Account) -> None:
    made_at = datetime.fromisoformat("2026-11-20T03:00:00+08:00")
    told = ledger.lines(2)
    ledger.take_in(*told, ledger.control(told, 0, made_at=made_at))
    assert (now_is(account), account.as_of) == (3, made_at)
    older = [ledger.line(9, 4, booked_on=date(2026, 11, 1))]
    ledger.take_in(*older, ledger.control(older, 3, made_at=made_at - timedelta(days=3)))
    assert (now_is(account), account.as_of) == (7, made_at)
    future = [ledger.line(10, 4, booked_on=date(2026, 11, 2))]
    ledger.take_in(*future, ledger.control(future, 7, made_at=clock.now() + timedelta(days=3)))
    assert now_is(account) == 11
    assert account.as_of <= clock.now()


def test_the_record_and_the_transactions_agree_or_it_is_refused(account: Account) -> None:
    ledger.book(*ledger.lines(2), opening=500)
    row = ("C100002", REF, "savings", "1234")
    with transaction():
        import_account(*row, "CNY", 503, date(2020, 1, 2), clock.now())
    for currency, balance in (("CNY", 504), ("USD", 503)):
        with pytest.raises(ValueError, match=f"the transactions of {REF} come to 503"), transaction():
            import_account(*row, currency, balance, date(2020, 1, 2), clock.now())


def test_nobody_seals_for_who_was_erased(account: Account) -> None:
    from portal.identity.sealing import DataKey

    with transaction() as session:
        session.execute(update(DataKey).where(DataKey.person_id == account.customer_id).values(wrapped=None))
    from flask import g

    g.pop("data_keys", None)
    g.pop("ciphers", None)
    with pytest.raises(BadFile, match=f"line 1: the customer of account {REF} was erased"):
        ledger.book(ledger.line(1))


def spoilt(account: Account) -> dict[str, Any]:
    (first, *_rest) = found(account)
    total = MonthlyTotal.account_id == account.id
    return {
        f"{REF}: the balance is kept as CN¥9.99, opening and transactions come to CN¥5.03": update(Account)
        .where(Account.id == account.id)
        .values(balance_minor=999),
        f"{REF}, 2026-10, card: kept as CN¥0.07 in, CN¥0.00 out, 2 of them; "
        "the transactions come to CN¥0.03 in, CN¥0.00 out, 2 of them": update(MonthlyTotal)
        .where(total)
        .values(in_minor=7),
        f"{REF}, 2026-10, fee: kept as CN¥0.00 in, CN¥0.00 out, 0 of them; "
        "the transactions come to CN¥0.01 in, CN¥0.00 out, 1 of them": update(Transaction)
        .where(Transaction.id == first.id)
        .values(kind="fee"),
        "the bank's own account in CNY is kept as CN¥0.00": update(OwnAccount)
        .where(OwnAccount.currency == "CNY")
        .values(balance_minor=0),
    }


@pytest.mark.parametrize("which", range(4))
def test_verify_names_every_difference(app: Flask, account: Account, which: int) -> None:
    ledger.book(*ledger.lines(2), opening=500)
    words, spoil = list(spoilt(account).items())[which]
    with transaction() as session:
        session.execute(spoil)
    result = run(app, "accounts", "verify")
    assert result.exit_code == 1
    assert any(line.startswith(words) for line in result.output.splitlines()), result.output


ROW: dict[str, Any] = {
    "number": "N",
    "reference": "R",
    "kind": "card",
    "status": "booked",
    "booked_on": ledger.DAY,
    "value_on": ledger.DAY,
    "amount_minor": 1,
    "currency": "CNY",
}


@pytest.mark.parametrize(
    "wrong",
    [{"currency": "USD"}, {"kind": "magic"}, {"status": "hoped"}, {"contra_id": 999}, {"account_id": 999}],
)
def test_the_database_refuses_what_cannot_be(account: Account, wrong: dict[str, Any]) -> None:
    own = db.session.scalars(select(OwnAccount.id).where(OwnAccount.currency == "CNY")).one()
    row = ROW | {"account_id": account.id, "customer_id": account.customer_id, "contra_id": own}
    with transaction() as session:
        session.execute(insert(Transaction).values(row))
    other = row | {"number": "N2", "reference": "R2"} | wrong
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(Transaction).values(other))
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(Transaction).values(row | {"number": "N3"}))


def test_an_owner_who_changes_leaves_what_was_sealed_for_her(account: Account) -> None:
    ledger.book(*ledger.lines(2), opening=500)
    with transaction():
        import_account("C100007", REF, "savings", "1234", "CNY", 503, date(2020, 1, 2), clock.now())
    lina = person_named("lina")
    assert isinstance(lina, Customer)
    assert {each.customer_id for each in found(account)} != {lina.id}
    more = ledger.line(5, 1, booked_on=date(2026, 11, 1))
    ledger.book(more, opening=503)
    assert found(account)[-1].customer_id == lina.id
    assert found(account)[-1].counterparty == "Shop 5"
