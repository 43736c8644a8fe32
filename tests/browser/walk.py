"""Every page there is to look at, in the town of `tests/browser/town.py`."""

from dataclasses import dataclass

from portal.loans.rules import INCLUSIVE


@dataclass(frozen=True)
class Place:
    """`path` may name a thing of the town in braces. `emptied`: the form sent with nothing."""

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
    *_all("", "/preferences/papers", "/documents/verify?code=7K3M92QF5XTA41"),
    Place("", "/documents/verify", emptied="question"),
    *_all("", "/loans/technology?repayment=interest_first", "/loans/mortgage?year=2"),
    *_all("", "/loans/consumer", "/loans/study-abroad", "/loans/invitations/{token}"),
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
    *_all("xiulan", "/inbox/?words=L-", f"/inbox/?words={'x' * 101}"),
    *_all("james", "/inbox/?words=umbrella", "/inbox/{over}"),
    *_all("xiulan", "/accounts/A-100001-1/spending", "/accounts/A-100001-1/statements/"),
    *_all("xiulan", "/accounts/A-100001-1/statements/2026-10", "/accounts/A-100001-1/letter"),
    *_all("xiulan", "/accounts/A-100001-1/transactions/A-100001-1-0100/receipt"),
    *_all("james", "/accounts/A-100002-1", "/accounts/A-100002-1/statements/2030-01.csv"),
    *_all("james", "/accounts/A-100002-1/income/6", "/accounts/A-100002-2/income/3"),
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
    Place("lina", "/loans/applications/{counter}/people", emptied="invite"),
    *_all("amina", "/loans/applications/{abroad}/people"),
    *_all("amina", "/loans/applications/{abroad}/study-starts-on", "/loans/invitations/{token}/acceptance"),
    *_all("amina", "/loans/parties/{unsigned}"),
    Place("amina", "/loans/parties/{unsigned}", emptied="sign"),
    *_all("james", "/loans/invitations/{token}/acceptance"),
    *_all("minh", "/loans/parties/{party}", "/loans/parties/{party}/withdrawal"),
    *_all("xiulan", "/loans/applications/{asked}", "/loans/applications/{asked}/consents"),
    *_all("xiulan", "/loans/applications/{offered}"),
    Place("xiulan", "/loans/applications/{asked}", emptied="reply"),
    Place("xiulan", "/loans/applications/{offered}", emptied="offer"),
    *_all("minh", "/loans/applications/{with_customer}", "/loans/applications/{with_customer}/amount"),
    *_all("xiulan", "/loans/applications/{sent_back}", "/loans/applications/{sent_back}/paper"),
    *_all("chen", "/loans/applications/{proposed}", "/loans/applications/{looked}"),
    *_all("lina", "/loans/applications/{machine}", "/loans/applications/{asked_paper}"),
    *(
        Place("xiulan", f"/loans/applications/{{draft}}/{each}", emptied="question")
        for each in ("amount", "purpose-detail", "started-on", "consents")
    ),
    *_all("xiulan", "/loans/applications/{draft}/check", "/loans/applications/{draft}/withdrawal"),
    *_all("james", "/loans/applications/{submitted}/summary", "/documents/", "/documents/{document}"),
    *_all("james", "/", "/loans/applications/{submitted}", "/loans/applications/{submitted}/withdrawal"),
    *_all("james", "/loans/applications/{submitted}/move?branch=west"),
    Place("james", "/loans/applications/{submitted}/move", emptied="move"),
    *_all("james", "/loans/applications/{withdrawn}", "/inbox/{notice}", "/my-requests/", "/inbox/"),
    *_all("lina", "/loans/applications/{at_branch}"),
    *_all("chen", "/loans/applications/{in_review}"),
    *_all("amina", "/loans/applications/{approved}", "/loans/applications/{approved}/decision"),
    *_all("fang", "/loans/applications/{refused}", "/loans/applications/{refused}/decision"),
    *_all("minh", "/my-requests/", "/inbox/", "/loans/applications/{draft}"),
    *_all("officer", "/staff/loans/", "/staff/loans/pick-up", "/staff/loans/{submitted}"),
    *_all("officer", "/staff/loans/{at_branch}", "/staff/loans/{refused}", "/staff/loans/walk-in"),
    *_all("officer", "/staff/loans/{at_branch}/answers/term", "/staff/loans/{at_branch}/confirmation"),
    *_all("officer", "/staff/loans/{at_branch}/confirmation/end?done=confirmed"),
    *_all("officer", "/staff/loans/walk-in/{found}", "/staff/loans/{walk_in}"),
    *_all("officer", "/staff/loans/{walk_in}/answers/term", "/staff/loans/{walk_in}/erasure"),
    Place("officer", "/staff/loans/walk-in/{found}", emptied="begin"),
    Place("officer", "/staff/loans/walk-in", emptied="walk-in"),
    Place("officer", "/staff/loans/pick-up", emptied="pick-up"),
    Place("officer", "/staff/loans/{at_branch}", emptied="paper-sent-back"),
    Place("officer", "/staff/loans/{at_branch}", emptied="hand-back"),
    Place("officer", "/staff/loans/{at_branch}/answers/amount", emptied="question"),
    Place("officer", "/staff/loans/{at_branch}/confirmation", emptied="confirmation"),
    Place("officer", "/staff/loans/{submitted}", emptied="identity"),
    *_all("officer", "/staff/loans/{with_customer}", "/staff/loans/{sent_back}", "/staff/loans/{counter}"),
    *_all("officer", "/staff/loans/{sent_back}/disputes/yearly-income"),
    Place("officer", "/staff/loans/{sent_back}/disputes/yearly-income", emptied="dispute"),
    *_all("officer", "/staff/loans/{walk_in}/answers/amount"),
    *_all("officer", "/staff/loans/{told}", "/staff/loans/{told}/confirmation"),
    Place("officer", "/staff/loans/{told}/confirmation", emptied="send"),
    Place("officer", "/staff/loans/{counter}/people/{beside}", emptied="identity"),
    *_all("officer", "/staff/loans/{counter}/people/{beside}/signature"),
    *_all("officer", "/staff/loans/{counter}/people/{beside}/signature/end"),
    Place("officer", "/staff/loans/{counter}/people/{beside}/signature", emptied="sign"),
    *_all("officer2", "/staff/loans/", "/staff/loans/products/", "/staff/loans/products/mortgage"),
    *_all("reviewer", "/staff/loans/", "/staff/loans/{in_review}", "/staff/loans/{approved}"),
    Place("reviewer", "/staff/loans/{in_review}", emptied="decision"),
    Place("reviewer", "/staff/loans/{in_review}", emptied="asking"),
    Place("reviewer", "/staff/loans/{in_review}", emptied="offer"),
    *_all("reviewer", "/staff/loans/?part=look", "/staff/loans/?part=waiting&product=inclusive"),
    *_all("reviewer", "/staff/loans/{asked}", "/staff/loans/{offered}", "/staff/loans/{machine}"),
    *_all("reviewer", "/staff/loans/{proposed}"),
    *_all("reviewer2", "/staff/loans/?part=second", "/staff/loans/{proposed}", "/staff/loans/{looked}"),
    Place("reviewer2", "/staff/loans/{proposed}", emptied="second-review"),
    *_all("supervisor", "/staff/", "/staff/loans/{proposed}"),
    *_all("head", "/staff/", "/staff/loans/"),
    *_all("agent", "/staff/"),
    *_all("admin", "/staff/"),
    *_all("partner", "/"),
]
