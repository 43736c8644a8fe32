"""E-mail: in the reader's language and mode, with nothing in it that is nobody else's business."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal import languages
from portal.clock import now
from portal.db import transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.jobs.queries import oldest_waiting
from portal.notices.mail import compose, send_notice
from portal.preferences.rules import Preferences
from tests.clocks import MovableClock
from tests.factories import loans
from tests.mail import MailServer
from tests.notices.everything import KINDS, LOCALES, REFERENCE, notice, secrets
from tests.notices.people import prefer, tell_person
from tests.page import Client

SignIn = Callable[..., Client]
Drain = Callable[[], int]
INBOX = "http://127.0.0.1:8000/inbox/"
PHONE, PHONE_LINK = "+86 21 5550 1234", "tel:+862155501234"


def parts(server: MailServer) -> tuple[str, str]:
    [message] = server.received
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_it_says_that_there_is_news_and_where(app: Flask, mail_server: MailServer, drain: Drain) -> None:
    tell_person(app, "james")
    assert drain() == 1
    [message] = mail_server.received
    assert message["To"] == "james@customers.example"
    assert "no-reply@harbour-bank.example" in message["From"]
    assert "Harbour Bank" in message["From"]
    assert message["Subject"] == "Our decision on L-7K3M-92QF-5"
    assert message["Content-Language"] == "en"
    plain, html = parts(mail_server)
    assert "http://127.0.0.1:8000/inbox/" in plain
    assert '<html lang="en" dir="ltr">' in html


def test_it_is_dated_and_asks_for_no_automatic_answer(
    app: Flask, mail_server: MailServer, drain: Drain, clock: MovableClock
) -> None:
    tell_person(app, "james")
    drain()
    [message] = mail_server.received
    assert abs(message["Date"].datetime - clock.now) < timedelta(minutes=1)
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_every_kind_is_whole_and_tells_nobody_else_anything(app: Flask, locale: str, mode: str) -> None:
    prefer(app, "james", Preferences(locale=locale, mode=mode))
    hidden, language = secrets(app), languages.LOCALES[locale]
    with app.app_context():
        james = person_named("james")
        assert isinstance(james, Customer)
        for kind in KINDS:
            message = compose(notice(kind, james), james)
            plain, html = (message.get_body((each,)).get_content() for each in ("plain", "html"))  # type: ignore[union-attr]
            page = BeautifulSoup(html, "lxml")
            assert page.html is not None
            assert page.h1 is not None
            assert (page.html["lang"], page.html["dir"]) == (language.tag, language.direction)
            assert [link["href"].partition("?")[0] for link in page("a")] == [INBOX + "a-notice", PHONE_LINK]
            assert plain.splitlines()[0] == page.h1.get_text() == message["Subject"]
            read = plain + page.html.get_text()
            for known in (REFERENCE, INBOX + "a-notice", urlsplit(INBOX).netloc, PHONE):
                read = read.replace(known, "")
            assert not any(unicodedata.category(each) in ("Nd", "Sc") for each in read), read
            assert [secret for secret in hidden if secret.casefold() in read.casefold()] == []


def test_a_reference_is_never_broken_in_two(app: Flask, mail_server: MailServer, drain: Drain) -> None:
    prefer(app, "james", Preferences(locale="ar"))
    tell_person(app, "james")
    drain()
    plain, html = parts(mail_server)
    assert '<bdi dir="ltr" class="ref">L-7K3M-92QF-5</bdi>' in html
    assert ".ref { white-space: nowrap }" in html
    assert f"\u2066{PHONE}\u2069" in plain, "no right-to-left line turns the number around"


def test_its_link_opens_the_notice_after_signing_in(
    app: Flask, mail_server: MailServer, drain: Drain, anyone: Client
) -> None:
    tell_person(app, "james")
    drain()
    plain, _html = parts(mail_server)
    link = next(line for line in plain.splitlines() if line.startswith("http"))
    form = anyone.get(link.removeprefix("http://127.0.0.1:8000")).form("sign-in")
    page = form.fill(sign_in_name="james", password="harbour-demo-2026").submit()
    assert page.h1 == "Our decision on L-7K3M-92QF-5"


def test_it_carries_no_secret_amount_or_reason(
    app: Flask, sign_in: SignIn, mail_server: MailServer, drain: Drain, clock: MovableClock
) -> None:
    james = sign_in("james")
    sent = loans.submitted(james, amount=50_000)
    loans.decided(sign_in("reviewer"), loans_in_review(sign_in, sent), "refuse")
    assert drain() == 3, "the decision may be taken back still"
    clock.forward(minutes=10)
    assert drain() == 1
    whole = "".join(bytes(message).decode() for message in mail_server.received)
    whole += "".join(str(message.get_body(("plain",)).get_content()) for message in mail_server.received)  # type: ignore[union-attr]
    for secret in (sent.code, "50,000", "50000", "Corner bakery", "减少三万元", "James", "P4482913"):
        assert secret not in whole, secret


def loans_in_review(sign_in: SignIn, sent: loans.Sent) -> loans.Sent:
    loans.in_review(sign_in("officer"), sent)
    return sent


@pytest.mark.parametrize(
    ("chosen", "lang", "large"),
    [
        (Preferences(locale="zh_Hans", mode="elder"), "zh-Hans", True),
        (Preferences(locale="ar"), "ar", False),
        (Preferences(locale="vi"), "en", False),
        (Preferences(), "en", False),
    ],
)
def test_it_speaks_the_readers_language_and_size(
    app: Flask, mail_server: MailServer, drain: Drain, chosen: Preferences, lang: str, large: bool
) -> None:
    prefer(app, "xiulan", chosen)
    tell_person(app, "xiulan")
    drain()
    [message] = mail_server.received
    _plain, html = parts(mail_server)
    assert message["Content-Language"] == lang
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html
    assert ("font: 22px" in html) is large
    assert (message["Subject"] == "Our decision on L-7K3M-92QF-5") is (lang == "en")


def test_who_wants_no_mail_gets_none_and_has_the_inbox(
    app: Flask, sign_in: SignIn, mail_server: MailServer, drain: Drain
) -> None:
    prefer(app, "james", Preferences(locale="en"), "no_email")
    tell_person(app, "james")
    assert drain() == 1
    assert mail_server.received == []
    assert "Our decision on L-7K3M-92QF-5" in sign_in("james").get("/inbox/").text


@pytest.mark.parametrize("name", ["officer", "partner"])
def test_staff_have_the_inbox_of_their_own_mail_not_ours(
    app: Flask, mail_server: MailServer, drain: Drain, name: str
) -> None:
    tell_person(app, name)
    assert drain() == 1
    assert mail_server.received == []


def test_without_a_mail_server_in_the_settings_nothing_waits(app: Flask, drain: Drain) -> None:
    tell_person(app, "james")
    assert drain() == 1


def test_without_an_address_there_is_no_mail(app: Flask, mail_server: MailServer, drain: Drain) -> None:
    with app.app_context(), transaction():
        james = person_named("james")
        assert isinstance(james, Customer)
        james.email = None
    tell_person(app, "james")
    assert drain() == 1
    assert mail_server.received == []


def test_a_notice_that_is_gone_is_no_mail(app: Flask, mail_server: MailServer) -> None:
    with app.app_context():
        send_notice({"public_id": "gone"})
    assert mail_server.received == []


def test_a_server_that_is_dead_gets_it_when_it_lives_again(
    app: Flask, mail_server: MailServer, drain: Drain, clock: MovableClock
) -> None:
    mail_server.stop()
    tell_person(app, "james")
    assert drain() == 0
    clock.forward(seconds=20)
    assert drain() == 0
    mail_server.start()
    clock.forward(seconds=11)
    assert drain() == 1
    assert drain() == 0
    assert len(mail_server.received) == 1
    with app.app_context():
        assert oldest_waiting(now()) is None


def test_the_same_notice_sent_twice_is_known_by_its_id(
    app: Flask, mail_server: MailServer, drain: Drain
) -> None:
    """A worker that dies between sending and finishing sends again; mail programs show it once."""
    tell_person(app, "james")
    drain()
    identity = str(mail_server.received[0]["Message-ID"])
    with app.app_context():
        send_notice({"public_id": identity.strip("<>").partition("@")[0]})
    assert [str(message["Message-ID"]) for message in mail_server.received] == [identity, identity]
