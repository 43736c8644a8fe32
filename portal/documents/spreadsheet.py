"""Tables as files for spreadsheets: CSV in UTF-8 with its byte-order mark, so that every program reads the script."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from flask_babel import force_locale

from portal.documents.description import Figure, Percent, ShortDay, Table
from portal.documents.wording import Speech, bare
from portal.money import Money

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With these a spreadsheet begins to reckon, full-width ones included. Source: OWASP, CSV injection."""


def table_csv(table: Table, locale: str, timezone: str) -> bytes:
    """The table with headers in a language; days as ISO 8601 has them, amounts as plain decimals."""
    speech = Speech(locale, timezone, spelled=False)
    with force_locale(locale):
        headers = [bare(speech(column.header)) for column in table.columns]
        return written(headers, ([_cell(value, speech) for value in row] for row in table.rows))


def written(headers: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A CSV file. Texts that a spreadsheet would take for a formula are kept from it by an apostrophe.

    A cell is a text, or what stands as it is: Decimal, int, date, or None for an empty one.
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_harmless(header) for header in headers])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _cell(value: Any, speech: Speech) -> Any:
    match value:
        case Figure():
            return value.money.major
        case Money():
            return f"{value.currency} {value.major:f}"
        case Percent():
            return value.fraction
        case ShortDay():
            return value.day
        case date():
            return value
    return bare(speech(value))


def _harmless(cell: Any) -> Any:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case Decimal():
            return f"{cell:f}"
        case str() if cell.lstrip(" \n").startswith(FORMULA):
            return f"'{cell}"
    return cell
