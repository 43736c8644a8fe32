"""Notices by SMS, through the bank's HTTP gateway: what happened and no more, since a telephone lies open.

A message has no link and no number to call, so that one that has them is known not to be ours.
"""

import json
import logging
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import phonenumbers
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from phonenumbers import PhoneNumberType

from portal import clock
from portal.identity.models import Customer
from portal.jobs.operations import TryLater
from portal.languages import served
from portal.notices.labels import wording
from portal.notices.models import Notice
from portal.notices.queries import notice_and_customer
from portal.notices.rules import when_awake
from portal.preferences.queries import contact_needs, of_person
from portal.preferences.rules import ContactNeed, Preferences
from portal.web.templating import bank

TIMEOUT = 10  # seconds
OLD_NEWS = timedelta(days=1)  # after so long, and once it was read, the inbox alone tells it
RECEIVES_SMS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
NOT_OUR_MESSAGE = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.GONE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""What the gateway will never take. Every other refusal is about the gateway or our settings, and is mended there."""

log = logging.getLogger(__name__)


def send_notice(payload: dict[str, Any]) -> None:
    """The handler of "notice SMS": `TryLater` by night, and while the gateway does not take it."""
    found = notice_and_customer(payload["public_id"])
    if found is None or not current_app.config["SMS_URL"]:
        return
    notice, reader = found
    now = clock.now()
    is_news = notice.read_at is None and now - notice.created_at < OLD_NEWS
    if is_news and (to := _number(reader)):
        if (awake := when_awake(now, current_app.config["TIMEZONE"])) > now:
            raise TryLater("it is night", until=awake)
        send({"id": notice.public_id, "to": to, "text": compose(notice, reader)})


def compose(notice: Notice, reader: Customer) -> str:
    """The message in the reader's language: the bank's name, and what happened as an e-mail's subject says it."""
    chosen = of_person(reader.id) or Preferences()
    locale = served(chosen.locale or current_app.config["DEFAULT_LOCALE"])
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]), force_locale(locale):
        said = wording(notice.kind)
        return _(
            "%(bank)s: %(subject)s. Sign in as usual to read it. Our text messages never carry links.",
            bank=bank().name,
            subject=said.outside % said.words(notice.facts),
        )


def mobile_number(written: str | None, country: str) -> str | None:
    """A number as people write it in E.164, "+8613800138000"; None where no SMS would arrive.

    `country` (ISO 3166) is what a number without a country code belongs to.
    """
    try:
        number = phonenumbers.parse(written or "", country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in RECEIVES_SMS:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def send(message: dict[str, str]) -> None:
    """Give it to the gateway, which knows by the id what it was given before; `TryLater` while it takes nothing."""
    settings = current_app.config
    headers = {"Content-Type": "application/json"}
    if settings["SMS_TOKEN"]:
        headers["Authorization"] = f"Bearer {settings['SMS_TOKEN']}"
    request = Request(settings["SMS_URL"], json.dumps(message).encode(), headers)  # noqa: S310  (config checks it)
    try:
        _opener.open(request, timeout=TIMEOUT).close()
    except HTTPError as refusal:
        refusal.close()
        if refusal.code not in NOT_OUR_MESSAGE:
            raise TryLater(f"SMS gateway: {refusal.code}") from refusal
        log.warning("the SMS gateway refused notice %s: %s", message["id"], refusal.code)
    except (OSError, HTTPException) as error:
        raise TryLater(f"SMS gateway: {type(error).__name__}") from error


def _number(reader: Customer) -> str | None:
    """Where she wants to be told; None where she does not, or has no mobile."""
    if ContactNeed.NO_SMS in contact_needs(reader.id):
        return None
    return mobile_number(reader.phone, current_app.config["CALENDAR"])


class _Stay(HTTPRedirectHandler):
    """The token and the number go to the gateway of the settings and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_opener = build_opener(_Stay)
