"""Who may decide what, how long an answer is waited for, and when the machine says yes."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from portal.casework.rules import CaseEvent
from portal.loans.rules.checks import every_check_passed
from portal.loans.rules.findings import Facts, Finding
from portal.loans.rules.product import Product
from portal.loans.rules.statuses import LoanAction, LoanStatus
from portal.money import Money

DECISION_CLOCK = "decision"
SECOND_LOOK_CLOCK = "second look"
DECIDING_CLOCKS = frozenset({DECISION_CLOCK, SECOND_LOOK_CLOCK})
"""By each of them somebody decides; their time passes while the branch is open."""

HANDLING: frozenset[str] = frozenset(
    {
        LoanAction.PICK_UP,
        LoanAction.HAND_BACK,
        LoanAction.SEND_TO_REVIEW,
        CaseEvent.IDENTITY_SEEN,
        "party identified",
    }
)
"""Who did one of these in a file's history worked on it, whatever he wrote into it."""

OFFER_KEPT = timedelta(days=14)
"""How long an offer waits for her; then a person decides again."""
SECOND_LOOK_WITHIN = timedelta(days=30)
"""After the refusal. Source: CBIRC Order 2020-3, by which a customer may ask for a review."""
WITHDRAWAL_DAYS = 14
"""After signing. Source: Directive (EU) 2023/2225, article 26."""


class OfferAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Asked(StrEnum):
    """What is asked of the customer, beside each of the application's papers."""

    EXPLANATION = "explanation"
    HANDED_BACK = "handed_back"
    """What the branch's message says, where it hands the file back."""


def machine_may_approve(findings: Sequence[Finding], facts: Facts, product: Product) -> bool:
    """Whether the loan is small enough and clean enough to approve itself. There is no machine's no."""
    limit = product.machine_limit
    return limit is not None and facts.amount <= limit and every_check_passed(list(findings))


def needs_second_eyes(amounts: Collection[Money], product: Product) -> bool:
    """Whether two reviewers must agree, by the amount that was asked and the one that is offered."""
    return any(amount > product.second_eyes_above for amount in amounts)


def may_decide(
    status: LoanStatus, person_id: int, handlers: Collection[int | None], deciders: Sequence[int]
) -> bool:
    """Whether this person may decide it now, by what he did to it before.

    `handlers` worked on the file before it came to review; `deciders` wrote its decisions, the last one last.
    """
    if person_id in handlers:
        return False
    match status:
        case LoanStatus.IN_REVIEW:
            return True
        case LoanStatus.IN_SECOND_REVIEW:
            return deciders[-1:] != [person_id]
        case LoanStatus.IN_SECOND_LOOK:
            return person_id not in deciders
    return False


def may_ask_second_look(
    status: LoanStatus, decided_at: datetime | None, had_second_look: bool, now: datetime
) -> bool:
    """Within the time after a refusal, once: what the second look decides is final."""
    in_time = decided_at is not None and now <= decided_at + SECOND_LOOK_WITHIN
    return status == LoanStatus.REFUSED and in_time and not had_second_look
