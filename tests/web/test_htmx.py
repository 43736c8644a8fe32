"""A swap gets the fragment, every other request the page."""

from collections.abc import Callable

import pytest

from portal.web.htmx import VARY
from tests.factories import loans
from tests.page import Client

SignIn = Callable[..., Client]
REQUESTS = [
    ({}, "page"),
    ({"HX-Request": "true"}, "part"),
    ({"HX-Request": "true", "HX-Request-Type": "partial"}, "part"),
    ({"HX-Request": "true", "HX-Request-Type": "full"}, "page"),
    ({"HX-Request-Type": "partial"}, "page"),
    ({"HX-Request": "false", "HX-Request-Type": "partial"}, "page"),
]


@pytest.mark.parametrize(("headers", "wanted"), REQUESTS)
def test_the_same_address_serves_page_and_part(anyone: Client, headers: dict[str, str], wanted: str) -> None:
    response = anyone.browser.get("/loans/inclusive?amount=50000&months=12", headers=headers)
    assert response.status_code == 200
    assert ("<!doctype html>" in response.text.lower()) is (wanted == "page")
    assert response.text.count('id="example"') == 1
    assert set(VARY) <= set(response.vary) or {name.lower() for name in VARY} <= set(response.vary)


def test_the_part_is_what_the_page_includes(anyone: Client) -> None:
    asked = "/loans/inclusive?amount=50000&months=24"
    page, part = anyone.get(asked), anyone.part(asked)
    on_page = page.soup.find(id="example")
    assert on_page is not None
    assert " ".join(on_page.get_text(" ").split()) == " ".join(part.soup.get_text(" ").split())


def test_a_swap_of_somebody_signed_out_sends_the_whole_page_to_the_sign_in(anyone: Client) -> None:
    response = anyone.browser.get("/accounts/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/sign-in")


def test_a_page_of_somebody_signed_out_is_redirected(anyone: Client) -> None:
    response = anyone.browser.get("/accounts/")
    assert (response.status_code, response.location) == (303, "/sign-in")


def test_a_step_that_was_saved_by_a_swap_sends_the_whole_page_on(sign_in: SignIn) -> None:
    james = sign_in("james")
    page = loans.draft_with(james, until="term")
    form = page.form("question").fill(answer=12)
    data = {name: value[0] if isinstance(value, list) else value for name, value in form.values.items()}
    response = james.browser.post(page.path, data=data, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == page.path.replace("term", "purpose")
