"""Other terms, or conditions: offered by a reviewer, answered once by the customer."""

from datetime import date, datetime

from portal.audit.models import MACHINE, Actor
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.db import operation
from portal.loans import queries
from portal.loans.facts import facts_of
from portal.loans.holding import tell_held
from portal.loans.models import LoanApplication
from portal.loans.operations.decisions import Conclusion, conclude, expect_decidable, tell_decision
from portal.loans.parties import operations as parties
from portal.loans.rules import (
    DECISION_CLOCK,
    LoanAction,
    LoanStatus,
    OfferAnswer,
    Question,
    Terms,
    problems_of_offer,
)
from portal.notices.operations import tell
from portal.web.errors import Conflict

MOVES = {
    OfferAnswer.ACCEPTED: LoanAction.ACCEPT,
    OfferAnswer.DECLINED: LoanAction.DECLINE,
    OfferAnswer.LAPSED: LoanAction.LAPSE,
}


class OfferAnswered(Conflict):
    """The offer was answered before, or its time is over."""


@operation
def offer(
    loan: LoanApplication, terms: Terms, conditions: str, words: str, by: Actor, now: datetime, today: date
) -> None:
    """Offer these terms, under these conditions; ValueError when the rules do not pass them."""
    expect_decidable(loan, LoanAction.OFFER, by, LoanStatus.IN_REVIEW)
    if problems_of_offer(terms, facts_of(loan), loan.product, today):
        raise ValueError("an offer that the rules do not pass is none")
    conclude(loan, Conclusion(LoanAction.OFFER, words, terms=terms, conditions=conditions or None), by, now)


@operation
def answer_offer(loan: LoanApplication, number: int, answer: OfferAnswer, by: Actor, now: datetime) -> None:
    """Her yes or no to the offer of that number, once; a no gives it back to the reviewer.

    A yes to more than others signed for with her lends nothing yet: they sign again, then a person decides.
    """
    casework.lock(loan)
    offered = loan.decision
    is_asked = offered is not None and offered.number == number and offered.is_open(now)
    if loan.status != LoanStatus.OFFERED or not is_asked:
        raise OfferAnswered(loan.reference)
    tell_held(loan, now)
    _settle(loan, answer, by, now)


@operation
def lapse_offers(now: datetime) -> None:
    """What she did not answer in its time goes back to the reviewer, and she is told."""
    for loan in queries.open_offers_until(now):
        casework.lock(loan)
        if loan.status == LoanStatus.OFFERED:
            _settle(loan, OfferAnswer.LAPSED, MACHINE, now)
            tell(loan.customer_id, "loan offer lapsed", now, reference=loan.reference)


def _settle(loan: LoanApplication, answer: OfferAnswer, by: Actor, now: datetime) -> None:
    offered = loan.decision
    if offered is None:
        raise OfferAnswered(loan.reference)
    offered.answer, offered.answered_at = answer, now
    if answer == OfferAnswer.ACCEPTED and offered.terms and loan.needs_new_signatures(offered.terms):
        casework.move(loan, LoanAction.ACCEPT_TO_SIGN, by, now, number=offered.number)
        _ask_for(loan, offered.terms, by, now)
        return
    if answer == OfferAnswer.ACCEPTED:
        parties.expect_signed(loan)
        facts = {"decided_at": now, "decided_by_id": offered.by_id}
        casework.move(loan, LoanAction.ACCEPT, by, now, facts, number=offered.number)
        tell_decision(loan, by, now)
        return
    casework.move(loan, MOVES[answer], by, now, number=offered.number)
    clock = loan.running_clock(DECISION_CLOCK)
    if clock:
        casework.resume_clock(clock, by, now)


def _ask_for(loan: LoanApplication, terms: Terms, by: Actor, now: datetime) -> None:
    """What was offered is what she asks for now, and everybody beside her signs for it anew."""
    said = {
        Question.AMOUNT: {"minor": terms.amount.minor, "currency": terms.amount.currency},
        Question.TERM: terms.months,
        Question.REPAYMENT: terms.repayment.value,
    }
    for question, value in said.items():
        if question in loan.questions:
            casework.answer(loan, question, value, AnswerSource.CUSTOMER, by, now)
    parties.lapse_signatures(loan, by, now)
    tell(loan.customer_id, "loan signatures needed", now, reference=loan.reference)
