"""What may be typed on each question's page, and how it becomes an answer and back."""

from portal.loans.forms.business import BusinessNameForm, PaperForm, StartedOnForm, YearlyIncomeForm
from portal.loans.forms.money import AmountForm, PurposeDetailForm, PurposeForm, TermForm
from portal.loans.forms.question import QuestionForm, as_money, stored_money, typed_money
from portal.loans.forms.visit import BranchForm, ConsentsForm, VisitForm
from portal.loans.rules import Question

FORMS: dict[Question, type[QuestionForm]] = {
    form.question: form
    for form in (
        AmountForm,
        TermForm,
        PurposeForm,
        PurposeDetailForm,
        BusinessNameForm,
        StartedOnForm,
        YearlyIncomeForm,
        PaperForm,
        BranchForm,
        VisitForm,
        ConsentsForm,
    )
}

__all__ = ["FORMS", "AmountForm", "PaperForm", "QuestionForm", "as_money", "stored_money", "typed_money"]
