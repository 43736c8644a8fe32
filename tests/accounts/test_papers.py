"""Statements, receipts and letters: every figure is the ledger's, for the owner alone, in print and braille."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from portal.accounts.queries import incomes_of, statement_of
from portal.accounts.rules import Kind
from portal.documents.rules import LONG
from portal.languages import format_figures, format_money
from portal.money import Money
from tests.accounts.test_pages import account_of
from tests.conftest import SignIn
from tests.documents.copies import copied
from tests.documents.papers import plain
from tests.documents.pdf_text import elements, languages, opened, reading
from tests.factories import ledger
from tests.page import Client

JAMES, XIULAN = "A-100002-1", "A-100001-1"
OF = f"/accounts/{JAMES}"
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def james(sign_in: SignIn) -> Client:
    return sign_in("james")


def test_a_statement_says_every_movement_of_the_ledger(app: Flask, james: Client) -> None:
    page = james.get(f"{OF}/statements/2026-10")
    on_paper = plain(reading(opened(copied(page, "11"))))
    with app.app_context():
        found = statement_of(account_of("james", JAMES), *OCTOBER)
        lines = list(found.lines())
        assert len(lines) == found.count > 10
        for money in (found.opening, found.came_in, found.closing):
            assert format_money(money, "en") in page.text
            assert plain(format_money(money, "en")) in on_paper
        rows = [[each.get_text() for each in row.select("td, th")] for row in page.find("main tbody tr")]
        for row, (done, balance) in zip(rows, lines, strict=True):
            figures = [format_figures(each, "en").replace("-", "\u2212") for each in (done.amount, balance)]
            assert row[2:] == figures
            assert done.counterparty in row[1]
            assert plain("".join(row)) in on_paper


def test_a_statement_can_be_had_in_her_size_and_in_braille(sign_in: SignIn) -> None:
    xiulan = sign_in("xiulan")
    page = xiulan.get(f"/accounts/{XIULAN}").follow("对账单与证明").follow("2026年10月")
    assert page.form("copy").choices("copy") == ["11", "18", "24", "brf"]
    pdf = opened(copied(page, "24"))
    assert str(pdf.Root.Lang) == "zh-CN"
    assert {"Table", "TH", "TD"} <= set(elements(pdf))
    assert copied(page, "brf").isascii()


def test_the_same_month_for_other_programs(james: Client) -> None:
    page = james.get(f"{OF}/statements/2026-10")
    links = [str(tag["href"]) for tag in page.find("main a[download]")]
    assert links == [f"{OF}/statements/2026-10.{form}" for form in ("csv", "ofx", "xml")]
    for link in links:
        assert james.peek(link).status == 200


def test_a_card_is_valid_until_a_month(james: Client) -> None:
    assert re.search(r"valid until [A-Z][a-z]+ 20\d\d\b", james.get("/accounts/").text)


def test_only_what_has_a_table_speaks_of_spreadsheets(james: Client) -> None:
    said = {path: james.get(f"{OF}/{path}").text for path in ("letter", "statements/2026-10", "income/3")}
    assert [path for path, text in said.items() if "a spreadsheet is not sent" in text] == ["income/3"]
    assert "Monthly average" in said["income/3"]
    assert "From the bank’s own records, and valid" in said["letter"]


def test_a_whole_year(app: Flask, james: Client) -> None:
    with app.app_context():
        known_from = account_of("james", JAMES).known_from
    assert known_from < date(2025, 12, 31)
    page = james.get(f"{OF}/statements/").follow("The whole year 2025")
    with app.app_context():
        account = account_of("james", JAMES)
        found = statement_of(account, max(known_from, date(2025, 1, 1)), date(2025, 12, 31))
        assert format_money(found.closing, "en") in page.text
    assert len(page.find("main tbody tr")) == found.count


def test_papers_are_told_apart(app: Flask, james: Client) -> None:
    with app.app_context():
        tail = account_of("james", JAMES).tail
    for path, copy in (("statements/2026-10", "18"), ("statements/2025", "11"), ("income/3", "csv")):
        made = james.get(f"{OF}/{path}").form("copy").fill(copy=copy).submit()
    assert f"ending in {tail}" in made.text
    told = [" ".join(link.get_text().split()) for link in james.get("/documents/").find(".queue a")]
    income, year, month = ["".join(each.split("\u2068")).replace("\u2069", "") for each in told]
    assert f"ending in {tail} · October 2026 PDF, Large print (18 point) · English · " in month
    assert "2025 to 31 December 2025 PDF, Normal print" in year
    assert "Spreadsheet (CSV)" in income
    names = [
        james.peek(f"{link['href']}/file").headers["Content-Disposition"].partition("filename=")[2]
        for link in james.page.find(".queue a")
    ]
    assert names[0] == '"proof-of-income-2026-08-01-to-2026-10-31.csv"'
    assert names[2] == '"statement-2026-10.pdf"'


def test_a_long_statement_is_made_by_the_worker_and_told(
    app: Flask, james: Client, drain: Callable[[], int]
) -> None:
    with app.app_context():
        account = account_of("james", JAMES)
        ledger.take_in(*ledger.lines(LONG + 1, JAMES, days=28, first=date(2025, 12, 1)))
        found = statement_of(account, max(account.known_from, date(2025, 1, 1)), date(2025, 12, 31))
    page = james.get(f"{OF}/statements/2025")
    assert f"{found.count} movements" in page.text
    assert format_money(found.closing, "en") in page.text
    assert not page.find("main table")
    waiting = page.form("copy").fill(copy="brf").submit()
    assert "takes a little while" in waiting.text
    assert drain() >= 1
    assert "Your paper is ready: Statement of account" in james.get("/inbox/").text
    brf = james.peek(f"{waiting.path}/file").response.data.decode("ascii")
    assert brf.count(",SHOP") >= LONG


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2026-11", "This period is not over yet"),
        ("2026", "This period is not over yet"),
        ("9999", "This period is not over yet"),
        ("9999-12", "This period is not over yet"),
        ("2019-01", "from that time"),
        ("0001", "from that time"),
    ],
)
def test_a_period_without_a_statement_says_why(james: Client, period: str, why: str) -> None:
    page = james.get(f"{OF}/statements/{period}", status=404)
    assert why in page.text
    james.post(f"{OF}/statements/{period}/copies", {"copy": "11"}, status=404)
    assert why in james.get(f"{OF}/statements/{period}.csv", status=404).text


@pytest.mark.parametrize("period", ["2026-02-30", "2026-13", "0000", "x", "2026-1", "20266"])
def test_what_is_no_period_is_not_there(james: Client, period: str) -> None:
    james.get(f"{OF}/statements/{period}", status=404)


def test_a_receipt_of_what_is_booked(app: Flask, james: Client) -> None:
    with app.app_context():
        done = next(iter(statement_of(account_of("james", JAMES), *OCTOBER).lines())).transaction
        number, name, size = done.number, done.counterparty, done.amount
    page = james.get(f"{OF}/transactions/{number}").follow("Receipt")
    on_paper = plain(reading(opened(copied(page, "11"))))
    for words in (number, name, format_money(size, "en").replace("-", "\u2212"), "James Porter"):
        assert words in page.text
        assert plain(words) in on_paper


def test_there_is_no_receipt_of_what_is_pending(app: Flask, james: Client) -> None:
    page = james.get(OF)
    pending = str(page.find("main h2 + p + .movements a")[0]["href"])
    assert "Receipt" not in james.get(pending).text
    james.get(f"{pending}/receipt", status=404)
    james.post(f"{pending}/receipt/copies", {"copy": "11"}, status=404)


def test_the_letter_confirms_the_account_in_two_languages(app: Flask, james: Client) -> None:
    page = james.get(f"{OF}/statements/").follow("That I have this account, with its balance")
    with app.app_context():
        balance = format_money(account_of("james", JAMES).balance, "en")
    assert balance in page.text
    assert page.form("copy").values["languages"] == ["both"]
    pdf = opened(copied(page, "11"))
    assert languages(pdf) >= {"en", "zh-CN"}
    both, own = plain(reading(pdf)), plain(reading(opened(copied(page, "11", languages="own"))))
    assert ("账户" in both, "账户" in own) == (True, False)
    assert plain(balance) in both


def test_a_narrow_table_names_its_columns_in_both_languages_apart(james: Client) -> None:
    james.get("/preferences/papers").form("papers").fill(paper_languages="both").submit()
    page = james.get(f"{OF}/statements/2026-10?lang=ar")
    labels = {str(cell["data-label"]) for cell in page.find("main tbody td")}
    assert "\u2068البيان\u2069 \u2068摘要\u2069" in labels
    assert len(labels) == 3


@pytest.mark.parametrize("size", ["11", "18"])
def test_a_letter_says_in_both_languages_whom_it_concerns(james: Client, size: str) -> None:
    on_paper = plain(reading(opened(copied(james.get(f"{OF}/letter"), size))))
    assert plain("To whom it may concern致") in on_paper


def test_james_proves_his_income(app: Flask, james: Client) -> None:
    page = james.get(f"{OF}/statements/").follow("Proof of income of the last 6 months")
    with app.app_context():
        found = incomes_of(account_of("james", JAMES), date(2026, 5, 1), date(2026, 10, 31))
        total = Money(sum(each.amount_minor for each in found), "CNY")
    assert len(found) == len(page.find("main tbody tr")) == 6
    on_paper = plain(reading(opened(copied(page, "11"))))
    for words in (
        format_money(total, "en"),
        "Seaview Logistics",
        format_money(Money(2_480_000, "CNY"), "en"),
    ):
        assert words in page.text
        assert plain(words) in on_paper
    assert copied(page, "csv").decode("utf-8-sig").count("Seaview Logistics") == 6


def test_a_wage_paid_by_the_day_is_proved_by_the_worker(
    app: Flask, james: Client, drain: Callable[[], int]
) -> None:
    with app.app_context():
        paid = ledger.lines(LONG, JAMES, days=80, first=date(2026, 8, 1), kind=Kind.SALARY)
        ledger.take_in(*paid)
    waiting = james.get(f"{OF}/income/3").form("copy").fill(copy="csv").submit()
    assert "takes a little while" in waiting.text
    assert drain() >= 1
    assert james.peek(f"{waiting.path}/file").response.data.count(b"Shop ") == LONG


def test_what_is_no_income_is_not_counted(app: Flask, james: Client) -> None:
    usual = {"kind": Kind.SALARY, "booked_on": date(2026, 9, 9), "counterparty": "Odd one"}
    with app.app_context():
        paid_back = ledger.line(1, -5_000_00, JAMES, **usual)
        transfer = ledger.line(2, 5_000_00, JAMES, **usual | {"kind": Kind.TRANSFER})
        late = ledger.line(3, 5_000_00, JAMES, **usual | {"booked_on": date(2026, 11, 1)})
        ledger.take_in(paid_back, transfer, late)
    assert "Odd one" not in james.get(f"{OF}/income/3").text


def test_a_proof_of_income_is_offered_where_there_was_one(app: Flask, james: Client) -> None:
    assert "Proof of income of the last 3 months" in james.get(f"{OF}/statements/").links
    savings = "A-100002-2"
    assert "Proof of income" not in james.get(f"/accounts/{savings}/statements/").text
    with app.app_context():
        ledger.take_in(ledger.line(1, 5_00, savings, kind=Kind.SALARY, booked_on=date(2026, 6, 15)))
    offered = [words for words in james.get(f"/accounts/{savings}/statements/").links if "Proof" in words]
    assert offered == ["Proof of income of the last 6 months", "Proof of income of the last 12 months"]


def test_who_has_no_income_reads_so(james: Client) -> None:
    page = james.get("/accounts/A-100002-2/income/3")
    assert "No salary or pension came in during the last 3 months" in page.text
    james.post("/accounts/A-100002-2/income/3/copies", {"copy": "11"}, status=404)


@pytest.mark.parametrize("months", ["0", "1", "5", "24", "-3", "x"])
def test_an_income_over_other_months_is_not_confirmed(james: Client, months: str) -> None:
    james.get(f"{OF}/income/{months}", status=404)


def test_nobody_elses(sign_in: SignIn, james: Client) -> None:
    xiulan = sign_in("xiulan")
    for page in ("statements/2026-10", "letter", "income/3", "transactions/A-100002-1-0001/receipt"):
        xiulan.get(f"{OF}/{page}", status=404)
        xiulan.post(f"{OF}/{page}/copies", {"copy": "11"}, status=404)


def test_a_copy_that_there_is_not_keeps_the_page(james: Client) -> None:
    page = james.post(f"{OF}/statements/2026-10/copies", {"copy": "odd"}, status=422)
    assert page.h1 == "Statement of account"
    assert page.find(".error-summary, .error")
