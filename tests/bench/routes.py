"""What is measured: pages of people who are really signed in, and one step that is really saved."""

from collections.abc import Iterator
from http import HTTPStatus

from flask import Flask

from portal.identity.passwords import DEMO_PASSWORD
from portal.web.idempotency import fresh_key
from tests.bench.calls import Environ, Route, form, page
from tests.factories import loans
from tests.page import Client

COMPARED = "amount=1500000&months=240&amount_2=1500000&months_2=360"
SAVES_A_DRAFT = 5
"""After so many answers to one question the next draft's turn comes: nobody changes his mind for ever."""


def bare() -> Flask:
    """The least that Flask can do."""
    app = Flask("bare")
    app.get("/")(lambda: "Hello")
    return app


def signed_in(app: Flask, name: str) -> Client:
    """A browser of the demo person, in English and standard mode whatever the person likes."""
    client = Client(app)
    client.get("/?lang=en&mode=standard")
    client.get("/sign-in").form("sign-in").fill(sign_in_name=name, password=DEMO_PASSWORD).submit()
    client.get("/?lang=en&mode=standard")
    return client


def all_routes(
    small: Flask, large: Flask, reader: Client, reader_among_many: Client, saves: int
) -> list[Route]:
    """Every measured route, the bare one first. `saves`: how many steps will be saved."""
    applicant = signed_in(small, "amina")
    sent = loans.submitted(applicant, paper="bring", purpose_detail="Flour and oil")
    steps = _steps(applicant, saves)
    decided = loans.submitted(signed_in(small, "chen"), paper="bring", purpose_detail="Flour and oil")
    loans.in_review(signed_in(small, "officer"), decided)
    return [
        Route("bare Flask text route", bare(), page("/")),
        Route("/ signed out", small, page("/")),
        Route("home, signed in, 25 of 1,000 cases", small, page("/", reader)),
        Route("home, signed in, 25 of 1,000,000 cases", large, page("/", reader_among_many)),
        Route("my requests, 25 of 1,000 cases", small, page("/my-requests/", reader)),
        Route("my requests, 25 of 1,000,000 cases", large, page("/my-requests/", reader_among_many)),
        Route(
            "status page of an application", small, page(f"/loans/applications/{sent.reference}", applicant)
        ),
        Route("a product, 240 months worked out", small, page("/loans/mortgage")),
        Route("two choices compared", small, page(f"/loans/mortgage/comparison?{COMPARED}")),
        Route(
            "a file in review", small, page(f"/staff/loans/{decided.reference}", signed_in(small, "reviewer"))
        ),
        Route("one saved step", small, lambda: next(steps), HTTPStatus.SEE_OTHER),
    ]


def _steps(client: Client, saves: int) -> Iterator[Environ]:
    """Posts of an amount, each different from the one before and with a key of its own."""
    for _ in range(0, saves, SAVES_A_DRAFT):
        question = client.get("/loans/inclusive").form("start").submit()
        for version in range(SAVES_A_DRAFT):
            fields = {
                "csrf_token": client.csrf_token,
                "idempotency_key": fresh_key(),
                "version": str(version),
                "answer": str(50_000 + version * 1_000),
            }
            yield form(question.path, fields, client)
