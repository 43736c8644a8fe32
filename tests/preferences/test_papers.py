"""How I want my papers: said once, in the cookie before sign-in and with the person after it."""

import pytest
from flask import Flask

from portal.preferences.queries import of_person
from portal.preferences.rules import Preferences
from tests.conftest import SignIn
from tests.loans.quickly import someone
from tests.page import Client

PAGE = "/preferences/papers"


def kept(app: Flask, name: str) -> Preferences | None:
    with app.app_context():
        return of_person(someone(name).id)


def test_a_visitor_chooses_for_this_browser(anyone: Client) -> None:
    page = anyone.get(PAGE).form("papers").fill(print_size="24", braille="32x25").submit()
    assert page.flash
    values = anyone.get(PAGE).form("papers").values
    assert [*values["print_size"], *values["braille"], *values["paper_languages"]] == ["24", "32x25", "own"]
    loaded = Preferences.load(anyone.cookie("preferences"))
    assert loaded is not None
    assert (loaded.print_size, loaded.braille) == ("24", "32x25")


def test_the_post_is_for_customers(anyone: Client, sign_in: SignIn) -> None:
    assert not anyone.get(PAGE).find("[name=by_post]")
    assert sign_in("james").get(PAGE).find("[name=by_post]")


def test_a_persons_choice_follows_her_to_every_browser(app: Flask, sign_in: SignIn) -> None:
    sign_in("james").get(PAGE).form("papers").fill(print_size="18", paper_languages="both").submit()
    chosen = kept(app, "james")
    assert chosen is not None
    assert (chosen.print_size, chosen.paper_languages, chosen.locale) == ("18", "both", "en")
    values = sign_in("james").get(PAGE).form("papers").values
    assert [*values["print_size"], *values["paper_languages"]] == ["18", "both"]


def test_the_other_page_and_the_switches_leave_them_as_they_are(app: Flask, sign_in: SignIn) -> None:
    james = sign_in("james")
    james.get(PAGE).form("papers").fill(print_size="24").submit()
    james.get("/preferences").form("preferences").fill(mode="accessible").submit()
    james.get("/?lang=ar")
    chosen = kept(app, "james")
    assert chosen is not None
    assert (chosen.print_size, chosen.mode) == ("24", "accessible")
    assert james.get(PAGE).form("papers").values["print_size"] == ["24"]


@pytest.mark.parametrize(
    ("name", "size", "braille"), [("james", "11", "none"), ("xiulan", "18", "none"), ("fang", "11", "40x25")]
)
def test_until_she_chooses_it_follows_from_what_she_said_before(
    app: Flask, sign_in: SignIn, name: str, size: str, braille: str
) -> None:
    values = sign_in(name).get(PAGE).form("papers").values
    assert [*values["print_size"], *values["braille"]] == [size, braille]


def test_the_banks_own_language_is_offered_beside_another_only(anyone: Client) -> None:
    assert anyone.get(f"{PAGE}?lang=ar").find("[name=paper_languages]")
    assert not anyone.get(f"{PAGE}?lang=zh_Hans").find("[name=paper_languages]")


@pytest.mark.parametrize(
    ("field", "value"), [("print_size", "72"), ("braille", "80x80"), ("paper_languages", "all")]
)
def test_what_is_not_offered_is_refused(app: Flask, sign_in: SignIn, field: str, value: str) -> None:
    james, before = sign_in("james"), kept(app, "james")
    values = {"print_size": "18", "braille": "none", "paper_languages": "own"}
    james.post(PAGE, values | {field: value}, status=422)
    assert kept(app, "james") == before


def test_a_choice_of_braille_survives_a_language_that_has_none(
    anyone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    anyone.get(PAGE).form("papers").fill(braille="unpaged").submit()
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        page = anyone.get(PAGE)
        assert "Braille is not to be had" in page.text
        page.form("papers").fill(print_size="18").submit()
    values = anyone.get(PAGE).form("papers").values
    assert [*values["braille"], *values["print_size"]] == ["unpaged", "18"]
