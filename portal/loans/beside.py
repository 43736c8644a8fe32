"""What stands beside an answer: its source and moment, the branch's proposal, a doubt, her newest change."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import format_timedelta
from flask_babel import gettext as _

from portal import clock
from portal.audit.models import AuditEvent
from portal.casework.models import AnswerSource
from portal.casework.rules import CaseEvent
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.presenting import Row, answered_in_words, rows_of, value_in_words
from portal.loans.rules import LoanAction, Paper, PaperEvent, Question, may_be_proposed
from portal.web.templating import briefly
from portal.web.templating import moment as moment_in_words

PAPER_EVENTS: dict[str, Paper] = {PaperEvent.VERIFIED: Paper.CHECKED, PaperEvent.SENT_BACK: Paper.SENT_BACK}
SAID_ELSEWHERE = {"answered", "consent", "clock started", "clock stopped", "identity seen", "asking settled"}


def staff_rows(
    loan: LoanApplication, change_url: Callable[[Question], str | None] | None = None
) -> list[Row]:
    """Every answer with its source and moment, and what stands beside it."""
    rows, proposed, doubts = (
        rows_of(loan, labels.DRAFT_SOURCES if loan.is_draft else labels.SOURCES, change_url),
        proposals_in_words(loan),
        _doubts(loan),
    )
    for row in rows:
        if _is_confirmed(loan, row["question"]):
            row["source"] = labels.CONFIRMED_AT_BRANCH
        row["source"] = _("%(source)s, %(moment)s", source=row["source"], moment=briefly(row["at"]))
        if row["is_record"] and not loan.is_draft:
            row["change_text"] = _("Dispute")
        row["label"] = labels.STAFF_ANSWERS.get(row["question"], row["label"])
        row["notes"] = _changed_by_her(loan, row["question"])
        if row["question"] in proposed:
            row["notes"].append(
                (_("Waits for the customer: %(answer)s", **proposed[row["question"]]), "wait")
            )
        row["notes"] += [(note, "wait") for note in doubts.get(row["question"], ())]
    return rows


def _is_confirmed(loan: LoanApplication, question: Question) -> bool:
    """Whether the branch wrote it and she confirmed it: as a change, or with the whole that she sent."""
    is_officers = loan.current_answers[question].source == AnswerSource.OFFICER
    return is_officers and not loan.is_draft and may_be_proposed(question)


def history_in_words(events: Sequence[AuditEvent]) -> list[tuple[Any, datetime]]:
    """What happened to the file as staff read it, without what stands elsewhere on its page."""
    return [(_told(event), event.at) for event in events if event.action not in SAID_ELSEWHERE]


def _told(event: AuditEvent) -> Any:
    if event.action == CaseEvent.TAKEN_BACK:
        return labels.TAKEN_BACK[LoanAction(event.detail["undone"])]
    if event.action not in PAPER_EVENTS:
        return labels.EVENTS[event.action]
    paper = labels.ANSWERS[Question(event.detail["question"])]
    return _("%(paper)s: %(state)s", paper=paper, state=labels.PAPER_TAGS[PAPER_EVENTS[event.action]])


def proposals_in_words(loan: LoanApplication) -> dict[Question, dict[str, str]]:
    """By question, what the branch proposes in place of her answer, who does, and when."""
    return {
        Question(each.question): {
            "answer": value_in_words(Question(each.question), each.value),
            "name": each.by.display_name,
            "moment": moment_in_words(each.at),
        }
        for each in loan.open_proposals
    }


def _changed_by_her(loan: LoanApplication, question: Question) -> list[tuple[str, str]]:
    """Whether the customer changed it after she had sent the whole."""
    last = loan.current_answers[question]
    if loan.submitted_at is None or last.at <= loan.submitted_at or last.by_id != loan.customer_id:
        return []
    return [(_("Changed by the customer %(ago)s", ago=_ago(last.at)), "info")]


def _doubts(loan: LoanApplication) -> dict[str, list[str]]:
    """The notes beside the bank's record, by question."""
    found: dict[str, list[str]] = {}
    for each in loan.disputes:
        note = _("The branch doubts the record: %(note)s", note=each.note)
        found.setdefault(each.question, []).append(note)
    return found


def _ago(moment: datetime) -> str:
    return format_timedelta(moment - clock.now(), add_direction=True)


def changes_to_settle(loan: LoanApplication) -> list[Row]:
    """What the branch suggests beside her answers, as her own page asks her."""
    said = proposals_in_words(loan)
    return [
        {
            **said[question],
            "label": labels.ANSWERS[question],
            "old": answered_in_words(loan, question) if question in loan.current_answers else None,
            "name_in_address": question.replace("_", "-"),
            "number": proposal.number,
            "seen": loan.current_answers[question].version if question in loan.current_answers else 0,
        }
        for question, proposal in ((Question(each.question), each) for each in loan.open_proposals)
    ]
