"""Two at once: the rival acts between the read and the write, or real threads meet at a barrier there."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.identity.queries import life_events
from portal.loans import operations, staff_views
from portal.loans.models import LoanDecision, PickUpCode
from portal.loans.rules import MOST_WRONG_TRIES, Question
from portal.loans.views import applications, questions
from portal.visits.models import Appointment
from tests.conftest import SignIn
from tests.forms import Form
from tests.loans import quickly
from tests.page import Client

COOKIES = ("browser", "signed-in", "preferences")
PATIENCE = 0.5  # seconds; where writers queue, the second one never comes to the barrier


def press(app: Flask, form: Form) -> Callable[[], int]:
    """What pressing the form's button does, from any thread: the status of the answer."""
    kept = [form.page.client.browser.get_cookie(name) for name in COOKIES]
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept if cookie)
    browser = app.test_client(use_cookies=False)
    return lambda: browser.post(form.action, data=form.values, headers={"Cookie": cookies}).status_code


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [started.result() for started in [pool.submit(act) for act in acts]]


def meet(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, parties: int = 2) -> None:
    """Have callers wait for each other where this function begins."""
    real, barrier = getattr(owner, name), Barrier(parties)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(BrokenBarrierError):
            barrier.wait(PATIENCE)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, waiting)


def overtake(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, rival: Callable[[], Any]) -> None:
    """Have the rival do all of his before this function begins, once; a thread has a request of its own."""
    real = getattr(owner, name)

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        at_once(rival)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, overtaken)


def pick_up_form(client: Client, reference: str, code: str) -> Form:
    return client.get("/staff/loans/pick-up").form("pick-up").fill(reference=reference, code=code)


def decision_form(client: Client, reference: str, outcome: str = "approve") -> Form:
    form = client.get(f"/staff/loans/{reference}").form("decision").fill(outcome=outcome, words="我的理由。")
    return form.fill(reasons=["other"], change="换一个用途。") if outcome == "refuse" else form


def actions(app: Flask, reference: str) -> list[str]:
    with app.app_context():
        assert list(faults()) == []
        return [event.action for event in history(f"case:{reference}")]


def test_a_code_is_redeemed_between_look_and_use(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = quickly.sent(app)
    first, second = (pick_up_form(sign_in("officer"), sent.reference, sent.code) for _ in range(2))
    overtake(monkeypatch, operations, "pick_up", second.submit)
    assert len(first.submit(status=422).errors) == 1
    assert actions(app, sent.reference).count("pick_up") == 1


@pytest.mark.parametrize("point", ["weigh_code", "pick_up"])
def test_two_redeem_a_code_at_once(
    point: str, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = quickly.sent(app)
    forms = [pick_up_form(sign_in("officer"), sent.reference, sent.code) for _ in range(2)]
    meet(monkeypatch, operations, point)
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 422]
    assert actions(app, sent.reference).count("pick_up") == 1
    with app.app_context():
        assert quickly.db.session.query(PickUpCode).filter(PickUpCode.used_at.is_not(None)).count() == 1


def test_wrong_codes_at_once_are_all_counted(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = quickly.sent(app)
    odd = f"{(int(sent.code) + 1) % 10**6:06d}"
    forms = [pick_up_form(sign_in("officer"), sent.reference, odd) for _ in range(MOST_WRONG_TRIES)]
    meet(monkeypatch, operations, "weigh_code", MOST_WRONG_TRIES)
    assert at_once(*(press(app, form) for form in forms)) == [422] * MOST_WRONG_TRIES
    code = quickly.code_of(app, sent.reference)
    assert (code.wrong_tries, code.dead_at is not None) == (MOST_WRONG_TRIES, True)
    assert actions(app, sent.reference).count("wrong code") == MOST_WRONG_TRIES


def test_no_guess_more_than_five_however_they_come(app: Flask, sign_in: SignIn) -> None:
    sent, officer = quickly.sent(app), sign_in("officer")
    odd = f"{(int(sent.code) + 1) % 10**6:06d}"
    for _ in range(MOST_WRONG_TRIES - 1):
        pick_up_form(officer, sent.reference, odd).submit(status=422)
    forms = [pick_up_form(sign_in("officer"), sent.reference, code) for code in (odd, sent.code)]
    at_once(*(press(app, form) for form in forms))
    happened = actions(app, sent.reference)
    guesses = happened[: happened.index("pick_up")] if "pick_up" in happened else happened
    assert guesses.count("wrong code") <= MOST_WRONG_TRIES - ("pick_up" in happened)


def test_two_begin_with_the_same_form_at_once(app: Flask, sign_in: SignIn) -> None:
    form = sign_in("xiulan").get("/loans/inclusive").form("start")
    assert at_once(*(press(app, form) for _ in range(4))) == [303] * 4
    assert len(quickly.references(app)) == 1


@pytest.mark.parametrize("same_form", [True, False])
def test_two_send_at_once(
    same_form: bool, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    forms = [elder.get(f"/loans/applications/{ref}/check").form("send") for _ in range(2)]
    meet(monkeypatch, operations, "submit")
    pressed = [press(app, forms[0]), press(app, forms[0 if same_form else 1])]
    assert sorted(at_once(*pressed)) == ([303, 303] if same_form else [303, 409])
    assert [actions(app, ref).count(action) for action in ("submit", "code made")] == [1, 1]
    with app.app_context():
        assert quickly.db.session.query(Appointment).count() == 1


def test_two_windows_save_at_once(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, elder = quickly.draft(app, Question.AMOUNT), sign_in("xiulan")
    address = f"/loans/applications/{ref}/amount"
    forms = [elder.get(address).form("question").fill(answer=typed) for typed in ("60000", "70000")]
    meet(monkeypatch, questions.operations, "answer")
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]
    assert actions(app, ref).count("answered") == 1


@pytest.mark.parametrize("outcomes", [("approve", "refuse"), ("approve", "approve"), ("refuse", "refuse")])
def test_two_reviewers_decide_at_once(
    outcomes: tuple[str, str], app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = quickly.in_review(app)
    names = ("reviewer", "reviewer2")
    forms = [
        decision_form(sign_in(name), sent.reference, outcome)
        for name, outcome in zip(names, outcomes, strict=True)
    ]
    meet(monkeypatch, operations, "decide")
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]
    with app.app_context():
        assert quickly.db.session.query(LoanDecision).count() == 1
        approved = quickly.loan(sent.reference).status == "approved"
        assert len(life_events(quickly.someone("xiulan").id)) == approved
    decided = [action for action in actions(app, sent.reference) if action in ("approve", "refuse")]
    assert len(decided) == 1


def test_she_withdraws_while_he_decides(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, elder = quickly.in_review(app), sign_in("xiulan")
    form = decision_form(sign_in("reviewer"), sent.reference)
    withdrawal = elder.get(f"/loans/applications/{sent.reference}/withdrawal").form("withdraw")
    overtake(monkeypatch, staff_views.decisions, "expect_seen", withdrawal.submit)
    form.submit(status=409)
    assert quickly.status(app, sent.reference) == "withdrawn"
    with app.app_context():
        assert life_events(quickly.someone("xiulan").id) == []


def test_two_tablets_send_at_once(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = quickly.at_branch(app)
    with app.app_context(), quickly.transaction():
        found, by, now = quickly.loan(sent.reference), quickly.hand("officer"), quickly.clock.now()
        quickly.complete(found, by, now)
    address = f"/staff/loans/{sent.reference}"
    forms = [sign_in("officer").get(address).form("review") for _ in range(2)]
    meet(monkeypatch, operations, "send_to_review")
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 409]
    assert actions(app, sent.reference).count("send_to_review") == 1


def test_the_last_seat_goes_between_look_and_booking(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    quickly.sent(app, "james")
    form = elder.get(f"/loans/applications/{ref}/check").form("send")
    overtake(monkeypatch, applications.casework, "expect_version", lambda: quickly.sent(app, "amina"))
    assert form.submit().path == f"/loans/applications/{ref}/visit"
    assert quickly.status(app, ref) == "draft"


def test_the_last_seat_for_two_at_once(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly.sent(app, "james")
    refs = {name: quickly.draft(app, None, name) for name in ("xiulan", "amina")}
    forms = [sign_in(name).get(f"/loans/applications/{ref}/check").form("send") for name, ref in refs.items()]
    meet(monkeypatch, operations, "submit")
    assert at_once(*(press(app, form) for form in forms)) == [303, 303]
    statuses = sorted(quickly.status(app, ref) for ref in refs.values())
    assert statuses == ["draft", "submitted"]
    with app.app_context():
        seats = [(each.starts_at, each.seat) for each in quickly.db.session.query(Appointment)]
    assert len(seats) == len(set(seats)) == 2
