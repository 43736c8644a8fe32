"""The invitation by e-mail: a link, and neither names nor amounts, for the address may be mistyped."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.languages import served
from portal.loans import labels
from portal.loans.parties.models import LoanParty
from portal.notices.mail import letter, send


def send_invitation(payload: dict[str, Any]) -> None:
    """The handler of "invitation e-mail": nothing goes out for a link that is used, renewed or removed."""
    party = db.session.scalar(select(LoanParty).where(LoanParty.public_id == payload["public_id"]))
    if party is None or party.token_hash != payload["link"] or not current_app.config["SMTP_URL"]:
        return
    if party.token and party.email and party.is_standing and clock.now() < party.expires_at:
        send(_compose(party))


def _compose(party: LoanParty) -> Any:
    locale = served(party.locale)
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]), force_locale(locale):
        subject = _("You are invited to sign for a loan")
        text = render_template(
            "loans/parties/invitation.txt",
            subject=subject,
            role=labels.PARTY_ROLES[party.party_role],
            meaning=labels.PARTY_MEANINGS[party.party_role],
            link=url_for("loans.invitation", token=party.token, _external=True),
            expires_at=party.expires_at,
        )
        return letter(locale, str(party.email), subject, text, f"{party.public_id}.{party.token_hash[:12]}")
