"""Files of a paper on their way in, online and at the branch: stored and noted, or turned."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash

from portal import clock
from portal.attachments.checking import Checked, Refused
from portal.attachments.labels import REFUSALS
from portal.attachments.models import Attachment
from portal.attachments.operations import attach
from portal.attachments.storage import store, turned
from portal.audit.models import Actor
from portal.casework.operations import AnswerChanged
from portal.identity.sessions import current_actor
from portal.loans.models import LoanApplication


def kept_files(loan: LoanApplication, checked: Sequence[Checked], by: Actor | None = None) -> list[str]:
    """Store the files; their public ids. `by`: who brought them, where it is not the hand that stores them."""
    names = [store(loan.customer_id, each) for each in checked]
    hand, now = by or current_actor(), clock.now()
    return [
        attach(loan.customer_id, each, name, hand, now).public_id
        for each, name in zip(checked, names, strict=True)
    ]


def turned_page(loan: LoanApplication, page: Attachment) -> str:
    """The public id of a copy that is turned a quarter clockwise; the page's own where that fails, which is said.

    Who brought the page brought the copy: a turn makes it nobody else's. `AnswerChanged` if it was removed just now.
    """
    try:
        copy = turned(page, 1)
    except FileNotFoundError as gone:
        raise AnswerChanged(f"{loan.reference}: page {page.public_id} is gone") from gone
    except Refused as refused:
        flash(str(REFUSALS[refused.reason]), "stop")
        return page.public_id
    (fresh,) = kept_files(loan, [copy], replace(current_actor(), person_id=page.by_id))
    return fresh
