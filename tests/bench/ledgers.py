"""One person's account with few and with many transactions, alone and among others': what looking at it costs."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from time import perf_counter

import pysqlite3.dbapi2 as sqlite
from flask import Flask

from tests.banks import SqliteTemplate, open_bank
from tests.bench.calls import Route, page
from tests.bench.figures import say
from tests.bench.imports import ACCOUNT, bring, write
from tests.bench.routes import bare, signed_in

PAGES = {
    "an account, the newest page": "",
    "an account, a page in the middle": "?month=2028-03",
    "what is spent, drawn": "/spending",
    "a search that finds a page": "/search?words=bakery",
    "a search that finds nothing in its window": "/search?words=nobody",
    "a search by amount alone": "/search?least=44.98&most=44.98",
}


OTHERS = 9
"""How many more accounts have as many transactions as hers, in the bank that is full."""

ACCOUNTS = """
INSERT INTO accounts (reference, customer_id, kind, tail, currency, opening_minor, balance_minor, opened_on,
  known_from, as_of, numbered)
SELECT :reference, customer_id, kind, tail, currency, opening_minor, balance_minor, opened_on, known_from, as_of,
  numbered
FROM accounts WHERE reference = :hers"""

TRANSACTIONS = """
INSERT INTO transactions (account_id, contra_id, customer_id, number, reference, kind, status, booked_on, value_on,
  amount_minor, currency, counterparty_sealed, counterparty_account_sealed, remittance_sealed)
SELECT :account, contra_id, customer_id, printf('%s-%09d', :reference, id), reference, kind, status, booked_on,
  value_on, amount_minor, currency, counterparty_sealed, counterparty_account_sealed, remittance_sealed
FROM transactions WHERE account_id = (SELECT id FROM accounts WHERE reference = :hers)"""


def routes(stack: ExitStack, template: SqliteTemplate, folder: Path, counts: tuple[int, ...]) -> list[Route]:
    """Every page with each number of transactions, the last also among ten times as many.

    The bare route comes first; the imports are told on the way.
    """
    files = {f"{count:,} transactions": _imported(template, folder, count) for count in counts}
    hers, all_of_them = counts[-1], counts[-1] * (OTHERS + 1)
    filled = _filled(files[f"{hers:,} transactions"], folder)
    files[f"{hers:,} of {all_of_them:,} transactions"] = filled
    banks = {
        name: stack.enter_context(open_bank(file.parent, f"sqlite:///{file}", TESTING=False))
        for name, file in files.items()
    }
    return [Route("bare Flask text route", bare(), page("/")), *_routes(banks)]


def bring_in_other_forms(template: SqliteTemplate, folder: Path, count: int) -> None:
    """The same number of transactions from OFX and CSV."""
    for form in ("ofx", "csv"):
        instance = folder / f"imported-{form}"
        instance.mkdir()
        bring(write(folder, form, count), template.copy(instance), count)


def _imported(template: SqliteTemplate, folder: Path, count: int) -> Path:
    instance = folder / f"ledger-{count}"
    instance.mkdir()
    url = template.copy(instance)
    bring(write(folder, "xml", count), url, count)
    return Path(url.removeprefix("sqlite:///"))


def _filled(hers: Path, folder: Path) -> Path:
    """A copy of her bank, in which others have as much: nobody reads theirs, so it is hers sealed for her."""
    instance = folder / "ledger-filled"
    instance.mkdir()
    file, began = Path(shutil.copy(hers, instance)), perf_counter()
    with closing(sqlite.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for number in range(OTHERS):
            named = {"reference": f"F-{number}", "hers": ACCOUNT}
            account = connection.execute(ACCOUNTS, named).lastrowid
            connection.execute(TRANSACTIONS, named | {"account": account})
        connection.execute("COMMIT")
    say(what=f"{OTHERS} accounts more filled", seconds=round(perf_counter() - began, 1))
    return file


def _routes(banks: dict[str, Flask]) -> Iterator[Route]:
    readers = {name: signed_in(app, "james") for name, app in banks.items()}
    for what, path in PAGES.items():
        for name, app in banks.items():
            yield Route(f"{what}, {name}", app, page(f"/accounts/{ACCOUNT}{path}", readers[name]))
