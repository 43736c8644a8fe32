"""How much, over how long, and what for."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.languages import format_money
from portal.loans import labels, rules
from portal.loans.forms.question import MoneyQuestionForm, QuestionForm, as_money
from portal.loans.models import LoanApplication
from portal.loans.rules import Question
from portal.web.forms import honest_text, options, tidy


class AmountForm(MoneyQuestionForm):
    question = Question.AMOUNT
    answer = StringField(labels.QUESTIONS[Question.AMOUNT])

    def validate_answer(self, field: Field) -> None:
        amount = as_money(field)
        problem = rules.validate_amount(amount, rules.INCLUSIVE)
        if problem:
            limits = {
                "minimum": format_money(rules.INCLUSIVE.minimum, str(get_locale())),
                "maximum": format_money(rules.INCLUSIVE.maximum, str(get_locale())),
            }
            raise ValidationError(
                _("We lend from %(minimum)s to %(maximum)s. Type an amount in between.", **limits)
            )


class TermForm(QuestionForm):
    question = Question.TERM
    answer = RadioField(
        labels.QUESTIONS[Question.TERM],
        [InputRequired(_l("Choose over how many months you want to repay."))],
        coerce=int,
    )

    def prepare(self, loan: LoanApplication) -> None:
        self.answer.choices = options({months: labels.months(months) for months in loan.product.terms})
        self.instalments = {months: self._instalment(loan, months) for months in loan.product.terms}

    @staticmethod
    def _instalment(loan: LoanApplication, months: int) -> str:
        """What each month costs, so that the choice can be made by it."""
        if loan.amount is None:
            return ""
        payment = rules.instalment(loan.amount, months, loan.product.annual_rate)
        return _("%(amount)s each month", amount=format_money(payment, str(get_locale())))


class PurposeForm(QuestionForm):
    question = Question.PURPOSE
    answer = RadioField(
        labels.QUESTIONS[Question.PURPOSE],
        [InputRequired(_l("Choose what the money is mainly for."))],
        choices=options(labels.PURPOSES),
    )


class PurposeDetailForm(QuestionForm):
    question = Question.PURPOSE_DETAIL
    LIMIT = 500
    answer = TextAreaField(
        filters=[tidy],
        validators=[
            DataRequired(_l("Tell us in a few words. It helps the reviewer to understand.")),
            Length(max=LIMIT, message=_l("Please use 500 characters at most.")),
            honest_text,
        ],
    )

    def prepare(self, loan: LoanApplication) -> None:
        self.purpose = loan.value(Question.PURPOSE)
        self.answer.label.text = labels.PURPOSE_QUESTIONS[rules.PURPOSE_FOLLOW_UP[self.purpose]]

    def value(self) -> Any:
        return {"purpose": self.purpose, "text": self.answer.data}

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["text"]}
