"""A question as its page shows it, to the customer or, at the branch, to the officer beside her."""

from portal.identity.sessions import typed_here
from portal.loans import labels, queries, rules
from portal.loans.forms import FORMS, QuestionForm
from portal.loans.models import LoanApplication


def filled(loan: LoanApplication, asked: rules.Question) -> QuestionForm:
    """The form with what was typed, else answered, else known from the record."""
    value = loan.value(asked) if loan.is_answered(asked) else queries.on_record(loan.customer, asked)
    saved = {} if value is None else FORMS[asked].prefill(value)
    form = FORMS[asked].filled(typed_here(), data=saved)
    form.prepare(loan)
    return form  # type: ignore[return-value]


def heading(form: QuestionForm) -> str:
    return str(form.answer.label.text if "answer" in form else labels.QUESTIONS[form.question])


def is_on_record(loan: LoanApplication, form: QuestionForm) -> bool:
    """Whether what stands in the form is the bank's record, and nobody typed it."""
    known = queries.on_record(loan.customer, form.question)
    return known is not None and not form.errors and loan.value(form.question) in (None, known)
