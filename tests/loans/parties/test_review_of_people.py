"""The review of a loan that somebody signed for with her: offers, questions and signatures that are taken back."""

import pytest
from flask import Flask

from portal.audit.queries import faults
from portal.casework.models import Consent
from portal.casework.operations import IllegalMove
from portal.casework.queries import consents_of, open_request
from portal.db import db
from portal.loans.facts import facts_of
from portal.loans.parties import operations as parties_of
from portal.loans.parties.operations import PartiesOpen
from portal.loans.rules import Check, ConsentPurpose, LoanAction, OfferAnswer, Terms, assess
from portal.money import Money
from tests.conftest import SignIn
from tests.factories import parties
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.loans.parties.test_people import in_review_with, send_on, told
from tests.page import Client, Page


@pytest.fixture
def amina(sign_in: SignIn) -> Client:
    return sign_in("amina")


def offer(app: Flask, ref: str, amount: int, months: int) -> None:
    with app.app_context(), quickly.transaction():
        loan, now = quickly.loan(ref), quickly.clock.now()
        terms = Terms(Money(amount * 100, "CNY"), months, loan.repayment)
        quickly.operations.offer(loan, terms, "", "这样更稳妥。", quickly.hand("reviewer"), now, now.date())


def ask(app: Flask, ref: str) -> None:
    with app.app_context(), quickly.transaction():
        by, now = quickly.hand("reviewer"), quickly.clock.now()
        quickly.operations.ask_customer(quickly.loan(ref), "explanation", "您的供应商是谁？", by, now)


def accept(elder: Client, ref: str) -> None:
    elder.get(f"/loans/applications/{ref}").form("offer").fill(answer="accepted").submit()


def leave(client: Client) -> None:
    (path,) = [tag["href"] for tag in client.get("/my-requests/").find(".queue a")]
    client.get(f"{path}/withdrawal").form("leave").submit()


def test_less_than_he_signed_for_needs_no_new_signature(app: Flask, elder: Client, amina: Client) -> None:
    ref = in_review_with(app, elder, amina)
    offer(app, ref, 40_000, 12)
    accept(elder, ref)
    assert quickly.status(app, ref) == "approved"
    assert told(app, "amina") == ["party decided"]


@pytest.mark.parametrize(("amount", "months"), [(60_000, 12), (50_000, 24)])
def test_more_than_he_signed_for_is_lent_after_he_signs_again(
    amount: int, months: int, app: Flask, elder: Client, amina: Client
) -> None:
    ref = in_review_with(app, elder, amina)
    offer(app, ref, amount, months)
    accept(elder, ref)
    assert quickly.status(app, ref) == "at_branch"
    assert told(app, "amina")[-1] == "party terms changed"
    assert told(app, "xiulan")[-1] == "loan signatures needed"
    with pytest.raises(PartiesOpen):
        send_on(app, ref)
    (path,) = [tag["href"] for tag in amina.get("/my-requests/").find(".queue a")]
    parties.fill_signature(amina.get(path)).submit()
    send_on(app, ref)
    quickly.decide(app, quickly.Sent(ref, ""))
    with app.app_context():
        loan = quickly.loan(ref)
        assert (loan.status, loan.terms) == ("approved", loan.asked_terms)
        assert (loan.terms.amount.minor, loan.terms.months) == (amount * 100, months)
    assert told(app, "amina")[-1] == "party decided"


@pytest.mark.parametrize("before", ["asked", "offered", "in_second_review"])
def test_who_leaves_from_anywhere_in_the_review_sends_it_to_the_branch(
    before: str, app: Flask, elder: Client, amina: Client
) -> None:
    large = {"amount": quickly.LARGE, "yearly_income": quickly.RICH} if before == "in_second_review" else {}
    ref = in_review_with(app, elder, amina, **large)
    match before:
        case "asked":
            ask(app, ref)
        case "offered":
            offer(app, ref, 40_000, 12)
        case _:
            quickly.decide(app, quickly.Sent(ref, ""))
    assert quickly.status(app, ref) == before
    leave(amina)
    with app.app_context():
        loan = quickly.loan(ref)
        assert loan.status == "at_branch"
        assert open_request(loan) is None
        assert [clock.paused_at is None for clock in loan.clocks] == [False]
        assert loan.decision is None or loan.decision.answer == OfferAnswer.LAPSED
    elder.get(f"/loans/applications/{ref}")
    parties.people(elder, ref).form_to("/removal").submit()
    send_on(app, ref)
    with app.app_context():
        loan = quickly.loan(ref)
        assert (loan.status, [clock.is_running for clock in loan.clocks]) == ("in_review", [True])


def test_a_second_look_cannot_say_yes_without_him(app: Flask, elder: Client, amina: Client) -> None:
    ref = in_review_with(app, elder, amina)
    sent = quickly.Sent(ref, "")
    quickly.decide(app, sent, LoanAction.REFUSE)
    with app.app_context(), quickly.transaction():
        quickly.operations.ask_second_look(quickly.loan(ref), quickly.hand("xiulan"), quickly.clock.now())
    leave(amina)
    assert quickly.status(app, ref) == "in_second_look"
    with pytest.raises(PartiesOpen):
        quickly.decide(app, sent, LoanAction.APPROVE, "reviewer2")
    quickly.decide(app, sent, LoanAction.REFUSE, "reviewer2")
    assert quickly.status(app, ref) == "refused"


def test_the_machine_says_yes_where_everybody_signed(app: Flask, sign_in: SignIn) -> None:
    ref = in_review_with(app, sign_in("amina"), sign_in("xiulan"), "amina", amount=quickly.SMALL)
    assert quickly.status(app, ref) == "approved"
    assert told(app, "xiulan") == ["party decided"]


def test_her_change_of_mind_leaves_his_consents(app: Flask, elder: Client, amina: Client) -> None:
    ref = in_review_with(app, elder, amina)
    with app.app_context(), quickly.transaction():
        now, by = quickly.clock.now(), quickly.hand("xiulan")
        quickly.operations.change_consent(quickly.loan(ref), ConsentPurpose.BUREAU, False, "zh_Hans", by, now)
    with app.app_context():
        current = db.session.query(Consent).filter_by(purpose="bureau", withdrawn_at=None)
        assert {each.party_id is None: each.given for each in current} == {True: False, False: True}


def bureau(app: Flask, ref: str) -> list[tuple[object, str, object]]:
    """Of the customer and of each who signed with her: whose, the outcome, and what would make it pass."""
    with app.app_context():
        loan = quickly.loan(ref)
        found = assess(facts_of(loan), loan.product, quickly.clock.now().date())
    ours = [each for each in found if each.check == Check.BUREAU_CONSENT]
    return [(each.inputs.get("role"), each.outcome, each.remedy) for each in ours]


def own_place(client: Client) -> Page:
    (path,) = [tag["href"] for tag in client.get("/my-requests/").find(".queue a")]
    return client.get(str(path))


HERS = (None, "pass", None)
GUARANTORS_REPORT = {"bring_paper": "credit_report_guarantor"}


@pytest.mark.parametrize("agrees", [True, False])
def test_the_machine_says_yes_only_where_the_bureau_may_be_asked_about_everybody(
    app: Flask, sign_in: SignIn, agrees: bool
) -> None:
    amina, elder = sign_in("amina"), sign_in("xiulan")
    ref = in_review_with(app, amina, elder, "amina", amount=quickly.SMALL, agree_bureau=agrees)
    assert quickly.status(app, ref) == ("approved" if agrees else "in_review")
    his = ("guarantor", "pass", None) if agrees else ("guarantor", "attention", GUARANTORS_REPORT)
    assert bureau(app, ref) == [HERS, his]


def test_taken_back_in_mid_review_it_is_reckoned_anew(
    app: Flask, elder: Client, amina: Client, sign_in: SignIn, say: Say
) -> None:
    ref, reviewer = in_review_with(app, elder, amina), sign_in("reviewer")
    before = reviewer.get(f"/staff/loans/{ref}")
    page = own_place(amina).form("consent-bureau").submit()
    assert page.find(".banner-go")
    assert bureau(app, ref) == [HERS, ("guarantor", "attention", GUARANTORS_REPORT)]
    after = reviewer.get(f"/staff/loans/{ref}")
    for said in ("The guarantor did not agree.", "It passes with a credit report that the guarantor brings."):
        assert say(said) not in before.text
        assert say(said) in after.text
    before.form("decision").fill(outcome="approve", words="可以。").submit(status=409)
    assert quickly.status(app, ref) == "in_review"
    page.form("consent-bureau").submit()
    assert bureau(app, ref) == [HERS, ("guarantor", "pass", None)]
    with app.app_context():
        his = db.session.query(Consent).filter(Consent.party_id.isnot(None), Consent.purpose == "bureau")
        assert [(each.given, each.withdrawn_at is None) for each in his.order_by(Consent.id)] == [
            (True, False),
            (False, False),
            (True, True),
        ]
        assert list(faults()) == []


def test_hers_stays_as_it_is_when_he_changes_his(app: Flask, elder: Client, amina: Client) -> None:
    ref = in_review_with(app, elder, amina)
    own_place(amina).form("consent-bureau").submit()
    with app.app_context():
        assert {each: given.given for each, given in consents_of(quickly.loan(ref)).items()} == {
            "process": True,
            "bureau": True,
            "reuse": False,
            "offers": False,
        }


def test_nobody_else_and_nobody_too_late_changes_it(
    app: Flask, elder: Client, amina: Client, sign_in: SignIn
) -> None:
    ref = in_review_with(app, elder, amina)
    form = own_place(amina).form("consent-bureau")
    address = form.action
    for stranger in (elder, sign_in("james")):
        stranger.post(address, {"given": "no"}, status=404)
    with app.app_context():
        party, by, now = quickly.loan(ref).parties[0], quickly.hand("xiulan"), quickly.clock.now()
        with pytest.raises(IllegalMove), quickly.transaction():
            parties_of.change_bureau_consent(party, False, "en", by, now)
    quickly.decide(app, quickly.Sent(ref, ""))
    form.submit(status=409)
    assert not own_place(amina).find("form#consent-bureau")


def test_a_signature_that_lapsed_is_asked_again(app: Flask, elder: Client, amina: Client) -> None:
    ref = quickly.draft(app)
    page = parties.accepted(amina, parties.invited(elder, ref))
    assert not page.find("form#consent-bureau")
    form = parties.fill_signature(page, agree_bureau=False).submit().form("consent-bureau")
    elder.get(f"/loans/applications/{ref}/amount").form("question").fill(answer="60000").submit()
    form.submit(status=409)
    assert bureau(app, ref) == [HERS]
    parties.fill_signature(amina.get(page.path)).submit()
    assert bureau(app, ref) == [HERS, ("guarantor", "pass", None)]
