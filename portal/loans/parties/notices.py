"""How the notices about people beside the applicant are said: no reasons, no amounts, and no names in subjects."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from portal.identity.models import Customer, Person
from portal.loans.notices import ERASED
from portal.loans.parties.queries import party_for
from portal.notices.labels import SEE, Ending, Facts, Wording


def _words(facts: Facts) -> dict[str, str]:
    return {name: str(facts.get(name) or "") for name in ("reference", "person")}


def _people_page(facts: Facts) -> str:
    return url_for("loans.people", ref=facts["reference"])


def _own_page(facts: Facts) -> str:
    return url_for("loans.party", party=facts["party"]) if "party" in facts else url_for("loans.index")


def _has_no_place(reader: Person, facts: Facts) -> bool:
    is_customer = isinstance(reader, Customer)
    return "party" in facts and not (is_customer and party_for(reader, facts["party"]))


NO_PLACE = Ending(
    _has_no_place,
    _l("You have no place in this loan any more: the applicant took it back, or goes on without you."),
    _l("See my requests"),
    lambda: url_for("home.requests"),
)


def _told_applicant(subject: Any, text: Any) -> Wording:
    return Wording(subject, text, _words, _people_page, ending=ERASED)


def _told_party(subject: Any, text: Any, link: Any = SEE) -> Wording:
    return Wording(subject, text, _words, _own_page, ending=NO_PLACE, link=link)


WORDINGS = {
    "loan party signed": _told_applicant(
        _l("A signature has come for %(reference)s"), _l("%(person)s has signed for your pre-application.")
    ),
    "loan party declined": _told_applicant(
        _l("Somebody does not sign for %(reference)s"),
        _l("%(person)s does not sign. You can name somebody else, or go on alone."),
    ),
    "loan party left": _told_applicant(
        _l("A signature for %(reference)s was taken back"),
        _l(
            "%(person)s took the signature back. Nothing is decided until you name somebody else, "
            "or remove this person and go on alone."
        ),
    ),
    "loan signatures needed": _told_applicant(
        _l("Signatures are needed again for %(reference)s"),
        _l(
            "You accepted other terms. Whoever signs with you signs again for them; then your branch sends it "
            "back to the reviewer, who decides."
        ),
    ),
    "party invited": _told_party(
        _l("You are asked to sign for somebody’s loan"),
        _l("Look at it in peace. Nothing binds you before you sign, and you need no reason to decline."),
    ),
    "party terms changed": _told_party(
        _l("A loan that you signed for has changed"),
        _l("Your signature no longer counts. Look at the loan as it is now, then sign again or decline."),
    ),
    "party released": _told_party(
        _l("You are not needed for a loan any more"),
        _l("The applicant took the pre-application back, or goes on without you. You are bound to nothing."),
        link=_l("See our loans"),
    ),
    "party decided": _told_party(
        _l("A loan that you signed for is decided"), _l("Your page says what happens next.")
    ),
}
