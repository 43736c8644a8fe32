"""Where a file's parts are, for the branch."""

from flask import url_for

from portal.loans.models import LoanApplication
from portal.loans.papers import slug
from portal.loans.rules import Question


def file_address(loan: LoanApplication) -> str:
    return url_for("staff_loans.show", ref=loan.reference)


def answer_address(loan: LoanApplication, question: Question) -> str:
    return url_for("staff_loans.answer", ref=loan.reference, name=slug(question))


def dispute_address(loan: LoanApplication, question: Question) -> str:
    return url_for("staff_loans.doubt", ref=loan.reference, name=slug(question))


def paper_address(loan: LoanApplication, paper: Question) -> str:
    """Its place on the file's page."""
    return url_for("staff_loans.show", ref=loan.reference, _anchor=f"{slug(paper)}-paper")


def confirmation_address(loan: LoanApplication) -> str:
    """The tablet turned to the customer."""
    return url_for("staff_loans.confirmation", ref=loan.reference)


def end_address(loan: LoanApplication, done: str | None = None) -> str:
    """Where the customer gives the tablet back; `done`: what she did on it, a key of `labels.DONE`."""
    return url_for("staff_loans.end_confirmation", ref=loan.reference, done=done)
