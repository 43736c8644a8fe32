"""The officer and the customer on one file: proposals, confirming, leases, handing back, walking in."""

import re
from typing import Any

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.casework.rules import LEASE_SECONDS
from portal.loans import labels, operations
from portal.loans.rules import INCLUSIVE, MOST_WRONG_TRIES, is_asked_at_the_counter
from portal.notices.models import Notice
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories.loans import LICENCE, Sent, answer_at_the_counter, verified
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_races import overtake
from tests.loans.test_review import LAST_PRESS
from tests.page import Client, Page

AMOUNT = {"minor": 60_000_00, "currency": "CNY"}


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


@pytest.fixture
def sent(app: Flask) -> Sent:
    return quickly.at_branch(app)


def suggest(officer: Client, sent: Sent, typed: str = "60000") -> Page:
    form = officer.get(f"/staff/loans/{sent.reference}/answers/amount").form("question")
    return form.fill(answer=typed).submit()


def last(app: Flask, sent: Sent, question: str = "amount") -> tuple[Any, str, int]:
    with app.app_context():
        answer = quickly.loan(sent.reference).current_answers[question]
        return answer.value, answer.source, answer.by_id


def notices(app: Flask) -> list[str]:
    with app.app_context():
        return [each.kind for each in quickly.db.session.query(Notice).order_by(Notice.id)]


def events(app: Flask, sent: Sent) -> list[tuple[str, int | None, int | None]]:
    with app.app_context():
        assert list(faults()) == []
        found = history(f"case:{sent.reference}")
        return [(event.action, event.person_id, event.on_behalf_of_id) for event in found]


def id_of(app: Flask, name: str) -> int:
    with app.app_context():
        return quickly.someone(name).id


def test_an_officers_answer_stands_beside_hers_until_she_confirms_it_on_her_page(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent, say: Say
) -> None:
    page, name = suggest(officer, sent), say(labels.PRODUCTS["inclusive"].name)
    assert name in page.text
    assert name in officer.get("/staff/loans/").text
    assert "¥50,000.00" in page.text
    assert "¥60,000.00" in page.text
    assert last(app, sent)[0]["minor"] == 50_000_00
    assert notices(app).count("loan to confirm") == 1
    elder = sign_in("xiulan").get(f"/loans/applications/{sent.reference}")
    elder.form("confirm-amount").submit(name="choice", value="confirm")
    assert last(app, sent) == (AMOUNT, "officer", id_of(app, "officer"))
    hands = {action: hand for action, *hand in events(app, sent)}
    assert hands["change confirmed"] == [id_of(app, "xiulan"), None]
    assert hands["answered"] == [id_of(app, "officer"), id_of(app, "xiulan")]


def test_she_keeps_her_own(app: Flask, officer: Client, sign_in: SignIn, sent: Sent) -> None:
    suggest(officer, sent)
    page = sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("confirm-amount")
    page.submit(name="choice", value="decline")
    assert last(app, sent)[0]["minor"] == 50_000_00
    assert not officer.get(f"/staff/loans/{sent.reference}").find(".summary-note")


def test_the_turned_tablet_is_hers(app: Flask, officer: Client, sent: Sent) -> None:
    suggest(officer, sent)
    officer.get("/staff/?lang=en&mode=standard")
    page = officer.get(f"/staff/loans/{sent.reference}/confirmation")
    html = page.find("html")[0]
    assert (page.lang, html["data-mode"], html["data-floor"]) == ("zh-Hans", "elder", "turned")
    assert not page.find("nav, footer, .header a")
    back = officer.get(f"/staff/loans/{sent.reference}")
    assert (back.lang, back.find("html")[0]["data-mode"]) == ("en", "standard")


def test_she_confirms_on_the_tablet_with_the_code_that_opened_the_file(
    app: Flask, officer: Client, sent: Sent, say: Say
) -> None:
    suggest(officer, sent)
    form = officer.get(f"/staff/loans/{sent.reference}/confirmation").form("confirmation")
    refused = form.fill(code=sent.code).submit(status=422)
    assert len(refused.errors) == 1
    form = refused.form("confirmation")
    page = form.fill(choice_amount=form.choices("choice_amount")[0]).submit()
    assert page.path == f"/staff/loans/{sent.reference}/confirmation/end"
    assert page.h1 == say(labels.DONE["confirmed"])
    assert last(app, sent)[0] == AMOUNT
    assert ("change confirmed", id_of(app, "officer"), id_of(app, "xiulan")) in events(app, sent)
    assert notices(app)[-1] == "loan confirmed at branch"


def test_five_wrong_codes_end_confirming_on_the_tablet(app: Flask, officer: Client, sent: Sent) -> None:
    suggest(officer, sent)
    odd = f"{(int(sent.code) + 1) % 10**6:06d}"
    address = f"/staff/loans/{sent.reference}/confirmation"
    for code in (*[odd] * MOST_WRONG_TRIES, sent.code):
        form = officer.get(address).form("confirmation")
        form.fill(code=code, choice_amount=form.choices("choice_amount")[0]).submit(status=422)
    assert last(app, sent)[0]["minor"] == 50_000_00
    assert quickly.code_of(app, sent.reference).wrong_tries == MOST_WRONG_TRIES


def test_what_changed_while_she_read_is_asked_again(app: Flask, officer: Client, sent: Sent) -> None:
    suggest(officer, sent)
    form = officer.get(f"/staff/loans/{sent.reference}/confirmation").form("confirmation")
    form.fill(code=sent.code, choice_amount=form.choices("choice_amount")[0])
    suggest(officer, sent, "70000")
    page = form.submit(status=422)
    assert "¥70,000.00" in page.text
    assert last(app, sent)[0]["minor"] == 50_000_00


def test_of_two_tablets_the_losers_words_stay_on_the_screen(
    app: Flask, officer: Client, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/staff/loans/{sent.reference}/answers/amount"
    forms = [officer.get(address).form("question").fill(answer=typed) for typed in ("60000", "70000")]
    overtake(monkeypatch, operations, "propose", forms[1].submit)
    page = forms[0].submit(status=409)
    assert page.form("question").values["answer"] == "60000"
    assert "¥70,000.00" in page.text
    page.form("question").submit()
    with app.app_context():
        (proposal,) = quickly.loan(sent.reference).open_proposals
        assert proposal.value == AMOUNT


def test_the_customer_and_two_officers_at_once_lose_nothing(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggest(officer, sent)
    confirm = sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("confirm-amount")
    form = officer.get(f"/staff/loans/{sent.reference}/answers/amount").form("question").fill(answer="70000")
    overtake(monkeypatch, operations, "propose", lambda: confirm.submit(name="choice", value="confirm"))
    page = form.submit(status=409)
    assert page.form("question").values["answer"] == "70000"
    assert last(app, sent)[0] == AMOUNT
    page.form("question").submit()
    assert last(app, sent)[0] == AMOUNT


def test_the_banks_record_is_disputed_and_stays(app: Flask, officer: Client, sent: Sent) -> None:
    page = officer.get(f"/staff/loans/{sent.reference}/answers/yearly-income")
    assert page.path.endswith("/disputes/yearly-income")
    page = page.form("dispute").fill(note="税单上是四十万。").submit()
    assert "税单上是四十万。" in page.text
    typed = {"version": 1, "answer": "400000"}
    officer.post(f"/staff/loans/{sent.reference}/answers/yearly-income", typed, status=409)
    assert last(app, sent, "yearly_income")[1] == "bank_record"


@pytest.mark.parametrize("name", ["consents", "visit", "branch", "paper", "car-price", "nonsense"])
def test_what_is_not_the_branchs_to_change_has_no_page(name: str, officer: Client, sent: Sent) -> None:
    officer.get(f"/staff/loans/{sent.reference}/answers/{name}", status=404)


def test_nothing_goes_to_review_before_she_confirmed(
    app: Flask, officer: Client, sent: Sent, say: Say
) -> None:
    suggest(officer, sent)
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=LICENCE).submit()
    assert say(LAST_PRESS) not in page.text, "she has something to confirm still"
    page = verified(page)
    assert not page.find("form#review")
    assert page.find(f'.card-tint .button-main[href$="/{sent.reference}/confirmation"]')
    data = {"version": page.form("hand-back").values["version"]}
    page = officer.post(f"/staff/loans/{sent.reference}/review", data, status=422)
    assert page.errors
    assert quickly.status(app, sent.reference) == "at_branch"


def renew(client: Client, sent: Sent, page: Page, status: int = 200, **within: str) -> Page:
    asked = page.find("#lease")[0]
    state, version = (re.search(f'"{key}": "([^"]+)"', str(asked["hx-vals"])) for key in ("state", "version"))
    assert state
    assert version
    data = within | {"state": state[1], "version": version[1]}
    return client.post(f"/staff/loans/{sent.reference}/lease/renewal", data, status)


def colleague(app: Flask) -> None:
    """officer2 works at Harbour East for this test."""
    with app.app_context(), quickly.transaction():
        quickly.someone("officer2").branch_id = quickly.someone("officer").branch_id  # type: ignore[attr-defined]


def test_a_lease_is_kept_lapses_is_taken_over_and_both_see_it(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent, clock: MovableClock
) -> None:
    colleague(app)
    second, address = sign_in("officer2"), f"/staff/loans/{sent.reference}"
    mine = renew(officer, sent, officer.get(address))
    renew(officer, sent, mine, status=204)
    reading = second.get(address)
    assert not reading.find("#take-lease")
    renew(second, sent, reading, status=204)
    clock.forward(seconds=LEASE_SECONDS + 1)
    renew(second, sent, reading).form("take-lease").submit()
    lost = renew(officer, sent, mine)
    assert lost.find(".banner-wait")
    assert "lease taken over" in [action for action, *_ in events(app, sent)]
    renew(officer, sent, lost, status=204)


def test_what_was_left_is_taken_again_by_a_person_alone(
    app: Flask, officer: Client, sent: Sent, say: Say
) -> None:
    mine = renew(officer, sent, officer.get(f"/staff/loans/{sent.reference}"))
    page = officer.get(f"/staff/loans/{sent.reference}").form("end-lease").submit()
    assert say("The file is free for a colleague.") in page.text
    left = renew(officer, sent, mine)
    renew(officer, sent, left, status=204)
    with app.app_context():
        assert quickly.loan(sent.reference).lease is None
    left.form("take-lease").submit()
    with app.app_context():
        assert quickly.loan(sent.reference).lease.holder_id == id_of(app, "officer")


def test_an_idle_page_works_on_nothing_that_went_to_review(
    app: Flask, officer: Client, sent: Sent, clock: MovableClock
) -> None:
    idle = renew(officer, sent, officer.get(f"/staff/loans/{sent.reference}"))
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=LICENCE).submit()
    verified(page).form("review").submit()
    assert quickly.status(app, sent.reference) == "in_review"
    over = renew(officer, sent, idle)
    assert over.find(".banner-info")
    assert not over.find("form#take-lease")
    clock.forward(seconds=30)
    renew(officer, sent, over, status=204)
    officer.post(f"/staff/loans/{sent.reference}/lease")
    officer.post(f"/staff/loans/{sent.reference}/lease/wish")
    with app.app_context():
        assert quickly.loan(sent.reference).lease is None


def test_her_page_says_who_works_on_it(app: Flask, officer: Client, sign_in: SignIn, sent: Sent) -> None:
    renew(officer, sent, officer.get(f"/staff/loans/{sent.reference}"))
    with app.app_context():
        name = quickly.someone("officer").names["zh_Hans"]  # type: ignore[attr-defined]
    page = sign_in("xiulan").get(f"/loans/applications/{sent.reference}")
    assert page.text.count(name) == 2


def test_handed_back_she_changes_it_and_sends_it_again(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent
) -> None:
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert page.form("hand-back").submit(status=422).errors
    page.form("hand-back").fill(message="请改一下金额。").submit()
    assert quickly.status(app, sent.reference) == "with_customer"
    assert "请改一下金额。" in officer.get(f"/staff/loans/{sent.reference}").text, (
        "what was asked stays readable"
    )
    elder = sign_in("xiulan")
    page = elder.get(f"/loans/applications/{sent.reference}")
    assert "请改一下金额。" in page.text
    for name in ("branch", "visit", "consents"):
        assert not page.find(f'.summary a[href$="/{name}"]')
    amount = elder.get(f"/loans/applications/{sent.reference}/amount").form("question")
    page = amount.fill(answer="40000").submit()
    assert page.path == f"/loans/applications/{sent.reference}"
    page.form("return").submit()
    assert quickly.status(app, sent.reference) == "at_branch"
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert "¥40,000.00" in page.text
    assert len(page.find(".summary-note .tag-info")) == 1


def test_handed_back_she_sends_a_paper_and_answers_no_reviewer(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent
) -> None:
    officer.get(f"/staff/loans/{sent.reference}").form("hand-back").fill(message="请上传执照。").submit()
    elder = sign_in("xiulan")
    elder.post(f"/loans/applications/{sent.reference}/reply", {"reply_words": "好的。"}, status=409)
    page = elder.get(f"/loans/applications/{sent.reference}/paper")
    page = page.form("question").fill(answer="upload", file=LICENCE).submit()
    assert page.path == f"/loans/applications/{sent.reference}"
    page.form("return").submit()
    assert last(app, sent, "paper")[0]["way"] == "upload"
    page = verified(officer.get(f"/staff/loans/{sent.reference}"))
    page.form("review").submit()
    assert quickly.status(app, sent.reference) == "in_review"


def test_who_suggested_a_change_that_she_declined_decides_nothing(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent
) -> None:
    colleague(app)
    suggest(sign_in("officer2"), sent)
    elder = sign_in("xiulan").get(f"/loans/applications/{sent.reference}")
    elder.form("confirm-amount").submit(name="choice", value="decline")
    with app.app_context():
        assert id_of(app, "officer2") in quickly.loan(sent.reference).handlers


def test_sent_back_it_is_open_the_next_day_and_only_she_confirms(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent, clock: MovableClock
) -> None:
    officer.get(f"/staff/loans/{sent.reference}").form("hand-back").fill(message="请看看。").submit()
    sign_in("xiulan").get(f"/loans/applications/{sent.reference}").form("return").submit()
    clock.forward(days=1)
    officer = sign_in("officer")
    suggest(officer, sent)
    page = officer.get(f"/staff/loans/{sent.reference}/confirmation")
    assert not page.find("form#confirmation")
    officer.post(f"/staff/loans/{sent.reference}/confirmation", {"code": sent.code}, status=422)
    officer.get(f"/staff/loans/{sent.reference}").form("identity").fill(paper="passport").submit()
    form = officer.get(f"/staff/loans/{sent.reference}/confirmation").form("confirmation")
    form.fill(choice_amount=form.choices("choice_amount")[0]).submit()
    assert last(app, sent)[0] == AMOUNT


def test_she_changed_it_meanwhile_and_chooses_between_both(
    app: Flask, officer: Client, sign_in: SignIn, sent: Sent
) -> None:
    suggest(officer, sent)
    officer.get(f"/staff/loans/{sent.reference}").form("hand-back").fill(message="请看看。").submit()
    elder = sign_in("xiulan")
    before = elder.get(f"/loans/applications/{sent.reference}").form("confirm-amount")
    elder.get(f"/loans/applications/{sent.reference}/amount").form("question").fill(answer="40000").submit()
    page = before.submit(name="choice", value="confirm")
    assert last(app, sent)[0]["minor"] == 40_000_00
    assert {"¥40,000.00", "¥60,000.00"} <= set(re.findall(r"¥[\d,.]+", page.text))
    page.form("confirm-amount").submit(name="choice", value="confirm")
    assert last(app, sent)[0] == AMOUNT


def test_without_a_code_an_identity_paper_opens_the_file_and_she_is_told(app: Flask, officer: Client) -> None:
    sent = quickly.sent(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert page.form("identity").submit(status=422).errors
    page.form("identity").fill(paper="passport").submit()
    assert quickly.status(app, sent.reference) == "at_branch"
    assert notices(app)[-1] == "loan picked up by identity"
    assert quickly.code_of(app, sent.reference).dead_at is not None
    suggest(officer, sent)
    form = officer.get(f"/staff/loans/{sent.reference}/confirmation").form("confirmation")
    form.fill(choice_amount=form.choices("choice_amount")[0]).submit()
    assert last(app, sent)[0] == AMOUNT


def test_a_walk_in_begins_is_filled_in_and_sent_by_her_on_the_turned_tablet(
    app: Flask, officer: Client, sign_in: SignIn, say: Say
) -> None:
    with app.app_context():
        number = quickly.someone("xiulan").number  # type: ignore[attr-defined]
    page = officer.get("/staff/loans/walk-in").form("walk-in").fill(number=number).submit()
    page = page.form("begin").fill(paper="identity_card", product="inclusive").submit()
    ref = page.path.split("/")[3]
    sign_in("officer2").get(f"/staff/loans/{ref}", status=404)
    assert answer_at_the_counter(page).path == f"/staff/loans/{ref}"
    page = officer.get(f"/staff/loans/{ref}")
    assert say(labels.SOURCES["bank_record"]) not in page.text, "she confirmed nothing yet"  # type: ignore[index]
    page = officer.get(f"/staff/loans/{ref}/confirmation")
    assert page.find("html")[0]["data-mode"] == "elder"
    assert page.form("send").submit(status=422).errors
    (back,) = page.find(".button-second[href$='/confirmation/end']")
    assert "面粉" not in officer.get(str(back["href"])).html, (
        "unsent, she gives back the tablet and not the file"
    )
    page = page.form("send").fill(agree_process=True, agree_bureau=True).submit()
    assert page.h1 == say(labels.DONE["sent"])
    assert ref in page.text
    assert [tag["href"] for tag in page.find("main a")] == [f"/staff/loans/{ref}"]
    assert say(labels.CONFIRMED_AT_BRANCH) in officer.get(f"/staff/loans/{ref}").text
    with app.app_context():
        loan = quickly.loan(ref)
        assert (loan.status, loan.owner_id) == ("at_branch", quickly.someone("officer").id)
        assert loan.unanswered == []
        asked = [each.question for each in INCLUSIVE.questions if is_asked_at_the_counter(each.question)]
        sources = {loan.current_answers[question].source for question in asked}
        assert sources == {"officer", "bank_record"}
    assert notices(app) == ["loan begun at branch", "loan sent at branch"]
    assert ref in officer.get("/staff/loans/").text
    assert sign_in("xiulan").get(f"/loans/applications/{ref}").status == 200
