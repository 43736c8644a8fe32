"""Papers: several files, seen and put in order, reused, verified or sent back, and sent again."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from portal.attachments.labels import REFUSALS
from portal.attachments.models import Attachment
from portal.attachments.queries import attachments_of
from portal.attachments.rules import Refusal
from portal.attachments.storage import read
from portal.audit.queries import history
from portal.db import db
from portal.loans import labels
from portal.loans.facts import facts_of
from portal.loans.rules import HELD_FOR, Paper, Question, SendBackReason
from portal.notices.models import Notice
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_races import at_once, overtake, press
from tests.mail import MailServer
from tests.page import Client, Page

PHOTO = (files.jpeg(), "one.jpg")
WORDS = "右下角被手指挡住了，请重新拍照。"


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


def question(client: Client, ref: str) -> Page:
    return client.get(f"/loans/applications/{ref}/paper")


def send(page: Page, *sent: Any, status: int = 200, stay: bool = True) -> Page:
    form = page.form("question").fill(answer="upload")
    form.values["file"] = list(sent)
    return form.submit(**({"name": "stay", "value": "yes"} if stay else {}), status=status)


def cards(page: Page) -> list[str]:
    """The public ids of the files on the page, in their order."""
    return [str(image["src"]).split("/")[-2] for image in page.find(".papers img")]


def pages(app: Flask, ref: str) -> list[str]:
    with app.app_context():
        return quickly.loan(ref).pages(Question.PAPER)


def state(app: Flask, ref: str) -> Paper:
    with app.app_context():
        return facts_of(quickly.loan(ref)).papers[Question.PAPER]


def act(page: Page, noun: str, public_id: str, status: int = 200) -> Page:
    return page.form(f"{noun}-{public_id}").submit(status=status)


def sent_back(app: Flask, reason: SendBackReason = SendBackReason.UNREADABLE) -> loans.Sent:
    """An application at the branch whose licence the officer sent back."""
    made = quickly.at_branch(app)
    with app.app_context(), quickly.transaction():
        found, by, now = quickly.loan(made.reference), quickly.hand("officer"), quickly.clock.now()
        quickly.operations.add_pages(found, Question.PAPER, [quickly.paper_for(found, by, now)], by, now)
        quickly.judge(found, by, now, reason, WORDS)
    return made


def test_several_files_are_seen_and_the_journey_goes_on(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), PHOTO, (files.pdf(2), "two.pdf"), (files.heic(), "three.heic"))
    assert page.path.endswith("/paper")
    assert len(cards(page)) == 3
    for address in [str(image["src"]) for image in page.find(".papers img")]:
        small = elder.browser.get(address)
        assert (small.status_code, small.mimetype) == (200, "image/jpeg")
        assert "sandbox" in small.headers["Content-Security-Policy"]
    assert page.form("question").submit().path.endswith("/branch")
    assert len(cards(send(question(elder, ref), PHOTO))) == 4


def test_the_page_says_why_it_is_needed_and_what_is_accepted(elder: Client, app: Flask, say: Say) -> None:
    page = question(elder, quickly.draft(app, Question.PAPER))
    assert say(labels.PAPER_REASONS[Question.PAPER]) in page.text
    assert say(labels.PAPER_ACCEPTED[Question.PAPER]) in page.text
    assert page.find("input[type=file][capture]")


def test_a_heic_that_is_a_jpeg_is_taken(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    assert len(cards(send(question(elder, ref), (files.jpeg(), "IMG_0001.HEIC")))) == 1


BAD: dict[Refusal, tuple[bytes, str]] = {
    Refusal.TOO_MANY_PAGES: (files.pdf(300), "book.pdf"),
    Refusal.ENCRYPTED: (files.encrypted_pdf(), "secret.pdf"),
    Refusal.WRONG_KIND: (files.gif(), "moving.gif"),
}


@pytest.mark.parametrize("refusal", BAD)
def test_a_bad_file_is_named_and_the_good_ones_stay(
    refusal: Refusal, elder: Client, app: Flask, say: Say
) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), PHOTO, BAD[refusal], status=422)
    (error,) = page.errors
    assert BAD[refusal][1] in error
    assert say(REFUSALS[refusal]) in error
    assert len(cards(page)) == len(pages(app, ref)) == 1
    assert page.form("question").submit().path.endswith("/branch")


def test_the_same_press_twice_keeps_the_good_ones_once(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = question(elder, ref)
    send(page, PHOTO, BAD[Refusal.WRONG_KIND], status=422)
    send(page, PHOTO, BAD[Refusal.WRONG_KIND], status=409)
    assert len(pages(app, ref)) == 1


def test_ten_files_and_no_more(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), *[(files.png(), f"{number}.png") for number in range(11)], status=422)
    assert "10.png" in page.errors[0]
    assert len(cards(page)) == 10
    page = send(page, PHOTO, status=422)
    assert len(page.errors) == 1


def test_the_quota_holds_and_removing_frees_it(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), PHOTO)
    with app.app_context():
        taken = db.session.scalar(select(func.sum(Attachment.size + Attachment.thumbnail_size)))
    app.config["PAPER_QUOTA"] = taken + 10
    page = send(page, PHOTO, status=422)
    page = act(page, "removal", cards(page)[0])
    assert cards(page) == pages(app, ref) == []
    assert len(cards(send(page, PHOTO))) == 1


def test_turned_put_in_order_and_removed(elder: Client, app: Flask, instance: Path) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), (files.jpeg(size=(80, 40)), "wide.jpg"), (files.pdf(1), "two.pdf"))
    first, second = cards(page)
    page = act(page, "place", second)
    assert cards(page) == pages(app, ref) == [second, first]
    page = act(page, "turn", first)
    assert cards(page)[0] == second
    with app.app_context():
        turned = attachments_of(quickly.someone("xiulan").id, pages(app, ref))[1]
        assert Image.open(BytesIO(read(turned))).size == (40, 80)
    page = act(page, "removal", second)
    assert cards(page) == pages(app, ref) != []
    assert len(list((instance / "attachments").iterdir())) == 1
    page = act(page, "removal", cards(page)[0])
    page = elder.get(f"/loans/applications/{ref}/check")
    assert page.path.endswith("/paper")


def test_bringing_it_instead_removes_the_files(elder: Client, app: Flask, instance: Path) -> None:
    ref = quickly.draft(app, Question.PAPER)
    page = send(question(elder, ref), PHOTO)
    page.form("question").fill(answer="bring").submit()
    assert quickly.values(app, ref)["paper"] == {"way": "bring"}
    assert list((instance / "attachments").iterdir()) == []


def test_a_page_changed_elsewhere_is_not_changed_again(elder: Client, sign_in: SignIn, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    old = send(question(elder, ref), PHOTO, PHOTO)
    first, second = cards(old)
    act(question(sign_in("xiulan"), ref), "removal", first)
    act(old, "turn", second, status=409)
    act(old, "place", second, status=409)
    assert pages(app, ref) == [second]


def test_one_attachment_of_old_is_a_page(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    with app.app_context(), quickly.transaction():
        found, by, now = quickly.loan(ref), quickly.hand("xiulan"), quickly.clock.now()
        paper = quickly.paper_for(found, by, now)
        value = {"way": "upload", "attachment": paper}
        quickly.operations.answer(found, Question.PAPER, value, by, now)
    assert pages(app, ref) == [paper]
    assert elder.browser.get(f"/loans/applications/{ref}/paper/file").status_code == 200


@pytest.mark.parametrize("ending", ["file", "thumbnail", "turn", "removal", "place"])
def test_nobody_elses_pages(ending: str, elder: Client, sign_in: SignIn, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    (page,) = cards(send(question(elder, ref), PHOTO))
    address = f"{ref}/paper/pages/{page}/{ending}"
    method = "GET" if ending in ("file", "thumbnail") else "POST"
    james = sign_in("james")
    data = {"csrf_token": james.csrf_token} if method == "POST" else None
    assert james.peek(f"/loans/applications/{address}", method, data).status == 404
    own = quickly.draft(app, Question.PAPER, "james")
    other = f"/loans/applications/{own}/paper/pages/{page}/{ending}"
    assert james.peek(other, method, data).status == 404


# What the bank holds


def reached(client: Client, app: Flask, **answers: Any) -> Page:
    """A second application of hers, at the question for the licence."""
    return question(client, quickly.draft(app, Question.PAPER, **answers))


def test_what_an_officer_verified_is_offered_and_used(elder: Client, officer: Client, app: Flask) -> None:
    quickly.in_review(app)
    page = reached(elder, app)
    ref = page.path.split("/")[3]
    page = page.form("question").fill(answer="held").submit()
    page = loans.answer_on(page, consents=["process", "reuse"])
    assert quickly.values(app, ref)["paper"]["way"] == "held"
    assert state(app, ref) == Paper.HELD
    page = page.form("send").submit()
    code = "".join(page.find(".ticket-code")[0].get_text().split())
    page = loans.picked_up(officer, loans.Sent(ref, code))
    assert len(page.find(".papers li")) == 1
    page.form("review").submit()
    assert quickly.status(app, ref) == "in_review"


def test_without_consent_the_paper_is_asked_for_again(elder: Client, app: Flask) -> None:
    quickly.in_review(app)
    page = reached(elder, app)
    ref = page.path.split("/")[3]
    page = page.form("question").fill(answer="held").submit()
    page = loans.answer_on(page, until="consents")
    page = page.form("question").fill(agree_process=True, agree_reuse=False).submit()
    assert page.path.endswith("/paper")
    assert state(app, ref) == Paper.MISSING
    assert "held" not in page.form("question").choices("answer")
    page = elder.get(f"/loans/applications/{ref}/check")
    assert page.path.endswith("/paper")
    page = elder.get(f"/loans/applications/{ref}/consents")
    page = page.form("question").fill(agree_reuse=True).submit()
    assert page.path.endswith("/check")
    assert state(app, ref) == Paper.HELD


@pytest.mark.parametrize("why", ["old", "another", "sent back", "withdrawn"])
def test_what_is_not_offered(
    why: str, elder: Client, sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    if why == "sent back":
        sent_back(app)
    else:
        sent = quickly.in_review(app, "james" if why == "another" else "xiulan")
    if why == "withdrawn":
        with app.app_context(), quickly.transaction():
            quickly.operations.withdraw(quickly.loan(sent.reference), quickly.hand("xiulan"), clock.now)
    if why == "old":
        clock.forward(days=HELD_FOR.days, minutes=1)
        elder = sign_in("xiulan")
    assert "held" not in reached(elder, app).form("question").choices("answer")


def test_it_is_too_old_when_it_is_sent(app: Flask, sign_in: SignIn, clock: MovableClock) -> None:
    quickly.in_review(app)
    clock.forward(days=HELD_FOR.days - 1)
    page = reached(sign_in("xiulan"), app)
    ref = page.path.split("/")[3]
    page = loans.answer_on(page.form("question").fill(answer="held").submit(), consents=["process", "reuse"])
    clock.forward(days=2)
    page = sign_in("xiulan").get(f"/loans/applications/{ref}/check").form("send").submit()
    assert page.path.endswith("/paper")
    assert quickly.status(app, ref) == "draft"


def test_erasing_a_draft_leaves_what_the_bank_holds(elder: Client, app: Flask, instance: Path) -> None:
    quickly.in_review(app)
    page = reached(elder, app)
    ref = page.path.split("/")[3]
    page.form("question").fill(answer="held").submit()
    before = sorted(each.name for each in (instance / "attachments").iterdir())
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    assert ref not in quickly.references(app)
    assert sorted(each.name for each in (instance / "attachments").iterdir()) == before


def test_withdrawing_removes_the_files(
    elder: Client, app: Flask, instance: Path, clock: MovableClock, drain: Callable[[], int]
) -> None:
    sent = quickly.in_review(app)
    elder.get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw").submit()
    assert quickly.status(app, sent.reference) == "withdrawn"
    clock.forward(minutes=10)
    drain()
    assert list((instance / "attachments").iterdir()) == []


# What the officer says


def test_sent_back_told_and_sent_again(
    officer: Client, elder: Client, app: Flask, say: Say, mail_server: MailServer, drain: Callable[[], int]
) -> None:
    sent = quickly.at_branch(app)
    address = f"/staff/loans/{sent.reference}"
    page = officer.get(address).form("paper").fill(file=PHOTO).submit()
    page = page.form("paper-sent-back").fill(reason="unreadable", words=WORDS).submit()
    assert say(labels.PAPER_TAGS[Paper.SENT_BACK]) in page.text
    assert not page.find("form#review, form#paper-sent-back")
    assert state(app, sent.reference) == Paper.SENT_BACK

    drain()
    reason = say(labels.SEND_BACK_REASONS[SendBackReason.UNREADABLE])
    with app.app_context():
        kinds = list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))
    assert kinds[-1] == "loan paper sent back"
    assert all(reason not in str(letter) and WORDS not in str(letter) for letter in mail_server.received)

    page = elder.get(f"/loans/applications/{sent.reference}")
    assert WORDS in page.text
    assert reason in page.text
    elder.get(f"/loans/applications/{sent.reference}/amount")
    page = question(elder, sent.reference)
    assert len(page.form("question").submit(status=422).errors) == 1
    page = send(page, PHOTO, stay=False)
    assert page.path == f"/loans/applications/{sent.reference}"
    assert WORDS not in page.text
    assert state(app, sent.reference) == Paper.SENT

    page = officer.get(address)
    assert page.find("form#paper-verified")
    loans.verified(page).form("review").submit()
    assert quickly.status(app, sent.reference) == "in_review"


def test_sent_back_needs_a_reason_and_words(officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO).submit()
    page = page.form("paper-sent-back").submit(status=422)
    assert len(page.errors) == 2
    page = page.form("paper-sent-back").fill(words=WORDS).submit(status=422)
    assert page.form("paper-sent-back").values["words"].strip() == WORDS
    assert state(app, sent.reference) == Paper.SENT


def test_a_verified_paper_that_changes_needs_a_new_verdict(officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO).submit()
    page = loans.verified(page)
    assert page.find("form#review")
    page = page.form("paper").fill(file=PHOTO).submit()
    assert not page.find("form#review")
    assert len(pages(app, sent.reference)) == 2
    page = page.form("paper").fill(file=PHOTO, instead=True).submit()
    assert len(pages(app, sent.reference)) == 1
    assert loans.verified(page).find("form#review")


def test_only_the_paper_that_was_sent_back_may_be_sent_again(
    elder: Client, officer: Client, app: Flask
) -> None:
    sent = quickly.at_branch(app)
    here = f"/loans/applications/{sent.reference}"
    typed = {"answer": "upload", "version": 1, "file": PHOTO}
    assert elder.get(f"{here}/paper").path == here
    elder.post(f"{here}/paper", typed, status=409, multipart=True)
    officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO).submit()
    elder.post(f"{here}/paper", typed, status=409, multipart=True)
    elder.post(f"{here}/amount", {"answer": "60000", "version": 1}, status=409)


def test_she_replaces_it_while_he_verifies(
    officer: Client, elder: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sent_back(app)
    send(question(elder, sent.reference), PHOTO)
    form = officer.get(f"/staff/loans/{sent.reference}").form("paper-verified")
    again = question(elder, sent.reference).form("question").fill(answer="upload", file=PHOTO)
    overtake(monkeypatch, quickly.operations, "judge_paper", again.submit)
    form.submit(status=409)
    assert state(app, sent.reference) == Paper.SENT
    assert len(pages(app, sent.reference)) == 3


def test_two_tablets_say_different_things(sign_in: SignIn, app: Flask) -> None:
    sent = quickly.at_branch(app)
    address = f"/staff/loans/{sent.reference}"
    sign_in("officer").get(address).form("paper").fill(file=PHOTO).submit()
    tablets = [sign_in("officer").get(address) for _ in range(2)]
    forms = [
        tablets[0].form("paper-verified"),
        tablets[1].form("paper-sent-back").fill(reason="other", words=WORDS),
    ]
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]
    with app.app_context():
        assert len(quickly.loan(sent.reference).paper_checks) == 1


def test_two_tablets_add_pages_at_once(sign_in: SignIn, app: Flask) -> None:
    sent = quickly.at_branch(app)
    first, second = (sign_in("officer").get(f"/staff/loans/{sent.reference}") for _ in range(2))
    first.form("paper").fill(file=PHOTO).submit()
    page = second.form("paper").fill(file=PHOTO).submit(status=409)
    assert page.h1
    assert len(pages(app, sent.reference)) == 1


def test_a_bad_file_at_the_branch_is_named_and_the_good_ones_stay(officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    form = officer.get(f"/staff/loans/{sent.reference}").form("paper")
    form.values["file"] = [PHOTO, BAD[Refusal.ENCRYPTED]]
    page = form.submit(status=422)
    assert "secret.pdf" in page.errors[0]
    assert len(page.find(".papers li")) == len(pages(app, sent.reference)) == 1


def test_staff_see_files_while_the_file_is_open_and_the_reviewer_in_review(
    sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.at_branch(app)
    page = sign_in("officer").get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO).submit()
    (address,) = {str(link["href"]) for link in page.find(".papers a")}
    small = address.replace("/file", "/thumbnail")
    seen = {name: sign_in(name).peek(small).status for name in ("officer", "officer2", "reviewer")}
    assert seen == {"officer": 200, "officer2": 404, "reviewer": 404}
    loans.verified(page).form("review").submit()
    assert sign_in("reviewer").peek(address).status == sign_in("reviewer").peek(small).status == 200
    clock.forward(days=1)
    assert sign_in("officer").peek(address).status == 404
    assert sign_in("reviewer").peek(small).status == 200


def test_a_verdict_is_in_the_history_without_its_words(app: Flask) -> None:
    sent = sent_back(app)
    with app.app_context():
        (event,) = [each for each in history(f"case:{sent.reference}") if each.action == "paper sent back"]
        assert event.detail == {"question": "paper", "version": 2, "reason": "unreadable"}
        assert timedelta() <= quickly.clock.now() - event.at < timedelta(minutes=1)


class TestTheCreditReport:
    """Who does not let the bank ask the bureau brings it, and then the check passes."""

    def test_it_is_brought_photographed_and_passes_the_check(
        self, elder: Client, officer: Client, app: Flask, sign_in: SignIn, say: Say
    ) -> None:
        name = say(labels.ANSWERS[Question.PAPER_CREDIT])
        sent = quickly.at_branch(app, consents=["process"])
        assert name in elder.get(f"/loans/applications/{sent.reference}").text
        page = officer.get(f"/staff/loans/{sent.reference}")
        page = page.form("paper-credit").fill(file=PHOTO).submit()
        page = page.form("paper-credit-verified").submit()
        page = page.form("paper").fill(file=PHOTO).submit().form("paper-verified").submit()
        page.form("review").submit()
        seen = sign_in("reviewer").get(f"/staff/loans/{sent.reference}")
        assert say("The credit report was brought and compared with the original.") in seen.text
        assert say("It passes with a credit report.") not in seen.text

    def test_it_may_be_sent_from_home_and_again_if_it_was_sent_back(
        self, elder: Client, officer: Client, app: Flask
    ) -> None:
        sent = quickly.at_branch(app, consents=["process"])
        page = officer.get(f"/staff/loans/{sent.reference}").form("paper-credit").fill(file=PHOTO).submit()
        page.form("paper-credit-sent-back").fill(reason="out_of_date", words=WORDS).submit()
        page = elder.get(f"/loans/applications/{sent.reference}/paper-credit")
        send(page, PHOTO, stay=False)
        assert sheet_state(app, sent.reference) == Paper.SENT

    def test_whoever_agrees_is_not_asked_for_it(self, elder: Client, app: Flask) -> None:
        draft = quickly.draft(app)
        elder.get(f"/loans/applications/{draft}/paper-credit", status=404)


def sheet_state(app: Flask, ref: str) -> Paper:
    with app.app_context():
        return quickly.loan(ref).paper_state(Question.PAPER_CREDIT)


@pytest.mark.parametrize("before", [None, "bring"])
def test_chosen_files_say_that_they_are_sent(elder: Client, app: Flask, before: str | None) -> None:
    """Nothing chosen beside them, or what was answered before left as it stood."""
    ref = quickly.draft(app, *([] if before else [Question.PAPER]))
    form = question(elder, ref).form("question")
    assert form.values["answer"] == ([before] if before else [])
    form.values["file"] = [PHOTO]
    form.submit()
    assert len(pages(app, ref)) == 1


def test_who_says_that_she_brings_it_brings_it(elder: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    form = question(elder, ref).form("question").fill(answer="bring")
    form.values["file"] = [PHOTO]
    form.submit()
    assert quickly.values(app, ref)["paper"] == {"way": "bring"}
