"""What people were told is what the history says that happened: each of it once."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.casework.queries import standing
from portal.casework.rules import CaseEvent
from portal.db import db
from portal.loans.models import LoanApplication
from portal.loans.rules import LoanAction, PaperEvent
from portal.notices.models import Notice
from tests.loans.truths.people import ENDS

A = LoanAction
TOLD = {
    A.HAND_BACK: "loan handed back",
    A.SEND_BACK: "loan sent back",
    A.ASK: "loan asked",
    A.STOP_ASKING: "loan asks no more",
    A.OFFER: "loan offered",
    A.ACCEPT: "loan approved",
    A.ACCEPT_TO_SIGN: "loan signatures needed",
    A.LAPSE: "loan offer lapsed",
    A.APPROVE: "loan approved",
    A.REFUSE: "loan refused",
    A.ASK_SECOND_LOOK: "loan second look",
    A.WITHDRAW: "loan withdrawn",
    PaperEvent.SENT_BACK: "loan paper sent back",
    "visit moved": "loan visit moved",
    "party signed": "loan party signed",
    "party declined": "loan party declined",
    "party took the signature back": "loan party left",
}
"""The applicant, by what happened."""
DECIDED = (A.APPROVE, A.REFUSE, A.ACCEPT)
Told = Iterator[tuple[int | None, str]]


def every_notice_once(loan: LoanApplication, events: list[AuditEvent]) -> None:
    """By the moments of its history; the warnings of a draft have none and are counted elsewhere."""
    moments, events = {event.at for event in events}, standing(events)
    found = db.session.scalars(select(Notice).where(Notice.created_at.in_(moments)))
    places = {party.public_id for party in loan.parties}
    theirs = Counter((each.person_id, each.kind) for each in found if _is_about(each, loan, places))
    assert theirs == Counter([*_told_her(loan, events), *_told_them(loan, events)])


def _is_about(notice: Notice, loan: LoanApplication, places: set[str]) -> bool:
    """Two cases may lapse in one moment."""
    facts = notice.facts
    return facts.get("reference", loan.reference) == loan.reference and (
        "party" not in facts or facts["party"] in places
    )


def _told_her(loan: LoanApplication, events: list[AuditEvent]) -> Told:
    approved_at = {event.at for event in events if event.action == A.APPROVE}
    if not any(event.action == A.PICK_UP for event in events) and approved_at:
        events = [event for event in events if event.action != A.SUBMIT]  # the machine's yes says it all
    for event in events:
        kind = TOLD.get(event.action) or _kind_by_its_detail(event, approved_at)
        if kind:
            yield loan.customer_id, kind
    for event in events:
        if event.action == CaseEvent.PROPOSED and not _something_waited(loan, event):
            yield loan.customer_id, "loan to confirm"
    settled = [each for each in events if each.action in (CaseEvent.CONFIRMED, CaseEvent.DECLINED)]
    for _moment in {event.at for event in settled if event.on_behalf_of_id is not None}:
        yield loan.customer_id, "loan confirmed at branch"


def _kind_by_its_detail(event: AuditEvent, approved_at: set[datetime]) -> str | None:
    at_branch = event.channel == "branch"
    match event.action:
        case "wrong code":
            return "loan code dead" if event.detail["kills"] else None
        case "started":
            return "loan begun at branch" if at_branch else None
        case A.SUBMIT:
            return "loan sent at branch" if at_branch else "loan submitted"
        case A.PICK_UP if "walk_in" in event.detail:
            return None
        case A.PICK_UP:
            return "loan picked up by identity" if "paper" in event.detail else "loan picked up"
        case A.SEND_TO_REVIEW:
            return None if event.at in approved_at else "loan in review"  # it says this too
    return None


def _something_waited(loan: LoanApplication, event: AuditEvent) -> bool:
    """Whether another proposal was open when this one was made, or this one replaced it."""
    before = [each for each in loan.proposals if each.at < event.at]
    return any(each.settled_at is None or each.settled_at >= event.at for each in before)


def _told_them(loan: LoanApplication, events: list[AuditEvent]) -> Told:
    """Those beside her."""
    parties = {party.public_id: party for party in loan.parties}
    bound: set[str] = set()
    signed: set[str] = set()
    for event in events:
        if event.action in DECIDED:
            yield from ((parties[name].customer_id, "party decided") for name in signed)
        name = event.detail.get("party")
        if name not in parties:
            continue
        match event.action:
            case "party identified" if name not in bound:
                yield parties[name].customer_id, "party invited"
            case "party is to sign again":
                yield parties[name].customer_id, "party terms changed"
            case "party removed" if parties[name].customer_id and not parties[name].declined_at:
                yield parties[name].customer_id, "party released"
        if event.action in ("party accepted", "party identified"):
            bound.add(name)
        if event.action == "party signed":
            signed.add(name)
        elif event.action in ENDS:
            signed.discard(name)
