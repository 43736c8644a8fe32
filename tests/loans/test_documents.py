"""The loan on paper: the summary of what was sent and the letter with the decision, for its customer alone."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_babel import force_locale

from portal import clock
from portal.audit.queries import faults, history
from portal.db import transaction
from portal.languages import format_moment
from portal.loans.outcome import changes_in_words
from portal.loans.rules import SECOND_LOOK_WITHIN, LoanAction, RefusalReason, Repayment
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.documents.copies import copied
from tests.documents.papers import plain
from tests.documents.pdf_text import elements, opened, reading
from tests.factories.loans import Sent
from tests.loans import quickly
from tests.page import Client, Page

LOAN = "/loans/applications/{}"


def paper(client: Client, reference: str, name: str) -> Page:
    return client.get(f"{LOAN.format(reference)}/{name}")


Firm = Callable[[Sent], str]


@pytest.fixture
def firm(clock: MovableClock) -> Firm:
    """Wait until the decision cannot be taken back, which is when its letter is there; the reference."""

    def wait(sent: Sent) -> str:
        clock.forward(minutes=10)
        return sent.reference

    return wait


DECIDED: list[tuple[str, Callable[[Flask], Sent], list[str]]] = [
    (
        "approved",
        lambda app: _decided(app, LoanAction.APPROVE),
        [
            "您的预申请已获批准",
            "每月还款",
            "¥50,000.00",
            "5.42%",
            "经营稳定。",
            "由孙磊人工审批",
            "海港东支行",
        ],
    ),
    (
        "refused",
        quickly.refused,
        [
            "关于您的预申请的决定",
            "每期还款相对收入过高",
            "经营稳定。",
            "减少三万元。",
            "另一位审批员",
            "由孙磊人工审批",
        ],
    ),
    (
        "offered",
        lambda app: quickly.offered(app, 40_000, 12, "每季度提供流水。"),
        ["关于您的预申请的方案", "¥40,000.00", "每季度提供流水。", "这样更稳妥。", "由孙磊人工审批"],
    ),
]


def _decided(app: Flask, action: LoanAction) -> Sent:
    made = quickly.in_review(app)
    quickly.decide(app, made, action)
    return made


@pytest.mark.parametrize(("decide", "words"), [row[1:] for row in DECIDED], ids=[row[0] for row in DECIDED])
def test_the_letter_says_the_decision_on_screen_on_paper_and_in_braille(
    app: Flask, sign_in: SignIn, firm: Firm, decide: Callable[[Flask], Sent], words: list[str]
) -> None:
    xiulan, reference = sign_in("xiulan"), firm(decide(app))
    page = xiulan.get(LOAN.format(reference)).follow("决定书，可打印或制作盲文")
    on_paper = plain(reading(opened(copied(page, "18"))))
    for each in words:
        assert each in page.text
        assert plain(each) in on_paper
    assert copied(page, "brf").decode("ascii").count("\f") >= 1


def test_the_machines_reasons_are_in_its_letter(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.in_review(app, amount=quickly.SMALL).reference
    page = paper(sign_in("xiulan"), reference, "decision?lang=en")
    for words in (
        "What was looked at",
        "The instalment fits the income",
        "Only a person says no",
        "We agree to lend",
    ):
        assert words in page.text


def test_a_refusal_says_what_was_asked_and_until_when_to_ask_again(
    app: Flask, sign_in: SignIn, firm: Firm
) -> None:
    income = {"minor": 60_000_00, "currency": "CNY"}
    made = quickly.in_review(app, amount=quickly.LARGE, yearly_income=income)
    with app.test_request_context(), force_locale("zh_Hans"):
        said = [words for _change, words in changes_in_words(quickly.loan(made.reference), clock.now())]
    assert said
    with app.app_context(), transaction():
        reasons, change = [RefusalReason.INCOME_TOO_LOW], "\n".join([*said, "提供担保。"])
        found, by = quickly.loan(made.reference), quickly.hand("reviewer")
        quickly.operations.decide(found, LoanAction.REFUSE, reasons, "收入不足。", change, by, clock.now())
    with app.app_context(), transaction():
        quickly.operations.agree(quickly.loan(made.reference), quickly.hand("reviewer2"), clock.now())
    xiulan, reference = sign_in("xiulan"), firm(made)
    page = paper(xiulan, reference, "decision?lang=en")
    rows = {label.get_text(): label.find_next("dd").get_text() for label in page.find("main dt")}
    assert "400,000.00" in rows["Amount"]
    assert rows["Term"] == "12 months"
    assert "提供担保。" in page.text
    assert not any(each in page.text for each in said)
    until = format_moment(clock.now() + SECOND_LOOK_WITHIN, "en", "Asia/Shanghai").partition(",")[0]
    assert f"You have 30 days to ask for it on your page: until {until}" in page.text
    assert paper(xiulan, reference, "decision?lang=zh_Hans").text.count(said[0]) == 1


def test_an_offer_has_its_reason_and_its_end_under_their_own_headings(
    app: Flask, sign_in: SignIn, firm: Firm
) -> None:
    reference = firm(quickly.offered(app, conditions="每季度提供流水。"))
    page = paper(sign_in("xiulan"), reference, "decision?lang=en")
    told = [tag.get_text() for tag in page.find("main .card.stack > h2, main .card.stack > p")]
    why = told.index("Why")
    assert told[why : why + 5] == ["Why", "这样更稳妥。", "Conditions", "每季度提供流水。", "What comes next"]


def test_a_summary_says_of_when_it_is_and_what_can_still_be_done(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    page = paper(xiulan, reference, "summary?lang=en")
    assert "you can withdraw it at any time" in page.text
    assert format_moment(clock.now(), "en", "Asia/Shanghai") in page.text
    assert "Answers as of" in page.text
    with app.app_context(), transaction():
        quickly.operations.withdraw(quickly.loan(reference), quickly.hand("xiulan"), clock.now())
    page = paper(xiulan, reference, "summary")
    assert "You withdrew this pre-application. It created no debt." in page.text
    assert "at any time" not in page.text


def test_an_accepted_offer_is_an_approval(app: Flask, sign_in: SignIn, firm: Firm) -> None:
    offered = quickly.offered(app)
    xiulan = sign_in("xiulan")
    xiulan.get(LOAN.format(offered.reference)).form("offer").fill(answer="accepted").submit()
    page = paper(xiulan, firm(offered), "decision?lang=en")
    assert page.h1 == "Your pre-application is approved"
    assert "40,000.00" in page.text


@pytest.mark.parametrize(
    ("repayment", "says"),
    [
        (Repayment.EQUAL_INSTALMENTS, ["Each month you pay"]),
        (
            Repayment.EQUAL_PRINCIPAL,
            ["In the first month you pay", "Each month it falls by about", "In the last month you pay"],
        ),
        (Repayment.INTEREST_FIRST, ["Each month you pay interest of", "At the end you pay"]),
    ],
)
def test_what_is_paid_each_month_is_said_as_the_way_to_repay_has_it(
    app: Flask, sign_in: SignIn, firm: Firm, repayment: Repayment, says: list[str]
) -> None:
    reference = firm(quickly.offered(app, months=24, repayment=repayment))
    xiulan = sign_in("xiulan")
    for page in (paper(xiulan, reference, "decision?lang=en"), xiulan.get(LOAN.format(reference))):
        labels = [label.get_text() for label in page.find("main dt")]
        assert [label for label in labels if "you pay" in label or "falls" in label][: len(says)] == says
        assert "2 years (24 months)" in page.text


def test_the_summary_has_every_answer_and_what_it_costs(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    page = xiulan.get(LOAN.format(reference)).follow("摘要，可打印或制作盲文")
    pdf = opened(copied(page, "24"))
    on_paper = plain(reading(pdf))
    for words in (
        "秀兰面馆",
        "面粉和食用油，春节前备货",
        "¥50,000.00",
        "5.42%",
        "2016年5月18日",
        "张敏，海港东支行",
        reference,
    ):
        assert words in page.text
        assert plain(words) in on_paper
    assert str(pdf.Root.Lang) == "zh-CN"
    assert elements(pdf).count("H1") == 2


def test_in_braille_amounts_have_no_signs(app: Flask, sign_in: SignIn, firm: Firm) -> None:
    reference = firm(quickly.offered(app))
    xiulan = sign_in("xiulan")
    for name in ("summary", "decision"):
        brf = copied(paper(xiulan, reference, f"{name}?lang=en"), "brf").decode("ascii")
        assert "@Y" not in brf
        assert ",AMOUNT3 #DJ1JJJ4JJ ,CHINESE YUAN" in brf or ",AMOUNT3 #EJ1JJJ4JJ ,CHINESE YUAN" in brf


def test_two_languages_stand_beside_each_other_where_she_chose_so(
    app: Flask, sign_in: SignIn, firm: Firm
) -> None:
    reference = firm(quickly.refused(app))
    xiulan = sign_in("xiulan")
    xiulan.get("/preferences/papers?lang=ar").form("papers").fill(paper_languages="both").submit()
    page = paper(xiulan, reference, "decision")
    assert "申请编号" in [tag.get_text() for tag in page.find('main [lang="zh-Hans"]')]
    assert page.form("copy").values["languages"] == ["both"]
    both = plain(reading(opened(copied(page, "11"))))
    own = plain(reading(opened(copied(page, "11", languages="own"))))
    assert plain("قرارنا بشأن طلبكم المبدئي") in both
    assert plain("قرارنا بشأن طلبكم المبدئي") in own
    assert ("如有异议" in both, "如有异议" in own) == (True, False)


def test_her_wishes_are_the_first_choice(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    assert paper(xiulan, reference, "summary").form("copy").values["copy"] == ["18"]
    xiulan.get("/preferences/papers").form("papers").fill(print_size="24").submit()
    assert paper(xiulan, reference, "summary").form("copy").values["copy"] == ["24"]
    xiulan.get("/preferences/papers").form("papers").fill(braille="32x25").submit()
    page = paper(xiulan, reference, "summary")
    assert page.form("copy").values["copy"] == ["brf"]
    assert "32" in page.text
    rows = copied(page, "brf").decode("ascii").replace("\f", "").split("\r\n")
    assert 28 < max(map(len, rows)) <= 32


def test_somebody_elses_and_a_draft_are_not_there(app: Flask, sign_in: SignIn, firm: Firm) -> None:
    refused, draft = firm(quickly.refused(app)), quickly.draft(app, name="james")
    xiulan, james = sign_in("xiulan"), sign_in("james")
    for name in ("summary", "decision"):
        james.get(f"{LOAN.format(refused)}/{name}", status=404)
        james.post(f"{LOAN.format(refused)}/{name}/copies", {"copy": "11"}, status=404)
        james.get(f"{LOAN.format(draft)}/{name}", status=404)
    made = paper(xiulan, refused, "decision").form("copy").fill(copy="brf").submit()
    for address in (made.path, f"{made.path}/file", f"{made.path}/progress"):
        james.get(address, status=404)


@pytest.mark.parametrize("make", [quickly.sent, quickly.in_review, quickly.proposed])
def test_before_there_is_a_decision_there_is_no_letter(
    app: Flask, sign_in: SignIn, make: Callable[[Flask], Sent]
) -> None:
    reference = make(app).reference
    xiulan = sign_in("xiulan")
    assert "决定书，可打印或制作盲文" not in xiulan.get(LOAN.format(reference)).links
    paper(xiulan, reference, "summary")
    xiulan.get(f"{LOAN.format(reference)}/decision", status=404)


def test_a_copy_is_in_the_chain_and_a_second_press_makes_none(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    form = paper(xiulan, reference, "summary").form("copy").fill(copy="brf")
    first, second = form.submit(), form.submit()
    assert first.path == second.path
    with app.app_context():
        chain = history(f"person:{quickly.someone('xiulan').id}")
        assert [event.action for event in chain].count("document issued") == 1
        assert list(faults()) == []


@pytest.mark.parametrize("copy", ["", "12", "exe", "csv", "brf; rm"])
def test_what_is_not_offered_is_not_made(app: Flask, sign_in: SignIn, copy: str) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    page = xiulan.post(f"{LOAN.format(reference)}/summary/copies", {"copy": copy}, status=422)
    assert page.errors
    assert "没有" in xiulan.get("/documents/").text or "还没有" in xiulan.get("/documents/").text


def test_without_the_braille_library_braille_is_not_on_the_screen(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = quickly.sent(app).reference
    xiulan = sign_in("xiulan")
    asked = paper(xiulan, reference, "summary").form("copy").fill(copy="brf")
    monkeypatch.setenv("PATH", "/nowhere")
    assert paper(xiulan, reference, "summary").form("copy").choices("copy") == ["11", "18", "24"]
    assert asked.submit(status=422).errors
    assert not xiulan.get("/preferences/papers").find("[name=braille]")


def test_what_braille_does_not_know_is_said_and_nothing_else_is_lost(app: Flask, sign_in: SignIn) -> None:
    detail = {"purpose": "stock", "text": "ข้าวและน้ำมัน"}
    reference = quickly.sent(app, purpose_detail=detail).reference
    xiulan = sign_in("xiulan")
    page = paper(xiulan, reference, "summary?lang=en").form("copy").fill(copy="brf").submit(status=422)
    assert "We leave nothing out" in page.errors[0]
    printed = copied(paper(xiulan, reference, "summary"), "11")
    assert plain("ข้าวและน้ำมัน") in plain(reading(opened(printed)))


def test_a_decision_in_words_that_look_like_markup_is_words(app: Flask, sign_in: SignIn) -> None:
    words = "#let x = 1; *stop* $y$ <b>\\"
    detail = {"purpose": "stock", "text": words}
    reference = quickly.sent(app, purpose_detail=detail).reference
    page = paper(sign_in("xiulan"), reference, "summary")
    assert words in page.text
    assert plain(words) in plain(reading(opened(copied(page, "11"))))
