"""Files for spreadsheets: every script is read, figures are figures, and nothing in them reckons."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.description import Column, Percent, Table
from portal.documents.spreadsheet import table_csv, written
from portal.documents.statements import statement
from portal.money import Money
from tests.documents.papers import statement_of

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar"])
def test_a_statements_table_has_its_figures_as_figures(app: Flask, locale: str) -> None:
    facts = statement_of(10)
    table = statement(facts).table
    assert table is not None
    with app.app_context():
        headers, *rows = rows_of(table_csv(table, locale, "Asia/Shanghai"))
    assert len(headers) == 4
    assert [row[0] for row in rows] == [entry.on.isoformat() for entry in facts.entries]
    assert [Decimal(row[2]) for row in rows] == [entry.amount.major for entry in facts.entries]
    assert [Decimal(row[3]) for row in rows] == [entry.balance.major for entry in facts.entries]
    assert "محمد علي" in rows[1][1]
    assert not any(
        "\u2066" <= letter <= "\u2069" for row in [headers, *rows] for cell in row for letter in cell
    )


def test_its_headers_are_in_the_readers_language(app: Flask) -> None:
    table = statement(statement_of(1)).table
    assert table is not None
    with app.app_context():
        assert rows_of(table_csv(table, "zh_Hans", "Asia/Shanghai"))[0] == [
            "日期",
            "摘要",
            "金额（CNY）",
            "余额（CNY）",
        ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =cmd|' /C calc'!A0",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "\n=1",
    ],
)
def test_a_text_that_begins_like_a_formula_is_kept_from_reckoning(text: str) -> None:
    assert rows_of(written(["a"], [[text]]))[1] == [f"'{text}"]
    assert rows_of(written([text], []))[0] == [f"'{text}"]


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (Decimal("-12.50"), "-12.50"),
        (Decimal("1E+3"), "1000"),
        (-5, "-5"),
        (date(2026, 11, 1), "2026-11-01"),
        (None, ""),
        ("a=b", "a=b"),
        ('say "yes", no\nmore', 'say "yes", no\nmore'),
        ("محمد", "محمد"),
    ],
)
def test_a_cell_is_what_it_is(cell: Any, seen: str) -> None:
    assert rows_of(written(["a"], [[cell]]))[1] == [seen]


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    cells = [cell for row in rows_of(written(["a", "b"], rows))[1:] for cell in row]
    told = [text for row in rows for text in row]
    assert all(cell in (text, f"'{text}") for cell, text in zip(cells, told, strict=True))
    assert not any(cell.strip(" \n").startswith(("=", "+", "-", "@")) for cell in cells)


def test_money_and_rates_say_what_they_are(app: Flask) -> None:
    table = Table("T", (Column("a"), Column("b")), ((Money(-1250, "USD"), Percent(Decimal("0.0540"))),))
    with app.app_context():
        assert rows_of(table_csv(table, "en", "Asia/Shanghai"))[1] == ["USD -12.50", "0.0540"]
