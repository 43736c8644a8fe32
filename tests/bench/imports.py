"""Statements of many transactions, imported as an operator does: by the command, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from portal.accounts.exporting import FORMS
from portal.accounts.formats.lines import Line
from portal.accounts.rules import Kind, Status
from tests.accounts.statements import told
from tests.banks import SETTINGS
from tests.bench.figures import say

ACCOUNT = "A-100002-1"
OPENING = 4_127_513  # what james has in the demo
FIRST, DAYS = date(2026, 11, 28), 1_000
SHOPS = ("永辉超市", "Corner bakery", "شركة الواحة", "Nguyễn Thị Hoa", "State Grid", "菜市场", "Metro line 3")


def lines(count: int) -> Iterator[Line]:
    """Payments of three years in their order; every ten-thousandth is to somebody who is nowhere else."""
    for number in range(count):
        day = FIRST + timedelta(days=number * DAYS // count)
        name = "Ωmega" if number % 10_000 == 17 else f"{SHOPS[number % 7]} {number % 90}"
        yield Line(
            "",
            ACCOUNT,
            f"B{number:010d}",
            Kind.CARD,
            Status.BOOKED,
            day,
            day,
            number % 9_000 - 4_500,
            "CNY",
            name,
            "6222021001098765432" if number % 3 else None,
            f"Receipt {number * 7919}",
        )


def write(folder: Path, form: str, count: int) -> Path:
    """A statement of `count` lines as one file."""
    file = folder / f"statement-{count}.{form}"
    amounts = [number % 9_000 - 4_500 for number in range(count)]
    sums = {
        "opening_minor": OPENING,
        "closing_minor": OPENING + sum(amounts),
        "count": count,
        "in_minor": sum(each for each in amounts if each > 0),
        "out_minor": -sum(each for each in amounts if each < 0),
    }
    days = {"first_on": FIRST, "last_on": FIRST + timedelta(days=DAYS)}
    with file.open("w", encoding="utf-8", newline="") as out:
        statement = replace(told([], account=ACCOUNT, **days, **sums), lines=lines(count))
        out.writelines(FORMS[form].write(statement))
    return file


def bring(file: Path, database: str, count: int) -> None:
    """Import it and say how long that took and how much memory; anything but success ends the run."""
    settings = {f"PORTAL_{name}": str(SETTINGS[name]) for name in ("SECRET_KEY", "MASTER_KEY")}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "accounts", "import", str(file)]
    began = perf_counter()
    child = subprocess.Popen(command, env=os.environ | settings | {"PORTAL_DATABASE_URL": database})
    _pid, status, used = os.wait4(child.pid, 0)
    assert status == 0, f"the import of {file.name} ended with {status}"
    say(
        what=f"{count:,} transactions imported from {file.suffix[1:]}",
        seconds=round(perf_counter() - began, 1),
        cpu_seconds=round(used.ru_utime + used.ru_stime, 1),
        resident_mib=round(used.ru_maxrss / 1024),
        file_mib=round(file.stat().st_size / 2**20),
    )
