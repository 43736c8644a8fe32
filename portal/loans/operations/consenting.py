"""What she agrees to, changed as easily as it was given."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.casework.models import AnswerSource
from portal.db import operation
from portal.loans.models import LoanApplication
from portal.loans.operations.withdrawing import withdraw
from portal.loans.rules import CONSENT_VERSION, ConsentPurpose, Question


@operation
def change_consent(
    loan: LoanApplication, purpose: ConsentPurpose, given: bool, locale: str, by: Actor, now: datetime
) -> None:
    """She agrees to a purpose, or takes it back; without the necessary one nobody decides, so it is withdrawn.

    Once it is closed, only contact about offers is left to be taken back.
    """
    casework.lock(loan)
    has_effect = purpose == ConsentPurpose.OFFERS and not given if loan.is_closed else not loan.is_draft
    if not has_effect:
        raise casework.IllegalMove(f"{loan.reference}: nothing is done with consents in {loan.status}")
    agreed = set(loan.value(Question.CONSENTS)) - {purpose} | ({purpose} if given else set())
    casework.change_consent(loan, purpose, CONSENT_VERSION, given, locale, by, now)
    value = [each.value for each in ConsentPurpose if each in agreed]
    casework.answer(loan, Question.CONSENTS, value, AnswerSource.CUSTOMER, by, now)
    if purpose == ConsentPurpose.PROCESS and not given:
        withdraw(loan, by, now)
