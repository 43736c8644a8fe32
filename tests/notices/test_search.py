"""Searching an inbox that is sealed: in any script, in the reader's words, in a window that goes on when asked."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from portal.clock import now
from portal.db import transaction
from portal.notices import queries
from portal.notices.operations import tell
from portal.notices.queries import PAGE, search
from portal.preferences.rules import Preferences
from portal.web.forms import LONGEST_SEARCH
from tests.conftest import SignIn
from tests.loans import quickly
from tests.notices.people import prefer
from tests.page import Client, Page

OWNER = {"en": "Zhang Min", "zh_Hans": "张敏", "ar": "تشانغ مين"}
PLACE = {"en": "Harbour East", "zh_Hans": "海港东支行", "ar": "فرع الميناء الشرقي"}


@pytest.fixture
def james(app: Flask, sign_in: SignIn) -> Client:
    """Three messages, the newest last."""
    tell_james(app, "loan party signed", reference="L-7K3M-92QF-5", person="Nguyễn Văn Đức")
    tell_james(app, "loan handed over", reference="L-7K3M-92QF-5", owner=OWNER, branch=PLACE)
    tell_james(app, "loan party signed", reference="L-2222-3333-4", person="أَمِينَة السيد")
    return sign_in("james")


def tell_james(app: Flask, kind: str, **facts: object) -> None:
    with app.app_context(), transaction():
        tell(quickly.someone("james").id, kind, now(), **facts)


def find(client: Client, words: str, status: int = 200, **more: object) -> Page:
    return client.get(f"/inbox/?{urlencode({'words': words, **more})}", status)


def found(page: Page) -> int:
    return len(page.find("main .notices li"))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("7k3m", 2),
        ("l-2222-3333-4", 1),
        ("SIGNED", 2),
        ("nguyen duc", 1),
        ("امينه", 1),
        ("zhang EAST", 1),
        ("٢٢٢٢", 1),
        ("signed L-9999", 0),
        ("  ", 3),
        ("%", 0),
    ],
)
def test_it_finds_parts_of_words_in_any_script(james: Client, words: str, count: int) -> None:
    page = find(james, words)
    assert found(page) == count
    for link in page.links.values():
        james.get(link)


def test_it_is_the_readers_words_that_are_searched(app: Flask, james: Client) -> None:
    assert found(find(james, "张敏")) == 0
    prefer(app, "james", Preferences(locale="zh_Hans"))
    james.get("/inbox/?lang=zh_Hans")
    assert found(find(james, "张敏 海港东")) == 1
    assert found(find(james, "Zhang Min")) == 0


def test_the_form_keeps_what_was_typed_and_leads_back_to_all(james: Client) -> None:
    page = find(james, "signed")
    assert page.form("search").values["words"] == "signed"
    assert "2 messages fit." in page.text
    assert page.find("details[open] #search")
    assert found(page.follow("See all messages")) == 3
    assert not james.get("/inbox/").find("details[open] #search")


def test_without_a_find_it_says_what_to_do_next(james: Client) -> None:
    page = find(james, "umbrella")
    assert "No message fits" in page.text
    assert "another spelling" in page.text
    assert page.find("main .empty a")[0]["href"] == "/inbox/"


@pytest.mark.parametrize(
    ("length", "status"), [(LONGEST_SEARCH, 200), (LONGEST_SEARCH + 1, 422), (10_000, 422)]
)
def test_a_search_has_a_hundred_characters(james: Client, length: int, status: int) -> None:
    page = find(james, "张" * length, status)
    if status == 422:
        assert page.errors == ["Search for at most 100 characters: a name or a few words are enough."]
        assert page.form("search").values["words"] == "张" * length
        assert not page.find("main .empty")


def test_what_fits_comes_in_pages(app: Flask, james: Client) -> None:
    for number in range(PAGE + 3):
        tell_james(app, "loan withdrawn", reference=f"L-{number}")
    first = find(james, "you took")
    older = next(link for link in first.links.values() if "before=" in link)
    second = james.get(older)
    assert (found(first), found(second)) == (PAGE, 3)
    assert "words=you" in older
    assert "messages fit" not in first.text + second.text
    assert "before=" not in "".join(second.links.values())


def test_it_looks_at_so_many_and_goes_on_when_asked(
    app: Flask, james: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WINDOW", 2)
    page = find(james, "nguyen")
    assert found(page) == 0
    assert "We looked back to" in page.text
    further = page.follow("Look further back")
    assert found(further) == 1
    assert "We looked back to" not in further.text


def test_the_window_ends_exactly_where_the_inbox_does(
    app: Flask, james: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WINDOW", 3)
    assert "We looked back to" not in find(james, "umbrella").text


def test_nobody_elses_messages_are_found(app: Flask, james: Client, sign_in: SignIn) -> None:
    assert found(find(sign_in("lina"), "signed")) == 0
    with app.app_context():
        assert search(quickly.someone("lina"), "", lambda _notice: [""]).notices == []
