"""A reader's preferences: in a cookie before sign-in, with the person after it."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.db import transaction
from portal.identity.models import Person
from portal.identity.queries import person_named
from portal.languages import LOCALES
from portal.preferences.models import PreferenceRow
from portal.preferences.operations import keep
from portal.preferences.queries import contact_needs, of_person
from portal.preferences.rules import Mode, Preferences
from tests.page import Client, Page

SignIn = Callable[..., Client]


def person(app: Flask, name: str) -> Person:
    with app.app_context():
        found = person_named(name)
        assert found is not None
        return found


def kept(app: Flask, name: str) -> Preferences | None:
    with app.app_context():
        return of_person(person(app, name).id)


def root(page: Page) -> dict[str, str]:
    assert page.soup.html is not None
    return {str(name): str(value) for name, value in page.soup.html.attrs.items()}


@pytest.mark.parametrize("code", LOCALES)
def test_every_language_can_be_chosen_and_english_stands_in_until_it_is_whole(
    anyone: Client, code: str
) -> None:
    page = anyone.get(f"/?lang={code}")
    language = LOCALES[code] if LOCALES[code].whole else LOCALES["en"]
    assert (page.lang, root(page)["dir"]) == (language.tag, language.direction)
    assert Preferences.load(anyone.cookie("preferences")) == Preferences(locale=code)
    assert anyone.get("/help/").lang == language.tag


def test_a_language_that_is_not_whole_stays_chosen(sign_in: SignIn) -> None:
    minh = sign_in("minh")
    form = minh.get("/preferences").form("preferences")
    assert form.values["locale"] == ["vi"]
    form.fill(text_size="150").submit()
    kept = Preferences.load(minh.cookie("preferences"))
    assert kept is not None
    assert (kept.locale, kept.text_size) == ("vi", "150")


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_can_be_chosen_by_address(anyone: Client, mode: str) -> None:
    assert root(anyone.get(f"/loans/inclusive?mode={mode}"))["data-mode"] == mode
    assert root(anyone.get("/"))["data-mode"] == mode


@pytest.mark.parametrize("query", ["lang=xx", "mode=xx", "lang=", "mode=", "lang=EN", "lang=../../etc"])
def test_an_unknown_choice_is_not_one(anyone: Client, query: str) -> None:
    assert anyone.get(f"/?{query}").lang == "en"
    assert anyone.cookie("preferences") is None


@pytest.mark.parametrize(
    "junk", ["{", "[]", "null", '{"mode": 7}', "[" * 3000, "\xff\xfe", '{"locale":["ar"]}']
)
def test_a_junk_cookie_is_as_none(app: Flask, anyone: Client, junk: str) -> None:
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    anyone.browser.set_cookie("preferences", junk)
    response = anyone.browser.get("/")
    assert response.status_code == 200
    assert 'data-mode="standard"' in response.text


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("ar-EG", "ar"),
        ("de-DE,de;q=0.9", "en"),
        ("de, ar;q=0.5", "ar"),
        ("vi", "en"),
        ("", "en"),
        (";;;,,q=", "en"),
    ],
)
def test_a_first_visit_is_in_the_browsers_language(anyone: Client, asked: str, lang: str) -> None:
    response = anyone.browser.get("/", headers={"Accept-Language": asked})
    assert f'<html lang="{lang}"' in response.text
    assert "Accept-Language" in response.vary


def test_the_cookie_stands_above_the_browser_and_the_address_above_the_cookie(anyone: Client) -> None:
    anyone.get("/?lang=ar")
    chinese = {"Accept-Language": "zh-CN"}
    assert '<html lang="ar"' in anyone.browser.get("/", headers=chinese).text
    assert '<html lang="en"' in anyone.browser.get("/?lang=en", headers=chinese).text


def test_an_address_changes_the_cookie_and_not_the_person(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    page = james.get("/accounts/?lang=ar&mode=elder")
    assert (page.lang, root(page)["data-mode"]) == ("ar", "elder")
    assert kept(app, "james") == Preferences(locale="en")


def test_an_address_chooses_even_where_no_page_is_made(anyone: Client) -> None:
    anyone.get("/accounts/?lang=zh_Hans", status=303)
    assert anyone.get("/").lang == "zh-Hans"


def test_signing_in_brings_the_persons_own(anyone: Client) -> None:
    anyone.get("/?lang=ar")
    form = anyone.get("/sign-in").form("sign-in")
    page = form.fill(sign_in_name="xiulan", password="harbour-demo-2026").submit()
    assert (page.lang, root(page)["data-mode"]) == ("zh-Hans", "elder")
    loaded = Preferences.load(anyone.cookie("preferences"))
    assert loaded == Preferences(locale="zh_Hans", mode="elder")


def test_who_never_chose_keeps_what_the_browser_had(app: Flask, anyone: Client) -> None:
    with app.app_context(), transaction() as session:
        row = session.get(PreferenceRow, person(app, "james").id)
        session.delete(row)
    anyone.get("/?mode=accessible")
    form = anyone.get("/sign-in").form("sign-in")
    page = form.fill(sign_in_name="james", password="harbour-demo-2026").submit()
    assert root(page)["data-mode"] == "accessible"


def test_the_page_keeps_everything_in_cookie_and_person(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    form = james.get("/preferences").forms[0]
    form.fill(locale="ar", mode="accessible", text_size="150", contrast="high", motion="reduced")
    page = form.fill(contact_needs=["no_email", "braille"]).submit()
    wanted = Preferences("ar", "accessible", "150", "high", "reduced")
    assert page.lang == "ar"
    assert page.flash
    assert root(page)["data-contrast"] == "high"
    assert Preferences.load(james.cookie("preferences")) == kept(app, "james") == wanted
    with app.app_context():
        assert contact_needs(person(app, "james").id) == {"no_email", "braille"}
    form = james.get("/preferences").forms[0]
    assert sorted(form.values["contact_needs"]) == ["braille", "no_email"]
    assert (form.values["mode"], form.values["text_size"]) == (["accessible"], ["150"])


def test_needs_can_be_taken_back(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    james.get("/preferences").forms[0].fill(contact_needs=["no_email"]).submit()
    james.get("/preferences").forms[0].fill(contact_needs=[]).submit()
    with app.app_context():
        assert contact_needs(person(app, "james").id) == frozenset()


def test_keeping_choices_leaves_the_needs(app: Flask) -> None:
    james = person(app, "james").id
    with app.app_context(), transaction():
        keep(james, Preferences(locale="en"), ["braille"])
        keep(james, Preferences(locale="ar"))
    with app.app_context():
        assert contact_needs(james) == {"braille"}
        assert of_person(james) == Preferences(locale="ar")
        assert of_person(0) is None


def test_a_visitor_chooses_for_this_browser_only(app: Flask, anyone: Client) -> None:
    page = anyone.get("/preferences").forms[0].fill(mode="elder", text_size="200").submit()
    assert root(page)["data-mode"] == "elder"
    assert not page.find("[name=contact_needs]")


@pytest.mark.parametrize("field", ["locale", "mode", "text_size", "contrast", "motion"])
def test_what_is_not_offered_is_refused_and_nothing_is_changed(
    app: Flask, sign_in: SignIn, field: str
) -> None:
    james = sign_in("james")
    values = {"locale": "en", "mode": "elder", "text_size": "200", "contrast": "auto", "motion": "auto"}
    james.post("/preferences", values | {field: "xx"}, status=422)
    assert kept(app, "james") == Preferences(locale="en")


def test_the_switch_keeps_the_rest_of_the_address(anyone: Client) -> None:
    page = anyone.get("/loans/inclusive?amount=50000&months=24")
    switches = [str(link["href"]) for link in page.find("a[href*='lang=ar']")]
    assert switches
    assert all("amount=50000" in href and "months=24" in href for href in switches)
