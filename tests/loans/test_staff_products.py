"""What staff read of each product is made from its data."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.languages import format_money
from portal.loans import describing, labels
from portal.loans.rules import PRODUCTS, Question
from portal.money import Money
from tests.conftest import SignIn
from tests.page import Client


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    client = sign_in("officer")
    client.get("/?lang=en")
    return client


def test_the_list_leads_to_each_product(officer: Client) -> None:
    page = officer.get("/staff/loans/").follow("What we lend, and by which rules")
    products = [link for link in page.links.values() if "/products/" in link]
    assert products == [f"/staff/loans/products/{code}" for code in PRODUCTS]
    for link in products:
        officer.get(link)


@pytest.mark.parametrize("code", PRODUCTS)
def test_a_product_page_says_all_of_its_data(code: str, officer: Client, app: Flask) -> None:
    page, product = officer.get(f"/staff/loans/products/{code}"), PRODUCTS[code]
    with app.test_request_context():
        said = [
            *(value for _name, value in describing.facts(product)),
            *(str(labels.REPAYMENTS[way]) for way in product.repayments),
            *(str(labels.ANSWERS[each.question]) for each in product.questions),
            *(describing.condition(each) for each in product.questions),
            *(str(labels.PAPER_ACCEPTED[paper]) for paper in product.papers),
            *(str(labels.CHECKS[rule.check]) for rule in product.checks),
            *describing.deciders(product),
            format_money(product.second_eyes_above, "en"),
            *([format_money(product.machine_limit, "en")] if product.machine_limit else []),
        ]
    assert [words for words in said if " ".join(words.split()) not in page.text] == []


def test_conditions_and_limits_in_words(officer: Client) -> None:
    page = officer.get("/staff/loans/products/mortgage")
    for words in (
        "When “Living from” is “I am employed”",
        "At most 85% of “Price of the home”, where it says “Homes owned: No, this is the first”.",
        "With other loans it takes at most 50% of the income.",
        "It ends before the person turns 71.",
        "CN¥100,000.00 to CN¥10,000,000.00",
        "3.45%",
    ):
        assert words in page.text, words
    assert "at least 5% of the turnover" in officer.get("/staff/loans/products/technology").text


def test_other_data_makes_another_page(officer: Client, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tuple(each for each in PRODUCTS["car"].questions if each.question != Question.EMPLOYER)
    changed = replace(PRODUCTS["car"], maximum=Money(810_000_00, "CNY"), oldest_at_end=64, questions=asked)
    monkeypatch.setitem(PRODUCTS, "car", changed)
    page = officer.get("/staff/loans/products/car")
    assert "CN¥810,000.00" in page.text
    assert "turns 65" in page.text
    assert "Employer" not in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("reviewer", 200), ("head", 200), ("agent", 403), ("james", 403)]
)
def test_only_those_who_lend_read_it(who: str, status: int, sign_in: SignIn) -> None:
    client = sign_in(who)
    for address in ("/staff/loans/products/", "/staff/loans/products/car"):
        client.get(address, status=status)
    sign_in("officer").get("/staff/loans/products/there-is-no-such", status=404)
