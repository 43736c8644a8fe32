"""What was made ready becomes part of the ledger: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import insert, select, update

from portal.accounts.formats.lines import BadFile, major_text
from portal.accounts.models import Account, MonthlyTotal, OwnAccount, Transaction
from portal.accounts.operations.accounts import own_account
from portal.accounts.operations.preparing import Change, Incoming, Prepared, Statement, rows_of
from portal.accounts.operations.totals import AT_ONCE, Sums
from portal.accounts.queries.balances import balance_before, booked_on_day, booked_until
from portal.accounts.rules import Status
from portal.db import db, operation


class Moved(NamedTuple):
    """How many transactions were new, and how many pending ones changed."""

    new: int
    changed: int


@operation
def take(prepared: Prepared, now: datetime, progress: Callable[[int], object] = lambda _count: None) -> Moved:
    """Write what `prepare` made ready, with both sides, totals and balances; `progress` gets counts of rows.

    BadFile where a statement does not continue what the ledger has, or something else was imported meanwhile.
    """
    accounts = _locked(prepared)
    own = {
        currency: own_account(currency) for currency in sorted({each.currency for each in accounts.values()})
    }
    had_any, sums = _with_totals(list(accounts)), Sums()
    for rows in rows_of(prepared):
        for row in rows:
            row["contra_id"] = own[row["currency"]].id
            sums.add(row["account_id"], row)
        db.session.execute(insert(Transaction.__table__), rows)  # type: ignore[arg-type]
        progress(len(rows))
    for change in prepared.changes:
        _change(change)
        sums.add(change.account_id, change.facts)
    sums.keep()
    changed = {change.account_id for change in prepared.changes}
    for incoming in prepared.accounts.values():
        account, is_new = accounts[incoming.account_id], incoming.account_id not in had_any
        before = (account.opening_minor, account.known_from)
        _move(account, own[account.currency], incoming, sums.net(account.id), is_new)
        if incoming.given or account.id in changed or before != (account.opening_minor, account.known_from):
            _check(account, incoming)
            account.as_of = _made_at(account, incoming, is_new, now)
    return Moved(prepared.new, len(prepared.changes))


def _locked(prepared: Prepared) -> dict[int, Account]:
    """The accounts, kept from other writers, and found as they were when we looked."""
    ids, found = sorted(each.account_id for each in prepared.accounts.values()), dict[int, Account]()
    for start in range(0, len(ids), AT_ONCE):
        wanted = select(Account).where(Account.id.in_(ids[start : start + AT_ONCE])).order_by(Account.id)
        found |= {account.id: account for account in db.session.scalars(wanted.with_for_update())}
    for incoming in prepared.accounts.values():
        account = found[incoming.account_id]
        seen = (incoming.customer_id, incoming.currency, incoming.numbered)
        if (account.customer_id, account.currency, account.numbered) != seen:
            raise BadFile(
                f"Something else was imported to {incoming.reference} meanwhile. Import this file again."
            )
    return found


def _with_totals(account_ids: list[int]) -> set[int]:
    """Those that have a booked transaction."""
    found: set[int] = set()
    for start in range(0, len(account_ids), AT_ONCE):
        some = account_ids[start : start + AT_ONCE]
        wanted = select(MonthlyTotal.account_id).where(MonthlyTotal.account_id.in_(some)).distinct()
        found |= set(db.session.scalars(wanted))
    return found


def _change(change: Change) -> None:
    """A pending transaction, if it is pending still."""
    pending = update(Transaction).where(
        Transaction.id == change.transaction_id, Transaction.status == Status.PENDING
    )
    if db.session.execute(pending.values(change.facts)).rowcount != 1:  # type: ignore[attr-defined]
        raise BadFile("A pending payment of this file was booked meanwhile. Import this file again.")


def _move(account: Account, own: OwnAccount, incoming: Incoming, net: int, is_new: bool) -> None:
    """Its balance by what was booked, and by what is now known to have been there before."""
    opening = account.opening_minor
    told = [each for each in incoming.statements if each.control and each.begins_on]
    first = min(told, key=lambda each: str(each.begins_on), default=None)
    if first is not None:
        _begin(account, first, is_new)
    change = net + account.opening_minor - opening
    account.balance_minor += change
    own.balance_minor -= change
    account.numbered += incoming.given
    db.session.flush()


def _begin(account: Account, first: Statement, is_new: bool) -> None:
    """The ledger of a new account begins where its first statement does; an older statement must lead up to it."""
    begins_on, control = first.begins_on, first.control
    if begins_on is None or control is None or (not is_new and begins_on >= account.known_from):
        return
    if not is_new:
        leads_to = control.opening_minor + booked_until(account, account.known_from)
        if leads_to != account.opening_minor:
            raise BadFile(
                f"{control.place}: it leads to {_said(account, leads_to)} before {account.known_from}, where the "
                f"ledger begins with {_said(account, account.opening_minor)}. Import what lies between first."
            )
    account.opening_minor, account.known_from = control.opening_minor, begins_on


def _check(account: Account, incoming: Incoming) -> None:
    """Each statement opens with what the ledger has there; several of one day stand in their order."""
    for statement in incoming.statements:
        if statement.control is None or statement.first_on is None:
            continue
        before, opening = balance_before(account, statement.first_on), statement.control.opening_minor
        others = booked_on_day(account, statement.first_on) - statement.first_day_minor
        if opening not in (before, before + others):
            raise BadFile(
                f"{statement.control.place}: it opens with {_said(account, opening)}, but the ledger has "
                f"{_said(account, before)} before {statement.first_on}. A statement in between is missing: "
                "import that first."
            )


def _made_at(account: Account, incoming: Incoming, is_new: bool, now: datetime) -> datetime:
    """The moment the balance holds for: when the core made the statement, if it says so."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    said = [each.control.made_at for each in incoming.statements if each.control and each.control.made_at]
    made = min(max(said, default=now), now).astimezone(zone)
    return made if is_new else max(made, account.as_of)


def _said(account: Account, minor: int) -> str:
    return f"{major_text(minor, account.currency)} {account.currency}"
