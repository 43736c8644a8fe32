"""What a statement costs by form and size: first (the press starts), then warm; and what it weighs."""

import os
from statistics import median
from time import perf_counter

import psutil
from flask import Flask

from portal.documents.printing import LONG, SHORT, Press, order
from portal.documents.rules import Form
from portal.documents.statements import statement
from portal.documents.wording import say
from tests.bench.figures import say as tell
from tests.documents.papers import said, statement_of

LINES, YEAR, ROUNDS = 60, 5_000, 7
MEBIBYTE = 1024 * 1024
FORMS = [
    *((Form.PDF, locale, size) for locale in ("en", "zh_Hans", "ar", "th") for size in (11, 18, 24)),
    *((Form.BRF, locale, 0) for locale in ("en", "zh_Hans", "ar")),
]


def print_statements(app: Flask) -> None:
    """A month of sixty lines in every form and size, then a year of five thousand in the background's press."""
    for form, locale, size in FORMS:
        asked = _order(app, form, locale, size, LINES)
        press = Press(SHORT)
        first, worked_first = _taken(press, asked), _worked(press)
        rest = [_taken(press, asked) for _ in range(ROUNDS)]
        worked = _worked(press) - worked_first
        press.close()
        tell(
            what=f"statement of {LINES} lines, {form} {locale} {size or ''}".strip(),
            first_ms=round(first),
            warm_ms=round(median(rest)),
            first_cpu_ms=round(worked_first),
            warm_cpu_ms=round(worked / ROUNDS),
        )
    for form, locale in ((Form.PDF, "zh_Hans"), (Form.PDF, "ar"), (Form.BRF, "zh_Hans")):
        _year(app, form, locale)


def _year(app: Flask, form: Form, locale: str) -> None:
    here = psutil.Process()
    before, began = here.memory_info().rss, perf_counter()
    asked = _order(app, form, locale, 11, YEAR)
    described, press = perf_counter() - began, Press(LONG)
    taken = _taken(press, asked)
    assert press.child is not None
    heaviest, worked = _peak(press.child.pid), _worked(press)
    press.close()
    tell(
        what=f"statement of {YEAR:,} lines, {form} {locale}",
        described_s=round(described, 2),
        printed_s=round(taken / 1000, 2),
        printed_cpu_s=round(worked / 1000, 2),
        press_mib=round(heaviest / 1024),
        worker_grew_mib=round((here.memory_info().rss - before) / MEBIBYTE, 1),
    )


def _order(app: Flask, form: Form, locale: str, size: int, lines: int) -> bytes:
    with app.app_context():
        if locale == "th":  # no catalogue yet
            paper = said("th", "รายการเดินบัญชี", "ยอดเงินคงเหลือ", lines)
        else:
            paper = say(statement(statement_of(lines)), locale, spelled=form == Form.BRF)
    return order(form, [paper], 0, size=size, cells=40, lines=25)


def _taken(press: Press, asked: bytes) -> float:
    """Milliseconds."""
    began = perf_counter()
    press.make(asked)
    return (perf_counter() - began) * 1000


def _worked(press: Press) -> float:
    """Milliseconds of CPU of the press and of the programs that it ran."""
    assert press.child is not None
    return sum(psutil.Process(press.child.pid).cpu_times()[:4]) * 1000


def _peak(pid: int) -> int:
    """The most that the process held, in KiB."""
    with open(os.path.join("/proc", str(pid), "status")) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
