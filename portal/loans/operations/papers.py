"""Papers come, are turned and put in order; an officer says of each that it is seen, or sends it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.attachments import operations as attachments
from portal.attachments.models import Attachment
from portal.attachments.queries import attachments_of
from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.db import db, operation
from portal.loans import queries
from portal.loans.models import LoanApplication, LoanPaperCheck
from portal.loans.rules import (
    AT_THE_COUNTER,
    LoanStatus,
    Paper,
    PaperEvent,
    Question,
    SendBackReason,
    Verdict,
    Way,
)
from portal.notices.operations import tell
from portal.web.errors import Conflict


class JudgedMeanwhile(Conflict):
    """Another officer said something of this paper since the page was made."""


@operation
def give_paper(
    loan: LoanApplication, paper: Question, value: dict[str, Any], by: Actor, now: datetime, seen: int | None
) -> None:
    """The customer's paper: in her draft, or anew after it was sent back. `seen`: the version she saw.

    What a draft no longer names is removed; what was sent stays as it was seen.
    """
    casework.lock(loan)
    if not loan.takes_paper(paper):
        raise casework.IllegalMove(f"{loan.reference} was sent; its {paper} stands")
    given = value.get("pages", []) if value["way"] == Way.UPLOAD else []
    if len(attachments_of(loan.customer_id, given)) != len(given):
        raise casework.IllegalMove(f"{loan.reference} names a file that is not there")
    dropped = set(loan.pages(paper)) - set(given) if loan.way(paper) == Way.UPLOAD else set()
    if loan.is_draft:
        loan.warnings_given, loan.touched_at = 0, now
    casework.answer(loan, paper, value, AnswerSource.CUSTOMER, by, now, seen)
    if loan.is_draft:
        for page in attachments_of(loan.customer_id, dropped):
            attachments.erase(page)


@operation
def add_pages(
    loan: LoanApplication,
    paper: Question,
    public_ids: Sequence[str],
    by: Actor,
    now: datetime,
    seen: int | None = None,
    instead: bool = False,
) -> None:
    """The officer's photos of a paper, behind what she sent or instead of it: in a file, or in a walk-in's draft."""
    expect_open(loan, by, now)
    is_taken = loan.status in AT_THE_COUNTER and paper in loan.papers and public_ids
    if not is_taken or len(attachments_of(loan.customer_id, public_ids)) != len(public_ids):
        raise casework.IllegalMove(f"{loan.reference} takes no paper now")
    before = loan.pages(paper) if loan.way(paper) == Way.UPLOAD and not instead else []
    value = {"way": Way.UPLOAD, "pages": [*before, *public_ids]}
    casework.answer(loan, paper, value, AnswerSource.OFFICER, by, now, seen)


@operation
def turn_page(
    loan: LoanApplication, paper: Question, public_id: str, turned: str, by: Actor, now: datetime, seen: int
) -> None:
    """The officer turned a page that nobody judged: the copy `turned` stands in its place, the source stays.

    The page as it came stays too, unless the officer may take it out.
    """
    page = _page_to_change(loan, paper, public_id, by, now, seen)
    if loan.paper_state(paper) != Paper.SENT:
        raise casework.IllegalMove(f"{loan.reference}: {paper} was judged; its pages stand")
    is_to_go = public_id != turned and queries.may_be_removed(loan, paper, page, by.person_id or 0)
    pages = [turned if each == public_id else each for each in loan.pages(paper)]
    source = AnswerSource(loan.current_answers[paper].source)
    casework.answer(loan, paper, {"way": Way.UPLOAD, "pages": pages}, source, by, now, seen)
    if is_to_go:
        attachments.erase(page)


@operation
def remove_page(
    loan: LoanApplication, paper: Question, public_id: str, by: Actor, now: datetime, seen: int
) -> None:
    """The officer takes out a page that he added by mistake, before anybody judged it; its file is gone.

    Where none is left, what the customer gave counts again, unless that was sent back: then she brings it.
    """
    page = _page_to_change(loan, paper, public_id, by, now, seen)
    if not queries.may_be_removed(loan, paper, page, by.person_id or 0):
        raise casework.IllegalMove(f"{loan.reference}: this page of {paper} is not the officer's to remove")
    value, source = _without(loan, paper, public_id)
    casework.answer(loan, paper, value, source, by, now, seen)
    record(loan.subject, PaperEvent.PAGE_REMOVED, by, now, question=paper)
    attachments.erase(page)


def _page_to_change(
    loan: LoanApplication, paper: Question, public_id: str, by: Actor, now: datetime, seen: int
) -> Attachment:
    """A page of the version that the officer saw, in a file or a draft that is open to the branch."""
    expect_open(loan, by, now)
    if loan.status not in AT_THE_COUNTER:
        raise casework.IllegalMove(f"{loan.reference} takes no paper now")
    page, answer = queries.page_of(loan, paper, public_id), loan.current_answers.get(paper)
    if page is None or answer is None or answer.version != seen:
        raise casework.AnswerChanged(f"{loan.reference} {paper}: {seen} is no longer the last")
    return page


def _without(loan: LoanApplication, paper: Question, public_id: str) -> tuple[dict[str, Any], AnswerSource]:
    left = [each for each in loan.pages(paper) if each != public_id]
    if left or loan.is_draft:
        source = AnswerSource(loan.current_answers[paper].source)
        return {"way": Way.UPLOAD, "pages": left}, source
    given = queries.given_paper(loan, paper)
    check = loan.paper_check(paper)
    if given and not (check and check.verdict == Verdict.SENT_BACK):
        return given, AnswerSource.CUSTOMER
    return {"way": Way.BRING}, AnswerSource.OFFICER


@operation
def judge_paper(
    loan: LoanApplication,
    paper: Question,
    verdict: Verdict,
    by: Actor,
    now: datetime,
    *,
    seen: tuple[int, int],
    reason: SendBackReason | None = None,
    words: str = "",
) -> None:
    """An officer's verdict on the paper that was on the page; sent back, it tells the customer why.

    `seen`: the answer's version, and the number of the last verdict that the page showed (0: none);
    `casework.AnswerChanged` or `JudgedMeanwhile` when one of them is no longer the last.
    """
    if verdict == Verdict.SENT_BACK and not (reason and words):
        raise ValueError("a paper that is sent back says why")
    expect_open(loan, by, now)
    if loan.status != LoanStatus.AT_BRANCH or paper not in loan.papers or not loan.pages(paper):
        raise casework.IllegalMove(f"{loan.reference} has no {paper} to look at")
    _expect_same(loan, paper, *seen)
    check = LoanPaperCheck(
        loan=loan,
        number=len(loan.paper_checks) + 1,
        question=paper,
        version=seen[0],
        verdict=verdict,
        by_id=by.person_id,
        at=now,
    )
    loan.touched_at = now
    if verdict == Verdict.SENT_BACK:
        check.reason, check.words = reason, words
    db.session.add(check)
    _tell_of(check, by, now)


def _tell_of(check: LoanPaperCheck, by: Actor, now: datetime) -> None:
    detail = {"question": check.question, "version": check.version}
    if check.verdict == Verdict.VERIFIED:
        record(check.loan.subject, PaperEvent.VERIFIED, by, now, **detail)
        return
    record(check.loan.subject, PaperEvent.SENT_BACK, by, now, reason=check.reason, **detail)
    facts = {"reference": check.loan.reference, "paper": check.question, "reason": check.reason}
    tell(check.loan.customer_id, "loan paper sent back", now, **facts)


def _expect_same(loan: LoanApplication, paper: Question, version: int, number: int) -> None:
    last = loan.paper_check(paper)
    if loan.current_answers[paper].version != version:
        raise casework.AnswerChanged(f"{loan.reference} {paper}: {version} is no longer the last")
    if (last.number if last else 0) != number:
        raise JudgedMeanwhile(f"{loan.reference} {paper}: {number} is no longer the last verdict")


@operation
def remove_files(loan: LoanApplication) -> None:
    """Remove every file that it brought, except those that another application of hers rests on."""
    for page in queries.papers_in(loan):
        attachments.erase(page)


@operation
def expect_open(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Hold the file; `IllegalMove` once it is closed, `casework.OtherHands` where it is the officer's own."""
    casework.lock(loan)
    casework.expect_other_hands(loan, by)
    if not loan.is_file_open(now):
        raise casework.IllegalMove(f"{loan.reference} is closed since the evening")
