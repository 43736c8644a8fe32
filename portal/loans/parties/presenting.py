"""The people beside the applicant as each reader sees them: she, he himself, and the branch."""

from datetime import datetime
from typing import Any

import segno
from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from portal.languages import format_money
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.presenting import drawn_qr
from portal.loans.rules import PARTY_CONSENTS, ConsentPurpose, PartyRole, PartyState, quote
from portal.money import money_in_words

Row = dict[str, Any]


def people_rows(loan: LoanApplication, now: datetime) -> list[Row]:
    """Whom she named: state, link with its picture, and what is next. Nothing of what they say of themselves."""
    return [_row(party, now) for party in loan.named_parties]


def staff_people(loan: LoanApplication, now: datetime) -> list[Row]:
    """For the file: who they are, what they said, and what they agreed to."""
    return [
        _row(party, now) | {"consents": _agreed(party), "customer": party.customer}
        for party in loan.named_parties
    ]


def own_place(party: LoanParty) -> Row:
    """What the person himself sees: the loan and his part in it; nothing that the applicant said of herself."""
    loan = party.loan
    return {
        "party": party,
        "title": place_title(party),
        "consent_hints": labels.PARTY_CONSENT_HINTS,
        "product": labels.PRODUCTS[loan.product_code].name,
        "amount": loan.amount,
        "term": labels.term(loan.months or 0),
        "repayment": labels.REPAYMENTS[loan.repayment],
        "quote": quote(loan.amount, loan.months, loan.product, loan.repayment)
        if loan.amount and loan.months
        else None,
        "role": labels.PARTY_ROLES[party.party_role],
        "meaning": labels.PARTY_MEANINGS[party.party_role],
        "applicant": loan.customer.display_name,
        "where": labels.PARTY_LOANS[loan.status],  # type: ignore[index]
        "consents": _agreed(party) if party.is_signed else [],
    }


def sentence(party: LoanParty) -> str:
    """What he signs, in one sentence, in words and digits."""
    loan, locale = party.loan, str(get_locale())
    if loan.amount is None:
        return ""
    said = {
        "name": loan.customer.display_name,
        "amount": format_money(loan.amount, locale),
        "words": money_in_words(loan.amount, locale),
        "term": labels.term(loan.months or 0),
    }
    if party.party_role == PartyRole.JOINT:
        return _(
            "I sign as joint applicant: together with %(name)s I owe the whole loan of %(amount)s (%(words)s) "
            "and its interest, over %(term)s.",
            **said,
        )
    return _(
        "I sign as guarantor: if %(name)s does not pay, I pay the loan of %(amount)s (%(words)s) and its "
        "interest, over %(term)s.",
        **said,
    )


def place_title(party: LoanParty) -> str:
    """A place in another's application, as a list names it."""
    name = party.loan.customer.display_name
    if party.party_role == PartyRole.JOINT:
        return _("Joint applicant with %(name)s", name=name)
    return _("Guarantor for %(name)s", name=name)


def place_rows(parties: list[LoanParty], now: datetime) -> list[Row]:
    """His places in others' applications, for the list of his requests."""
    return [
        {
            "title": place_title(party),
            "url": url_for("loans.party", party=party.public_id),
            "sentence": labels.PARTY_LOANS[party.loan.status],  # type: ignore[index]
            "state": _("Waits for your signature")
            if party.may_sign
            else labels.PARTY_STATES[party.state(now)],
            "state_kind": labels.PARTY_STATE_KINDS[party.state(now)],
        }
        for party in parties
    ]


def _row(party: LoanParty, now: datetime) -> Row:
    state = party.state(now)
    link = _link(party) if party.token and state in (PartyState.INVITED, PartyState.COMES) else None
    return {
        "party": party,
        "role": labels.PARTY_ROLES[party.party_role],
        "state": labels.PARTY_STATES[state],
        "kind": labels.PARTY_STATE_KINDS[state],
        "next": labels.PARTY_NEXT[state],
        "is_expired": now >= party.expires_at,
        "link": link,
        "qr": _qr(link) if link else None,
    }


def _link(party: LoanParty) -> str:
    return str(current_app.config["PUBLIC_URL"]) + url_for("loans.invitation", token=party.token)


def _qr(link: str) -> Markup:
    """Drawn anew each time: a secret link stays in no cache."""
    return drawn_qr(segno.make(link, error="m", micro=False), _("QR code with the invitation’s link"))


def _agreed(party: LoanParty) -> list[tuple[ConsentPurpose, Any, bool]]:
    """Each purpose that he was asked, in its words, and whether he agrees."""
    said = {each.purpose: each.given for each in party.consents}
    return [(each, labels.CONSENTS[each], said[each]) for each in PARTY_CONSENTS if each in said]
