"""What the rules saw, in words: the figures a check rests on, and what would make it pass."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.languages import format_day, format_list, format_long_day, format_money
from portal.loans import labels
from portal.loans.rules import (
    CREDIT_REPORT,
    CREDIT_REPORTS,
    Change,
    Check,
    Finding,
    Paper,
    PartyRole,
    Patents,
    Question,
    RemedyKind,
    Terms,
)
from portal.money import Money

Inputs = dict[str, Any]


def explain(finding: Finding) -> list[str]:
    """Sentences: first the figures, then each remedy."""
    reason = _REASONS[finding.check](finding.inputs) if finding.check in _REASONS else ""
    remedies = [_REMEDIES[kind](value) for kind, value in (finding.remedy or {}).items()]
    return [sentence for sentence in (reason, *remedies) if sentence]


def explain_change(change: Change, asked: Terms) -> str:
    """What would make the rules pass: "With ¥8,000.00 less (¥42,000.00) it passes."."""
    said = [*_other_amount(change, asked), *_other_term(change, asked)]
    if change.not_before:
        said.append(_("from %(day)s on", day=format_day(change.not_before, str(get_locale()))))
    return _("It passes %(changes)s.", changes=format_list(said, str(get_locale())))


def _other_amount(change: Change, asked: Terms) -> list[str]:
    less, amount = asked.amount.minor - change.amount.minor, _figures(change.amount.minor)
    if less > 0:
        return [_("with %(difference)s less (%(amount)s)", difference=_figures(less), amount=amount)]
    return [_("with %(difference)s more (%(amount)s)", difference=_figures(-less), amount=amount)] * (
        less < 0
    )


def _other_term(change: Change, asked: Terms) -> list[str]:
    longer, term = change.months - asked.months, labels.months(change.months)
    if longer > 0:
        return [_("with %(difference)s more (%(term)s)", difference=labels.months(longer), term=term)]
    return [_("with %(difference)s less (%(term)s)", difference=labels.months(-longer), term=term)] * (
        longer < 0
    )


def _figures(minor: int) -> str:
    return format_money(Money(minor, current_app.config["CURRENCY"]), str(get_locale()))


def _day(value: str) -> str:
    return format_day(date.fromisoformat(value), str(get_locale()))


def _amount(inputs: Inputs) -> str:
    figures = {name: _figures(minor) for name, minor in inputs.items()}
    return _("%(amount)s asked; we lend from %(minimum)s to %(maximum)s.", **figures)


def _age(inputs: Inputs) -> str:
    least = labels.months(inputs["least_months"])
    started_on = format_long_day(date.fromisoformat(inputs["started_on"]), str(get_locale()))
    return _("In business since %(day)s; at least %(term)s are needed.", day=started_on, term=least)


def _of_age(inputs: Inputs) -> str:
    return _("A person must be %(age)s to borrow.", age=inputs["youngest"])


def _age_at_end(inputs: Inputs) -> str:
    return _(
        "It would end on %(day)s; it must end before the person turns %(age)s.",
        day=_day(inputs["ends_on"]),
        age=inputs["oldest"] + 1,
    )


def _share(inputs: Inputs) -> str:
    figures = {name: _figures(inputs[name]) for name in ("amount", "price", "most")}
    return _("%(amount)s asked; of a price of %(price)s we lend at most %(most)s.", **figures)


def _research(inputs: Inputs) -> str:
    patents = labels.CHOICES[Question.PATENTS][Patents(inputs["patents"])]
    figures = {name: _figures(inputs[name]) for name in ("costs", "least")}
    return _(
        "%(costs)s spent on research, where %(least)s show a technology company. Patents: %(patents)s.",
        patents=patents,
        **figures,
    )


def _instalment(inputs: Inputs) -> str:
    figures = {
        name: _figures(inputs[name]) for name in ("instalment", "most", "yearly_income", "yearly_debts")
    }
    if inputs["yearly_debts"]:
        return _(
            "%(instalment)s a month; %(yearly_income)s a year, with %(yearly_debts)s for other loans, "
            "carries at most %(most)s.",
            **figures,
        )
    return _("%(instalment)s a month; %(yearly_income)s a year carries at most %(most)s.", **figures)


def _paper(inputs: Inputs) -> str:
    paper, state = labels.ANSWERS[Question(inputs["paper"])], labels.PAPER_STATES[Paper(inputs["state"])]
    return _("%(paper)s: %(state)s", paper=paper, state=state)


def _bureau(inputs: Inputs) -> str:
    """Of the customer, who reads it too, or of somebody who signed with her."""
    match inputs.get("role"):
        case PartyRole.JOINT:
            said = _("The joint applicant agreed."), _("The joint applicant did not agree.")
        case PartyRole.GUARANTOR:
            said = _("The guarantor agreed."), _("The guarantor did not agree.")
        case _of_her:
            said = _("Consent was given."), _("Consent was not given.")
    if inputs.get("report"):
        return _("The credit report was brought and compared with the original.")
    return said[0] if inputs["consent"] else said[1]


def _guarantors(inputs: Inputs) -> str:
    if not inputs["named"]:
        return _("No guarantor was named.")
    return _("Signed: %(signed)s of %(named)s.", signed=inputs["signed"], named=inputs["named"])


def _first_time(inputs: Inputs) -> str:
    return _("A first loan.") if inputs["applies"] else ""


def _technology(inputs: Inputs) -> str:
    return _("It is a technology company.") if inputs["applies"] else ""


def _bring(paper: str) -> str:
    return str(_REPORTS.get(paper) or _("It passes once an officer has seen the paper."))


_REPORTS = {
    CREDIT_REPORT: _l("It passes with a credit report."),
    CREDIT_REPORTS[PartyRole.JOINT]: _l("It passes with a credit report that the joint applicant brings."),
    CREDIT_REPORTS[PartyRole.GUARANTOR]: _l("It passes with a credit report that the guarantor brings."),
}
_REASONS: dict[Check, Callable[[Inputs], str]] = {
    Check.AMOUNT_IN_RANGE: _amount,
    Check.TERM_OFFERED: lambda inputs: labels.term(inputs["months"]),
    Check.BUSINESS_AGE: _age,
    Check.OF_AGE: _of_age,
    Check.AGE_AT_END: _age_at_end,
    Check.INSTALMENT_AFFORDABLE: _instalment,
    Check.SHARE_OF_PRICE: _share,
    Check.RESEARCH: _research,
    Check.PAPER_HELD: _paper,
    Check.BUREAU_CONSENT: _bureau,
    Check.GUARANTOR_SIGNED: _guarantors,
    Check.FIRST_TIME_BORROWER: _first_time,
    Check.TECHNOLOGY_COMPANY: _technology,
}
_REMEDIES: dict[RemedyKind, Callable[[Any], str]] = {
    RemedyKind.LOWER_AMOUNT: lambda value: _("With %(amount)s it passes.", amount=_figures(value)),
    RemedyKind.RAISE_AMOUNT: lambda value: _("With at least %(amount)s it passes.", amount=_figures(value)),
    RemedyKind.OFFERED_TERM: lambda value: _("With %(term)s it passes.", term=labels.term(value)),
    RemedyKind.LONGER_TERM: lambda value: _("With %(term)s it passes.", term=labels.term(value)),
    RemedyKind.SHORTER_TERM: lambda value: _("With %(term)s it passes.", term=labels.term(value)),
    RemedyKind.WAIT_UNTIL: lambda value: _("From %(day)s on it passes.", day=_day(value)),
    RemedyKind.BRING_PAPER: _bring,
}
