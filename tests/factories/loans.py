"""Pre-applications at every point of their way, made as people make them: page by page."""

from dataclasses import dataclass
from typing import Any

from portal.loans.rules import PRODUCTS, Kind, Question
from tests.factories import files
from tests.forms import Form
from tests.page import Client, Page

LICENCE = (files.pdf(1), "licence.pdf")
ANSWERS: dict[str, Any] = {
    "amount": 50_000,
    "term": 12,
    "repayment": "equal_instalments",
    "purpose": "stock",
    "purpose_detail": "面粉和食用油，春节前备货",
    "need": "renovation",
    "student": "child",
    "school": "University of Leeds, United Kingdom",
    "study_starts_on": (2027, 9, 20),
    "study_costs": 450_000,
    "home_price": 2_400_000,
    "home_address": "灯塔路18号3栋502室",
    "homes_owned": "none",
    "car_price": 180_000,
    "car_condition": "new",
    "born_on": None,
    "employment": "employed",
    "employer": "Seaview Logistics",
    "monthly_income": 24_800,
    "monthly_debts": 0,
    "business_name": None,
    "started_on": None,
    "yearly_income": None,
    "research_costs": 300_000,
    "patents": "none",
    **{question: "upload" for question in Question if question.is_paper},
    "branch": "east",
    "visit": 0,
    "consents": ["process", "bureau"],
}
"""None: as the page has it, else what `UNKNOWN` says. `visit` counts the offered times, or is one of them."""

UNKNOWN = {
    "business_name": "Corner bakery",
    "started_on": (2019, 5, 31),
    "yearly_income": 360_000,
    "born_on": (1988, 2, 29),
}


@dataclass(frozen=True)
class Sent:
    """A pre-application that waits at its branch: what its customer can show there."""

    reference: str
    code: str


def draft_with(client: Client, until: str = "check", product: str = "inclusive", **answers: Any) -> Page:
    """Begin a pre-application and answer up to the page `until`: a question, or "check"."""
    page = client.get(f"/loans/{product}").form("start").submit()
    return answer_on(page, until, product, **answers)


def answer_on(page: Page, until: str = "check", product: str = "inclusive", **answers: Any) -> Page:
    """Answer the questions from this page on. Unknown names of answers are an error."""
    assert answers.keys() <= ANSWERS.keys(), f"no such questions: {answers.keys() - ANSWERS.keys()}"
    wanted = ANSWERS | usual(product) | answers
    last = until.replace("_", "-")
    while not page.path.endswith(f"/{last}"):
        question = question_of(page)
        assert question in ANSWERS, f"looked for {until!r} and came to {page.url}"
        page = fill(page.form("question"), question, wanted[question]).submit()
    return page


def answer_at_the_counter(page: Page, product: str = "inclusive", **answers: Any) -> Page:
    """The officer asks from this question on, until none is open; the draft's page."""
    wanted = ANSWERS | usual(product) | answers
    while "/answers/" in page.path:
        question = question_of(page)
        page = fill(page.form("question"), question, wanted[question]).submit()
    return page


def usual(product: str) -> dict[str, Any]:
    """The amount in yuan and the term of the product's example, where those of `ANSWERS` are not lent."""
    if product == "inclusive":
        return {}
    amount, months = PRODUCTS[product].example
    return {"amount": int(amount.major), "term": months}


def fill(form: Form, question: str, value: Any) -> Form:
    """Put an answer of `ANSWERS`'s kind into its question's form."""
    match Question(question).kind:
        case Kind.PAST_DAY | Kind.COMING_DAY:
            return form.fill(_day(value or (None if form.values["answer-year"] else UNKNOWN[question])))
        case Kind.TEXT | Kind.MONEY if value is None:
            return form.fill(answer=form.values["answer"] or UNKNOWN[question])
        case Kind.PAPER if value == "bring":
            return form.fill(answer="bring")
        case Kind.PAPER:
            return form.fill(answer="upload", file=LICENCE if value == "upload" else value)
        case Kind.VISIT:
            return form.fill(answer=form.choices("answer")[value] if isinstance(value, int) else value)
        case Kind.CONSENTS:
            return form.fill(
                {f"agree_{name}": name in value for name in ("process", "bureau", "reuse", "offers")}
            )
    return form.fill(answer=value)


def question_of(page: Page) -> str:
    """The question that a page asks, by its address."""
    return page.path.rpartition("/")[2].replace("-", "_")


def submitted(client: Client, product: str = "inclusive", **answers: Any) -> Sent:
    """Send a pre-application; the page then shows what the branch needs."""
    return sent_from(draft_with(client, product=product, **answers))


def sent_from(check: Page) -> Sent:
    """Press the button of the page that checks all answers."""
    page = check.form("send").submit()
    code = "".join(page.find(".ticket-code")[0].get_text().split())
    return Sent(page.path.rpartition("/")[2], code)


def picked_up(officer: Client, sent: Sent) -> Page:
    """Open the file at the branch with the customer's code."""
    form = officer.get("/staff/loans/pick-up").form("pick-up")
    return form.fill(reference=sent.reference, code=sent.code).submit()


def in_review(officer: Client, sent: Sent) -> Page:
    """Pick it up, see to it that the licence is there, and send it to review."""
    page = picked_up(officer, sent)
    if not page.find("form#paper-verified"):
        page = page.form("paper").fill(file=LICENCE).submit()
    return verified(page).form("review").submit()


def verified(page: Page) -> Page:
    """The officer says of every paper that it was compared with its original."""
    for found in page.find("form[id$=-verified]"):
        page = page.form(str(found["id"])).submit()
    return page


def decided(reviewer: Client, sent: Sent, outcome: str = "approve", **more: Any) -> Page:
    """Decide it; a refusal gives a reason and what would change it."""
    form = reviewer.get(f"/staff/loans/{sent.reference}").form("decision")
    form.fill(outcome=outcome, words="经营稳定，收入与贷款相符。")
    if outcome == "refuse":
        form.fill(reasons=["income_too_low"], change="减少三万元，或延长到二十四个月。")
    return form.fill(more).submit()


def _day(value: tuple[int, int, int] | None) -> dict[str, int]:
    return dict(zip(("answer-year", "answer-month", "answer-day"), value, strict=True)) if value else {}
