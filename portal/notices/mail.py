"""Notices by e-mail: in the reader's language, with nothing in them that is nobody else's business."""

import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template, url_for
from flask_babel import force_locale
from markupsafe import escape

from portal import clock
from portal.identity.models import Customer
from portal.jobs.operations import TryLater
from portal.languages import LOCALES, served
from portal.notices.labels import wording
from portal.notices.models import Notice
from portal.notices.queries import notice_and_customer
from portal.preferences.queries import contact_needs, of_person
from portal.preferences.rules import ContactNeed, Preferences
from portal.web.templating import bank, reference

TIMEOUT = 10  # seconds


def send_notice(payload: dict[str, Any]) -> None:
    """The handler of "notice e-mail": `TryLater` while the mail server does not take it."""
    found = notice_and_customer(payload["public_id"])
    if found and _wants_mail(found[1]):
        send(compose(*found))


def _wants_mail(reader: Customer) -> bool:
    refused = ContactNeed.NO_EMAIL in contact_needs(reader.id)
    return bool(current_app.config["SMTP_URL"] and reader.email and not refused)


def compose(notice: Notice, reader: Customer) -> EmailMessage:
    """The message in the reader's language and size: that there is news, and the way to it."""
    chosen = of_person(reader.id) or Preferences()
    locale = served(chosen.locale or current_app.config["DEFAULT_LOCALE"])
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]), force_locale(locale):
        said, facts = wording(notice.kind), notice.facts
        words = {"name": reader.name, **said.words(facts)}
        marked = words | ({"reference": reference(words["reference"])} if "reference" in words else {})
        link = url_for("notices.show", public_id=notice.public_id, _external=True)
        page = {
            "subject": said.outside % words,
            "heading": escape(str(said.outside)) % marked,
            "link": link,
            "host": urlsplit(link).netloc,
            "mode": chosen.mode,
            "language": LOCALES[locale],
        }
        text = render_template("notices/mail.txt", **page)
        message = letter(locale, str(reader.email), page["subject"], text, notice.public_id)
        message.add_alternative(render_template("notices/mail.html", **page), subtype="html")
        message["Content-Language"] = LOCALES[locale].tag  # again: an alternative takes such headers with it
    return message


def letter(locale: str, to: str, subject: str, text: str, name: str) -> EmailMessage:
    """A plain-text e-mail from the bank, in the language at hand; `name` is what makes its Message-ID unique."""
    message = EmailMessage()
    message["Subject"] = subject
    message["To"] = Address(addr_spec=to)
    message["From"] = Address(display_name=bank().name, addr_spec=current_app.config["MAIL_FROM"])
    message["Date"] = clock.now()
    message["Auto-Submitted"] = "auto-generated"
    message["Message-ID"] = f"<{name}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>"
    message.set_content(text)
    message["Content-Language"] = LOCALES[locale].tag
    return message


def send(message: EmailMessage) -> None:
    """Give it to the mail server; `TryLater` while that does not take it."""
    server = urlsplit(current_app.config["SMTP_URL"])
    try:
        with smtplib.SMTP(server.hostname or "", server.port or 25, timeout=TIMEOUT) as smtp:
            smtp.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(f"mail server: {type(error).__name__}") from error
