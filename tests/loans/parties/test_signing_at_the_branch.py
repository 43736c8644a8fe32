"""At the branch: the officer sees who came, the person signs with digits of his own, and both hands are on record."""

from dataclasses import dataclass

import pytest
from flask import Flask

from portal.audit.queries import history
from portal.db import db
from portal.loans.labels import PARTY_PROBLEMS
from portal.loans.parties.models import LoanParty
from portal.loans.rules import PartyProblem
from tests.conftest import SignIn
from tests.factories import parties
from tests.loans import quickly
from tests.loans.conftest import Say
from tests.page import Client, Page, words


@dataclass
class Beside:
    """An open file with a guarantor who comes to the branch."""

    ref: str
    party: str
    code: str
    officer: Client

    @property
    def path(self) -> str:
        return f"/staff/loans/{self.ref}/people/{self.party}"

    def identified(self, number: str) -> Page:
        form = self.officer.get(self.path).form("identity")
        asked = form.fill(paper="passport", number=number, seen=True).submit(status=422)
        return asked.form("identity").fill(same=True).submit()


@pytest.fixture
def beside(app: Flask, sign_in: SignIn) -> Beside:
    elder = sign_in("xiulan")
    ref = quickly.draft(app)
    parties.name_somebody(elder, ref, way="branch", name="方静")
    page = parties.people(elder, ref).form_to("/code").submit()
    code = "".join(words(page.find(".ticket-code")[0]).split())
    assert code not in parties.people(elder, ref).text
    sent = elder.get(f"/loans/applications/{ref}/check").form("send").submit()
    opening = "".join(words(sent.find(".ticket-code")[0]).split())
    with app.app_context(), quickly.transaction():
        loan, by, now = quickly.loan(ref), quickly.hand("officer"), quickly.clock.now()
        quickly.operations.pick_up(loan, opening, by, now)
        quickly.complete(loan, by, now)
        party = db.session.query(LoanParty).one().public_id
    return Beside(ref, party, code, sign_in("officer"))


def number_of(app: Flask, name: str) -> str:
    with app.app_context():
        return quickly.someone(name).number  # type: ignore[attr-defined, no-any-return]


def test_he_signs_on_the_tablet(app: Flask, beside: Beside, say: Say) -> None:
    page = beside.identified(number_of(app, "fang"))
    assert page.path == f"{beside.path}/signature"
    assert page.soup.html["data-mode"] == "accessible"  # type: ignore[index]
    assert not page.find("nav, footer, .header a"), "the officer's pages are not his to open"
    assert "秀兰面馆" not in page.html
    assert page.find(f'a.back[href="{beside.path}/signature/end"]'), "who does not sign reads no file either"
    page = parties.fill_signature(page, code=beside.code).submit()
    assert page.path == f"{beside.path}/signature/end"
    assert page.h1 == say("Signed")
    assert page.soup.html["data-mode"] == "accessible"  # type: ignore[index]
    assert [tag["href"] for tag in page.find("main a")] == [f"/staff/loans/{beside.ref}"]
    assert "王秀兰" not in page.html
    assert beside.officer.get(f"{beside.path}/signature").path == page.path
    page = beside.officer.get(f"/staff/loans/{beside.ref}")
    assert page.soup.html["data-mode"] == "standard"  # type: ignore[index]
    with app.app_context():
        (signed,) = [event for event in history(f"case:{beside.ref}") if event.action == "party signed"]
        assert signed.person_id == quickly.someone("officer").id
        assert signed.on_behalf_of_id == quickly.someone("fang").id
        assert signed.channel == "branch"
        assert db.session.query(LoanParty).one().code_hash is None
    page.form("review").submit()
    assert quickly.status(app, beside.ref) == "in_review"


def test_nobody_goes_to_review_before_he_signed(app: Flask, beside: Beside) -> None:
    page = beside.officer.get(f"/staff/loans/{beside.ref}")
    assert page.find(f'.card-tint .button-main[href="{beside.path}"]')
    data = {"version": page.form("hand-back").values["version"]}
    beside.officer.post(f"/staff/loans/{beside.ref}/review", data, status=422)
    assert quickly.status(app, beside.ref) == "at_branch"


def test_the_applicant_is_not_the_guarantor(app: Flask, beside: Beside, say: Say) -> None:
    form = beside.officer.get(beside.path).form("identity")
    form = form.fill(paper="passport", number=number_of(app, "xiulan"), seen=True)
    hers = form.submit(status=422).form("identity").fill(same=True).submit(status=422)
    assert hers.errors == [say(PARTY_PROBLEMS[PartyProblem.APPLICANT])]
    form.fill(number="C-000000-0").submit(status=422)


def test_a_mistyped_number_binds_nobody(app: Flask, beside: Beside, say: Say) -> None:
    amina, fang = (number_of(app, name) for name in ("amina", "fang"))
    form = beside.officer.get(beside.path).form("identity")
    page = form.fill(paper="passport", number=amina, seen=True).submit(status=422)
    assert page.errors == [say("Compare the two names, then tick this if they are the same person.")]
    with app.app_context():
        name = str(quickly.someone("amina").display_name)
        assert name in page.text
        assert "方静" in page.text
        assert db.session.query(LoanParty).one().customer_id is None
        (look,) = [e for e in history(f"person:{quickly.someone('amina').id}") if e.action == "looked up"]
        assert look.person_id == quickly.someone("officer").id
    page = page.form("identity").fill(number=fang, same=True).submit(status=422)
    assert name not in page.text
    assert not page.form("identity").values.get("same"), "a tick for one name is none for another"
    assert page.form("identity").fill(same=True).submit().path == f"{beside.path}/signature"


def test_the_officer_cannot_sign_for_him(app: Flask, beside: Beside, sign_in: SignIn) -> None:
    beside.officer.post(f"{beside.path}/signature", status=409)
    page = beside.identified(number_of(app, "fang"))
    wrong = f"{(int(beside.code) + 1) % 10**6:06d}"
    for _try in range(5):
        parties.fill_signature(page, code=wrong).submit(status=422)
    dead = parties.fill_signature(page, code=beside.code).submit(status=422)
    assert dead.form("sign").values["income"] == "12000"
    with app.app_context():
        assert not db.session.query(LoanParty).one().is_signed
        assert [event.action for event in history(f"case:{beside.ref}")].count("wrong party code") == 5
    page = parties.people(sign_in("xiulan"), beside.ref).form_to("/code").submit()
    code = "".join(words(page.find(".ticket-code")[0]).split())
    again = parties.fill_signature(beside.officer.get(f"{beside.path}/signature"), code=code)
    assert again.submit().path == f"{beside.path}/signature/end"


def test_another_branch_and_another_evening_find_nobody(beside: Beside, sign_in: SignIn, app: Flask) -> None:
    sign_in("officer2").get(beside.path, status=404)
    sign_in("reviewer").get(beside.path, status=403)
    beside.officer.get(f"/staff/loans/{beside.ref}/people/nobody", status=404)


def test_his_own_sign_in_will_do(app: Flask, beside: Beside, sign_in: SignIn) -> None:
    beside.identified(number_of(app, "fang"))
    fang = sign_in("fang")
    (path,) = [tag["href"] for tag in fang.get("/my-requests/").find(".queue a")]
    parties.fill_signature(fang.get(str(path))).submit()
    beside.officer.get(f"/staff/loans/{beside.ref}").form("review").submit()
    assert quickly.status(app, beside.ref) == "in_review"
