"""The letter with the decision on a loan."""

from datetime import datetime

from flask_babel import force_locale, lazy_ngettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from portal.documents.description import (
    Document,
    Facts,
    Heading,
    Items,
    Names,
    Paragraph,
    Part,
    Percent,
    Phrase,
    Reference,
    Signature,
    Value,
)
from portal.documents.rules import Kind as DocumentKind
from portal.languages import LOCALES
from portal.loans import labels
from portal.loans.explaining import explain, explain_change
from portal.loans.models import LoanApplication, LoanDecision
from portal.loans.outcome import SHOWN, changes_in_words, deciders, letter_from
from portal.loans.rules import (
    SECOND_LOOK_WITHIN,
    WITHDRAWAL_DAYS,
    LoanAction,
    LoanStatus,
    OfferAnswer,
    RefusalReason,
    Terms,
    quote,
)

Row = tuple[Value, Value]
ASKED_FOR, WHY, NEXT = _l("What you asked for"), _l("Why"), _l("What comes next")
TITLES = {
    LoanAction.APPROVE: _l("Your pre-application is approved"),
    LoanAction.REFUSE: _l("Our decision on your pre-application"),
    LoanAction.OFFER: _l("Our offer on your pre-application"),
}
OPENINGS = {
    LoanAction.APPROVE: _l("We agree to lend to you on the terms below."),
    LoanAction.REFUSE: _l(
        "We cannot lend this amount on these terms now. Here is why, and what would change it."
    ),
    LoanAction.OFFER: _l(
        "We can lend to you on the terms below. You say yes or no on your page; both are fine."
    ),
}
PERSON_DECIDED = _l("Decided by %(name)s, a person, on %(moment)s.")
MACHINE_DECIDED = _l("Decided by the bank’s rules on %(moment)s. Only a person says no.")
BRANCH_CALLS = _l(
    "Your branch, %(branch)s, calls you and agrees a day for the contract. "
    "Bring your identity card or passport."
)
OFFER_HOLDS = _l("The offer holds until %(moment)s. After that a reviewer looks at it again.")
NEXT_STEPS = (
    _l("You read the contract in peace. You need not sign that day, and not at all: approved is not signed."),
    lazy_ngettext(
        "After signing you have %(num)s day to change your mind. You give no reason; you pay back what you "
        "received, with interest for the days you had it, and nothing else.",
        "After signing you have %(num)s days to change your mind. You give no reason; you pay back what you "
        "received, with interest for the days you had it, and nothing else.",
        WITHDRAWAL_DAYS,
    ),
)
SECOND_LOOK = _l(
    "You can have it looked at again by a reviewer who did not decide it. "
    "You need not say why, and it costs nothing."
)
ASK_UNTIL = _l("You have 30 days to ask for it on your page: until %(moment)s.")


def decision_letter(loan: LoanApplication, now: datetime) -> Document | None:
    """The decision that is hers to read, with its reasons; None before there is one that is not taken back any more."""
    decision = loan.decision if loan.status in SHOWN else None
    if decision is None or letter_from(loan, now):
        return None
    outcome = _outcome(decision)
    body = (
        Paragraph(OPENINGS[outcome]),
        *_reasons(loan, decision, outcome, now),
        Signature((_signed(loan, decision),)),
    )
    head = (*head_of(loan), (_l("Decided on"), decision.at))
    return Document(DocumentKind.LOAN_DECISION, TITLES[outcome], body, recipient_of(loan), head)


def _outcome(decision: LoanDecision) -> LoanAction:
    """An offer that she accepted is an approval."""
    accepted = decision.answer == OfferAnswer.ACCEPTED
    return LoanAction.APPROVE if accepted else LoanAction(decision.outcome)


def _reasons(
    loan: LoanApplication, decision: LoanDecision, outcome: LoanAction, now: datetime
) -> tuple[Part, ...]:
    match outcome:
        case LoanAction.OFFER:
            return _offered(loan, decision)
        case LoanAction.REFUSE:
            return _refused(loan, decision, now)
    return _approved(loan, decision)


def _approved(loan: LoanApplication, decision: LoanDecision) -> tuple[Part, ...]:
    return (
        Facts(rows_of(loan, loan.terms)),
        *_reason(decision),
        *_conditions(decision),
        *_findings(decision),
        Heading(NEXT),
        Items((Phrase(BRANCH_CALLS, {"branch": _branch(loan)}), *NEXT_STEPS)),
    )


def _offered(loan: LoanApplication, decision: LoanDecision) -> tuple[Part, ...]:
    return (
        Facts(rows_of(loan, decision.terms or loan.asked_terms)),
        *_reason(decision),
        *_conditions(decision),
        Heading(NEXT),
        Paragraph(Phrase(OFFER_HOLDS, {"moment": decision.expires_at})),
    )


def _refused(loan: LoanApplication, decision: LoanDecision, now: datetime) -> tuple[Part, ...]:
    found = changes_in_words(loan, now) if loan.status == LoanStatus.REFUSED else []
    computed = tuple(LazyString(explain_change, change, loan.asked_terms) for change, _said in found)
    return (
        Heading(ASKED_FOR),
        Facts(_asked_rows(loan.asked_terms)),
        Heading(WHY),
        Items(tuple(labels.REFUSAL_REASONS[RefusalReason(reason)] for reason in decision.reasons)),
        *_words(decision),
        Heading(_l("What would change it")),
        *map(Paragraph, _beside(decision.change, computed)),
        *((Paragraph(_l("With this the rules pass")), Items(computed)) if computed else ()),
        *_second_look(loan, now),
    )


def _beside(written: str, computed: tuple[LazyString, ...]) -> list[str]:
    """What a person wrote beside the rules' own sentences, which stood in his form in his language."""
    theirs = set[str]()
    for locale in LOCALES:
        with force_locale(locale):
            theirs |= set(map(str, computed))
    return [line for line in written.splitlines() if line.strip() not in theirs | {""}]


def _second_look(loan: LoanApplication, now: datetime) -> tuple[Part, ...]:
    if not (loan.decided_at and loan.may_be_looked_at_again(now)):
        return ()
    until = {"moment": loan.decided_at + SECOND_LOOK_WITHIN}
    return Heading(_l("If you do not agree")), Paragraph(SECOND_LOOK), Paragraph(Phrase(ASK_UNTIL, until))


def head_of(loan: LoanApplication) -> tuple[Row, ...]:
    """Reference, product, and who looks after it at which branch."""
    hand = {"name": Names(loan.owner.names) if loan.owner else "", "branch": _branch(loan)}
    return (
        (_l("Reference"), Reference(loan.reference)),
        (_l("Product"), labels.PRODUCTS[loan.product_code].name),
        (_l("Looked after by"), Phrase(_l("%(name)s, %(branch)s"), hand)),
    )


def recipient_of(loan: LoanApplication) -> str:
    return str(loan.customer.name or loan.customer.number)


def _branch(loan: LoanApplication) -> Value:
    return Names(loan.branch.names) if loan.branch else ""


def _asked_rows(terms: Terms) -> tuple[Row, ...]:
    return (
        (_l("Amount"), terms.amount),
        (_l("Term"), LazyString(labels.term, terms.months)),
        (_l("Repayment"), labels.REPAYMENTS[terms.repayment]),
    )


def rows_of(loan: LoanApplication, terms: Terms) -> tuple[Row, ...]:
    cost = quote(terms.amount, terms.months, loan.product, terms.repayment)
    return (
        *_asked_rows(terms),
        *labels.payments(cost),
        (_l("Annual percentage rate"), Percent(cost.apr)),
        (_l("The loan costs you in total"), cost.total_cost),
        (_l("You pay back in total"), cost.total_payable),
    )


def _conditions(decision: LoanDecision) -> tuple[Part, ...]:
    return (Heading(_l("Conditions")), Paragraph(decision.conditions)) if decision.conditions else ()


def _words(decision: LoanDecision) -> tuple[Part, ...]:
    """What the person who decided wrote, in the language in which it was written."""
    return (Paragraph(decision.words),) if decision.words else ()


def _reason(decision: LoanDecision) -> tuple[Part, ...]:
    return (Heading(WHY), *_words(decision)) if decision.words else ()


def _findings(decision: LoanDecision) -> tuple[Part, ...]:
    """What the machine saw, which is the reason of its yes."""
    if decision.by:
        return ()
    seen = tuple(LazyString(_finding, decision, place) for place in range(len(decision.findings)))
    return (Heading(_l("What was looked at")), Items(seen))


def _finding(decision: LoanDecision, place: int) -> str:
    finding = decision.findings[place]
    return ". ".join([str(labels.CHECKS[finding.check]), *explain(finding)])


def _signed(loan: LoanApplication, decision: LoanDecision) -> Value:
    if not decision.by:
        return Phrase(MACHINE_DECIDED, {"moment": decision.at})
    return Phrase(PERSON_DECIDED, {"name": LazyString(deciders, loan, decision), "moment": decision.at})
