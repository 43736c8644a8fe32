import csv
from collections.abc import Iterator
from io import StringIO

from portal.accounts.formats.csv.columns import COLUMNS, marked
from portal.accounts.formats.lines import Line, Written, major_text
from portal.accounts.rules import Status

MARK = "\ufeff"  # without it spreadsheets take UTF-8 for something else


def write(told: Written) -> Iterator[str]:
    """Transactions with the balance after each, in UTF-8 with its mark, a line at a time."""
    yield MARK + ",".join(COLUMNS) + "\r\n"
    balance = told.opening_minor
    for line in told.lines:
        if line.status == Status.BOOKED:
            balance += line.amount_minor
        yield _record(line, balance)


def _record(line: Line, balance: int) -> str:
    out = StringIO(newline="")
    after = major_text(balance, line.currency) if line.status == Status.BOOKED else ""
    csv.writer(out).writerow(
        [
            marked(line.account),
            marked(line.reference),
            line.kind,
            line.status,
            line.booked_on,
            line.value_on,
            major_text(line.amount_minor, line.currency),
            line.currency,
            after,
            *(marked(each) for each in (line.counterparty, line.counterparty_account, line.remittance)),
        ]
    )
    return out.getvalue()
