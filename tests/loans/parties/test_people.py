"""She names people, each signs for himself, and nobody sees or does what is another's."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.audit.queries import faults, history
from portal.casework.models import Consent
from portal.db import db
from portal.languages import format_money
from portal.loans.labels import PARTY_PROBLEMS
from portal.loans.parties.models import LoanParty
from portal.loans.rules import INCLUSIVE, INVITATION_KEPT, PartyProblem, Question, Repayment, quote
from portal.money import Money
from portal.notices.models import Notice
from tests.clocks import MovableClock
from tests.conftest import SignIn
from tests.factories import parties
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client


@pytest.fixture
def amina(sign_in: SignIn) -> Client:
    return sign_in("amina")


def told(app: Flask, name: str) -> list[str]:
    """The kinds of notices in somebody's inbox, the oldest first."""
    with app.app_context():
        person = quickly.someone(name).id
        return [
            each.kind for each in db.session.query(Notice).filter_by(person_id=person).order_by(Notice.id)
        ]


def actions(app: Flask, ref: str) -> list[str]:
    with app.app_context():
        return [event.action for event in history(f"case:{ref}")]


def test_the_whole_way_of_a_guarantor(app: Flask, elder: Client, amina: Client, say: Say) -> None:
    ref = quickly.draft(app)
    elder.get(f"/loans/applications/{ref}/check")
    token = parties.invited(elder, ref)
    page = elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    assert page.path == f"/loans/applications/{ref}/people"
    assert quickly.status(app, ref) == "draft"
    party = parties.signed(amina, token)
    own = amina.get(f"/loans/parties/{party}")
    assert not own.find("form#sign")
    assert "12,000" in own.text
    assert told(app, "xiulan") == ["loan party signed"]
    assert [tag["href"] for tag in amina.get("/my-requests/").find(".queue a")] == [f"/loans/parties/{party}"]
    elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    assert quickly.status(app, ref) == "submitted"
    with app.app_context():
        his = db.session.query(Consent).filter(Consent.party_id.isnot(None)).all()
        assert {each.purpose: each.given for each in his} == {"process": True, "bureau": True}
        assert list(faults()) == []
        (signed,) = [event for event in history(f"case:{ref}") if event.action == "party signed"]
        assert signed.person_id == quickly.someone("amina").id
        assert set(signed.detail) == {"party", "role", "sealed"}


def test_he_sees_the_loan_and_nothing_else_of_hers(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    token = parties.invited(elder, ref)
    for page in (Client(app).get(f"/loans/invitations/{token}"), amina.get(f"/loans/invitations/{token}")):
        assert "50,000" not in page.text
        assert "王秀兰" not in page.text
    page = parties.accepted(amina, token)
    assert "50,000" in page.text
    assert "王秀兰" in page.text
    for hers in ("360,000", "30,000", "秀兰面馆", "面粉", ref):
        assert hers not in page.html, hers
    parties.fill_signature(page).submit()
    hers = (
        elder.get(f"/loans/applications/{ref}/people").html
        + elder.get(f"/loans/applications/{ref}/check").html
    )
    assert "12,000" not in hers


def test_he_signs_in_and_comes_back_to_the_invitation(app: Flask, elder: Client, anyone: Client) -> None:
    token = parties.invited(elder, quickly.draft(app))
    page = anyone.get(f"/loans/invitations/{token}/acceptance")
    assert page.path == "/sign-in"
    page = page.form("sign-in").fill(sign_in_name="amina", password="harbour-demo-2026").submit()
    assert page.path == f"/loans/invitations/{token}/acceptance"


def test_the_applicant_cannot_sign_for_him(app: Flask, elder: Client, say: Say) -> None:
    ref = quickly.draft(app)
    token = parties.invited(elder, ref)
    refused = elder.get(f"/loans/invitations/{token}", status=409)
    assert say(PARTY_PROBLEMS[PartyProblem.APPLICANT]) in refused.text
    elder.post(f"/loans/invitations/{token}/acceptance", status=409)
    with app.app_context():
        assert db.session.query(LoanParty).one().customer_id is None


def test_one_person_has_one_place(app: Flask, elder: Client, amina: Client, say: Say) -> None:
    ref = quickly.draft(app)
    tokens = [parties.invited(elder, ref), parties.invited(elder, ref, name="James Porter")]
    parties.accepted(amina, tokens[0])
    form = amina.get(f"/loans/invitations/{tokens[1]}").form("accept")
    assert say(PARTY_PROBLEMS[PartyProblem.TWICE], "ar") in form.submit(status=409).text
    assert parties.people(elder, ref).find("form#invite") == []  # two guarantors are the most


def test_a_second_customer_staff_and_nobody_look_alike(app: Flask, elder: Client, sign_in: SignIn) -> None:
    token = parties.invited(elder, quickly.draft(app))
    officer, james = sign_in("officer"), sign_in("james")
    officer.get(f"/loans/invitations/{token}", status=404)
    party = parties.accepted(sign_in("amina"), token).path.rpartition("/")[2]
    theirs = [
        james.get(f"/loans/{kind}", status=404).main
        for kind in (f"invitations/{token}", "invitations/none", f"parties/{party}", "parties/none")
    ]
    assert len({str(each) for each in theirs}) == 1
    for path in (f"invitations/{token}/acceptance", f"parties/{party}", f"parties/{party}/refusal"):
        james.post(f"/loans/{path}", status=404)
    elder.get(f"/loans/parties/{party}", status=404)


def test_the_link_lives_thirty_days_and_can_be_renewed(
    app: Flask, elder: Client, sign_in: SignIn, clock: MovableClock
) -> None:
    ref = quickly.draft(app)
    old = parties.invited(elder, ref)
    clock.forward(days=INVITATION_KEPT.days, minutes=-1)
    sign_in("amina").get(f"/loans/invitations/{old}")
    clock.forward(minutes=1)
    amina = sign_in("amina")
    amina.get(f"/loans/invitations/{old}", status=404)
    page = parties.people(sign_in("xiulan"), ref).form_to("/invitation").submit()
    amina.get(f"/loans/invitations/{old}", status=404)
    parties.signed(amina, parties.token_on(page))


def test_who_is_removed_finds_nothing(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    token = parties.invited(elder, ref)
    party = parties.accepted(amina, token).path
    parties.people(elder, ref).form_to("/removal").submit()
    amina.get(f"/loans/invitations/{token}", status=404)
    amina.get(party, status=404)
    assert told(app, "amina") == ["party released"]
    elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    assert quickly.status(app, ref) == "submitted"


def test_he_declines_and_she_goes_on_alone(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    page = parties.accepted(amina, parties.invited(elder, ref)).form("decline").submit()
    assert "50,000" not in page.text
    assert told(app, "xiulan") == ["loan party declined"]
    assert elder.get(f"/loans/applications/{ref}/check").form("send").submit().path.endswith("/people")
    parties.people(elder, ref).form_to("/removal").submit()
    assert elder.get(f"/loans/applications/{ref}/check").form("send").submit().path.endswith(ref)


@pytest.mark.parametrize(
    "typed",
    [
        {"income": "-1"},
        {"income": "lots"},
        {"debts": ""},
        {"income": "9" * 19},
        {"agree_process": False},
        {"signature": False},
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    typed: dict[str, object], app: Flask, elder: Client, amina: Client
) -> None:
    page = parties.accepted(amina, parties.invited(elder, quickly.draft(app)))
    refused = parties.fill_signature(page, **typed).submit(status=422)
    assert len(refused.errors) == 1
    kept = {"income": "12000", "debts": "500"} | {
        name: typed[name] for name in typed if name in ("income", "debts")
    }
    assert {name: refused.form("sign").values[name] for name in kept} == kept


def test_two_boxes_with_the_same_fault_are_told_apart(app: Flask, elder: Client, amina: Client) -> None:
    page = parties.accepted(amina, parties.invited(elder, quickly.draft(app)))
    first, second = parties.fill_signature(page, income="", debts="").submit(status=422).errors
    assert first != second
    assert first.split(":")[1] == second.split(":")[1], "the same words, each behind its own label"


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "A" * 121}, {"name": "Am\u202eina"}])
def test_a_name_is_honest(typed: dict[str, str], app: Flask, elder: Client) -> None:
    ref = quickly.draft(app)
    form = parties.people(elder, ref).form("invite")
    refused = form.fill({"role": "guarantor", "name": "Amina", "way": "hand"} | typed).submit(status=422)
    assert len(refused.errors) == 1


def test_another_loan_needs_another_signature(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    party = parties.signed(amina, parties.invited(elder, ref))
    seen = amina.get(f"/loans/parties/{party}")
    elder.get(f"/loans/applications/{ref}/amount").form("question").fill(answer="60000").submit()
    assert told(app, "amina") == ["party terms changed"]
    assert seen.find("form#sign") == []
    page = amina.get(f"/loans/parties/{party}")
    assert page.form("sign").values["income"] == "12000"
    elder.get(f"/loans/applications/{ref}/amount").form("question").fill(answer="70000").submit()
    parties.fill_signature(page).submit(status=409)
    parties.fill_signature(amina.get(f"/loans/parties/{party}")).submit()
    with app.app_context():
        assert db.session.query(LoanParty).one().is_signed
        assert db.session.query(Consent).filter(Consent.withdrawn_at.is_(None)).count() == 2


def test_a_product_without_such_people_has_no_such_page(app: Flask, elder: Client) -> None:
    ref = elder.get("/loans/consumer").form("start").submit().path.split("/")[3]
    elder.get(f"/loans/applications/{ref}/people", status=404)


def test_the_amount_comes_first(app: Flask, elder: Client) -> None:
    ref = quickly.draft(app, Question.AMOUNT)
    assert parties.people(elder, ref).path == f"/loans/applications/{ref}/amount"


def test_taking_a_signature_back_sends_the_case_back(
    app: Flask, elder: Client, sign_in: SignIn, say: Say
) -> None:
    sent = in_review_with(app, elder, sign_in("amina"))
    amina = sign_in("amina")
    (path,) = [tag["href"] for tag in amina.get("/my-requests/").find(".queue a")]
    assert amina.get(f"{path}/withdrawal").form("leave").submit().path == path
    assert quickly.status(app, sent) == "at_branch"
    assert told(app, "xiulan")[-1] == "loan party left"
    page = elder.get(f"/loans/applications/{sent}")
    assert "Amina Al-Sayed" in page.find("#status > :first-child")[0].get_text()
    assert page.follow(say("See and change who signs with you")).path.endswith("/people")
    assert say("See who signs with you") in elder.get("/").text
    assert say("See who signs with you") in elder.get("/my-requests/").text
    with app.app_context():
        (clock,) = quickly.loan(sent).clocks
        assert clock.paused_at is not None
    sign_in("reviewer").get(f"/staff/loans/{sent}", status=404)
    parties.people(elder, sent).form_to("/removal").submit()
    assert say("See who signs with you") not in elder.get("/").text
    send_on(app, sent)
    assert quickly.status(app, sent) == "in_review"
    with app.app_context():
        (clock,) = quickly.loan(sent).clocks
        assert clock.is_running


def test_the_decision_reaches_who_signed(app: Flask, elder: Client, amina: Client) -> None:
    sent = in_review_with(app, elder, amina)
    quickly.decide(app, quickly.Sent(sent, ""))
    assert told(app, "amina") == ["party decided"]
    (path,) = [tag["href"] for tag in amina.get("/my-requests/").find(".queue a")]
    amina.post(f"{path}/withdrawal", status=409)


def test_withdrawing_and_erasing_set_everybody_free(
    app: Flask, elder: Client, amina: Client, clock: MovableClock, drain: Callable[[], int]
) -> None:
    ref = quickly.draft(app)
    parties.signed(amina, parties.invited(elder, ref))
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    assert told(app, "amina") == ["party released"]
    with app.app_context():
        assert db.session.query(LoanParty).count() == db.session.query(Consent).count() == 0
    ref = in_review_with(app, elder, amina)
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    clock.forward(minutes=10)
    drain()
    assert told(app, "amina") == ["party released", "party released"]
    assert amina.get("/my-requests/").find(".queue a") == []


def in_review_with(
    app: Flask,
    applicant: Client,
    guarantor: Client,
    name: str = "xiulan",
    agree_bureau: bool = True,
    **answers: object,
) -> str:
    """The reference of an application in review, with a guarantor who has signed."""
    ref = quickly.draft(app, None, name, **answers)
    parties.signed(guarantor, parties.invited(applicant, ref), agree_bureau=agree_bureau)
    with app.app_context(), quickly.transaction():
        by, now = quickly.hand(name), quickly.clock.now()
        code = quickly.operations.submit(quickly.loan(ref), by, now, "zh_Hans").digits
    with app.app_context(), quickly.transaction():
        loan, by, now = quickly.loan(ref), quickly.hand("officer"), quickly.clock.now()
        quickly.operations.pick_up(loan, code, by, now)
        quickly.complete(loan, by, now)
        quickly.operations.send_to_review(loan, by, now)
    return ref


def send_on(app: Flask, ref: str) -> None:
    with app.app_context(), quickly.transaction():
        quickly.operations.send_to_review(quickly.loan(ref), quickly.hand("officer"), quickly.clock.now())


def test_what_he_typed_outlives_a_switch_of_language(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    page = parties.accepted(amina, parties.invited(elder, ref))
    page = parties.fill_signature(page, income="7700").submit(name="switch", value="lang:en")
    assert page.lang == "en"
    assert page.form("sign").values["income"] == "7700"
    elder.get(f"/loans/applications/{ref}/term").form("question").fill(answer="24").submit()
    page = parties.fill_signature(amina.get(page.path)).submit()
    assert page.find("form#sign") == []


def test_he_reads_what_the_loan_costs_before_he_signs(
    app: Flask, elder: Client, amina: Client, say: Say
) -> None:
    page = parties.accepted(amina, parties.invited(elder, quickly.draft(app)))
    cost = quote(Money(50_000_00, "CNY"), 12, INCLUSIVE, Repayment.EQUAL_INSTALMENTS)
    facts = page.find(".facts")[0].text
    for amount in (cost.instalment, cost.last_instalment, cost.total_payable):
        assert format_money(amount, page.lang) in facts


def test_another_amount_tells_her_that_he_signs_again(
    app: Flask, elder: Client, amina: Client, say: Say
) -> None:
    ref = quickly.draft(app)
    parties.signed(amina, parties.invited(elder, ref))
    told_her = say("The loan is another one now: whoever signed for it signs again, and has been told.")
    form = elder.get(f"/loans/applications/{ref}/amount").form("question")
    assert told_her not in form.submit().text
    form = elder.get(f"/loans/applications/{ref}/amount").form("question")
    assert told_her in form.fill(answer="60000").submit().text


UNSIGNED = (
    "Somebody whom you named does not sign. Remove this person below; "
    "then name somebody else, or go on alone."
)


def test_who_does_not_sign_is_to_be_removed_first(app: Flask, elder: Client, amina: Client, say: Say) -> None:
    ref = quickly.draft(app)
    parties.accepted(amina, parties.invited(elder, ref)).form("decline").submit()
    page = elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    assert say(UNSIGNED) in page.text
    page.form_to("/removal").submit()
    elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    assert quickly.status(app, ref) == "submitted"


def test_an_opened_link_says_so_to_whoever_follows_it(
    app: Flask, elder: Client, amina: Client, anyone: Client
) -> None:
    token = parties.invited(elder, quickly.draft(app))
    assert "already" not in anyone.get(f"/loans/invitations/{token}").text
    parties.accepted(amina, token)
    page = anyone.get(f"/loans/invitations/{token}")
    assert "Somebody opened this invitation already." in page.text
