"""What a loan costs, on its page and side by side: figures, words, picture, and what is typed wrong.

The figures are those of the rules, which have tests of their own.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.languages import format_money
from portal.loans import labels
from portal.loans.rules import PRODUCTS, Question, Repayment, early_repayment, quote
from portal.money import Money
from tests.conftest import SignIn
from tests.loans import quickly
from tests.page import Client, Page

Ask = Callable[..., Page]
CAR, MORTGAGE, TECHNOLOGY = (PRODUCTS[code] for code in ("car", "mortgage", "technology"))
WHOLE_AND_PART = pytest.mark.parametrize("ask", [Client.get, Client.part])


def figures(amount: Money) -> str:
    return format_money(amount, "en")


def yuan(major: int) -> Money:
    return Money(major * 100, "CNY")


@WHOLE_AND_PART
@pytest.mark.parametrize("way", Repayment)
def test_each_way_to_repay_tells_its_payments(anyone: Client, ask: Ask, way: Repayment) -> None:
    page = ask(anyone, f"/loans/study-abroad?amount=300000&months=48&repayment={way}")
    cost = quote(yuan(300_000), 48, PRODUCTS["study-abroad"], way)
    told = [dd.get_text() for dd in page.find("#example .facts dd")]
    first, last, less = (figures(each) for each in (cost.instalment, cost.last_instalment, cost.falls_by))
    payments = {
        Repayment.EQUAL_INSTALMENTS: [first],
        Repayment.EQUAL_PRINCIPAL: [first, less, last],
        Repayment.INTEREST_FIRST: [first, last],
    }
    fee = [figures(cost.fee)] if cost.fee.minor else []
    assert told[:-3] == [*payments[way], *fee]
    assert told[-2:] == [figures(cost.total_cost), figures(cost.total_payable)]


def test_the_usual_way_is_chosen_before_a_person_chooses(anyone: Client) -> None:
    form = anyone.get("/loans/technology").form("calculator")
    assert form.choices("repayment") == [way.value for way in TECHNOLOGY.repayments]
    assert form.values["repayment"] == ["interest_first"]


def test_a_product_with_one_way_asks_for_none(anyone: Client) -> None:
    page = anyone.get("/loans/inclusive?repayment=interest_first")
    assert "repayment" not in page.form("calculator").values
    assert (
        "repayment"
        not in page.form("calculator").fill(amount="８万").submit().links["Compare with another choice"]
    )


def test_what_is_typed_goes_into_the_application(sign_in: SignIn, app: Flask) -> None:
    form = sign_in("james").get("/loans/car").form("calculator")
    page = form.fill(amount="１２万", months=48, repayment="equal_principal").submit()
    page = page.form("start").submit()
    assert page.path.endswith("/car-condition")
    assert quickly.values(app, page.path.split("/")[3]) == {
        "amount": {"minor": 120_000_00, "currency": "CNY"},
        "term": 48,
        "repayment": "equal_principal",
    }


def test_what_is_typed_comes_through_the_sign_in(anyone: Client, app: Flask) -> None:
    """Whether it was worked out before or not."""
    form = anyone.get("/loans/car").form("calculator")
    form.fill(amount=90_000, months=24, repayment="equal_principal")
    page = form.submit("Sign in to begin").form("sign-in")
    page = page.fill(sign_in_name="james", password="harbour-demo-2026").submit()
    values = page.form("calculator").values
    assert (values["amount"], values["months"], values["repayment"]) == ("90000", ["24"], ["equal_principal"])
    page = page.form("start").submit()
    assert quickly.values(app, page.path.split("/")[3])["repayment"] == "equal_principal"


def test_what_was_not_worked_out_yet_counts_after_what_the_card_shows(elder: Client, app: Flask) -> None:
    """As a browser with JavaScript sends it: the calculator's fields come along with the card's."""
    page = elder.get("/loans/inclusive?amount=60000&months=12")
    sent = [
        ("idempotency_key", page.form("start").values["idempotency_key"]),
        ("csrf_token", elder.csrf_token),
    ]
    sent += [("amount", "60000"), ("months", "12"), ("amount", "８万"), ("months", "24")]
    page = elder.send("/loans/inclusive/applications", sent, 200)
    answered = quickly.values(app, page.path.split("/")[3])
    assert (answered["amount"]["minor"], answered["term"]) == (80_000_00, 24)


def test_what_cannot_be_lent_begins_nothing_and_says_why(elder: Client, app: Flask) -> None:
    page = elder.get("/loans/inclusive").form("start")
    sent = {**page.values, "amount": "五百", "months": "24"}
    page = elder.post("/loans/inclusive/applications", sent, 422)
    assert page.path == "/loans/inclusive"
    assert page.form("calculator").values["amount"] == "五百"
    assert len(page.errors) == 1
    assert quickly.references(app) == []


def test_the_banks_own_example_is_asked_for_though_it_comes_along(elder: Client, app: Flask) -> None:
    page = elder.get("/loans/inclusive")
    usual = {**page.form("start").values, **page.form("calculator").values}
    page = elder.send("/loans/inclusive/applications", usual.items(), 200)
    assert page.path.endswith("/amount")
    assert quickly.values(app, page.path.split("/")[3]) == {}


WRONG = {
    "amount=1&months=24&repayment=equal_principal": "Type an amount in between.",
    "amount=800000.01&months=24": "Type an amount in between.",
    "amount=五万&months=24": "Type the amount in figures only",
    "amount=100000&months=7": "Choose one of the terms in the list.",
    "amount=100000&months=abc": "Choose one of the terms in the list.",
    f"amount=100000&months={'9' * 5000}": "Choose one of the terms in the list.",
    "amount=100000&months=24&repayment=interest_first": "Choose one of the ways to repay in the list.",
    "amount=100000&months=24&repayment=<b>": "Choose one of the ways to repay in the list.",
}


@WHOLE_AND_PART
@pytest.mark.parametrize("typed", WRONG)
def test_what_is_typed_wrong_is_told_and_stays(anyone: Client, ask: Ask, typed: str) -> None:
    page = ask(anyone, f"/loans/car?{typed}", 422)
    assert WRONG[typed] in page.find("#example")[0].get_text()
    assert not page.find("#example svg, form#start")
    if page.is_whole:
        assert len(page.errors) == 1
        assert f"amount={page.form('calculator').values['amount']}" == typed.partition("&")[0]


@WHOLE_AND_PART
def test_early_repayment_says_what_is_owed_and_saved(anyone: Client, ask: Ask) -> None:
    page = ask(anyone, "/loans/car?amount=120000&months=36&repayment=equal_principal&after=１２")
    found = early_repayment(quote(yuan(120_000), 36, CAR, Repayment.EQUAL_PRINCIPAL), 12)
    told = page.find("#early-answer")[0].get_text()
    assert figures(found.owed) in told
    assert figures(found.interest_saved) in told
    assert "not given back" in told


def test_early_repayment_is_asked_on_the_page(anyone: Client) -> None:
    page = anyone.get("/loans/mortgage?amount=900000&months=120").form("early").fill(after=24).submit()
    found = early_repayment(quote(yuan(900_000), 120, MORTGAGE), 24)
    assert figures(found.owed) in page.find("#early-answer")[0].get_text()
    assert page.form("calculator").values["amount"] == "900000"
    assert "not given back" not in page.text  # there was no fee


@pytest.mark.parametrize(
    ("after", "taken"), [("99", "18"), ("0", "18"), ("-3", "3"), ("x", "18"), ("", "18")]
)
def test_a_month_that_the_term_does_not_have_gives_way_to_its_middle(
    anyone: Client, after: str, taken: str
) -> None:
    page = anyone.get(f"/loans/car?after={after}")
    assert page.form("early").values["after"] == [taken]


def test_a_short_schedule_is_told_by_the_month(anyone: Client) -> None:
    page = anyone.get("/loans/car?amount=120000&months=36")
    assert len(page.find("#example tbody tr")) == 36
    assert [path["d"].count("M") for path in page.find(".chart-drawing path")] == [36, 36]


def test_a_long_schedule_is_told_by_the_year_and_a_years_months_when_wanted(anyone: Client) -> None:
    page = anyone.get("/loans/mortgage?amount=3000000&months=360")
    assert len(page.find("#example table")) == 1
    assert len(page.find("#example tbody tr")) == 30
    assert [path["d"].count("M") for path in page.find(".chart-drawing path")] == [30, 30]
    page = page.follow("Show the months of year 3")
    assert [row.th.get_text() for row in page.find("#months-3 tbody tr")] == [
        str(month) for month in range(25, 37)
    ]
    assert len(page.find("#example table")) == 2


@pytest.mark.parametrize("path", ["/loans/car", "/loans/mortgage", "/loans/technology", "/staff/gallery"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_picture_has_its_words(anyone: Client, path: str, locale: str) -> None:
    page = anyone.get(f"{path}?lang={locale}")
    (drawing,) = page.find(".chart-drawing")
    title, description = (page.soup.find(id=name) for name in str(drawing["aria-labelledby"]).split())
    assert drawing["role"] == "img"
    assert [tag.get_text(strip=True) != "" for tag in (title, description) if tag] == [True, True]
    mirrored = [path.has_attr("transform") for path in page.find(".chart-drawing path")]
    assert mirrored == [locale == "ar"] * 2


def test_the_bars_are_as_high_as_their_amounts(anyone: Client) -> None:
    """Of 120,000 over 12 months in equal principal the first bar is the highest: 420 of 10,420 are interest."""
    page = anyone.get("/loans/car?amount=120000&months=12&repayment=equal_principal")
    repaid, interest = (str(path["d"]) for path in page.find(".chart-drawing path"))
    assert repaid.startswith("M14 1000v-960h72V1000z")
    assert interest.startswith("M14 40v-40h72V40z")


COMPARED = "/loans/car/comparison?amount=100000&months=24&repayment=equal_instalments"


@WHOLE_AND_PART
def test_two_choices_side_by_side(anyone: Client, ask: Ask) -> None:
    page = ask(anyone, f"{COMPARED}&amount_2=10万&months_2=６０&repayment_2=equal_instalments")
    first, second = (quote(yuan(100_000), months, CAR) for months in (24, 60))
    told = page.find("#comparison p")[0].get_text()
    assert f"costs {figures(second.total_cost - first.total_cost)} more in all." in told
    assert f"you pay {figures(first.instalment - second.instalment)} less each month." in told
    assert "It runs longer, by 3 years (36 months)." in told
    rows = [[cell.get_text() for cell in row(["th", "td"])] for row in page.find("#comparison tbody tr")]
    assert ["You pay back in total", figures(first.total_payable), figures(second.total_payable)] in rows


def test_the_same_twice_makes_no_difference(anyone: Client) -> None:
    page = anyone.get(f"{COMPARED}&amount_2=100000&months_2=24&repayment_2=equal_instalments")
    assert page.find("#comparison p")[0].get_text() == (
        "Both cost the same in all. Each month you pay the same with both."
    )


def test_payments_that_fall_are_compared_by_the_first(anyone: Client) -> None:
    page = anyone.get(f"{COMPARED}&amount_2=100000&months_2=24&repayment_2=equal_principal")
    told = page.find("#comparison p")[0].get_text()
    assert "less in all." in told
    assert "more in the first month." in told
    page = anyone.get("/loans/car/comparison?repayment=equal_principal&repayment_2=equal_principal")
    assert "the same with both" in page.find("#comparison p")[0].get_text()
    page = anyone.get("/loans/car/comparison?repayment=equal_principal&months_2=12&months=24")
    assert "It runs shorter, by 12 months." in page.find("#comparison p")[0].get_text()


def test_what_interest_first_asks_for_at_its_end_is_said(anyone: Client) -> None:
    page = anyone.get("/loans/study-abroad/comparison")
    told = page.find("#comparison p")[0].get_text()
    assert "less in all." in told
    assert "At its end the first choice asks for" in told
    page = anyone.get("/loans/study-abroad/comparison?repayment=equal_principal&repayment_2=interest_first")
    assert "At its end the second choice asks for" in page.find("#comparison p")[0].get_text()


def test_from_the_product_to_the_comparison_and_on_with_a_choice(anyone: Client) -> None:
    page = anyone.get("/loans/inclusive").form("calculator").fill(amount=80_000, months=24).submit()
    page = page.follow("Compare with another choice")
    values = page.form("choices").values
    assert (values["amount"], values["months"]) == ("80000", ["24"])
    assert (values["amount_2"], values["months_2"]) == ("80000", ["36"])
    page = page.form("choices").fill(amount_2="5万", months_2=6).submit()
    page = page.follow("Go on with the second choice")
    assert page.form("calculator").values["amount"] == "50000"
    assert page.form("calculator").values["months"] == ["6"]


def test_after_the_longest_term_a_shorter_one_is_compared(anyone: Client) -> None:
    page = anyone.get("/loans/inclusive/comparison?amount=80000&months=36")
    assert page.form("choices").values["months_2"] == ["24"]


@WHOLE_AND_PART
@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("amount_2=1&months_2=60&repayment_2=equal_principal", 1),
        ("amount_2=&months_2=60", 1),
        ("amount_2=800000.001&months_2=7&repayment_2=x", 3),
    ],
)
def test_a_wrong_second_choice_keeps_the_first(anyone: Client, ask: Ask, typed: str, count: int) -> None:
    page = ask(anyone, f"{COMPARED}&{typed}", 422)
    assert not page.find("#comparison table")
    if page.is_whole:
        assert len(page.errors) == count
        values = page.form("choices").values
        assert (values["amount"], values["months"]) == ("100000", ["24"])
        assert f"amount_2={values['amount_2']}" == typed.partition("&")[0]
        assert page.title.startswith("Error:")


def test_both_wrong_are_told_both(anyone: Client) -> None:
    page = anyone.get("/loans/car/comparison?amount=1&amount_2=abc", 422)
    assert len(page.errors) == 2
    assert {link["href"] for link in page.find("#error-summary a")} == {"#amount", "#amount_2"}


@pytest.mark.parametrize("way", [None, *TECHNOLOGY.repayments])
def test_the_terms_are_asked_with_their_payments(sign_in: SignIn, way: Repayment | None) -> None:
    page = sign_in("chen").get("/loans/technology?lang=en").form("calculator")
    page = page.fill(amount=900_000, **({"repayment": way} if way else {})).submit().form("start").submit()
    page = page.client.get(f"{page.path.rpartition('/')[0]}/term?lang=en")
    shown = way or TECHNOLOGY.repayments[0]
    for months in TECHNOLOGY.terms:
        cost = quote(yuan(900_000), months, TECHNOLOGY, shown)
        told = {"amount": figures(cost.instalment), "interest": figures(cost.total_interest)}
        assert str(labels.FIRST_PAYMENTS[shown]) % told in page.text


def test_every_question_of_a_way_to_repay_is_a_products_own() -> None:
    """What the calculator carries is what the application asks."""
    for product in PRODUCTS.values():
        asks = Question.REPAYMENT in [ask.question for ask in product.questions]
        assert asks == (len(product.repayments) > 1), product.code


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_banks_own_example_stands_in_the_questions_and_is_no_answer(
    sign_in: SignIn, app: Flask, product: str
) -> None:
    amount, months = PRODUCTS[product].example
    page = sign_in("james").get(f"/loans/{product}").form("start").submit()
    ref = page.path.split("/")[3]
    assert (page.path.endswith("/amount"), quickly.values(app, ref)) == (True, {})
    assert page.form("question").values["answer"] == f"{amount.major:.0f}"
    page = page.form("question").submit()
    assert page.form("question").values["answer"] == [str(months)]
    page.form("question").submit()
    assert quickly.values(app, ref)["amount"]["minor"] == amount.minor
