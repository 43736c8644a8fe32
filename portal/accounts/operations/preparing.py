"""A file, read and made ready: nothing is written yet, and nobody waits for it."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any, NamedTuple

from sqlalchemy import select

from portal.accounts.formats.lines import BadFile, Control, Line, Part, major_text
from portal.accounts.models import Account, Transaction
from portal.accounts.rules import Status
from portal.db import db
from portal.identity.sealing import Erased, place_of, seal

BATCH = 2000
TEXTS = ("counterparty", "counterparty_account", "remittance")
Row = dict[str, Any]


@dataclass
class Statement:
    """What a file says of an account between two controls; sums of booked lines in minor units."""

    control: Control | None = None
    first_on: date | None = None
    first_day_minor: int = 0

    @property
    def begins_on(self) -> date | None:
        """Where it says that it begins, or its first booked line."""
        days = [day for day in (self.first_on, self.control.first_on if self.control else None) if day]
        return min(days, default=None)

    def add(self, line: Line) -> None:
        if self.first_on is None or line.booked_on < self.first_on:
            self.first_on, self.first_day_minor = line.booked_on, 0
        if line.booked_on == self.first_on:
            self.first_day_minor += line.amount_minor


@dataclass
class Incoming:
    """What comes to one account. `numbered` is how many transactions it had when we looked."""

    account_id: int
    customer_id: int
    reference: str
    currency: str
    numbered: int
    given: int = 0
    references: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=lambda: [Statement()])

    def row(self, line: Line) -> Row:
        """A new transaction's columns, but for its other side."""
        self.given += 1
        number = f"{self.reference}-{self.numbered + self.given - 1:04d}"
        return {
            "account_id": self.account_id,
            "customer_id": self.customer_id,
            "number": number,
            "reference": line.reference,
            "currency": line.currency,
            **self.facts(line, number),
        }

    def facts(self, line: Line, number: str) -> Row:
        """The columns that a pending transaction gets anew when it is booked."""
        return {
            "kind": line.kind.value,
            "status": line.status.value,
            "booked_on": line.booked_on,
            "value_on": line.value_on,
            "amount_minor": line.amount_minor,
            **{f"{name}_sealed": self._sealed(name, number, getattr(line, name)) for name in TEXTS},
        }

    def _sealed(self, name: str, number: str, text: str | None) -> bytes | None:
        if text is None:
            return None
        return seal(self.customer_id, place_of(Transaction.__tablename__, name, number), text.encode())


class Change(NamedTuple):
    """What a pending transaction becomes."""

    transaction_id: int
    account_id: int
    facts: Row


@dataclass
class Prepared:
    """A whole file, checked in itself. Its new rows wait in `spool`, sealed, in batches."""

    spool: IO[bytes]
    accounts: dict[str, Incoming] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    new: int = 0
    batches: int = 0
    unchanged: int = 0


def prepare(
    parts: Iterable[Part], spool: IO[bytes], progress: Callable[[], object] = lambda: None
) -> Prepared:
    """Look up what is known, refuse what cannot be, seal what is new; `progress` is called now and then.

    BadFile, which names the place: an unknown account, another currency than the account's, an entry reference
    that comes twice or that the ledger knows with another amount or day.
    """
    prepared, batch = Prepared(spool), list[Line]()
    for part in parts:
        if isinstance(part, Control):
            incoming = _incoming(prepared, part)
            incoming.statements[-1].control = part
            incoming.statements.append(Statement())
            continue
        _note(_incoming(prepared, part), part)
        batch.append(part)
        if len(batch) == BATCH:
            _sort_out(prepared, batch)
            progress()
            batch = []
    _sort_out(prepared, batch)
    return prepared


def rows_of(prepared: Prepared) -> Iterable[list[Row]]:
    """The new rows, batch by batch, as they were put down."""
    prepared.spool.seek(0)
    for _ in range(prepared.batches):
        yield pickle.load(prepared.spool)  # noqa: S301 - written by us, read by nobody else


def _incoming(prepared: Prepared, part: Part) -> Incoming:
    found = prepared.accounts.get(part.account)
    if found is None:
        found = prepared.accounts[part.account] = _looked_up(part)
    if part.currency != found.currency:
        raise BadFile(
            f"{part.place}: its currency is {part.currency}, but the account {part.account} is in {found.currency}"
        )
    return found


def _looked_up(part: Part) -> Incoming:
    columns = (Account.id, Account.customer_id, Account.reference, Account.currency, Account.numbered)
    row = db.session.execute(select(*columns).where(Account.reference == part.account)).first()
    if row is None:
        raise BadFile(f"{part.place}: no account has the reference {part.account}; import the accounts first")
    return Incoming(*row)


def _note(incoming: Incoming, line: Line) -> None:
    if line.reference in incoming.references:
        raise BadFile(
            f"{line.place}: the entry reference {line.reference} comes twice for {incoming.reference}"
        )
    incoming.references.add(line.reference)
    if line.status == Status.BOOKED:
        incoming.statements[-1].add(line)


def _sort_out(prepared: Prepared, batch: list[Line]) -> None:
    known = _known(prepared, batch)
    rows: list[Row] = []
    try:
        for line in batch:
            incoming = prepared.accounts[line.account]
            before = known.get((incoming.account_id, line.reference))
            if before is None:
                rows.append(incoming.row(line))
            elif _is_news(before, line):
                prepared.changes.append(
                    Change(before.id, incoming.account_id, incoming.facts(line, before.number))
                )
            else:
                prepared.unchanged += 1
    except Erased:
        raise BadFile(f"{line.place}: the customer of account {line.account} was erased") from None
    if rows:
        pickle.dump(rows, prepared.spool)
        prepared.new, prepared.batches = prepared.new + len(rows), prepared.batches + 1


def _known(prepared: Prepared, batch: list[Line]) -> dict[tuple[int, str], Any]:
    """What the ledger has under the references of these lines."""
    asked: dict[int, list[str]] = {}
    for line in batch:
        incoming = prepared.accounts[line.account]
        if incoming.numbered:
            asked.setdefault(incoming.account_id, []).append(line.reference)
    columns = ("id", "number", "reference", "account_id", "status", "amount_minor", "booked_on")
    found: dict[tuple[int, str], Any] = {}
    for account_id, references in asked.items():
        wanted = select(*(getattr(Transaction, name) for name in columns)).where(
            Transaction.account_id == account_id, Transaction.reference.in_(references)
        )
        found |= {(row.account_id, row.reference): row for row in db.session.execute(wanted)}
    return found


def _is_news(before: Any, line: Line) -> bool:
    """Whether a known pending payment changes; what is booked stays as it is, or it is refused."""
    same = (before.amount_minor, before.booked_on) == (line.amount_minor, line.booked_on)
    if before.status == Status.PENDING:
        return line.status == Status.BOOKED or not same
    if line.status == Status.BOOKED and not same:
        raise BadFile(
            f"{line.place}: the ledger has {major_text(before.amount_minor, line.currency)} {line.currency} of "
            f"{before.booked_on} under the reference {line.reference}, the file "
            f"{major_text(line.amount_minor, line.currency)} of {line.booked_on}. What is booked does not change: "
            "correct it by an entry of its own."
        )
    return False
