"""Searching what is sealed: in any script, by amount and direction, in a window that goes on when asked."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts import labels
from portal.accounts.models import Account
from portal.accounts.operations import import_account
from portal.accounts.queries import search as searching
from portal.accounts.queries.search import Found, Wanted, search
from portal.accounts.queries.transactions import PAGE
from portal.accounts.rules import Direction, Kind, Status
from portal.db import db, transaction
from tests.conftest import SignIn
from tests.factories import ledger
from tests.page import Client

REF = "A-900001"
KINDS = {kind.value: kind.name for kind in Kind}
PAYMENTS = [
    (-26_480, "永辉超市", "米、油和面粉", None, Kind.CARD),
    (412_600, "上海市养老金中心", "11月养老金", None, Kind.SALARY),
    (-2_500, "Nguyễn Thị Hoa", None, "6222021001098765432", Kind.TRANSFER),
    (-99, "شركة الواحة", "دفعة أولى", "AE070331234567890123456", Kind.TRANSFER),
    (7, None, None, None, Kind.INTEREST),
]


@pytest.fixture
def filled(app: Flask) -> None:
    """An account of james with a payment every twenty days: the last in the list is the newest."""
    with app.app_context():
        with transaction():
            import_account("C100002", REF, "savings", "1234", "CNY", 0, date(2020, 1, 2), clock.now())
        names = ("amount_minor", "counterparty", "remittance", "counterparty_account", "kind")
        told = [
            ledger.line(
                reference=f"P{number}",
                booked_on=ledger.DAY + timedelta(days=20 * number),
                **dict(zip(names, payment, strict=True)),
            )
            for number, payment in enumerate(PAYMENTS)
        ]
        ledger.book(*told)


@pytest.fixture
def account(app: Flask, filled: None) -> Iterator[Account]:
    with app.app_context():
        yield db.session.scalars(select(Account).where(Account.reference == REF)).one()


def more(account: Account, count: int) -> None:
    ledger.book(*ledger.lines(count, days=1, first=date(2026, 12, 24)), opening=account.balance_minor)


def looked_for(account: Account, before: int | None = None, **wanted: object) -> list[int]:
    return amounts(search(account, Wanted(**wanted), KINDS, before))  # type: ignore[arg-type]


def amounts(found: Found) -> list[int]:
    return [each.amount_minor for each in found.transactions]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("永辉", [-26_480]),
        ("养老金", [412_600]),
        ("hoa NGUYEN", [-2_500]),
        ("الواحه", [-99]),
        ("اولى", [-99]),
        ("98765432", [-2_500]),
        ("ae0703", [-99]),
        ("264.80", [-26_480]),
        ("٠.٠٧", [7]),
        ("interest", [7]),
        ("transfer", [-99, -2_500]),
        ("", [7, -99, -2_500, 412_600, -26_480]),
        ("永辉 养老金", []),
        ("%", []),
    ],
)
def test_words_in_any_script(account: Account, words: str, found: list[int]) -> None:
    assert looked_for(account, words=words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("4,126.00", [412_600]),
        ("4,126", [412_600]),
        ("4126", [412_600]),
        ("٤٬١٢٦", [412_600]),
        ("٢٦٤٫٨٠", [-26_480]),
        ("CN¥ 4,126", [412_600]),
        ("¥4,126.00", [412_600]),
        ("4126元", [412_600]),
        ("-264.80", [-26_480]),
        ("\u2212CN¥264.80", [-26_480]),
        ("\u200f-264.8", [-26_480]),
        ("+4,126.00", [412_600]),
        ("264,80", [-26_480]),
        ("永辉 264,80", [-26_480]),
        ("永辉 4,126", []),
        ("4,126.50", []),
        ("41,26.00", []),
        ("6222 0210 0109", [-2_500]),
    ],
)
def test_an_amount_however_it_is_written(account: Account, words: str, found: list[int]) -> None:
    assert looked_for(account, words=words) == found


@pytest.mark.parametrize(("locale", "words"), [("fr", "4 126,00"), ("ar", "٤٬١٢٦٫٠٠"), ("zh_Hans", "¥4,126")])
def test_an_amount_is_written_as_the_reader_does(account: Account, locale: str, words: str) -> None:
    assert looked_for(account, words=words, locale=locale) == [412_600]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"least": 99}, [-99, -2_500, 412_600, -26_480]),
        ({"most": 99}, [7, -99]),
        ({"least": 99, "most": 2_500}, [-99, -2_500]),
        ({"direction": Direction.IN}, [7, 412_600]),
        ({"direction": Direction.OUT, "least": 2_500}, [-2_500, -26_480]),
        ({"since": date(2026, 11, 10)}, [7, -99, -2_500]),
        ({"until": date(2026, 10, 21)}, [412_600, -26_480]),
        ({"since": date(2026, 10, 2), "until": date(2026, 11, 30), "words": "e"}, [-99, -2_500]),
        ({"least": 5, "most": 4}, []),
    ],
)
def test_by_amount_direction_and_time(account: Account, wanted: dict[str, object], found: list[int]) -> None:
    assert looked_for(account, **wanted) == found


def test_what_is_pending_is_found_too(account: Account) -> None:
    ledger.take_in(
        ledger.line(77, -5, counterparty="Petrol station", status=Status.PENDING, booked_on=ledger.TODAY)
    )
    assert looked_for(account, words="petrol") == [-5]


@pytest.mark.parametrize("words", ["", "shop"])
def test_page_after_page(account: Account, words: str) -> None:
    more(account, 2 * PAGE + 3)
    wanted, seen, key = Wanted(words=words, direction=Direction.IN, most=60), list[int](), None
    for size in (PAGE, PAGE):
        found = search(account, wanted, KINDS, key)
        assert (len(found.transactions), found.looked_back_to) == (size, None)
        seen, key = seen + amounts(found), found.older
    last = search(account, wanted, KINDS, key)
    assert last.older is None
    assert seen + amounts(last) == [*range(2 * PAGE + 3, 0, -1), *([] if words else [7])]


def test_the_search_stops_where_it_has_looked_at_enough(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "WINDOW", 2)
    wanted = Wanted(words="永辉")
    first = search(account, wanted, KINDS)
    assert (amounts(first), first.looked_back_to) == ([], date(2026, 11, 30))
    second = search(account, wanted, KINDS, first.older)
    assert (amounts(second), second.looked_back_to) == ([], date(2026, 10, 21))
    third = search(account, wanted, KINDS, second.older)
    assert (amounts(third), third.older, third.looked_back_to) == ([-26_480], None, None)


@pytest.fixture
def james(sign_in: SignIn, filled: None) -> Client:
    return sign_in("james")


def test_a_person_finds_a_payment(james: Client) -> None:
    page = james.get("/accounts/A-900001").follow("Find a payment")
    found = page.form("search").fill(words="永辉").submit()
    assert "One payment fits." in found.text
    assert "永辉超市" in found.text
    assert found.path == "/accounts/A-900001/search"
    payment = james.get(next(link for link in found.links.values() if "/transactions/" in link))
    assert "You paid CN¥264.80 by card to" in payment.text


def test_what_was_asked_stands_in_the_form_and_goes_with_every_page(app: Flask, james: Client) -> None:
    with app.app_context():
        more(db.session.scalars(select(Account).where(Account.reference == REF)).one(), PAGE + 3)
    asked = {
        "words": "shop",
        "direction": "in",
        "least": "0",
        "most": "1",
        "since": "2026-12",
        "until": "2026-12",
    }
    page = james.get(f"/accounts/{REF}/search").form("search").fill(**asked).submit()
    older = page.follow("Older")
    for shown in (page, older):
        assert [shown.find(f"#{name}")[0]["value"] for name in ("words", "least", "most")] == [
            "shop",
            "0",
            "1",
        ]
        chosen = [str(each["value"]) for each in shown.find("option[selected]")]
        assert chosen == ["2026-12", "2026-12"]
        assert shown.find("details[open]")
    assert len(older.find(".movements li")) == 3


def test_the_window_is_said_and_can_be_moved(james: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "WINDOW", 4)
    page = james.get("/accounts/A-900001/search?words=永辉")
    assert "We looked back to Wednesday 21 October. There are older transactions." in page.text
    assert "永辉超市" in page.follow("Look further back").text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"words": "x" * 10_000}, "Search for at most 100 characters"),
        ({"least": "ten"}, "Type the amount in figures only"),
        ({"most": "-5"}, "Type the amount without a sign"),
        ({"least": "1.005"}, "more decimals than its currency"),
        ({"most": "9" * 30}, "This amount is very large"),
        ({"least": "5", "most": "4"}, "This is less than the amount to begin with"),
        ({"direction": "up"}, "Not a valid choice"),
        ({"since": "2026-13"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_searched_says_so_and_keeps_every_word(
    james: Client, asked: dict[str, str], says: str
) -> None:
    page = james.get(f"/accounts/A-900001/search?{urlencode(asked)}", status=422)
    assert any(says in error for error in page.errors), page.errors
    for name, value in asked.items():
        if name in ("words", "least", "most"):
            assert page.find(f"#{name}")[0]["value"] == value


@pytest.mark.parametrize("before", ["0", "-1", "x", "999999999", "9" * 40])
def test_odd_keys_show_a_page(james: Client, before: str) -> None:
    assert james.get(f"/accounts/A-900001/search?words=a&before={before}").h1 == "Find a payment"


def test_nothing_found_says_what_to_do(james: Client) -> None:
    page = james.get("/accounts/A-900001/search?words=nobody")
    assert "No payment fits" in page.text
    assert page.follow("Begin anew").find("#words")[0]["value"] == ""


def test_a_search_is_in_the_readers_own_words(james: Client) -> None:
    james.get("/?lang=zh_Hans")
    assert "找到1笔" in james.get("/accounts/A-900001/search?words=利息").text
    assert set(labels.KINDS) == set(Kind)
