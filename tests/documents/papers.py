"""Documents to print: described from facts in the languages of the catalogues, said by hand in others."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from portal.documents.description import Said
from portal.documents.facts import AccountFacts, Entry, StatementFacts
from portal.money import Money

WITH = ("海港物业", "محمد علي", "=SUM(A1)", "Nguyễn Văn Minh", "Привет", "ＡＢＣ-1", "O'Brien & <b>Co</b>")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


ACCOUNT = AccountFacts(holder="王秀兰", kind="Savings account", tail="4821", currency="CNY")


def statement_of(count: int, **other: Any) -> StatementFacts:
    """A month with so many movements, with people and shops in many scripts."""
    balance, entries = 100_000, []
    for number in range(count):
        amount = (1_234 + number) * (-1 if number % 2 else 1)
        balance += amount
        day = date(2026, 11, 1) + timedelta(days=number * 28 // count)
        entries.append(Entry(day, "Payment", WITH[number % len(WITH)], cny(amount), cny(balance)))
    facts = StatementFacts(
        ACCOUNT,
        (date(2026, 11, 1), date(2026, 11, 30)),
        cny(100_000),
        tuple(entries),
        cny(balance),
        date(2026, 12, 1),
    )
    return replace(facts, **other)


def said(locale: str, title: str, words: str, rows: int = 3, direction: str = "ltr", **other: Any) -> Said:
    """A small statement in a language that has no catalogue yet."""
    columns = [
        {"is": "column", "header": header, "is_number": place != 1} for place, header in enumerate("ABC")
    ]
    table = [["24/11/2026", f"{words} {number}", f"1,234.{number:02}"] for number in range(rows)]
    body = [
        {"is": "heading", "text": title},
        {"is": "paragraph", "text": words},
        {"is": "facts", "rows": [[title, words]]},
        {"is": "items", "texts": [words, title]},
        {"is": "table", "caption": title, "columns": columns, "rows": table},
        {"is": "signature", "lines": [words]},
    ]
    parts = {
        "is": "document",
        "kind": "statement",
        "title": title,
        "recipient": words,
        "head": [],
        "seal": None,
    }
    return Said(
        locale=locale,
        tag=locale,
        direction=direction,
        bank="Harbour Bank",
        phone="+86 21 5550 1234",
        page_words="{page}/{pages}",
        pair_words="{label}: {value}",
        parts=parts | {"body": body} | other,
    )


def plain(text: str) -> str:
    """What is compared: without spaces, bullets and the marks of directions."""
    marks = {"\u200b", "\u200e", "\u200f", "\u00ad", "•", *map(chr, range(0x2066, 0x206A))}
    return "".join(character for character in text if not character.isspace() and character not in marks)
