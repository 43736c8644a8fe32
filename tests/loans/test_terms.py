"""A long term is said in years and months, in each language's own plural, wherever a person reads one."""

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.loans import describing, labels
from portal.loans.rules import PRODUCTS, Question
from tests.conftest import SignIn
from tests.loans import quickly
from tests.page import Client

LOCALES = ("en", "zh_Hans", "ar")
TERMS = {
    1: ("1 month", "1个月", "شهر واحد"),
    6: ("6 months", "6个月", "6 أشهر"),
    12: ("12 months", "12个月", "12 شهرًا"),
    18: ("18 months", "18个月", "18 شهرًا"),
    24: ("2 years (24 months)", "2年（24个月）", "سنتان (24 شهرًا)"),
    30: ("30 months", "30个月", "30 شهرًا"),
    36: ("3 years (36 months)", "3年（36个月）", "3 سنوات (36 شهرًا)"),
    120: ("10 years (120 months)", "10年（120个月）", "10 سنوات (120 شهرًا)"),
    132: ("11 years (132 months)", "11年（132个月）", "11 سنة (132 شهرًا)"),
    240: ("20 years (240 months)", "20年（240个月）", "20 سنة (240 شهرًا)"),
    360: ("30 years (360 months)", "30年（360个月）", "30 سنة (360 شهرًا)"),
}


@pytest.mark.parametrize("count", TERMS)
def test_a_term_in_words(app: Flask, count: int) -> None:
    for locale, words in zip(LOCALES, TERMS[count], strict=True):
        with app.test_request_context(), force_locale(locale):
            assert labels.term(count) == words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "mortgage",
            ("5, 10, 15, 20, 25 and 30 years", "5、10、15、20、25和30年", "5 و10 و15 و20 و25 و30 سنة"),
        ),
        ("inclusive", ("6, 12, 18, 24 and 36 months", "6、12、18、24和36个月", "6 و12 و18 و24 و36 شهرًا")),
    ],
)
def test_the_terms_of_a_product_as_staff_read_them(app: Flask, code: str, said: tuple[str, ...]) -> None:
    for locale, words in zip(LOCALES, said, strict=True):
        with app.test_request_context(), force_locale(locale):
            listed = [
                " ".join(text.replace("،", "").split()) for _name, text in describing.facts(PRODUCTS[code])
            ]
            assert words in listed


@pytest.mark.parametrize("locale", LOCALES)
def test_an_example_its_choices_and_its_comparison(anyone: Client, locale: str) -> None:
    words = TERMS[240][LOCALES.index(locale)]
    page = anyone.get(f"/loans/mortgage?amount=1000000&months=240&lang={locale}")
    assert words in [option.get_text() for option in page.find("#calculator select[name=months] option")]
    assert words in page.find("#example")[0].get_text()
    page = anyone.get("/loans/mortgage/comparison?amount=1000000&months=120&amount_2=1000000&months_2=240")
    assert TERMS[120][LOCALES.index(locale)] in page.find("#comparison p")[0].get_text()


def test_from_the_question_to_the_decision(app: Flask, sign_in: SignIn) -> None:
    """The question, the check, her page, the reviewer's list and file: 36 months; an offer: 24."""
    chinese, elder, reviewer = TERMS[36][1], sign_in("xiulan"), sign_in("reviewer")
    draft = quickly.draft(app, term=36)
    assert chinese in elder.get(f"/loans/applications/{draft}/{Question.TERM}").text
    assert chinese in elder.get(f"/loans/applications/{draft}/check").text
    sent = quickly.in_review(app, "chen", term=36)
    assert chinese in sign_in("chen").get(f"/loans/applications/{sent.reference}").text
    assert chinese in reviewer.get("/staff/loans/").text
    assert chinese in reviewer.get(f"/staff/loans/{sent.reference}").text
    offered = quickly.offered(app, months=24)
    assert TERMS[24][1] in elder.get(f"/loans/applications/{offered.reference}").text
