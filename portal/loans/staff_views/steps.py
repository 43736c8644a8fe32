"""What is still to do at the counter, in its order: with a file, and with a walk-in's draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.loans import labels
from portal.loans.facts import facts_of
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.rules import SEEN, Check, Finding, Paper, Question, machine_may_approve, may_be_proposed
from portal.loans.staff_views.addresses import answer_address, confirmation_address, paper_address

DONE, NEXT, WAIT, STOP = "done", "next", "wait", "stop"


@dataclass(frozen=True)
class Step:
    """A line of the checklist; `act`: the words of the button that leads there, while it is open."""

    title: Any
    url: str | None
    state: str
    state_text: Any
    act: str = ""


def open_questions(loan: LoanApplication) -> list[Question]:
    """What is open and the officer may ask now, such as what a confirmed change asks in turn."""
    return [question for question in loan.unanswered if may_be_proposed(question)]


def first_open(steps: list[Step]) -> Step | None:
    """What to do next."""
    return next((step for step in steps if step.act), None)


def last_before_yes(loan: LoanApplication, found: Sequence[Finding]) -> Question | None:
    """The paper whose verdict lets a small, clean loan approve itself, being the last thing that is missing."""
    is_open = loan.unanswered or loan.open_proposals or len(loan.unseen_papers) != 1
    is_signed = all(party.is_signed for party in loan.named_parties)
    others = [each for each in found if each.check != Check.PAPER_HELD]
    if is_open or not is_signed or not machine_may_approve(others, facts_of(loan), loan.product):
        return None
    return loan.unseen_papers[0]


def steps_of_file(loan: LoanApplication, now: datetime) -> list[Step]:
    """Until it can go to review. The tablet is turned once, when nothing is left that would be added."""
    papers = [_paper(loan, paper) for paper in loan.papers]
    signing = [_signature(loan, party, now) for party in loan.named_parties]
    return [*_asking(loan), *papers, *_confirming(loan), *signing]


def steps_of_draft(loan: LoanApplication) -> list[Step]:
    """Until the customer sends it. A paper that is not photographed may be brought later."""
    asked = open_questions(loan)
    words = ngettext("%(num)s still to ask", "%(num)s still to ask", len(asked)) if asked else _("All asked")
    go_on = _("Go on with the questions") if asked else ""
    questions = Step(
        _("Questions"),
        answer_address(loan, asked[0]) if asked else None,
        WAIT if asked else DONE,
        words,
        go_on,
    )
    turn = Step(_("The customer checks it and sends it"), None, NEXT, _("At the end"))
    return [questions, *(_photo(loan, paper) for paper in loan.papers), turn]


def _asking(loan: LoanApplication) -> list[Step]:
    return [
        Step(
            labels.ANSWERS[each],
            answer_address(loan, each),
            STOP,
            _("Still to ask"),
            _("Ask: %(question)s", question=labels.ANSWERS[each]),
        )
        for each in open_questions(loan)
    ]


def _confirming(loan: LoanApplication) -> list[Step]:
    waiting = len(loan.open_proposals)
    if not waiting:
        return []
    title = ngettext("The customer confirms a change", "The customer confirms %(num)s changes", waiting)
    return [Step(title, confirmation_address(loan), WAIT, _("Waits"), _("Show to the customer"))]


def _paper(loan: LoanApplication, paper: Question) -> Step:
    state, name = loan.paper_state(paper), labels.ANSWERS[paper]
    act = ""
    if state == Paper.SENT:
        act = _("Compare with the original: %(paper)s", paper=name)
    elif paper in loan.unseen_papers:
        act = _("Photograph: %(paper)s", paper=name)
    kinds = {Paper.MISSING: STOP, Paper.SENT_BACK: STOP}
    kind = DONE if state in SEEN else kinds.get(state, WAIT)
    return Step(name, paper_address(loan, paper), kind, labels.PAPER_TAGS[state], act)


def _photo(loan: LoanApplication, paper: Question) -> Step:
    state, name = loan.paper_state(paper), labels.ANSWERS[paper]
    url = paper_address(loan, paper)
    if state == Paper.SENT:
        return Step(name, url, DONE, _("Photographed"))
    act = _("Photograph: %(paper)s", paper=name) if state == Paper.MISSING else ""
    return Step(name, url, STOP if act else WAIT, labels.PAPER_TAGS[state], act)


def _signature(loan: LoanApplication, party: LoanParty, now: datetime) -> Step:
    words = labels.PARTY_STATES[party.state(now)]
    if not party.may_sign:
        return Step(party.name, None, DONE if party.is_signed else STOP, words)
    url = url_for("staff_loans.person", ref=loan.reference, party=party.public_id)
    return Step(party.name, url, WAIT, words, _("%(name)s signs", name=party.name))
