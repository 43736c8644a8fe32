"""Statements and receipts: what happened on an account, described from typed facts."""

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
from portal.documents.facts import AccountFacts, Entry, ReceiptFacts, StatementFacts
from portal.documents.rules import Kind

NOT_YOURS = _l("If something here was not done by you, call us at once. We look at it with you.")
ON, WHAT, ACCOUNT = _l("Date"), _l("Description"), _l("Account")


def statement(facts: StatementFacts) -> Document:
    """A statement of account: the balances, then every movement with the balance after it."""
    sums = Facts(
        (
            (_l("Opening balance"), facts.opening),
            (_l("Money in"), facts.money_in),
            (_l("Money out"), facts.money_out),
            (_l("Closing balance"), facts.closing),
        )
    )
    return Document(
        kind=Kind.STATEMENT,
        title=_l("Statement of account"),
        recipient=facts.account.holder,
        head=(
            (ACCOUNT, named(facts.account)),
            (_l("Period"), period(*facts.period)),
            (_l("Made on"), facts.made_on),
        ),
        body=(sums, *_movements(facts), Paragraph(NOT_YOURS)),
    )


def receipt(facts: ReceiptFacts) -> Document:
    """One movement, for whoever must show that it was paid."""
    entry = facts.entry
    rows = (
        (_l("Amount"), entry.amount),
        (_l("Booked on"), entry.on),
        (WHAT, entry.text),
        *(((_l("With whom"), entry.counterparty),) if entry.counterparty else ()),
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
    what = entry.text
    if entry.counterparty:
        what = Phrase(_l("%(what)s, %(whom)s"), {"what": entry.text, "whom": entry.counterparty})
    return (ShortDay(entry.on), what, Figure(entry.amount), Figure(entry.balance))
