"""Two at once, what the database lets stand, what the rules count, and the e-mail."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.db import db
from portal.loans.facts import facts_of
from portal.loans.parties import applicant_views, operations, own_views
from portal.loans.parties.models import LoanParty
from portal.loans.rules import (
    MOST_PARTIES,
    PRODUCTS,
    Check,
    Outcome,
    PartyRole,
    PartyState,
    PartyWay,
    assess,
    roles_left,
)
from portal.money import Money
from tests.clocks import START
from tests.conftest import SignIn
from tests.factories import parties
from tests.loans import quickly
from tests.loans.test_races import at_once, meet, press
from tests.mail import MailServer
from tests.page import Client


def the_party(app: Flask) -> LoanParty:
    with app.app_context():
        return db.session.query(LoanParty).one()


def test_two_customers_open_one_link_at_once(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = parties.invited(sign_in("xiulan"), quickly.draft(app))
    forms = [sign_in(name).get(f"/loans/invitations/{token}").form("accept") for name in ("amina", "james")]
    meet(monkeypatch, own_views.operations, "accept")
    assert sorted(at_once(*(press(app, form) for form in forms))) == [303, 404]
    assert the_party(app).customer_id is not None


def test_he_signs_while_she_removes_him(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    page = parties.accepted(sign_in("amina"), parties.invited(elder, ref))
    signature = parties.fill_signature(page)
    signature.values |= {"agree_process": "y", "agree_bureau": "y", "signature": "y"}
    removal = parties.people(elder, ref).form_to("/removal")
    meet(monkeypatch, own_views.operations, "sign")
    meet(monkeypatch, applicant_views.operations, "remove")
    assert sorted(at_once(press(app, signature), press(app, removal))) == [303, 409]
    party = the_party(app)
    assert (party.signed_at is None) != (party.removed_at is None)


@pytest.mark.parametrize(
    "broken",
    [
        {"role": "aunt"},
        {"way": "pigeon"},
        {"way": "email"},
        {"accepted_at": now()},
        {"signed_at": now()},
        {"code_tries": 6},
        {"paper_seen_at": now()},
        {"paper_kind": "passport"},
    ],
    ids="-".join,
)
def test_the_database_holds_what_a_state_means(
    broken: dict[str, object], app: Flask, sign_in: SignIn
) -> None:
    parties.invited(sign_in("xiulan"), quickly.draft(app))
    with app.app_context(), pytest.raises(IntegrityError), quickly.transaction():
        db.session.execute(update(LoanParty).values(**broken))


BEFORE = START - timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, PartyState.INVITED),
        ({"way": PartyWay.BRANCH}, PartyState.COMES),
        ({"expires_at": BEFORE}, PartyState.EXPIRED),
        ({"customer_id": 1, "expires_at": BEFORE}, PartyState.OPENED),
        ({"customer_id": 1, "signed_at": BEFORE}, PartyState.SIGNED),
        ({"customer_id": 1, "declined_at": BEFORE}, PartyState.DECLINED),
        ({"signed_at": BEFORE, "removed_at": BEFORE}, PartyState.REMOVED),
    ],
    ids=lambda each: each if isinstance(each, str) else "-".join(each) or "nothing",
)
def test_the_strongest_fact_says_the_state(facts: dict[str, object], state: PartyState) -> None:
    party = LoanParty(**{"way": PartyWay.HAND, "expires_at": START + timedelta(days=1)} | facts)
    assert party.state(START) == state


def test_a_role_has_its_number_of_places() -> None:
    both = (PartyRole.JOINT, PartyRole.GUARANTOR)
    assert roles_left(both, []) == list(both)
    assert roles_left(both, [PartyRole.JOINT]) == [PartyRole.GUARANTOR]
    assert roles_left(both, [PartyRole.GUARANTOR]) == list(both)
    assert roles_left(both, [PartyRole.JOINT, *[PartyRole.GUARANTOR] * 2]) == []
    assert roles_left((), []) == []
    assert MOST_PARTIES == {PartyRole.JOINT: 1, PartyRole.GUARANTOR: 2}
    taken = {code: set(product.parties) for code, product in PRODUCTS.items()}
    assert taken["consumer"] == set()
    assert taken["mortgage"] == set(both)


def test_a_guarantor_counts_as_a_finding_and_a_joint_income_as_income(app: Flask, sign_in: SignIn) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    token = parties.invited(elder, ref)
    with app.app_context():
        before = facts_of(quickly.loan(ref))
    assert _guarantor_outcome(app, ref) == Outcome.ATTENTION
    parties.signed(sign_in("amina"), token)
    assert _guarantor_outcome(app, ref) == Outcome.PASS
    with app.app_context(), quickly.transaction():
        db.session.execute(update(LoanParty).values(role=PartyRole.JOINT))
    with app.app_context():
        after = facts_of(quickly.loan(ref))
    assert after.yearly_income - before.yearly_income == Money(12_000_00, "CNY").times(Decimal(12))
    assert after.yearly_debts - before.yearly_debts == Money(500_00, "CNY").times(Decimal(12))
    assert [each.role for each in after.parties] == [PartyRole.JOINT]


def _guarantor_outcome(app: Flask, ref: str) -> Outcome:
    with app.app_context():
        loan = quickly.loan(ref)
        found = assess(facts_of(loan), loan.product, date(2026, 11, 24))
    return next(each.outcome for each in found if each.check == Check.GUARANTOR_SIGNED)


def test_the_invitation_goes_by_mail_without_names_and_amounts(
    app: Flask, mail_server: MailServer, sign_in: SignIn, drain: Callable[[], int]
) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    typed = {"role": "guarantor", "name": "Amina", "way": "email"}
    form = parties.people(elder, ref).form("invite").fill(typed)
    for wrong in ("", "amina", "a@b", "xiulan@customers.example"):
        refused = form.fill(email=wrong).submit(status=422)
        assert len(refused.errors) == 1
    token = parties.token_on(form.fill(email="amina@elsewhere.example").submit())
    drain()
    (message,) = mail_server.received
    text = message.get_content()
    assert message["To"] == "amina@elsewhere.example"
    assert message["Content-Language"] == "zh-Hans"
    assert f"/loans/invitations/{token}" in text
    assert not [word for word in ("50,000", "王秀兰", "Amina", ref) if word in text]


def test_a_renewed_invitation_is_not_sent_with_the_old_link(
    app: Flask, mail_server: MailServer, sign_in: SignIn, drain: Callable[[], int]
) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    parties.name_somebody(elder, ref, way="email", email="amina@elsewhere.example")
    page = parties.people(elder, ref)
    assert len([tag for tag in page.find(".card p") if "amina@elsewhere.example" in tag.text]) == 1
    token = parties.token_on(page.form_to("/invitation").submit())
    drain()
    (message,) = mail_server.received
    assert token in message.get_content()


def test_no_mail_is_offered_where_none_is_sent(app: Flask, sign_in: SignIn) -> None:
    form = parties.people(sign_in("xiulan"), quickly.draft(app)).form("invite")
    assert form.choices("way") == ["hand", "branch"]


def test_two_windows_name_three_guarantors(app: Flask, sign_in: SignIn) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    form = parties.people(elder, ref).form("invite")
    form.fill(role="guarantor", name="Third", way="hand")
    parties.invited(elder, ref)
    parties.invited(elder, ref)
    form.submit(status=409)
    with app.app_context():
        assert db.session.query(LoanParty).count() == 2


def test_operations_are_the_last_gate(app: Flask, sign_in: SignIn) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    parties.invited(elder, ref)
    with app.app_context(), quickly.transaction():
        party, by = db.session.query(LoanParty).one(), quickly.hand("xiulan")
        with pytest.raises(operations.PartyRefused):
            operations.accept(party, quickly.someone("xiulan"), by, now())  # type: ignore[arg-type]


def test_erased_the_link_is_dead(app: Flask, sign_in: SignIn, anyone: Client) -> None:
    ref, elder = quickly.draft(app), sign_in("xiulan")
    token = parties.invited(elder, ref)
    anyone.get(f"/loans/invitations/{token}")
    elder.get(f"/loans/applications/{ref}/withdrawal").form("withdraw").submit()
    anyone.get(f"/loans/invitations/{token}", status=404)
