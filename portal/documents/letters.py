"""Letters that a customer shows to others: that she has an account, and what is paid into it."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.documents.description import (
    Column,
    Document,
    Facts,
    Figure,
    Paragraph,
    Phrase,
    Reference,
    ShortDay,
    Signature,
    Table,
)
from portal.documents.facts import AccountLetterFacts, IncomeFacts
from portal.documents.rules import Kind
from portal.documents.statements import ACCOUNT, ON, named, period

WITHOUT_SIGNATURE = _l("From the bank’s own records, and valid without a signature by hand.")
TO_WHOM = _l("To whom it may concern")


def account_letter(facts: AccountLetterFacts) -> Document:
    """That the customer has this account, since when, with what balance."""
    holder = {"name": facts.account.holder}
    body = (
        Paragraph(Phrase(_l("We confirm that %(name)s has the following account with us."), holder)),
        Facts(
            (
                (_l("Holder"), facts.account.holder),
                (ACCOUNT, named(facts.account)),
                (_l("Opened on"), facts.opened_on),
                (_l("Balance"), facts.balance),
                (_l("At this moment"), facts.balance_at),
            )
        ),
        Paragraph(_l("This letter says what stood in our books at that moment. It promises no payment.")),
        Signature((WITHOUT_SIGNATURE, facts.made_on)),
    )
    head = ((_l("Made on"), facts.made_on),)
    return Document(Kind.ACCOUNT_LETTER, _l("Confirmation of an account"), body, TO_WHOM, head)


def proof_of_income(facts: IncomeFacts) -> Document:
    """What was paid in as income, month by month, its sum and its average."""
    currency = {"currency": Reference(facts.account.currency)}
    columns = (
        Column(ON, is_number=True),
        Column(_lp("payer", "From")),
        Column(Phrase(_l("Amount in %(currency)s"), currency), is_number=True),
    )
    rows = tuple((ShortDay(each.on), each.payer, Figure(each.amount)) for each in facts.incomes)
    holder = {"name": facts.account.holder}
    body = (
        Paragraph(Phrase(_l("We confirm the income that was paid to %(name)s into this account."), holder)),
        Facts(
            (
                (_l("Holder"), facts.account.holder),
                (ACCOUNT, named(facts.account)),
                (_l("Period"), period(*facts.period)),
                (_l("Total"), facts.total),
                (_l("Monthly average"), facts.monthly),
            )
        ),
        Table(_l("Payments received"), columns, rows),
        Signature((WITHOUT_SIGNATURE, facts.made_on)),
    )
    head = ((_l("Made on"), facts.made_on),)
    return Document(Kind.INCOME_PROOF, _l("Proof of income"), body, TO_WHOM, head)
