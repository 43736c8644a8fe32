"""The main job as people do it. Each step takes the hands that do it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from portal.identity.passwords import DEMO_PASSWORD
from portal.loans.rules import Question
from tests.browser.hands import Hands

GO_ON = "#question .button-main"


@dataclass
class Journey:
    """What happened on the way: the questions in order, and every field that was shown empty."""

    asked: list[str] = field(default_factory=list)
    reference: str = ""
    code: str = ""


def sign_in(hands: Hands, base: str, name: str) -> None:
    hands.page.goto(f"{base}/sign-in")
    hands.write("sign_in_name", name)
    hands.write("password", DEMO_PASSWORD)
    hands.press("#sign-in button[type=submit]:not([data-show-password])")
    assert "/sign-in" not in hands.page.url


def begin(hands: Hands, base: str) -> None:
    hands.page.goto(f"{base}/loans/inclusive")
    hands.press("#start button")


def question(hands: Hands) -> str:
    return urlsplit(hands.page.url).path.rsplit("/", 1)[1]


def answer(hands: Hands, journey: Journey, paper: Path | None = None, until: str = "check") -> None:
    """Answer from here on, in the order in which the portal asks."""
    while (asked := question(hands)) != until:
        journey.asked.append(asked)
        _answer_one(hands, asked, paper)
        hands.press(GO_ON)
        assert question(hands) != asked, hands.page.locator("#error-summary").inner_text()


def send(hands: Hands, journey: Journey) -> None:
    hands.press("#send button")
    shown = hands.page.locator(".ticket").inner_text()
    journey.reference = re.search(r"L-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", shown).group()  # type: ignore[union-attr]
    journey.code = "".join(re.search(r"\b(\d{3}) (\d{3})\b", shown).groups())  # type: ignore[union-attr]


def pick_up(hands: Hands, base: str, journey: Journey) -> None:
    hands.page.goto(f"{base}/staff/loans/pick-up")
    hands.write("reference", journey.reference.lower().replace("-", " "))
    hands.write("code", journey.code)
    hands.press("#pick-up button")
    assert hands.page.url.endswith(journey.reference)


def complete(hands: Hands, paper: Path) -> None:
    """The officer photographs the licence if it was not sent, compares it, and sends the file to review."""
    if not hands.page.locator("#paper-verified").count():
        hands.attach("file", paper)
        hands.press("#paper button")
    hands.press("#paper-verified button")
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


def fields_asked_twice(journey: Journey) -> list[str]:
    names = [Question(asked.replace("-", "_")) for asked in journey.asked]
    return sorted({name for name in names if names.count(name) > 1})


def _answer_one(hands: Hands, asked: str, paper: Path | None) -> None:
    match asked:
        case "amount":
            hands.write("answer", "５０，０００")
        case "term":
            hands.choose("answer", "12")
        case "purpose":
            hands.choose("answer", "stock")
        case "purpose-detail":
            hands.write("answer", "面粉和食用油，春节前备货")
        case "business-name" | "started-on" | "yearly-income":
            assert hands.page.locator(".source").is_visible(), "the record's answer says where it is from"
        case "paper":
            hands.choose("answer", "upload" if paper else "bring")
            if paper:
                hands.attach("file", paper)
        case "branch":
            hands.choose("answer", "east")
        case "visit":
            hands.choose("answer")
        case "consents":
            hands.tick("agree_process")
            hands.tick("agree_bureau")
