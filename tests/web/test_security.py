"""What browsers are told, whom the portal answers to, and which forms it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.banks import Template, open_bank
from tests.page import Client

SignIn = Callable[..., Client]
NOTHING_ELSE = {"'none'", "'self'"}


@pytest.fixture
def bank(bank_template: Template, clock: object, instance: Path) -> Iterator[Callable[..., Any]]:
    """A bank with settings of its own."""
    url = bank_template.copy(instance)

    @contextmanager
    def opened(**settings: Any) -> Iterator[Flask]:
        with open_bank(instance, url, **settings) as app:
            yield app

    yield opened
    bank_template.drop(url)


def policy(response: TestResponse) -> dict[str, set[str]]:
    directives = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: set(words[1:]) for words in (directive.split() for directive in directives)}


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/preferences", "/loans/", "/nowhere", "/healthz", "/sign-out"]
)
def test_nothing_but_our_own_files_runs_or_loads(anyone: Client, path: str) -> None:
    response = anyone.browser.get(path)
    told = policy(response)
    assert told["default-src"] == told["base-uri"] == told["frame-ancestors"] == {"'none'"}
    assert set().union(*told.values()) == NOTHING_ELSE
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_https_is_kept_to_once_it_was_used(anyone: Client) -> None:
    header = "Strict-Transport-Security"
    assert header not in anyone.browser.get("/").headers
    secure = anyone.browser.get("/", base_url="https://localhost/")
    assert secure.headers[header] == "max-age=63072000; includeSubDomains"


def test_what_a_person_saw_is_stored_nowhere(sign_in: SignIn, anyone: Client) -> None:
    james = sign_in("james")
    for path in ("/", "/accounts/", "/help/", "/loans/"):
        assert james.browser.get(path).cache_control.no_store
    assert anyone.browser.get("/accounts/", follow_redirects=True).cache_control.no_cache
    assert not anyone.browser.get("/").cache_control.no_store
    assert anyone.browser.get("/nowhere").cache_control.no_store
    assert anyone.browser.post("/sign-in").cache_control.no_store


def test_an_answer_varies_with_all_that_makes_it(anyone: Client) -> None:
    vary = set(anyone.browser.get("/").vary)
    assert {"cookie", "accept-language", "hx-request", "hx-request-type"} <= {name.lower() for name in vary}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused(probe_free: Client, host: str) -> None:
    response = probe_free.browser.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.fixture
def probe_free(app: Flask, anyone: Client) -> Client:
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    return anyone


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8000"])
def test_our_own_hosts_are_answered(anyone: Client, host: str) -> None:
    assert anyone.browser.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("token", [None, "", "forged", "{other}"])
def test_a_form_needs_the_token_of_its_own_browser(
    anyone: Client, app: Flask, sign_in: SignIn, token: str | None
) -> None:
    james = sign_in("james")
    typed = {} if token is None else {"csrf_token": token.replace("{other}", anyone.csrf_token)}
    response = james.browser.post("/sign-out", data=typed)
    assert response.status_code == 400
    james.get("/accounts/")


def test_the_token_is_wanted_from_swaps_too(sign_in: SignIn) -> None:
    response = sign_in("james").browser.post("/sign-out", headers={"HX-Request": "true"})
    assert response.status_code == 400


def test_a_form_over_https_must_come_from_our_own_pages(anyone: Client) -> None:
    https = "https://localhost/"
    anyone.browser.get("/sign-in", base_url=https)
    response = anyone.browser.post(
        "/sign-in",
        base_url=https,
        data={"csrf_token": anyone.csrf_token, "sign_in_name": "james", "password": "x"},
        headers={"Referer": "https://evil.example/"},
    )
    assert response.status_code == 400


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_bound_to_host_and_scheme(bank: Callable[..., Any], secure: bool) -> None:
    with bank(SECURE_COOKIES=secure) as app:
        for line in cookies_of_a_visit(app, "https://localhost/" if secure else "http://localhost/"):
            name, *attributes = [part.strip() for part in line.split(";")]
            assert name.startswith("__Host-") is secure
            assert ("Secure" in attributes) is secure, line
            assert "Path=/" in attributes, line
            assert {"HttpOnly", "SameSite=Lax"} <= set(attributes) or "Max-Age=0" in attributes, line
            assert not any(attribute.startswith("Domain") for attribute in attributes)


def cookies_of_a_visit(app: Flask, base_url: str) -> list[str]:
    """Every cookie that a browser is given from its first page to its last, sign-out included."""
    browser, lines = app.test_client(), list[str]()

    def visit(method: str, path: str, **typed: str) -> str:
        response = browser.open(
            path, method=method, data=typed or None, base_url=base_url, headers={"Referer": base_url}
        )
        assert response.status_code in (200, 303), response.status
        lines.extend(response.headers.getlist("Set-Cookie"))
        return response.text

    def token() -> str:
        return visit("GET", "/preferences").partition('name="csrf_token" value="')[2].partition('"')[0]

    visit("GET", "/?mode=elder&lang=ar")
    visit("POST", "/sign-in", csrf_token=token(), sign_in_name="james", password="harbour-demo-2026")
    visit("POST", "/sign-out", csrf_token=token())
    names = {line.partition("=")[0].removeprefix("__Host-") for line in lines}
    assert names == {"browser", "preferences", "signed-in", "known-to"}
    return lines


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_a_proxy_is_believed_only_when_there_is_one(
    bank: Callable[..., Any], proxies: int, address: str
) -> None:
    from flask import request

    with bank(PROXIES=proxies, TRUSTED_HOSTS=["localhost"]) as app:

        @app.get("/probe")
        def where() -> Any:
            return {"address": request.remote_addr, "secure": request.is_secure, "host": request.host}

        headers = {
            "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
            "X-Forwarded-Proto": "https",
        }
        seen = app.test_client().get("/probe", headers=headers).json
    assert seen == {"address": address, "secure": bool(proxies), "host": "localhost"}
