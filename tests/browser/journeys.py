"""The main job as people do it. Each step takes the hands that do it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.identity.passwords import DEMO_PASSWORD
from portal.loans.rules import Kind, Question
from tests.browser.hands import Hands
from tests.browser.pictures import picture
from tests.factories import loans

TYPED = {"amount": "５０，０００"}  # as a Chinese keyboard writes it
GO_ON = "#question .button-main"


@dataclass
class Journey:
    """What happened on the way: the questions in order, and every field that was shown empty."""

    product: str = "inclusive"
    answers: dict[str, Any] = field(default_factory=dict)
    """Other than the usual ones of `tests/factories/loans.py`."""
    asked: list[str] = field(default_factory=list)
    reference: str = ""
    code: str = ""

    @property
    def hers(self) -> str:
        """Where her page of it is."""
        return f"/loans/applications/{self.reference}"

    @property
    def file(self) -> str:
        """Where staff have it."""
        return f"/staff/loans/{self.reference}"


def sign_in(hands: Hands, base: str, name: str) -> None:
    hands.page.goto(f"{base}/sign-in")
    say_who(hands, name)


def say_who(hands: Hands, name: str) -> None:
    """Fill in the sign-in page, wherever it leads on to."""
    hands.write("sign_in_name", name)
    hands.write("password", DEMO_PASSWORD)
    hands.press("#sign-in button[type=submit]:not([data-show-password])")
    assert "/sign-in" not in hands.page.url


def read(hands: Hands, base: str, path: str) -> str:
    """Open a page; what is read in its main part."""
    hands.page.goto(base + path)
    picture(hands.page)
    return words(hands)


def words(hands: Hands) -> str:
    """What is read in the main part."""
    return hands.page.locator("main").inner_text()


def begin(hands: Hands, base: str, product: str = "inclusive") -> None:
    hands.page.goto(f"{base}/loans/")
    hands.press(f"a[href='/loans/{product}']")
    hands.press("#start button")


def question(hands: Hands) -> str:
    return urlsplit(hands.page.url).path.rsplit("/", 1)[1]


def answer(hands: Hands, journey: Journey, paper: Path | None = None, until: str = "check") -> None:
    """Answer from here on, in the order in which the portal asks."""
    while (asked := question(hands)) != until:
        journey.asked.append(asked)
        _answer_one(hands, journey, asked, paper)
        hands.press(GO_ON)
        assert question(hands) != asked, hands.page.locator("#error-summary").inner_text()


def send(hands: Hands, journey: Journey) -> None:
    hands.press("#send button")
    picture(hands.page)
    shown = hands.page.locator(".ticket").inner_text()
    journey.reference = re.search(r"L-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", shown).group()  # type: ignore[union-attr]
    journey.code = "".join(re.search(r"\b(\d{3}) (\d{3})\b", shown).groups())  # type: ignore[union-attr]


def pick_up(hands: Hands, base: str, journey: Journey) -> None:
    hands.page.goto(f"{base}/staff/loans/pick-up")
    hands.write("reference", journey.reference.lower().replace("-", " "))
    hands.write("code", journey.code)
    hands.press("#pick-up button[type=submit]")
    assert hands.page.url.endswith(journey.reference)


def complete(hands: Hands, paper: Path) -> None:
    """The officer photographs the licence if it was not sent, compares it, and sends the file to review.

    A small, clean file needs no such press: it approved itself.
    """
    if not hands.page.locator("#paper-verified").count():
        hands.attach("file", paper)
        hands.press("#paper button")
    hands.press("#paper-verified button")
    if hands.page.locator("#review button").count():
        hands.press("#review button")


def decide(hands: Hands, base: str, journey: Journey, outcome: str) -> None:
    hands.page.goto(f"{base}/staff/loans/")
    hands.press(f"a[href$='{journey.reference}']")
    hands.choose("outcome", outcome)
    hands.write("words", "经营稳定，流水与申报相符。")
    if outcome == "refuse":
        hands.tick("reasons", "income_too_low")
        hands.write("change", "金额降至六万元，或期限延长到二十四个月。")
    hands.press("#decision button")
    picture(hands.page)


def agree(hands: Hands, base: str, journey: Journey) -> None:
    """A second reviewer agrees with the first."""
    hands.page.goto(base + journey.file)
    hands.choose("verdict", "agree")
    hands.press("#second-review button")
    picture(hands.page)


def offer(hands: Hands, base: str, journey: Journey, amount: str) -> None:
    """A reviewer offers another amount, over the months that were asked for."""
    hands.page.goto(base + journey.file)
    hands.unfold("#offer")
    hands.write("offer_amount", amount)
    hands.write("offer_words", "收入稳定，这个金额更稳妥。")
    hands.press("#offer button")
    picture(hands.page)


def answer_offer(hands: Hands, answer: str) -> None:
    hands.choose("answer", answer)
    hands.press("#offer button")
    picture(hands.page)


def begin_with_the_change(hands: Hands, journey: Journey) -> Journey:
    """What the refusal offers: a new draft with the first change in it, as a journey of its own."""
    hands.press("#begin-1 button")
    reference = urlsplit(hands.page.url).path.split("/")[3]
    return Journey(journey.product, journey.answers, reference=reference)


def suggest(hands: Hands, base: str, journey: Journey, asked: str, value: str) -> None:
    """An officer types another answer beside hers, without sending it yet."""
    hands.page.goto(f"{base}{journey.file}/answers/{asked}")
    hands.write("answer", value)


def settle(hands: Hands, asked: str, choice: str) -> None:
    """She confirms what the branch suggests, or declines it."""
    hands.press(f"#confirm-{asked} button[value={choice}]")
    picture(hands.page)


def invite(hands: Hands, base: str, journey: Journey, role: str, name: str) -> str:
    """She names somebody who signs with her; the link that she hands on."""
    hands.page.goto(f"{base}{journey.hers}/people")
    hands.choose("role", role)
    hands.write("name", name)
    hands.choose("way", "hand")
    hands.press("#invite button")
    picture(hands.page)
    return hands.page.locator(".link-long").inner_text()


def sign(hands: Hands, income: str, debts: str) -> None:
    """Whoever was invited opens the invitation, and signs."""
    hands.press("#accept button")
    hands.write("income", income)
    hands.write("debts", debts)
    for box in ("agree_process", "agree_bureau", "signature"):
        hands.tick(box)
    hands.press("#sign button")
    picture(hands.page)


def fields_asked_twice(journey: Journey) -> list[str]:
    names = [Question(asked.replace("-", "_")) for asked in journey.asked]
    return sorted({name for name in names if names.count(name) > 1})


def _answer_one(hands: Hands, journey: Journey, asked: str, paper: Path | None) -> None:
    name = asked.replace("-", "_")
    value = (loans.ANSWERS | TYPED | loans.usual(journey.product) | journey.answers)[name]
    match Question(name).kind:
        case Kind.PAPER:
            hands.choose("answer", "upload" if paper else "bring")
            if paper:
                hands.attach("file", paper)
        case Kind.VISIT:
            hands.choose("answer")
        case Kind.CONSENTS:
            for purpose in value:
                hands.tick(f"agree_{purpose}")
        case Kind.TERM | Kind.CHOICE | Kind.BRANCH:
            hands.choose("answer", str(value))
        case _ if value is None:
            assert hands.page.locator(".source").is_visible(), "the record's answer says where it is from"
        case Kind.PAST_DAY | Kind.COMING_DAY:
            for part, number in zip(("year", "month", "day"), value, strict=True):
                hands.write(f"answer-{part}", str(number))
        case _:
            hands.write("answer", str(value))
