"""Searching an account whose texts are sealed: the newest transactions are opened, so many at a time.

An index of words would say, without any key, which payments are alike. A window needs none, finds parts of
words in any script, and costs the same in an account of a million; who wants older ones goes on from its end.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from portal.accounts.models import Account, Transaction
from portal.accounts.queries.transactions import PAGE, behind
from portal.accounts.rules import Direction
from portal.db import db
from portal.folding import matcher
from portal.identity.sealing import Erased, place_of, unseal
from portal.money import AmountError, Money, parse_money

WINDOW = 10_000
"""How many transactions one search looks through: some ten years of a person, 0.2 to 0.35 s of CPU."""

SIGNED = re.compile("^[\\s\u200e\u200f\u061c+\u2212\u2013-]+")
HAS_FRACTION = re.compile(r"[.,٫،]\d{1,2}(?!\d)")
WORDS, NUMBERS = ("counterparty", "remittance"), ("counterparty_account",)
COLUMNS = (
    "id",
    "customer_id",
    "number",
    "kind",
    "booked_on",
    "amount_minor",
    *(f"{name}_sealed" for name in WORDS + NUMBERS),
)


class Wanted(NamedTuple):
    """What is searched for; amounts are sizes in minor units, days are included.

    `locale` is that of the reader, who may write an amount among the words as it does.
    """

    words: str = ""
    least: int | None = None
    most: int | None = None
    direction: Direction | None = None
    since: date | None = None
    until: date | None = None
    locale: str = "en"


class Found(NamedTuple):
    """A page of what was found, the newest first, and the key to go on from.

    `looked_back_to` is set where the search stopped there without having looked at everything.
    """

    transactions: list[Transaction]
    older: int | None
    looked_back_to: date | None


def search(account: Account, wanted: Wanted, kinds: Mapping[str, str], before: int | None = None) -> Found:
    """Look through the newest transactions, or those behind the key `before`; `kinds` are called so by the reader."""
    looked_at = list(_conditions(account, wanted, before))
    rows = _matching(account, wanted, kinds, _window(looked_at, COLUMNS, WINDOW))
    matching = [row.id for _, row in zip(range(PAGE + 1), rows, strict=False)]
    found = _transactions(matching[:PAGE])
    if len(matching) > PAGE:
        return Found(found, matching[PAGE - 1], None)
    edge = _edge(_window(looked_at, ("id", "booked_on"), WINDOW + 1))
    return Found(found, edge.id if edge else None, edge.booked_on if edge else None)


def _edge(window: Any) -> Any:
    """The last transaction that was looked at, if there are others behind it."""
    newest_first = select(window).order_by(window.c.booked_on.desc(), window.c.id.desc())
    last = db.session.execute(newest_first.offset(WINDOW - 1).limit(2)).all()
    return last[0] if len(last) > 1 else None


def _conditions(account: Account, wanted: Wanted, before: int | None) -> Iterator[ColumnElement[bool]]:
    yield Transaction.account_id == account.id
    if wanted.since:
        yield Transaction.booked_on >= wanted.since
    if wanted.until:
        yield Transaction.booked_on <= wanted.until
    if before is not None:
        yield behind(account, before)


def _window(conditions: list[ColumnElement[bool]], names: tuple[str, ...], size: int) -> Any:
    """The newest transactions of which these hold, with the columns of these names."""
    rows = select(*(getattr(Transaction, name) for name in names)).where(*conditions)
    return rows.order_by(Transaction.booked_on.desc(), Transaction.id.desc()).limit(size).subquery()


def _matching(account: Account, wanted: Wanted, kinds: Mapping[str, str], window: Any) -> Iterator[Any]:
    """Rows of the window, unsealed one by one until nobody asks for more."""
    rows = select(window).order_by(window.c.booked_on.desc(), window.c.id.desc())
    size = func.abs(window.c.amount_minor)
    if wanted.least is not None:
        rows = rows.where(size >= wanted.least)
    if wanted.most is not None:
        rows = rows.where(size <= wanted.most)
    if wanted.direction is not None:
        came_in = window.c.amount_minor >= 0
        rows = rows.where(came_in if wanted.direction == Direction.IN else ~came_in)
    if not wanted.words.strip():
        yield from db.session.execute(rows.limit(PAGE + 1))
        return
    needles, has_figures = _needles(account, wanted), any(each.isdigit() for each in wanted.words)
    for row in db.session.execute(rows):
        figures = tuple(_figures(account, row)) if has_figures else ("",)
        texts = (*_texts(row, WORDS), *figures, kinds[row.kind])
        if all(matches(texts) or (typed and typed in figures[0]) for matches, typed in needles):
            yield row


def _needles(account: Account, wanted: Wanted) -> list[tuple[Callable[[Iterable[str]], bool], str]]:
    """What is all to be found, each as it was typed and as the figures of an amount, where it may be one."""
    words = wanted.words
    found = [(words, _typed_figures(words, account, wanted))]
    if not found[0][1]:
        found = [(each, _typed_figures(each, account, wanted)) for each in words.split()]
        plain = " ".join(word for word, figures in found if not figures)
        found = [(plain, ""), *((word, figures) for word, figures in found if figures)]
    return [(matcher(word), figures) for word, figures in found]


def _typed_figures(words: str, account: Account, wanted: Wanted) -> str:
    """As `_figures` writes them, without sign, currency and grouping: "-CN¥ 6,800" is "6800"; "" for no amount."""
    try:
        money = parse_money(SIGNED.sub("", words), account.currency, wanted.locale)
    except AmountError:
        return ""
    return f"{money.major:f}" if HAS_FRACTION.search(words) else f"{int(money.major)}"


def _figures(account: Account, row: Any) -> Iterator[str]:
    """The amount, and the account of the other side: looked at only where figures are searched for."""
    yield f"{abs(Money(row.amount_minor, account.currency).major):f}"
    yield from _texts(row, NUMBERS)


def _texts(row: Any, names: tuple[str, ...]) -> Iterator[str]:
    """What is sealed of a transaction; nothing where its customer was erased."""
    for name in names:
        sealed = getattr(row, f"{name}_sealed")
        if sealed is not None:
            try:
                yield unseal(
                    row.customer_id, place_of(Transaction.__tablename__, name, row.number), sealed
                ).decode()
            except Erased:
                return


def _transactions(ids: list[int]) -> list[Transaction]:
    if not ids:
        return []
    found = {each.id: each for each in db.session.scalars(select(Transaction).where(Transaction.id.in_(ids)))}
    return [found[each] for each in ids]
