"""`make bench`: the figures, a JSON line each. It measures and says; it asserts no time."""

import logging
import os
import platform
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pysqlite3
from flask import Flask

from tests.banks import SqliteTemplate, open_bank
from tests.bench import ledgers
from tests.bench.bulk import fill
from tests.bench.calls import cookies
from tests.bench.figures import TURN, asked, measure, say
from tests.bench.papers import print_statements
from tests.bench.routes import all_routes, signed_in
from tests.bench.worker import weigh

READER = "james"
FEW, MANY = 1_000, 1_000_000
TRANSACTIONS = (10_000, int(os.environ.get("PORTAL_BENCH_TRANSACTIONS", "1000000")))


def main(folder: Path, rounds: int) -> None:
    """Build both banks in `folder`, measure `rounds` rounds, then weigh a worker."""
    say(
        what="run",
        how=f"WSGI calls in one process, {TURN} a route and round; ratio by requests/s, cpu by medians; "
        "queries are statements on rows, bytes uncompressed",
        python=platform.python_version(),
        sqlite=pysqlite3.sqlite_version,
        rounds=rounds,
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    template = SqliteTemplate(folder)
    with ExitStack() as stack:
        small, large = (_bank(stack, template, folder / str(count), count) for count in (FEW, MANY))
        reader, among_many = signed_in(small, READER), signed_in(large, READER)
        measure(all_routes(small, large, reader, among_many, asked(rounds)), rounds)
        print_statements(small)
        measure(ledgers.routes(stack, template, folder, TRANSACTIONS), rounds)
        ledgers.bring_in_other_forms(template, folder, TRANSACTIONS[-1])
        weigh(folder / "worker", small.config["DATABASE_URL"], cookies(reader))


def _bank(stack: ExitStack, template: SqliteTemplate, instance: Path, count: int) -> Flask:
    """A demo bank with `count` cases, 25 of them the reader's."""
    instance.mkdir()
    url = template.copy(instance)
    began = perf_counter()
    fill(Path(url.removeprefix("sqlite:///")), count, READER)
    say(what=f"{count:,} cases built", seconds=round(perf_counter() - began, 1))
    return stack.enter_context(open_bank(instance, url, TESTING=False))


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        main(Path(folder), int(os.environ.get("PORTAL_BENCH_ROUNDS", "50")))
