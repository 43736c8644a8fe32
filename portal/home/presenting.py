"""What waits for her, and where each of her requests stands, as rows of a page."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.labels import ACCOUNTS
from portal.accounts.models import Account
from portal.accounts.queries import accounts_of
from portal.home import labels
from portal.home.queries import OwnCase, cases_of
from portal.identity.models import Customer
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.parties.presenting import place_title
from portal.loans.parties.queries import places_of
from portal.notices.labels import said
from portal.notices.queries import newest_unread

Row = dict[str, Any]
Step = OwnCase | LoanParty
Key = tuple[bool, float]
SOON = timedelta(days=2)
"""What has a day before that comes before what is asked for without one."""


def overview(customer: Customer, now: datetime, most: int) -> Row:
    """Her home: what waits for her, what she has, the `most` newest messages, and what the bank is doing."""
    cases, _older = cases_of(customer)
    accounts, waits = accounts_of(customer), what_waits(cases, places_of(customer), now)
    return {
        "waits": [_step_row(step, now) for step in waits[:most]],
        "more": max(len(waits) - most, 0),
        "runs": [case_row(own, now) for own in what_runs(cases)[:most]],
        "has_cases": bool(cases),
        "accounts": accounts,
        "account_labels": ACCOUNTS,
        "daily": daily_account(accounts),
        "messages": [(notice, said(notice)[0]) for notice in newest_unread(customer, most)],
    }


def case_row(own: OwnCase, now: datetime) -> Row:
    """A case: what it is, where it stands, what happens next, and who looks after it."""
    case = own.case
    return {
        "title": labels.title(case),
        "reference": case.reference,
        "url": url_for("loans.show", ref=case.reference),
        "act": labels.next_act(own, now) if own.is_her_turn else "",
        "button": labels.button(own, now),
        "sentence": labels.sentence(own, now),
        "owner": case.owner.display_name if case.owner and not case.is_closed else None,
        "touched_at": case.touched_at,
        "state": labels.status(case),
        "state_kind": labels.status_kind(case),
    }


def what_waits(cases: Iterable[OwnCase], places: Iterable[LoanParty], now: datetime) -> list[Step]:
    """Her next steps over all her cases, and the loans of others that wait for her signature, by day.

    Drafts with time left come last, the last touched first.
    """
    steps: list[tuple[Key, Step]] = [(_order(own, now), own) for own in cases if own.is_her_turn]
    steps += [(_key(None, now), party) for party in places if party.may_sign]
    return [step for _key, step in sorted(steps, key=itemgetter(0))]


def what_runs(cases: Iterable[OwnCase]) -> list[OwnCase]:
    """Where it is the bank's turn."""
    return [own for own in cases if not own.is_her_turn and not own.case.is_closed]


def daily_account(accounts: Sequence[Account]) -> Account | None:
    """The account that she pays from by card, else the one with the most transactions.

    Both are what the bank knows anyway; what she looks at is not noted.
    """
    return max(accounts, key=lambda account: (bool(account.cards), account.numbered), default=None)


def _order(own: OwnCase, now: datetime) -> Key:
    if own.misses_signature or own.has_proposal or own.waits_for_paper:
        return _key(None, now)
    if isinstance(own.case, LoanApplication) and own.case.is_draft and not own.case.expires_soon(now):
        return True, -own.case.touched_at.timestamp()
    return _key(labels.next_day(own), now)


def _key(at: datetime | None, now: datetime) -> Key:
    return False, (at or now + SOON).timestamp()


def _step_row(step: Step, now: datetime) -> Row:
    return case_row(step, now) if isinstance(step, OwnCase) else _signature_row(step)


def _signature_row(party: LoanParty) -> Row:
    return {
        "title": place_title(party),
        "reference": None,
        "url": url_for("loans.party", party=party.public_id),
        "act": _("Sign, or decline"),
        "button": _("Look at it in peace"),
        "sentence": _("Nothing binds you before you sign, and you need no reason to decline."),
        "state": _("Waits for your signature"),
        "state_kind": "wait",
    }
