"""What a person who signed agrees to, changed as easily as it was given."""

from datetime import datetime

from portal.audit.models import Actor
from portal.casework import operations as casework
from portal.db import operation
from portal.loans.parties.models import LoanParty
from portal.loans.parties.operations.inviting import hold
from portal.loans.rules import CONSENT_VERSION, ConsentPurpose


@operation
def change_bureau_consent(party: LoanParty, given: bool, locale: str, by: Actor, now: datetime) -> None:
    """The bank may ask the credit bureau about him, or no longer; what was found before is reckoned anew.

    `IllegalMove` unless it is he, his signature stands, and it is not decided yet.
    """
    hold(party)
    if party.customer_id != by.person_id or not party.is_signed or party.loan.is_closed:
        raise casework.IllegalMove(f"{party.public_id} has nothing to agree to now")
    purpose = ConsentPurpose.BUREAU
    casework.change_consent(party.loan, purpose, CONSENT_VERSION, given, locale, by, now, party.id)
