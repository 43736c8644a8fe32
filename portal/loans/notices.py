"""How the loans' notices are said."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from portal.identity.models import Person
from portal.languages import format_moment
from portal.loans import labels, queries
from portal.loans.rules import LoanStatus, Question, SendBackReason
from portal.notices.labels import SEE, Ending, Facts, Wording


def _words(facts: Facts) -> dict[str, str]:
    """The stored facts in the reader's language."""
    locale = str(get_locale())
    said: dict[str, str] = {"reference": facts.get("reference", "")}
    for name in ("starts_at", "due_at", "on"):
        if name in facts:
            moment = datetime.fromisoformat(facts[name])
            said[name] = format_moment(moment, locale, current_app.config["TIMEZONE"])
    if "paper" in facts:
        said["paper"] = str(labels.ANSWERS[Question(facts["paper"])])
        said["reason"] = str(labels.SEND_BACK_REASONS[SendBackReason(facts["reason"])])
    if "code" in facts:
        said["code"] = facts["code"]
    if "owner" in facts:
        said["owner"] = _in(facts["owner"], locale)
        said["branch"] = _in(facts["branch"], locale)
    return said


def _in(names: Mapping[str, Any], locale: str) -> str:
    return str(names.get(locale) or names["en"])


def _address(facts: Facts) -> str:
    return url_for("loans.show", ref=facts["reference"]) if "reference" in facts else url_for("loans.index")


def _is_erased(reader: Person, facts: Facts) -> bool:
    return "reference" in facts and not queries.is_hers(reader, facts["reference"])


AT_THE_BRANCH = (LoanStatus.SUBMITTED, LoanStatus.AT_BRANCH, LoanStatus.WITH_CUSTOMER)
ERASED = Ending(
    _is_erased,
    _l("This pre-application was erased with every answer in it, so there is nothing left to show."),
    _l("See my requests"),
    lambda: url_for("home.requests"),
)


def _wording(
    subject: Any, text: Any, hidden: Any = None, link: Any = SEE, asks_in: Collection[LoanStatus] = ()
) -> Wording:
    """`asks_in`: the statuses in which it asks something of her; empty where it only tells."""

    def is_settled(reader: Person, facts: Facts) -> bool:
        return queries.status_of(reader, facts["reference"]) not in asks_in

    return Wording(subject, text, _words, _address, hidden, ERASED, link, is_settled if asks_in else None)


WORDINGS = {
    "loan submitted": _wording(
        _l("We have your pre-application %(reference)s"),
        _l(
            "Come to %(branch)s on %(starts_at)s. Your pick-up code is %(code)s. "
            "%(owner)s looks after your pre-application until it closes."
        ),
        asks_in=(LoanStatus.SUBMITTED,),
    ),
    "loan code dead": _wording(
        _l("Your pick-up code for %(reference)s no longer works"),
        _l(
            "A wrong code was typed five times at the branch, so we stopped the right one. "
            "Make a new code on your page; it takes one touch. If you were not at the branch, call us at once."
        ),
        asks_in=(LoanStatus.SUBMITTED, LoanStatus.AT_BRANCH),
    ),
    "loan picked up": _wording(
        _l("Your branch has opened %(reference)s"),
        _l("The branch is completing your pre-application with you. Nothing is asked twice."),
    ),
    "loan picked up by identity": _wording(
        _l("Your branch has opened %(reference)s without a code"),
        _l(
            "An officer saw your identity paper and opened your pre-application. "
            "If you were not at the branch, call us at once."
        ),
    ),
    "loan begun at branch": _wording(
        _l("Your branch began the pre-application %(reference)s with you"),
        _l(
            "An officer saw your identity paper and fills it in with you. "
            "If you were not at the branch, call us at once."
        ),
    ),
    "loan sent at branch": _wording(
        _l("We have your pre-application %(reference)s"),
        _l(
            "You sent it at %(branch)s. %(owner)s looks after it until it closes. "
            "If this was not you, call us at once."
        ),
    ),
    "loan visit moved": _wording(
        _l("Your visit for %(reference)s is moved"),
        _l(
            "Come to %(branch)s on %(starts_at)s. Your new pick-up code is %(code)s. "
            "%(owner)s looks after your pre-application."
        ),
        asks_in=(LoanStatus.SUBMITTED,),
    ),
    "loan handed over": _wording(
        _l("Somebody else looks after %(reference)s now"),
        _l("%(owner)s at %(branch)s looks after your pre-application from now on, until it closes."),
    ),
    "loan to confirm": _wording(
        _l("Please confirm a change in %(reference)s"),
        _l("Your branch suggests another answer. Yours stays until you confirm the change on your page."),
        asks_in=AT_THE_BRANCH,
    ),
    "loan confirmed at branch": _wording(
        _l("You confirmed changes in %(reference)s"),
        _l(
            "They were confirmed on the branch’s tablet. Your page shows every answer. "
            "If this was not you, call us at once."
        ),
    ),
    "loan handed back": _wording(
        _l("%(reference)s: it is your turn"),
        _l("Your branch needs something from you. Your page says what; change it there and send it back."),
        asks_in=(LoanStatus.WITH_CUSTOMER,),
    ),
    "loan sent back": _wording(
        _l("%(reference)s is at your branch again"),
        _l("Thank you. The branch goes on with it; you need do nothing until it asks you."),
    ),
    "loan paper sent back": _wording(
        _l("A paper of %(reference)s needs your attention"),
        _l(
            "%(paper)s: %(reason)s. Your page has the words of the officer. "
            "Send the paper again there, or bring it to the branch."
        ),
        asks_in=AT_THE_BRANCH,
    ),
    "loan in review": _wording(
        _l("%(reference)s is being decided"),
        _l("You have our decision by %(due_at)s. You need do nothing until then."),
    ),
    "loan approved": _wording(
        _l("Your pre-application %(reference)s is approved"),
        _l(
            "Your branch invites you to sign the contract. After signing you have 14 days to change your mind."
        ),
        hidden=_l("Our decision on %(reference)s"),
    ),
    "loan refused": _wording(
        _l("Our decision on %(reference)s"),
        _l("We cannot lend this amount on these terms now. Your page says why, and what would change it."),
    ),
    "loan asked": _wording(
        _l("We have a question about %(reference)s"),
        _l(
            "The reviewer needs one thing from you. Your page says what; "
            "the time for our decision is paused until then."
        ),
        asks_in=(LoanStatus.ASKED,),
    ),
    "loan asks no more": _wording(
        _l("You need not answer our question about %(reference)s any more"),
        _l("The reviewer goes on without it. You need do nothing."),
    ),
    "loan offered": _wording(
        _l("Our offer on %(reference)s"),
        _l("We can lend on the terms that your page shows. Say yes or no there by %(on)s; both are fine."),
        hidden=_l("Our decision on %(reference)s"),
        asks_in=(LoanStatus.OFFERED,),
    ),
    "loan offer lapsed": _wording(
        _l("Our offer on %(reference)s is over"),
        _l("You did not answer it in time. Nothing is lost: a reviewer looks at it again and decides."),
        hidden=_l("%(reference)s is being decided"),
    ),
    "loan second look": _wording(
        _l("Somebody else looks at %(reference)s"),
        _l("A reviewer who did not decide before decides again, by %(due_at)s."),
        hidden=_l("%(reference)s is being decided"),
    ),
    "loan draft expires": _wording(
        _l("Your draft %(reference)s is still waiting"),
        _l("You have not sent it yet. We erase it on %(on)s unless you continue before."),
        asks_in=(LoanStatus.DRAFT,),
    ),
    "loan draft erased": _wording(
        _l("A draft of yours was erased"),
        _l(
            "You did not touch it for 30 days, so we erased it with every answer. You can start a new one at any time."
        ),
        link=_l("See our loans"),
    ),
    "loan erased at branch": _wording(
        _l("A draft of yours was erased"),
        _l("The branch erased it with every answer, as you wished. You can start a new one at any time."),
        link=_l("See our loans"),
    ),
    "loan withdrawn": _wording(
        _l("You took %(reference)s back"),
        _l("Nothing more happens with this pre-application. You can start a new one at any time."),
    ),
}
