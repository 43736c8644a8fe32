"""The inbox is always written; it is her own alone, and says things in her language."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.db import db, transaction
from portal.identity.queries import person_named
from portal.notices.models import Notice
from portal.notices.operations import tell
from portal.notices.queries import MANY, PAGE, inbox, unread_count
from tests.factories import loans
from tests.page import SWAP, Client
from tests.stored import is_stored

SignIn = Callable[..., Client]


def tell_many(app: Flask, name: str, count: int) -> list[str]:
    with app.app_context(), transaction():
        person = person_named(name)
        assert person is not None
        made = [tell(person.id, "loan withdrawn", now(), reference=f"L-{number}") for number in range(count)]
        return [notice.public_id for notice in made]


def test_a_notice_is_read_in_the_readers_language_of_today(sign_in: SignIn) -> None:
    james = sign_in("james")
    sent = loans.submitted(james)
    words = f"We have your pre-application {sent.reference}"
    link = next(link for link in james.get("/inbox/").links if link.startswith(words))
    assert james.page is not None
    page = james.page.follow(link)
    assert sent.code in page.text
    assert "Harbour East" in page.text
    assert "Zhang Min" in page.text
    address = page.url
    chinese = james.get(f"{address}?lang=zh_Hans")
    assert "海港东支行" in chinese.text
    assert "张敏" in chinese.text


def test_what_it_tells_is_sealed(app: Flask, sign_in: SignIn) -> None:
    sent = loans.submitted(sign_in("james"))
    assert not is_stored(app, f'"{sent.code}"')
    assert is_stored(app, sent.reference)


def test_reading_is_an_act_of_its_own(app: Flask, sign_in: SignIn) -> None:
    [public_id] = tell_many(app, "james", 1)
    james = sign_in("james")
    page = james.get(f"/inbox/{public_id}")
    assert unread(app) == 1
    page.form_to("/reading").submit()
    assert unread(app) == 0
    first = read_at(app, public_id)
    james.post(f"/inbox/{public_id}/reading")
    assert read_at(app, public_id) == first


def test_where_there_is_a_script_opening_it_is_reading_it(app: Flask, sign_in: SignIn) -> None:
    [public_id] = tell_many(app, "james", 1)
    james = sign_in("james")
    [part] = james.get(f"/inbox/{public_id}").find("[hx-trigger=load]")
    sent = json.loads(str(part["hx-vals"]))
    assert james.browser.post(str(part["hx-post"]), data=sent, headers=SWAP).text == ""
    assert unread(app) == 0
    assert not james.get(f"/inbox/{public_id}").find("[hx-trigger=load]")


def unread(app: Flask) -> int:
    with app.app_context():
        person = person_named("james")
        assert person is not None
        return unread_count(person)


def read_at(app: Flask, public_id: str) -> object:
    with app.app_context():
        return db.session.scalars(select(Notice.read_at).where(Notice.public_id == public_id)).one()


@pytest.mark.parametrize("path", ["/inbox/{}", "/inbox/{}/reading"])
def test_another_persons_notice_and_a_missing_one_look_the_same(
    app: Flask, sign_in: SignIn, path: str
) -> None:
    [hers] = tell_many(app, "lina", 1)
    james = sign_in("james")
    ask = james.post if path.endswith("reading") else james.get
    answers = [ask(path.format(which), status=404) for which in (hers, "missing")]
    assert answers[0].text == answers[1].text
    assert read_at(app, hers) is None


def test_a_long_inbox_comes_in_pages(app: Flask, sign_in: SignIn) -> None:
    tell_many(app, "james", PAGE + 3)
    james = sign_in("james")
    first = james.get("/inbox/")
    older = next(str(link["href"]) for link in first.find("main a[href*=before]"))
    second = james.get(older)
    assert f"L-{PAGE + 2}" in first.text
    assert len(first.find("main li")) >= PAGE
    assert not second.find("main a[href*=before]")


def test_pages_cover_everything_once(app: Flask) -> None:
    made = tell_many(app, "james", 2 * PAGE)
    with app.app_context():
        person = person_named("james")
        assert person is not None
        first, key, _all = inbox(person)
        second, end, _all = inbox(person, key)
    assert [notice.public_id for notice in (*first, *second)] == made[::-1]
    assert end is None


def test_unread_notices_are_counted_up_to_a_hundred(app: Flask) -> None:
    tell_many(app, "james", MANY + 5)
    assert unread(app) == MANY + 1


def test_an_empty_inbox_says_so(sign_in: SignIn) -> None:
    assert sign_in("lina").get("/inbox/").h1


def test_unread_is_said_in_title_heading_navigation_and_row(app: Flask, sign_in: SignIn) -> None:
    first, _second = tell_many(app, "james", 2)
    james = sign_in("james")
    page = james.get("/inbox/")
    assert page.title.startswith("Inbox (2 unread)")
    assert [tag.get_text() for tag in page.find("h1 + p .tag")] == ["2 unread"]
    assert len(page.find("main .is-unread")) == 2
    assert "2 unread" in page.find("nav a[href='/inbox/']")[0].get_text()
    page = james.get(f"/inbox/{first}").form("reading").submit()
    assert [tag.get_text() for tag in page.find("main .notices .tag")] == ["New", "Read"]
    assert page.title.startswith("Inbox (1 unread)")


def test_more_than_a_hundred_are_not_counted(app: Flask, sign_in: SignIn) -> None:
    tell_many(app, "james", MANY + 5)
    page = sign_in("james").get("/inbox/")
    assert "more than 99 unread" in page.title
    assert page.find(".nav-count")[0].get_text() == "99+"


def test_nothing_unread_is_not_said(sign_in: SignIn) -> None:
    page = sign_in("lina").get("/inbox/?mode=standard")
    assert "unread" not in page.html
    assert not page.find(".nav-count")


def test_a_refusal_asks_the_database_nothing_more(app: Flask, sign_in: SignIn) -> None:
    tell_many(app, "james", 1)
    james = sign_in("james")
    assert james.get("/inbox/").find(".nav-count")
    assert not james.get("/there-is-no-such-page", status=404).find(".nav-count")
