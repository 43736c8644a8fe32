import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from portal.accounts.formats.csv.columns import ACCOUNT_COLUMNS, COLUMNS, unmarked
from portal.accounts.formats.encodings import encoding_of, lines_of
from portal.accounts.formats.lines import BadFile, Control, Line, Part, day_of, made, minor_of
from portal.accounts.rules import Kind, Status

DELIMITERS = ",;\t"
TEXTS = ("counterparty", "counterparty_account", "remittance")
Row = dict[str, str]


class Balance(NamedTuple):
    """Of an account as its lines stand in the file: before the first and after the last of them."""

    place: str
    currency: str
    opening_minor: int
    closing_minor: int


def header_of(file: BinaryIO) -> tuple[str, ...]:
    """The columns of a CSV file, which is rewound; BadFile where they are not those of accounts or transactions."""
    names = next(_records(file), (0, []))[1]
    file.seek(0)
    for known in (ACCOUNT_COLUMNS, COLUMNS):
        if set(known) <= set(names):
            return known
    raise BadFile(
        f"The first line must name the columns. Of accounts: {','.join(ACCOUNT_COLUMNS)}. "
        f"Of transactions: {','.join(COLUMNS)}."
    )


def rows(file: BinaryIO) -> Iterator[tuple[str, Row]]:
    """Every line after the header, as ("line 2", its values by column); BadFile for one of another length."""
    records = _records(file)
    _number, names = next(records)
    for number, values in records:
        if len(values) != len(names):
            raise BadFile(f"line {number}: it has {len(values)} columns, the header has {len(names)}")
        yield f"line {number}", dict(zip(names, values, strict=True))


def read(file: BinaryIO) -> Iterator[Part]:
    """Transactions, and at the end what their balances say of each account.

    BadFile names the line that cannot be read, or whose balance does not follow from the one before.
    """
    balances: dict[str, Balance] = {}
    for place, row in rows(file):
        line = _line(place, row)
        if line.status == Status.BOOKED:
            balances[line.account] = _balance(balances.get(line.account), line, row["balance"])
        yield line
    for account, (place, currency, opening, closing) in balances.items():
        yield Control(place, account, currency, opening, closing)


def _line(place: str, row: Row) -> Line:
    texts = tuple(unmarked(row[name]) for name in TEXTS)
    return made(
        place,
        row["amount"],
        _currency(row["currency"], place),
        unmarked(row["reference"]),
        (texts[0], texts[1], texts[2]),
        account=unmarked(row["account"]).strip(),
        kind=Kind(_named(row["kind"], Kind, place)),
        status=Status(_named(row["status"], Status, place)),
        booked_on=day_of(row["booked_on"], place),
        value_on=day_of(row["value_on"], place),
    )


def _currency(text: str, place: str) -> str:
    code = text.strip()
    if len(code) != 3 or not code.isascii() or not code.isupper():
        raise BadFile(f"{place}: {code or 'nothing'} is not a currency; write it as CNY")
    return code


def _named(text: str, known: type[Kind] | type[Status], place: str) -> str:
    if text.strip() not in set(known):
        raise BadFile(f"{place}: {text or 'nothing'} is none of {', '.join(known)}")
    return text.strip()


def _balance(before: Balance | None, line: Line, stated: str) -> Balance:
    after = minor_of(stated, line.currency, line.place)
    if before is None:
        return Balance(line.place, line.currency, after - line.amount_minor, after)
    if line.currency != before.currency:
        raise BadFile(
            f"{line.place}: its currency is {line.currency}, but the line before is in {before.currency}"
        )
    if after != before.closing_minor + line.amount_minor:
        raise BadFile(f"{line.place}: its balance does not follow from the line before and its amount")
    return before._replace(closing_minor=after)


def _records(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Records that are not empty, each with the number of its last line."""
    lines = lines_of(file, encoding_of(file))
    first = next(lines, "").removeprefix("\ufeff")
    reader = csv.reader(chain([first], lines), delimiter=max(DELIMITERS, key=first.count))
    try:
        for record in reader:
            if any(each.strip() for each in record):
                yield reader.line_num, record
    except csv.Error as error:
        raise BadFile(f"line {reader.line_num}: {error}") from None
