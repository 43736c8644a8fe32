"""No message leads to a page that is not there: every kind, in every state that its subject may be in by then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.casework.rules import UNDO
from portal.db import db, transaction
from portal.documents.making import Wanted
from portal.documents.models import IssuedDocument
from portal.documents.operations import ask, forget_old
from portal.documents.rules import KEPT, Form, Kind, Stage
from portal.home.notices import WORDINGS as DOCUMENT_WORDINGS
from portal.loans import operations
from portal.loans.notices import WORDINGS as LOAN_WORDINGS
from portal.loans.parties.models import LoanParty
from portal.loans.parties.notices import WORDINGS as PARTY_WORDINGS
from portal.loans.rules import LoanAction, LoanStatus
from portal.notices.operations import tell
from tests.conftest import SignIn
from tests.factories import parties
from tests.factories.many import MADE, many
from tests.loans import quickly
from tests.notices.everything import EVERYTHING
from tests.page import Client

ABOUT_PARTIES = {kind for kind in PARTY_WORDINGS if kind.startswith("party ")}
ABOUT_LOANS = sorted(LOAN_WORDINGS | dict.fromkeys(PARTY_WORDINGS.keys() - ABOUT_PARTIES))
NO_SUBJECT = {"loan draft erased", "loan erased at branch", "party released"}
GONE = {"erased", "another's"}


def tell_xiulan(app: Flask, kind: str, **facts: str) -> str:
    with app.app_context(), transaction():
        return tell(quickly.someone("xiulan").id, kind, clock.now(), **(EVERYTHING | facts)).public_id


def walk(client: Client, notice: str) -> tuple[bool, str]:
    """Whether the message says that it is over, and where it leads: to a page that is there, or the test fails."""
    page = client.get(f"/inbox/{notice}?lang=en")
    [link] = page.find("main .actions a.button")
    answer = client.browser.get(str(link["href"]), follow_redirects=True)
    assert answer.status_code == 200, f"{page.h1}: {link['href']} answers {answer.status_code}"
    return "This is over" in page.text, str(link["href"])


def erase(app: Flask, reference: str) -> None:
    with app.app_context(), transaction():
        operations.erase(quickly.loan(reference), quickly.hand("xiulan"), clock.now())


def an_erased_draft(app: Flask) -> str:
    reference = quickly.draft(app)
    erase(app, reference)
    return reference


def _second_look(app: Flask) -> str:
    reference = quickly.refused(app).reference
    with app.app_context(), transaction():
        operations.ask_second_look(quickly.loan(reference), quickly.hand("xiulan"), clock.now())
    return reference


def _with_customer(app: Flask) -> str:
    reference = quickly.at_branch(app).reference
    with app.app_context(), transaction():
        operations.hand_back(quickly.loan(reference), "请补充。", quickly.hand("officer"), clock.now())
    return reference


def _in(status: LoanStatus) -> Callable[[Flask], str]:
    return lambda app: many(app, 1, status, ("xiulan",))[0]


LOANS: dict[str, Callable[[Flask], str]] = {
    **{status: _in(status) for status in MADE},
    LoanStatus.WITH_CUSTOMER: _with_customer,
    LoanStatus.ASKED: lambda app: quickly.asked(app).reference,
    LoanStatus.IN_SECOND_REVIEW: lambda app: quickly.proposed(app).reference,
    LoanStatus.OFFERED: lambda app: quickly.offered(app).reference,
    LoanStatus.IN_SECOND_LOOK: _second_look,
    "erased": an_erased_draft,
    "another's": lambda app: quickly.draft(app, name="james"),
}


def test_every_status_is_walked() -> None:
    assert LOANS.keys() == {*LoanStatus, *GONE}


@pytest.mark.parametrize("state", LOANS)
def test_what_is_said_of_a_loan_leads_somewhere(app: Flask, sign_in: SignIn, state: str) -> None:
    reference, xiulan = LOANS[state](app), sign_in("xiulan")
    for kind in ABOUT_LOANS:
        over, link = walk(xiulan, tell_xiulan(app, kind, reference=reference))
        assert over == (state in GONE), kind
        assert (reference in link) != over, kind


ASKING = {
    "loan submitted": LoanStatus.SUBMITTED,
    "loan offered": LoanStatus.OFFERED,
    "loan asked": LoanStatus.ASKED,
    "loan handed back": LoanStatus.WITH_CUSTOMER,
    "loan to confirm": LoanStatus.AT_BRANCH,
}


@pytest.mark.parametrize(("kind", "state"), ASKING.items())
def test_what_asked_something_of_her_says_when_it_is_settled(
    app: Flask, sign_in: SignIn, kind: str, state: LoanStatus
) -> None:
    settled, xiulan = "What this message asked of you is settled.", sign_in("xiulan")
    waits = xiulan.get(f"/inbox/{tell_xiulan(app, kind, reference=LOANS[state](app))}?lang=en")
    assert settled not in waits.text
    over = quickly.refused(app).reference
    assert settled in xiulan.get(f"/inbox/{tell_xiulan(app, kind, reference=over)}").text
    assert settled not in xiulan.get(f"/inbox/{tell_xiulan(app, 'loan refused', reference=over)}").text


def test_what_has_no_subject_leads_to_the_loans(app: Flask, sign_in: SignIn) -> None:
    xiulan = sign_in("xiulan")
    for kind in NO_SUBJECT:
        with app.app_context(), transaction():
            notice = tell(quickly.someone("xiulan").id, kind, clock.now(), role="joint").public_id
        assert walk(xiulan, notice) == (False, "/loans/")


def _opened(app: Flask, sign_in: SignIn) -> tuple[str, str]:
    """The reference of james' draft, and xiulan's place in it, which she has looked at."""
    reference = quickly.draft(app, name="james")
    token = parties.invited(sign_in("james"), reference)
    return reference, parties.accepted(sign_in("xiulan"), token).path.rpartition("/")[2]


def _leave_it(_app: Flask, _sign_in: SignIn, _reference: str, _party: str) -> None:
    """Nothing happens."""


def _sign(_app: Flask, sign_in: SignIn, _reference: str, party: str) -> None:
    parties.fill_signature(sign_in("xiulan").get(f"/loans/parties/{party}")).submit()


def _decline(_app: Flask, sign_in: SignIn, _reference: str, party: str) -> None:
    sign_in("xiulan").get(f"/loans/parties/{party}").form_to("/refusal").submit()


def _remove(_app: Flask, sign_in: SignIn, reference: str, party: str) -> None:
    sign_in("james").get(f"/loans/applications/{reference}/people").form_to("/removal").submit()


def _erase_it(app: Flask, _sign_in: SignIn, reference: str, _party: str) -> None:
    erase(app, reference)


def _withdraw_it(app: Flask, sign_in: SignIn, reference: str, party: str) -> None:
    _sign(app, sign_in, reference, party)
    with app.app_context(), transaction():
        loan, by, now = quickly.loan(reference), quickly.hand("james"), clock.now()
        operations.submit(loan, by, now, "en")
        operations.withdraw(loan, by, now - UNDO)
    with app.app_context():
        operations.let_go({"ref": reference})


def _decide_it(app: Flask, sign_in: SignIn, reference: str, party: str) -> None:
    _sign(app, sign_in, reference, party)
    with app.app_context(), transaction():
        by, officer, now = quickly.hand("james"), quickly.hand("officer"), clock.now()
        loan = quickly.loan(reference)
        code = operations.submit(loan, by, now, "en")
        operations.pick_up(loan, code.digits, officer, now)
        quickly.complete(loan, officer, now)
        operations.send_to_review(loan, officer, now)
        operations.decide(loan, LoanAction.APPROVE, [], "Steady.", "", quickly.hand("reviewer"), now)


PLACES = {
    "opened": (_leave_it, False),
    "signed": (_sign, False),
    "declined": (_decline, False),
    "removed": (_remove, True),
    "erased": (_erase_it, True),
    "withdrawn": (_withdraw_it, True),
    "decided": (_decide_it, False),
}


@pytest.mark.parametrize("state", PLACES)
def test_what_is_said_of_a_place_beside_another_leads_somewhere(
    app: Flask, sign_in: SignIn, state: str
) -> None:
    (happens, is_gone), (reference, party) = PLACES[state], _opened(app, sign_in)
    happens(app, sign_in, reference, party)
    for kind in sorted(ABOUT_PARTIES):
        over, link = walk(sign_in("xiulan"), tell_xiulan(app, kind, party=party))
        assert (over, party in link) == (is_gone, not is_gone), kind


def test_a_place_of_somebody_else_is_none(app: Flask, sign_in: SignIn) -> None:
    reference = quickly.draft(app, name="james")
    quickly.beside(app, reference, "amina")
    with app.app_context():
        (party,) = db.session.query(LoanParty).all()
        notice = tell_xiulan(app, "party decided", party=party.public_id)
    assert walk(sign_in("xiulan"), notice) == (True, "/my-requests/")


def _document(app: Flask, stage: Stage) -> str:
    with app.app_context(), transaction():
        owner, by = quickly.someone("xiulan"), quickly.hand("xiulan")
        wanted = Wanted(Form.PDF, "en")
        made = ask(owner.id, next(iter(Kind)), {}, wanted, by, clock.now())
        made.stage = stage
        if stage == Stage.READY:
            made.issued_at, made.sha256, made.code_hash = clock.now(), made.public_id, made.public_id
        return made.public_id


@pytest.mark.parametrize("stage", Stage)
def test_what_is_said_of_a_document_leads_somewhere(app: Flask, sign_in: SignIn, stage: Stage) -> None:
    document, xiulan = _document(app, stage), sign_in("xiulan")
    for later in (False, True):
        if later:
            with app.app_context(), transaction():
                forget_old(clock.now() + KEPT + timedelta(days=1))
        with app.app_context():
            is_there = db.session.query(IssuedDocument).filter_by(public_id=document).count() == 1
        for kind in sorted(DOCUMENT_WORDINGS):
            over, link = walk(xiulan, tell_xiulan(app, kind, document=document))
            assert (over, document in link) == (not is_there, is_there), kind
    assert is_there == (stage == Stage.READY)


def test_every_kind_is_walked(app: Flask) -> None:
    kinds = {*ABOUT_LOANS, *ABOUT_PARTIES, *DOCUMENT_WORDINGS}
    assert kinds == app.extensions["wordings"].keys()
