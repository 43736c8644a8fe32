"""What may be typed on each question's page, and how it becomes an answer and back."""

from portal.loans.forms.money import AmountForm, MoneyForm, TermForm, expect_lent
from portal.loans.forms.paper import PaperForm
from portal.loans.forms.question import QuestionForm, as_money, stored_money, typed_money
from portal.loans.forms.visit import BranchForm, ConsentsForm, VisitForm
from portal.loans.forms.words import (
    ChoiceForm,
    ComingDayQuestionForm,
    FollowUpForm,
    PastDayQuestionForm,
    TextForm,
)
from portal.loans.rules import Question

KINDS: dict[str, type[QuestionForm]] = {
    form.kind: form
    for form in (
        AmountForm,
        TermForm,
        ChoiceForm,
        FollowUpForm,
        TextForm,
        MoneyForm,
        PastDayQuestionForm,
        ComingDayQuestionForm,
        PaperForm,
        BranchForm,
        VisitForm,
        ConsentsForm,
    )
}
FORMS: dict[Question, type[QuestionForm]] = {
    question: type("QuestionForm", (KINDS[question.kind],), {"question": question}) for question in Question
}

__all__ = [
    "FORMS",
    "PaperForm",
    "QuestionForm",
    "VisitForm",
    "as_money",
    "expect_lent",
    "stored_money",
    "typed_money",
]
