"""The business, its income and its paper."""

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FormField,
    RadioField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal import clock
from portal.attachments.forms import PaperField
from portal.loans import labels
from portal.loans.forms.question import MoneyQuestionForm, QuestionForm, as_money
from portal.loans.models import LoanApplication
from portal.loans.rules import Question
from portal.web.forms import honest_text, options, plain_digits, tidy


class BusinessNameForm(QuestionForm):
    question = Question.BUSINESS_NAME
    answer = StringField(
        labels.QUESTIONS[Question.BUSINESS_NAME],
        filters=[tidy],
        validators=[
            DataRequired(_l("Type the name as it stands on your business licence.")),
            Length(max=120, message=_l("Please use 120 characters at most.")),
            honest_text,
        ],
    )


class DayForm(FlaskForm):
    class Meta(FlaskForm.Meta):
        csrf = False

    year = StringField(_l("Year"), filters=[plain_digits])
    month = StringField(_l("Month"), filters=[plain_digits])
    day = StringField(_l("Day"), filters=[plain_digits])

    def validate_day(self, _field: Field) -> None:
        try:
            started_on = self.as_date()
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _("This date does not exist. Type year, month and day, such as 2019 5 31.")
            ) from error
        if not date(1900, 1, 1) <= started_on <= clock.today(current_app.config["TIMEZONE"]):
            raise ValidationError(_("Type a date between 1900 and today."))

    def as_date(self) -> date:
        return date(int(self.year.data or ""), int(self.month.data or ""), int(self.day.data or ""))


class StartedOnForm(QuestionForm):
    question = Question.STARTED_ON
    answer = FormField(DayForm, labels.QUESTIONS[Question.STARTED_ON])

    def value(self) -> Any:
        return self.answer.form.as_date().isoformat()

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        year, month, day = value.split("-")
        return {"answer": {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}}


class YearlyIncomeForm(MoneyQuestionForm):
    question = Question.YEARLY_INCOME
    answer = StringField(labels.QUESTIONS[Question.YEARLY_INCOME])

    def validate_answer(self, field: Field) -> None:
        if as_money(field).minor > 10**13:
            raise ValidationError(_("This amount is very large. Check the number of zeros."))


class PaperForm(QuestionForm):
    question = Question.PAPER
    answer = RadioField(
        labels.QUESTIONS[Question.PAPER],
        [InputRequired(_l("Choose whether you send the licence now or bring it."))],
        choices=options(labels.PAPER_WAYS),
    )
    file = PaperField(_l("Photo or PDF of your business licence"))

    def prepare(self, loan: LoanApplication) -> None:
        self.held = loan.paper_id
        self.file.expect(loan.customer_id)

    def validate_file(self, field: PaperField) -> None:
        if self.answer.data == "upload" and not field.data and not self.held:
            raise ValidationError(_("Choose the photo or PDF, or choose to bring the licence."))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["way"]}
