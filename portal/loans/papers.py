"""The papers of an application as its pages show them: where each stands, with its files to look at."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.attachments.models import Attachment
from portal.attachments.queries import attachments_of
from portal.loans import labels
from portal.loans.models import LoanApplication, LoanPaperCheck
from portal.loans.queries import may_be_removed
from portal.loans.rules import Paper, Question, Way


@dataclass(frozen=True)
class Page:
    """One file of a paper."""

    public_id: str
    title: str
    note: str
    file_url: str
    thumbnail_url: str | None


@dataclass(frozen=True)
class Sheet:
    """A paper on a checklist."""

    paper: Question
    name: Any
    state: Paper
    state_words: Any
    kind: str
    pages: list[Page]
    check: LoanPaperCheck | None
    version: int
    """Of the answer; 0 where there is none."""
    may_turn: bool = False
    removable: frozenset[str] = frozenset()
    """What the officer at the counter may do to its pages now; these by their public ids."""

    @property
    def slug(self) -> str:
        return slug(self.paper)

    @property
    def is_new(self) -> bool:
        """Whether she sent it again after it was sent back."""
        return self.state == Paper.SENT and self.check is not None

    @property
    def is_sent_back(self) -> bool:
        return self.state == Paper.SENT_BACK


def slug(paper: Question) -> str:
    """A paper's name in addresses and ids."""
    return paper.replace("_", "-")


def own_sheets(loan: LoanApplication) -> list[Sheet]:
    """All papers, with the customer's own addresses."""
    return _sheets(loan, "loans.page", {"ref": loan.reference})


def staff_sheets(loan: LoanApplication, officer_id: int | None = None) -> list[Sheet]:
    """All papers, with the addresses of the branch and the reviewer.

    `officer_id`: of the officer who completes it now, with what he may do to the pages.
    """
    return _sheets(loan, "staff_loans.page", {"ref": loan.reference}, officer_id)


def paper_on_page(loan: LoanApplication, paper: Question) -> dict[str, Any]:
    """What the question's page shows of a paper; the bank's own pages are not hers to change."""
    sheet = next(each for each in own_sheets(loan) if each.paper == paper)
    return {
        "sheet": sheet,
        "pages": sheet.pages if loan.way(paper) == Way.UPLOAD else [],
        "slug": sheet.slug,
        "paper_reason": labels.PAPER_REASONS[paper],
        "paper_accepted": labels.PAPER_ACCEPTED[paper],
        "labels": labels,
    }


def _sheets(
    loan: LoanApplication, endpoint: str, address: dict[str, str], officer_id: int | None = None
) -> list[Sheet]:
    wanted = [page for paper in loan.papers for page in loan.pages(paper)]
    files = {each.public_id: each for each in attachments_of(loan.customer_id, wanted)}
    return [_sheet(loan, paper, files, endpoint, address, officer_id) for paper in loan.papers]


def _sheet(
    loan: LoanApplication,
    paper: Question,
    files: dict[str, Attachment],
    endpoint: str,
    address: dict[str, str],
    officer_id: int | None,
) -> Sheet:
    state, answer = loan.paper_state(paper), loan.current_answers.get(paper)
    there = [files[public_id] for public_id in loan.pages(paper) if public_id in files]
    place = {**address, "name": slug(paper)}
    own = [each for each in there if officer_id and may_be_removed(loan, paper, each, officer_id)]
    return Sheet(
        paper=paper,
        name=labels.ANSWERS[paper],
        state=state,
        state_words=labels.PAPER_TAGS[state],
        kind=labels.PAPER_KINDS[state],
        pages=[_page(each, number, len(there), endpoint, place) for number, each in enumerate(there, 1)],
        check=loan.paper_check(paper),
        version=answer.version if answer else 0,
        may_turn=officer_id is not None and state == Paper.SENT,
        removable=frozenset(each.public_id for each in own),
    )


def _page(file: Attachment, number: int, count: int, endpoint: str, place: dict[str, str]) -> Page:
    here: dict[str, Any] = {**place, "public_id": file.public_id}
    return Page(
        public_id=file.public_id,
        title=_("File %(number)s of %(count)s", number=number, count=count),
        note=ngettext("PDF, %(num)s page", "PDF, %(num)s pages", file.pages) if file.is_pdf else _("Photo"),
        file_url=url_for(f"{endpoint}_file", **here),
        thumbnail_url=url_for(f"{endpoint}_thumbnail", **here) if file.has_thumbnail else None,
    )
