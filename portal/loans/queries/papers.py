from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.attachments.models import Attachment
from portal.attachments.queries import attachment_of, attachments_of
from portal.casework.models import AnswerSource
from portal.db import db
from portal.loans.models import LoanApplication, LoanPaperCheck
from portal.loans.rules import (
    HELD_FOR,
    LoanStatus,
    Paper,
    Question,
    Verdict,
    Way,
)


def pages_of(loan: LoanApplication, paper: Question) -> list[Attachment]:
    """The files of a paper that are there, in their order."""
    return attachments_of(loan.customer_id, loan.pages(paper))


def page_of(loan: LoanApplication, paper: Question, public_id: str) -> Attachment | None:
    """One of the paper's files."""
    return attachment_of(loan.customer_id, public_id) if public_id in loan.pages(paper) else None


def papers_in(loan: LoanApplication) -> list[Attachment]:
    """Every file that this application brought, the replaced ones too; not what another one rests on."""
    others = db.session.scalars(
        select(LoanApplication)
        .where(LoanApplication.customer_id == loan.customer_id, LoanApplication.id != loan.id)
        .options(selectinload(LoanApplication.answers))
    )
    elsewhere = {page for other in others for page in _named_in(other)}
    return attachments_of(loan.customer_id, sorted(_named_in(loan) - elsewhere))


def _named_in(loan: LoanApplication) -> set[str]:
    values = [answer.value for answer in loan.answers if Question(answer.question).is_paper]
    return {page for value in values for page in _named_by(value)}


def _named_by(value: Mapping[str, Any]) -> list[str]:
    return [page for page in [*value.get("pages", []), value.get("attachment")] if page]


def given_paper(loan: LoanApplication, paper: Question) -> dict[str, Any] | None:
    """What the customer herself answered last, while its files are there."""
    hers = [each for each in loan.answers if each.question == paper and each.source == AnswerSource.CUSTOMER]
    value: dict[str, Any] | None = hers[-1].value if hers else None
    named = _named_by(value) if value else []
    return value if len(attachments_of(loan.customer_id, named)) == len(named) else None


def may_be_removed(loan: LoanApplication, paper: Question, page: Attachment, officer_id: int) -> bool:
    """Whether the officer may take the page out: one of his own that nobody judged; of a draft every one."""
    if loan.way(paper) != Way.UPLOAD:
        return False
    judged = {check.version for check in loan.paper_checks if check.question == paper}
    answers = [each for each in loan.answers if each.question == paper and each.version in judged]
    is_judged = any(page.public_id in _named_by(each.value) for each in answers)
    return loan.is_draft or (page.by_id == officer_id and not is_judged)


@dataclass(frozen=True)
class HeldPaper:
    """A paper that the bank holds from an earlier application; verified when an officer saw the original."""

    verified_at: datetime
    pages: list[str]

    @property
    def value(self) -> dict[str, Any]:
        """As an answer."""
        return {"way": Way.HELD, "pages": self.pages, "verified_at": self.verified_at.isoformat()}


def held_paper(loan: LoanApplication, paper: Question, now: datetime) -> HeldPaper | None:
    """The last paper of this kind that an officer verified for her, if that is not too long ago.

    What she withdrew takes its papers with it, except those that this application rests on already.
    """
    checks = db.session.scalars(
        select(LoanPaperCheck)
        .join(LoanPaperCheck.loan)
        .where(
            LoanApplication.customer_id == loan.customer_id,
            LoanPaperCheck.case_id != loan.id,
            LoanPaperCheck.question == paper,
            LoanPaperCheck.verdict == Verdict.VERIFIED,
            LoanPaperCheck.at >= now - HELD_FOR,
        )
        .order_by(LoanPaperCheck.at.desc(), LoanPaperCheck.id.desc())
    )
    for check in checks:
        pages = check.loan.pages(paper)
        stands = check.loan.paper_state(paper) == Paper.CHECKED and check.loan.way(paper) == Way.UPLOAD
        stands = stands and (check.loan.status != LoanStatus.WITHDRAWN or pages == loan.pages(paper))
        if stands and pages and len(attachments_of(loan.customer_id, pages)) == len(pages):
            return HeldPaper(check.at, pages)
    return None


def no_longer_held(loan: LoanApplication, now: datetime) -> list[Question]:
    """Papers that she chose to have reused, and that the bank may not reuse any more."""
    held = [paper for paper in loan.papers if loan.way(paper) == Way.HELD]
    return [paper for paper in held if held_paper(loan, paper, now) is None]
