"""A swap gets the fragment, every other request the page."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from portal.web.htmx import VARY
from tests.factories import loans
from tests.loans import quickly
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


BOOSTED = {"HX-Request": "true", "HX-Request-Type": "full", "HX-Boosted": "true"}


def test_a_form_that_the_script_sent_is_answered_with_where_to_go(sign_in: SignIn) -> None:
    james = sign_in("james")
    page = loans.draft_with(james, until="term")
    form = page.form("question").fill(answer=12)
    data = {name: value[0] if isinstance(value, list) else value for name, value in form.values.items()}
    answers = [james.browser.post(page.path, data=data, headers=BOOSTED) for _twice in range(2)]
    for response in answers:
        assert (response.status_code, response.data, response.location) == (204, b"", None)
        assert response.headers["HX-Redirect"] == page.path.replace("term", "purpose")
    assert james.browser.post(page.path, data=data).status_code == 303


def test_what_it_has_to_put_right_is_a_whole_page(sign_in: SignIn) -> None:
    james = sign_in("james")
    page = loans.draft_with(james, until="term")
    data = {"csrf_token": james.csrf_token, "answer": "13"}
    response = james.browser.post(page.path, data=data, headers=BOOSTED)
    assert response.status_code == 422
    assert '<main id="main"' in response.text


def test_a_switch_and_a_cookie_go_with_it(sign_in: SignIn) -> None:
    james = sign_in("james")
    page = loans.draft_with(james, until="purpose_detail")
    data = {"csrf_token": james.csrf_token, "answer": "flour", "switch": "lang:ar"}
    response = james.browser.post(page.path, data=data, headers=BOOSTED)
    assert (response.status_code, response.headers["HX-Redirect"].rstrip("?")) == (204, page.path)
    again = james.get(page.path)
    assert again.lang == "ar"
    assert again.find("textarea")[0].get_text().strip() == "flour"


def test_what_is_posted_is_sent_by_script_and_what_is_looked_up_is_not(sign_in: SignIn) -> None:
    james = sign_in("james")
    [example] = james.get("/loans/inclusive").find("form#calculator")
    assert not example.get("hx-boost")
    page = loans.draft_with(james, until="paper")
    [question] = page.find("form#question")
    assert "request.timeout:15m" in str(question["hx-boost"])
    [other] = james.get(page.path.replace("/paper", "/amount")).find("form#question")
    assert "request.timeout:20s" in str(other["hx-boost"])


@pytest.mark.parametrize(
    ("here", "leads"),
    [
        ("", "#paper-paper"),
        ("/staff/loans/", "#paper-paper"),
        ("/staff/loans/{ref}", ""),
        ("/staff/loans/{ref}#x", ""),
    ],
)
def test_a_place_on_the_page_one_is_at_is_opened_anew(
    app: Flask, sign_in: SignIn, here: str, leads: str
) -> None:
    """The browser would only scroll there, and show the page as it was."""
    sent, officer = quickly.at_branch(app), sign_in("officer")
    page = officer.get(f"/staff/loans/{sent.reference}")
    form = page.form("paper")
    content, name = loans.LICENCE
    data = {key: value for key, value in form.values.items() if isinstance(value, str)}
    headers = BOOSTED | {"HX-Current-URL": f"http://localhost{here.format(ref=sent.reference)}"}
    response = officer.browser.post(
        form.action, data=data | {"file": (BytesIO(content), name)}, headers=headers
    )
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == f"/staff/loans/{sent.reference}{leads}"
