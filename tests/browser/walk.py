"""Every page there is to look at, in a bank where something of everything has happened."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.identity.queries import person_named
from portal.loans.rules import INCLUSIVE, LoanStatus
from portal.notices.models import Notice
from tests.browser.window import signed_in
from tests.factories import loans, parties
from tests.factories.many import many
from tests.loans import quickly
from tests.page import Client

OF_STATUS = {
    LoanStatus.DRAFT: "xiulan",
    LoanStatus.SUBMITTED: "james",
    LoanStatus.AT_BRANCH: "lina",
    LoanStatus.IN_REVIEW: "chen",
    LoanStatus.APPROVED: "amina",
    LoanStatus.REFUSED: "fang",
    LoanStatus.WITHDRAWN: "james",
}


@dataclass(frozen=True)
class Place:
    """`path` may name a status in braces, for that loan's reference. `emptied`: the form sent with nothing."""

    who: str
    path: str
    emptied: str = ""

    def __str__(self) -> str:
        return f"{self.who or 'anyone'}:{self.path}" + (f"#{self.emptied}" if self.emptied else "")


def _all(who: str, *paths: str) -> list[Place]:
    return [Place(who, path) for path in paths]


COMPARED = "/loans/car/comparison?amount=100000&months=24&amount_2={}&months_2=60&repayment_2=equal_principal"
PLACES = [
    *_all(
        "", "/", "/loans/", "/loans/inclusive?amount=1&months=12", "/help/", "/accessibility", "/preferences"
    ),
    *_all("", "/loans/technology?repayment=interest_first", "/loans/mortgage?year=2"),
    *_all("", COMPARED.format(100000), COMPARED.format(1)),
    *_all("", "/sign-in", "/staff/gallery", "/there-is-no-such-page"),
    Place("", "/sign-in", emptied="sign-in"),
    *_all("xiulan", "/", "/loans/", "/accounts/", "/accounts/A-100001-1", "/my-requests/", "/inbox/"),
    *_all(
        "xiulan", "/accounts/A-100001-1?month=2026-08", "/accounts/A-100001-1/transactions/A-100001-1-0100"
    ),
    *_all(
        "xiulan",
        "/accounts/A-100001-1/search?words=永辉&direction=out",
        "/accounts/A-100001-1/search?words=x",
    ),
    Place("xiulan", "/accounts/A-100001-1/search?least=x"),
    *_all("xiulan", "/accounts/A-100001-1/spending", "/accounts/A-100001-1/statements/"),
    *_all("james", "/accounts/A-100002-1", "/accounts/A-100002-1/statements/2030-01.csv"),
    *_all("xiulan", "/preferences", "/signed-in-places", "/staff/loans/"),
    *(
        Place("xiulan", f"/loans/applications/{{draft}}/{each.question.replace('_', '-')}")
        for each in INCLUSIVE.questions
    ),
    *(
        Place("james", f"/loans/applications/{{mortgage}}/{each}")
        for each in (
            "repayment",
            "home-price",
            "home-address",
            "born-on",
            "employment",
            "paper-home",
            "people",
        )
    ),
    Place("james", "/loans/applications/{mortgage}/people", emptied="invite"),
    *_all("amina", "/loans/applications/{abroad}/study-starts-on", "/loans/invitations/{token}"),
    *_all("minh", "/loans/parties/{party}", "/loans/parties/{party}/withdrawal"),
    *_all("xiulan", "/loans/applications/{asked}", "/loans/applications/{asked}/consents"),
    *_all("xiulan", "/loans/applications/{offered}"),
    *(
        Place("xiulan", f"/loans/applications/{{draft}}/{each}", emptied="question")
        for each in ("amount", "purpose-detail", "started-on", "consents")
    ),
    *_all("xiulan", "/loans/applications/{draft}/check", "/loans/applications/{draft}/withdrawal"),
    *_all("james", "/", "/loans/applications/{submitted}", "/loans/applications/{submitted}/withdrawal"),
    *_all("james", "/loans/applications/{submitted}/move"),
    *_all("james", "/loans/applications/{withdrawn}", "/inbox/{notice}", "/my-requests/", "/inbox/"),
    *_all("lina", "/loans/applications/{at_branch}"),
    *_all("chen", "/loans/applications/{in_review}"),
    *_all("amina", "/loans/applications/{approved}"),
    *_all("fang", "/loans/applications/{refused}"),
    *_all("minh", "/my-requests/", "/inbox/", "/loans/applications/{draft}"),
    *_all("officer", "/staff/loans/", "/staff/loans/pick-up", "/staff/loans/{submitted}"),
    *_all("officer", "/staff/loans/{at_branch}", "/staff/loans/{refused}", "/staff/loans/walk-in"),
    *_all("officer", "/staff/loans/{at_branch}/answers/term", "/staff/loans/{at_branch}/confirmation"),
    Place("officer", "/staff/loans/walk-in", emptied="walk-in"),
    Place("officer", "/staff/loans/pick-up", emptied="pick-up"),
    Place("officer", "/staff/loans/{at_branch}", emptied="paper-sent-back"),
    *_all("officer2", "/staff/loans/", "/staff/loans/products/", "/staff/loans/products/mortgage"),
    *_all("reviewer", "/staff/loans/", "/staff/loans/{in_review}", "/staff/loans/{approved}"),
    Place("reviewer", "/staff/loans/{in_review}", emptied="decision"),
    *_all("head", "/staff/", "/staff/loans/"),
    *_all("agent", "/staff/"),
    *_all("admin", "/staff/"),
    *_all("partner", "/"),
]


class Town:
    """The bank of the walk: its people are signed in once, its loans stand in every status."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: dict[str, Client] = {}
        self.names = {status.value: many(app, 1, status, (who,))[0] for status, who in OF_STATUS.items()}
        with app.app_context():
            james = person_named("james")
            assert james is not None
            notice = db.session.scalars(select(Notice).where(Notice.person_id == james.id)).first()
            assert notice is not None
            self.names["notice"] = notice.public_id
        self.names["asked"] = quickly.asked(app).reference
        self.names["offered"] = quickly.offered(app).reference
        self._begin_others()
        answer = self.client("officer").get(f"/staff/loans/{self.names['at_branch']}/answers/amount")
        answer.form("question").fill(answer="60000").submit()

    def _begin_others(self) -> None:
        """Drafts of other products, one with a guarantor who has not looked and one who has signed."""
        for name, product, who in (("mortgage", "mortgage", "james"), ("abroad", "study-abroad", "amina")):
            page = loans.draft_with(self.client(who), product=product)
            self.names[name] = page.path.split("/")[3]
        james = self.client("james")
        self.names["token"] = parties.invited(james, self.names["mortgage"])
        signing = parties.invited(james, self.names["mortgage"], name="Minh")
        self.names["party"] = parties.signed(self.client("minh"), signing)

    def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = signed_in(self.app, name)
        return self.clients[name]

    def path(self, place: Place) -> str:
        return place.path.format(**self.names)
