"""Each product once, by requests, from its page to the status page; in a mix of people, languages and modes."""

from typing import Any

import pytest
from flask import Flask

from portal.clock import today
from portal.loans import labels
from portal.loans.facts import findings
from portal.loans.rules import PRODUCTS, Check, Outcome, Question, every_check_passed
from tests.conftest import SignIn
from tests.factories import loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page

JOURNEYS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("mortgage", "james", "en", {"employment": "retired", "homes_owned": "one", "paper_home": "bring"}),
    ("study-abroad", "amina", "ar", {"employment": "self_employed", "repayment": "interest_first"}),
    ("technology", "chen", "zh-Hans", {"patents": "granted", "purpose": "equipment"}),
    ("consumer", "lina", "zh-Hans", {"need": "family", "employer": "海港国际学校"}),
    ("car", "minh", "en", {"car_condition": "used", "repayment": "equal_principal"}),
    ("inclusive", "xiulan", "zh-Hans", {"paper": "bring"}),
]


def answered(page: Page, product: str, **answers: Any) -> tuple[list[str], Page]:
    """The questions in the order in which they were asked, and the page to check them all."""
    asked = []
    while loans.question_of(page) in loans.ANSWERS:
        asked.append(loans.question_of(page))
        following = loans.ANSWERS | loans.usual(product) | answers
        page = loans.fill(page.form("question"), asked[-1], following[asked[-1]]).submit()
    return asked, page


@pytest.mark.parametrize(
    ("product", "who", "language", "answers"), JOURNEYS, ids=[row[0] for row in JOURNEYS]
)
def test_from_the_product_page_to_the_status_page(
    product: str, who: str, language: str, answers: dict[str, Any], app: Flask, sign_in: SignIn
) -> None:
    client = sign_in(who)
    page = client.get(f"/loans/{product}")
    assert page.lang == language
    asked, page = answered(page.form("start").submit(), product, **answers)
    assert page.path.endswith("/check")
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    assert len(page.find(".summary > div")) == len(asked)
    page = page.form("send").submit()
    reference = page.path.rpartition("/")[2]
    assert (page.lang, len(page.find(".ticket-code"))) == (language, 1)
    with app.app_context():
        loan = quickly.loan(reference)
        assert (loan.status, loan.product_code) == ("submitted", product)
        assert [each.value for each in loan.questions] == asked, "in the order of the product"


@pytest.mark.parametrize(
    ("product", "who", "language", "answers"), JOURNEYS, ids=[row[0] for row in JOURNEYS]
)
def test_the_branch_reads_every_answer_and_what_the_rules_see(
    product: str, who: str, language: str, answers: dict[str, Any], sign_in: SignIn, say: Say
) -> None:
    sent = loans.submitted(sign_in(who), product, **answers)
    page = loans.picked_up(sign_in("officer"), sent)
    assert page.text.count(say(labels.CHECKS[Check.AMOUNT_IN_RANGE])) == 1
    for rule in PRODUCTS[product].checks:
        assert say(labels.CHECKS[rule.check]) in page.text, rule.check


def test_a_technology_company_goes_to_a_person(app: Flask, sign_in: SignIn) -> None:
    sent = loans.submitted(sign_in("chen"), "technology", patents="granted")
    with app.app_context():
        found = {each.check: each for each in findings(quickly.loan(sent.reference), today("Asia/Shanghai"))}
    assert not every_check_passed(list(found.values()))
    assert found[Check.TECHNOLOGY_COMPANY].outcome == found[Check.FIRST_TIME_BORROWER].outcome == "attention"
    assert Outcome.FAIL not in {each.outcome for each in found.values() if each.check != Check.PAPER_HELD}


def test_whoever_asks_for_a_technology_loan_goes_to_a_person(app: Flask, sign_in: SignIn) -> None:
    sent = loans.submitted(sign_in("amina"), "technology", yearly_income=5_000_000)
    with app.app_context():
        found = findings(quickly.loan(sent.reference), today("Asia/Shanghai"))
    assert [each.outcome for each in found if each.check == Check.TECHNOLOGY_COMPANY] == ["attention"]


def test_a_chinese_identity_number_says_when_she_was_born(sign_in: SignIn) -> None:
    page = loans.draft_with(sign_in("xiulan"), "born_on", "consumer")
    typed = page.form("question").values
    assert [typed[f"answer-{part}"] for part in ("year", "month", "day")] == ["1954", "4", "12"]
    assert len(page.find(".source")) == 1


def test_a_passport_does_not_say_it(sign_in: SignIn) -> None:
    page = loans.draft_with(sign_in("james"), "born_on", "mortgage")
    assert [page.form("question").values[f"answer-{part}"] for part in ("year", "month", "day")] == [""] * 3
    assert page.find(".source") == []


def test_a_term_past_the_age_limit_is_found_with_what_would_fit(app: Flask, sign_in: SignIn) -> None:
    sent = loans.submitted(
        sign_in("james"), "mortgage", term=240, born_on=(1970, 3, 1), monthly_income=90_000
    )
    with app.app_context():
        found = {each.check: each for each in findings(quickly.loan(sent.reference), today("Asia/Shanghai"))}
    assert found[Check.AGE_AT_END].outcome == "fail"
    assert found[Check.AGE_AT_END].remedy == {"shorter_term": 120}, "that of 15 years would end after it"


WRONG = [
    ("consumer", "monthly_income", "-1"),
    ("consumer", "monthly_income", "1" + "0" * 18),
    ("consumer", "monthly_income", ""),
    ("consumer", "monthly_debts", "-5"),
    ("mortgage", "home_price", "0"),
    ("mortgage", "home_price", "1" + "0" * 18),
    ("car", "car_price", "0"),
    ("study-abroad", "study_costs", "0"),
    ("mortgage", "amount", "1" + "0" * 18),
]


@pytest.mark.parametrize(("product", "question", "typed"), WRONG)
def test_amounts_that_cannot_be_are_refused_with_a_sentence(
    product: str, question: str, typed: str, sign_in: SignIn
) -> None:
    page = loans.draft_with(sign_in("james"), question, product)
    page = page.form("question").fill(answer=typed).submit(status=422)
    (sentence,) = page.errors
    assert sentence.endswith((".", "50,000.", "between."))
    assert ("zeros" in sentence) == (len(typed) > 18)
    assert page.form("question").values["answer"] == typed


def test_an_income_of_nothing_is_an_answer(app: Flask, sign_in: SignIn) -> None:
    sent = loans.submitted(sign_in("james"), "consumer", monthly_income=0)
    with app.app_context():
        found = {each.check: each for each in findings(quickly.loan(sent.reference), today("Asia/Shanghai"))}
    assert (found[Check.INSTALMENT_AFFORDABLE].outcome, found[Check.INSTALMENT_AFFORDABLE].remedy) == (
        "fail",
        None,
    )


def change(client: Client, page: Page, question: str, value: Any) -> Page:
    """Go back to a question that was answered and answer it anew."""
    address = f"{page.path.rpartition('/')[0]}/{question.replace('_', '-')}"
    return loans.fill(client.get(address).form("question"), question, value).submit()


def test_another_way_of_living_asks_what_is_new_and_drops_nothing(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("james")
    page = loans.draft_with(client, product="mortgage")
    ref = page.path.split("/")[3]
    before = quickly.values(app, ref)
    page = change(client, page, "employment", "retired")
    assert loans.question_of(page) == "paper_pension", "the only question that is new"
    page = page.form("question").fill(answer="bring").submit()
    assert page.path.endswith("/check")
    assert "Seaview Logistics" not in page.text, "no employer of one who is retired"
    page = change(client, page, "employment", "employed")
    assert page.path.endswith("/check"), "all of it had been answered"
    assert "Seaview Logistics" in page.text
    after = quickly.values(app, ref)
    assert {name: after[name] for name in before} == before


def test_back_to_the_first_question_and_on_to_where_she_was(sign_in: SignIn) -> None:
    client = sign_in("james")
    page = loans.draft_with(client, "employment", "car", car_price=250_000)
    base, seen = page.path.rpartition("/")[0], []
    while page.links.get("Previous question") or page.soup.select_one(".back[href*=applications]"):
        back = page.soup.select_one(".back")
        assert back is not None
        page = client.get(str(back["href"]))
        if not page.path.startswith(base):
            break
        seen.append(page.form("question").values)
    assert len(seen) == 6
    page = client.get(f"{base}/amount").form("question").submit()
    assert loans.question_of(page) == "employment", "on to the first that is open"
    assert client.get(f"{base}/car-price").form("question").values["answer"] == "250000"


def test_two_drafts_of_different_products_side_by_side(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("james")
    car = loans.draft_with(client, "employment", "car")
    home = loans.draft_with(client, "homes_owned", "mortgage", amount=900_000)
    page = car.form("question").fill(answer="retired").submit()
    assert loans.question_of(page) == "monthly_income"
    page = home.form("question").fill(answer="one").submit()
    assert loans.question_of(page) == "born_on"
    first, second = quickly.references(app, "james")
    assert quickly.values(app, first)["amount"]["minor"] == 120_000_00
    assert quickly.values(app, second)["amount"]["minor"] == 900_000_00
    assert "employment" not in quickly.values(app, second)


@pytest.mark.parametrize("code", PRODUCTS)
def test_a_question_of_another_product_is_not_there(code: str, app: Flask, sign_in: SignIn) -> None:
    client = sign_in("james")
    base = loans.draft_with(client, "amount", code).path.rpartition("/")[0]
    for question in set(Question) - {each.question for each in PRODUCTS[code].questions}:
        client.get(f"{base}/{question.replace('_', '-')}", status=404)
