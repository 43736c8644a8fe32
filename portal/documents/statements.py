"""Statements and receipts: what happened on an account, described from typed facts."""

from datetime import date

from flask_babel import lazy_gettext as _l

from portal.documents.description import (
    AccountTail,
    Column,
    Document,
    Facts,
    Figure,
    Paragraph,
    Part,
    Phrase,
    Reference,
    ShortDay,
    Table,
    Value,
)
from portal.documents.facts import AccountFacts, Entry, ReceiptFacts, StatementFacts, Sums
from portal.documents.rules import Kind

NOT_YOURS = _l("If something here was not done by you, call us at once. We look at it with you.")
ON, WHAT, ACCOUNT = _l("Date"), _l("Description"), _l("Account")


def statement(facts: StatementFacts) -> Document:
    """A statement of account: the balances, then every movement with the balance after it."""
    return _statement(facts.account, facts.period, facts.sums, facts.made_on, _movements(facts))


def cover(account: AccountFacts, days: tuple[date, date], sums: Sums, count: int, made_on: date) -> Document:
    """What stands on the screen for a statement of so many movements that a page does not hold them."""
    words = Phrase(
        _l("%(count)s movements: more than a page can show. Take the whole statement with you."),
        {"count": Reference(str(count))},
    )
    return _statement(account, days, sums, made_on, (Paragraph(words),))


def _statement(
    account: AccountFacts, days: tuple[date, date], sums: Sums, made_on: date, movements: tuple[Part, ...]
) -> Document:
    rows = (
        (_l("Opening balance"), sums.opening),
        (_l("Money in"), sums.money_in),
        (_l("Money out"), sums.money_out),
        (_l("Closing balance"), sums.closing),
    )
    return Document(
        kind=Kind.STATEMENT,
        title=_l("Statement of account"),
        recipient=account.holder,
        head=((ACCOUNT, named(account)), (_l("Period"), period(*days)), (_l("Made on"), made_on)),
        body=(Facts(rows), *movements, Paragraph(NOT_YOURS)),
    )


def receipt(facts: ReceiptFacts) -> Document:
    """One movement, for whoever must show that it was paid."""
    entry = facts.entry
    rows = (
        (_l("Amount"), entry.amount),
        (_l("Booked on"), entry.on),
        (WHAT, entry.text),
        *(((_l("With whom"), entry.counterparty),) if entry.counterparty else ()),
        *(((_l("Text"), entry.words),) if entry.words else ()),
        (ACCOUNT, named(facts.account)),
        (_l("Number of the movement"), Reference(facts.number)),
    )
    return Document(
        kind=Kind.RECEIPT,
        title=_l("Receipt"),
        recipient=facts.account.holder,
        head=((_l("Made on"), facts.made_on),),
        body=(Facts(rows), Paragraph(NOT_YOURS)),
    )


def named(account: AccountFacts) -> Phrase:
    """ "Savings account, ending in 4821, CNY"."""
    values = {
        "kind": account.kind,
        "tail": AccountTail(account.tail),
        "currency": Reference(account.currency),
    }
    return Phrase(_l("%(kind)s, %(tail)s, %(currency)s"), values)


def period(first: Value, last: Value) -> Phrase:
    return Phrase(_l("%(first)s to %(last)s"), {"first": first, "last": last})


def _movements(facts: StatementFacts) -> tuple[Part, ...]:
    if not facts.entries:
        return (Paragraph(_l("Nothing was booked in this period.")),)
    currency = {"currency": Reference(facts.account.currency)}
    columns = (
        Column(ON, is_number=True),
        Column(WHAT),
        Column(Phrase(_l("Amount in %(currency)s"), currency), is_number=True),
        Column(Phrase(_l("Balance in %(currency)s"), currency), is_number=True),
    )
    return (Table(_l("Movements"), columns, tuple(map(_row, facts.entries))),)


def _row(entry: Entry) -> tuple[Value, ...]:
    return ShortDay(entry.on), what(entry), Figure(entry.amount), Figure(entry.balance)


def what(entry: Entry) -> Value:
    """ "Card payment, Corner bakery, two cakes", as far as that is known."""
    said = entry.text
    for more in filter(None, (entry.counterparty, entry.words)):
        said = Phrase(_l("%(what)s, %(more)s"), {"what": said, "more": more})
    return said
