"""Papers at the counter: turned, taken out by who added them, photographed before a walk-in is sent."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from portal.attachments.queries import attachments_of
from portal.attachments.storage import read
from portal.audit.queries import faults, history
from portal.loans import labels, operations, queries, staff_views, taking
from portal.loans.rules import INCLUSIVE, IdentityPaper, Paper, Question, SendBackReason
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import files, loans
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.test_papers import PHOTO, act, cards, pages, sent_back, state
from tests.loans.test_races import overtake
from tests.page import Client, Page

WIDE = (files.jpeg(size=(80, 40)), "wide.jpg")


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("officer")


def added(officer: Client, ref: str, *photos: tuple[bytes, str]) -> Page:
    form = officer.get(f"/staff/loans/{ref}").form("paper")
    form.values["file"] = list(photos)
    return form.submit()


def sizes(app: Flask, ref: str) -> list[tuple[int, int]]:
    with app.app_context():
        found = attachments_of(quickly.someone("xiulan").id, pages(app, ref))
        return [Image.open(BytesIO(read(each))).size for each in found]


def source(app: Flask, ref: str) -> str:
    with app.app_context():
        return quickly.loan(ref).current_answers[Question.PAPER].source


def stored(instance: Path) -> int:
    return len(list((instance / "attachments").iterdir()))


def online(app: Flask) -> loans.Sent:
    """At the branch, with a licence that the customer sent herself."""
    ref = quickly.draft(app)
    with app.app_context(), quickly.transaction():
        found, by, now = quickly.loan(ref), quickly.hand("xiulan"), quickly.clock.now()
        value = {"way": "upload", "pages": [quickly.paper_for(found, by, now)]}
        operations.give_paper(found, Question.PAPER, value, by, now, None)
    with app.app_context(), quickly.transaction():
        code = operations.submit(quickly.loan(ref), quickly.hand("xiulan"), quickly.clock.now(), "zh_Hans")
        operations.pick_up(quickly.loan(ref), code.digits, quickly.hand("officer"), quickly.clock.now())
        return loans.Sent(ref, code.digits)


# A file at the branch


def test_an_officer_turns_a_page_and_only_a_look_is_new(officer: Client, app: Flask, instance: Path) -> None:
    sent = quickly.at_branch(app)
    page = added(officer, sent.reference, WIDE, PHOTO)
    first, second = cards(page)
    page = act(page, "turn", first)
    assert page.path == f"/staff/loans/{sent.reference}"
    assert cards(page)[1] == second
    assert sizes(app, sent.reference)[0] == (40, 80)
    assert stored(instance) == 2
    loans.verified(page).form("review").submit()
    assert quickly.status(app, sent.reference) == "in_review"


def test_what_the_customer_sent_is_turned_and_stays_hers(officer: Client, app: Flask, instance: Path) -> None:
    sent = online(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    (hers,) = pages(app, sent.reference)
    assert not page.find(f"form#removal-{hers}")
    page = act(page, "turn", hers)
    (turned,) = pages(app, sent.reference)
    assert turned != hers
    assert source(app, sent.reference) == "customer"
    assert stored(instance) == 2, "the page as she sent it is kept"
    assert not page.find(f"form#removal-{turned}"), "turning it does not make it the officer's"


def test_an_officer_takes_out_what_he_added_by_mistake(officer: Client, app: Flask, instance: Path) -> None:
    sent = quickly.at_branch(app)
    page = added(officer, sent.reference, PHOTO, WIDE)
    wrong, right = cards(page)
    page = act(page, "removal", wrong)
    assert cards(page) == pages(app, sent.reference) == [right]
    assert stored(instance) == 1
    page = act(page, "removal", right)
    assert state(app, sent.reference) == Paper.TO_BRING
    assert stored(instance) == 0
    with app.app_context():
        done = [event.action for event in history(f"case:{sent.reference}")]
        assert done.count("page removed") == 2
        assert list(faults()) == []


def test_without_his_page_hers_counts_again(officer: Client, app: Flask) -> None:
    sent = online(app)
    (hers,) = pages(app, sent.reference)
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO, instead=True).submit()
    (his,) = cards(page)
    act(page, "removal", his)
    assert pages(app, sent.reference) == [hers]
    assert (state(app, sent.reference), source(app, sent.reference)) == (Paper.SENT, "customer")


def test_what_was_sent_back_does_not_count_again(officer: Client, app: Flask) -> None:
    sent = online(app)
    with app.app_context(), quickly.transaction():
        by, now = quickly.hand("officer"), quickly.clock.now()
        quickly.judge(quickly.loan(sent.reference), by, now, SendBackReason.UNREADABLE, "请重拍。")
    page = officer.get(f"/staff/loans/{sent.reference}").form("paper").fill(file=PHOTO, instead=True).submit()
    (his,) = cards(page)
    act(page, "removal", his)
    assert state(app, sent.reference) == Paper.TO_BRING


def test_what_was_judged_stands(officer: Client, app: Flask) -> None:
    sent = quickly.at_branch(app)
    page = added(officer, sent.reference, PHOTO)
    (seen,) = cards(page)
    turn, removal = page.form(f"turn-{seen}"), page.form(f"removal-{seen}")
    page = loans.verified(page)
    assert not page.find("form[id^=turn-], form[id^=removal-]")
    turn.submit(status=409)
    removal.submit(status=409)
    page = added(officer, sent.reference, WIDE)
    (new,) = set(cards(page)) - {seen}
    assert not page.find(f"form#removal-{seen}")
    act(page, "removal", new)
    assert pages(app, sent.reference) == [seen]


def test_sent_back_there_is_nothing_to_turn(officer: Client, app: Flask) -> None:
    sent = sent_back(app)
    page = officer.get(f"/staff/loans/{sent.reference}")
    assert len(page.find(".papers li")) == 1
    assert not page.find("form[id^=turn-], form[id^=removal-]")


def test_a_colleague_does_not_take_it_out(officer: Client, sign_in: SignIn, app: Flask) -> None:
    with app.app_context(), quickly.transaction():
        quickly.someone("officer2").branch_id = quickly.someone("officer").branch_id  # type: ignore[attr-defined]
    sent = quickly.at_branch(app)
    removal = added(officer, sent.reference, PHOTO).form(f"removal-{pages(app, sent.reference)[0]}")
    other = sign_in("officer2")
    assert not other.get(f"/staff/loans/{sent.reference}").find("form[id^=removal-]")
    other.post(removal.action, {**removal.values, "csrf_token": other.csrf_token}, status=409)
    assert len(pages(app, sent.reference)) == 1


@pytest.mark.parametrize(("owner", "name"), [(staff_views.papers, "turned_page"), (taking, "kept_files")])
def test_removed_elsewhere_while_it_is_turned(
    owner: object,
    name: str,
    officer: Client,
    app: Flask,
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = quickly.at_branch(app)
    page = added(officer, sent.reference, PHOTO, WIDE)
    first, second = cards(page)
    overtake(monkeypatch, owner, name, page.form(f"removal-{first}").submit)
    act(page, "turn", first, status=409)
    act(page, "turn", second, status=409)
    assert pages(app, sent.reference) == [second]
    assert stored(instance) == 1


@pytest.mark.parametrize("noun", ["turn", "removal"])
def test_in_the_evening_nothing_changes(
    noun: str, officer: Client, sign_in: SignIn, app: Flask, clock: MovableClock
) -> None:
    sent = quickly.at_branch(app)
    (photo,) = cards(page := added(officer, sent.reference, PHOTO))
    form = page.form(f"{noun}-{photo}")
    clock.forward(days=1)
    officer = sign_in("officer")
    officer.post(form.action, form.values | {"csrf_token": officer.csrf_token}, status=409)
    assert pages(app, sent.reference) == [photo]


# A walk-in's draft


@pytest.fixture
def begun(app: Flask) -> str:
    """A draft that the officer began for her, with every question of the counter answered."""
    with app.app_context(), quickly.transaction():
        hers, by, now = quickly.someone("xiulan"), quickly.hand("officer"), quickly.clock.now()
        made = operations.begin_walk_in(hers, INCLUSIVE, IdentityPaper.PASSPORT, by, now)  # type: ignore[arg-type]
        for question, value in quickly.ANSWERS.items():
            if question not in (Question.PAPER, Question.BRANCH, Question.VISIT, Question.CONSENTS):
                operations.answer_for(made, question, value, by, now, 0)
        return made.reference


def tags(page: Page) -> list[str]:
    return [" ".join(tag.get_text().split()) for tag in page.find(".card-tint .tasks .tag")]


def test_a_walk_ins_papers_are_a_checklist(officer: Client, app: Flask, begun: str, say: Say) -> None:
    page = officer.get(f"/staff/loans/{begun}")
    assert say(labels.PAPER_TAGS[Paper.MISSING]) in tags(page)
    assert page.find('.card-tint .button-main[href$="#paper-paper"]')
    page = added(officer, begun, PHOTO, WIDE)
    assert say("Photographed") in tags(page)
    assert page.find(f'.card-tint .button-main[href$="/{begun}/confirmation"]')
    assert not page.find("form[id$=-verified], form[id$=-sent-back], form#review, [name=instead]")
    first, second = cards(page)
    page = act(act(page, "turn", second), "removal", first)
    assert sizes(app, begun) == [(40, 80)]
    page = act(page, "removal", cards(page)[0])
    assert say(labels.PAPER_TAGS[Paper.MISSING]) in tags(page)
    with app.app_context():
        hand = {event.on_behalf_of_id for event in history(f"case:{begun}") if event.action == "answered"}
        assert quickly.someone("xiulan").id in hand


def sent_by_her(officer: Client, ref: str) -> Page:
    form = officer.get(f"/staff/loans/{ref}/confirmation").form("send")
    form.fill(agree_process=True, agree_bureau=True).submit()
    return officer.get(f"/staff/loans/{ref}")


def test_photographed_before_sending_one_visit_completes_the_file(
    officer: Client, app: Flask, begun: str
) -> None:
    added(officer, begun, PHOTO)
    page = sent_by_her(officer, begun)
    assert len(page.find(".papers li")) == 1
    loans.verified(page).form("review").submit()
    assert quickly.status(app, begun) == "in_review"


def test_what_is_left_is_brought(officer: Client, app: Flask, begun: str) -> None:
    page = added(officer, begun, PHOTO)
    act(page, "removal", cards(page)[0])
    sent_by_her(officer, begun)
    assert quickly.values(app, begun)["paper"] == {"way": "bring"}


def test_she_sees_it_in_her_own_draft_and_may_change_it(officer: Client, sign_in: SignIn, begun: str) -> None:
    added(officer, begun, PHOTO)
    page = sign_in("xiulan").get(f"/loans/applications/{begun}/paper")
    assert len(cards(page)) == 1
    page = act(page, "removal", cards(page)[0])
    assert not cards(officer.get(f"/staff/loans/{begun}"))


def test_a_bad_file_for_a_draft_is_named_and_the_good_ones_stay(
    officer: Client, app: Flask, begun: str
) -> None:
    form = officer.get(f"/staff/loans/{begun}").form("paper")
    form.values["file"] = [PHOTO, (files.encrypted_pdf(), "secret.pdf")]
    page = form.submit(status=422)
    assert "secret.pdf" in page.errors[0]
    assert len(cards(page)) == len(pages(app, begun)) == 1


def test_a_drafts_pages_are_for_its_branch_today_alone(
    officer: Client, sign_in: SignIn, begun: str, clock: MovableClock
) -> None:
    page = added(officer, begun, PHOTO)
    small = str(page.find(".papers img")[0]["src"])
    assert officer.peek(small).status == 200
    for name in ("officer2", "reviewer", "supervisor"):
        assert sign_in(name).peek(small).status == 404, name
    clock.forward(days=1)
    assert sign_in("officer").peek(small).status == 404


def test_her_own_draft_takes_no_photos_of_the_branch(officer: Client, app: Flask) -> None:
    ref = quickly.draft(app, Question.PAPER)
    officer.post(f"/staff/loans/{ref}/papers/paper", {"file": PHOTO}, status=404, multipart=True)
    assert pages(app, ref) == []


def test_a_draft_that_is_erased_takes_its_photos_along(
    officer: Client, sign_in: SignIn, app: Flask, begun: str, instance: Path
) -> None:
    added(officer, begun, PHOTO)
    sign_in("xiulan").get(f"/loans/applications/{begun}/withdrawal").form("withdraw").submit()
    assert stored(instance) == 0
    with app.app_context():
        assert queries.drafts_of(quickly.someone("xiulan")) == []  # type: ignore[arg-type]


def test_what_was_begun_is_found_again_in_the_day_list(
    officer: Client, sign_in: SignIn, begun: str, clock: MovableClock
) -> None:
    assert officer.get("/staff/loans/").find(f'.queue a[href="/staff/loans/{begun}"]')
    assert begun not in sign_in("officer2").get("/staff/loans/").text
    clock.forward(days=1)
    assert begun not in sign_in("officer").get("/staff/loans/").text


def test_the_head_of_the_branch_reads_a_draft_and_changes_nothing(
    officer: Client, sign_in: SignIn, begun: str
) -> None:
    added(officer, begun, PHOTO)
    page = sign_in("head").get(f"/staff/loans/{begun}")
    assert len(page.find(".papers li")) == 1
    assert page.forms == []
    assert not page.find(f'a[href*="/{begun}/answers/"], a[href$="/confirmation"]')
