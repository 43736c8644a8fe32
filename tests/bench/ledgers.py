"""One person's account with few and with many transactions: what looking at it costs."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from flask import Flask

from tests.banks import SqliteTemplate, open_bank
from tests.bench.calls import Route, page
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


def routes(stack: ExitStack, template: SqliteTemplate, folder: Path, counts: tuple[int, ...]) -> list[Route]:
    """Every page with each number of transactions, the bare route first; the imports are told on the way."""
    banks = {count: _bank(stack, template, folder, count) for count in counts}
    return [Route("bare Flask text route", bare(), page("/")), *_routes(banks)]


def bring_in_other_forms(template: SqliteTemplate, folder: Path, count: int) -> None:
    """The same number of transactions from OFX and CSV."""
    for form in ("ofx", "csv"):
        instance = folder / f"imported-{form}"
        instance.mkdir()
        bring(write(folder, form, count), template.copy(instance), count)


def _bank(stack: ExitStack, template: SqliteTemplate, folder: Path, count: int) -> Flask:
    instance = folder / f"ledger-{count}"
    instance.mkdir()
    url = template.copy(instance)
    bring(write(folder, "xml", count), url, count)
    return stack.enter_context(open_bank(instance, url, TESTING=False))


def _routes(banks: dict[int, Flask]) -> Iterator[Route]:
    readers = {count: signed_in(app, "james") for count, app in banks.items()}
    for what, path in PAGES.items():
        for count, app in banks.items():
            yield Route(
                f"{what}, {count:,} transactions", app, page(f"/accounts/{ACCOUNT}{path}", readers[count])
            )
