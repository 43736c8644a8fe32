"""At the branch: the file is opened with the customer's code, completed, and sent to review."""

import hmac
from collections.abc import Callable
from datetime import datetime

from portal.audit.models import Actor
from portal.audit.operations import record
from portal.casework import operations as casework
from portal.db import operation
from portal.loans import queries
from portal.loans.models import LoanApplication, PickUpCode
from portal.loans.operations.applications import Incomplete
from portal.loans.operations.clean import begin_review
from portal.loans.operations.evenings import this_evening
from portal.loans.operations.papers import expect_open
from portal.loans.parties.operations import expect_signed
from portal.loans.rules import (
    MOST_WRONG_TRIES,
    CodeProblem,
    CodeRefused,
    LoanAction,
    LoanStatus,
    Question,
)
from portal.notices.operations import tell


class Unconfirmed(Incomplete):
    """The branch proposed answers that the customer has not settled yet."""


def check_code(loan: LoanApplication, typed: str, now: datetime) -> PickUpCode:
    """The live code, if `typed` is it; else `CodeRefused`. Counts nothing: see `weigh_code`."""
    code = queries.code_of(loan)
    if loan.status == LoanStatus.WITHDRAWN:
        raise CodeRefused(CodeProblem.WITHDRAWN)
    if code is None or code.dead_at is not None:
        raise CodeRefused(CodeProblem.DEAD)
    if code.used_at is not None:
        raise CodeRefused(CodeProblem.USED)
    if not code.is_live(now):
        raise CodeRefused(CodeProblem.EXPIRED)
    if not hmac.compare_digest(code.digits, typed):
        raise CodeRefused(CodeProblem.WRONG, MOST_WRONG_TRIES - code.wrong_tries - 1)
    return code


def check_used_code(loan: LoanApplication, typed: str, now: datetime) -> PickUpCode:
    """The code that opened the file, if `typed` is it, typed again to confirm; else `CodeRefused`."""
    code = queries.code_of(loan)
    if code is None or code.used_at is None or code.wrong_tries >= MOST_WRONG_TRIES:
        raise CodeRefused(CodeProblem.DEAD)
    if not loan.is_file_open(now):
        raise CodeRefused(CodeProblem.EXPIRED)
    if not hmac.compare_digest(code.digits, typed):
        raise CodeRefused(CodeProblem.WRONG, MOST_WRONG_TRIES - code.wrong_tries - 1)
    return code


@operation
def weigh_code(
    loan: LoanApplication,
    typed: str,
    by: Actor,
    now: datetime,
    check: Callable[[LoanApplication, str, datetime], PickUpCode] = check_code,
) -> CodeRefused | None:
    """Why `check` refuses the typed code, if so. A wrong one is counted; five kill what is unused."""
    casework.lock(loan)
    casework.expect_other_hands(loan, by)
    try:
        check(loan, typed, now)
    except CodeRefused as refused:
        if refused.problem == CodeProblem.WRONG:
            _count_wrong_try(loan, by, now)
        return refused
    return None


@operation
def pick_up(loan: LoanApplication, typed: str, by: Actor, now: datetime) -> None:
    """Open the file at the branch with the customer's code: her consent, used once."""
    casework.lock(loan)
    casework.expect_other_hands(loan, by)
    code = check_code(loan, typed, now)
    code.used_at = now
    facts = {"file_open_until": this_evening(now)}
    casework.move(loan, LoanAction.PICK_UP, by, now, facts)
    tell(loan.customer_id, "loan picked up", now, reference=loan.reference)


@operation
def send_to_review(loan: LoanApplication, by: Actor, now: datetime) -> None:
    """Every paper was compared with its original and everybody named has signed; the bank's time begins.

    `Incomplete` while a paper or a question is open, `Unconfirmed` while the customer has to settle a change,
    `PartiesOpen` while somebody named has not signed.
    """
    expect_open(loan, by, now)
    if loan.unseen_papers or loan.unanswered:
        raise Incomplete([*loan.unseen_papers, *loan.unanswered])
    if loan.open_proposals:
        raise Unconfirmed([Question(each.question) for each in loan.open_proposals])
    expect_signed(loan)
    begin_review(loan, by, now)


def _count_wrong_try(loan: LoanApplication, by: Actor, now: datetime) -> None:
    code = queries.code_of(loan)
    if code is not None:
        code.wrong_tries += 1
        is_dead = code.wrong_tries >= MOST_WRONG_TRIES and code.used_at is None
        code.dead_at = now if is_dead else None
        record(loan.subject, "wrong code", by, now, tries=code.wrong_tries, kills=is_dead)
        if is_dead:
            tell(loan.customer_id, "loan code dead", now, reference=loan.reference)
