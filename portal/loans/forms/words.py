"""Choices, texts and days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FormField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from portal import clock
from portal.loans import labels, rules
from portal.loans.forms.question import QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.rules import Kind, Question
from portal.web.forms import honest_text, options, plain_digits, tidy

FURTHEST = timedelta(days=3 * 366)
YEAR_DIGITS = 4


class ChoiceForm(QuestionForm):
    kind = Kind.CHOICE
    answer = RadioField(validate_choice=False)
    hints: Mapping[Any, Any] = {}

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        words: Mapping[Any, Any] = labels.CHOICES[self.question]
        if self.question == Question.REPAYMENT:
            self.hints = labels.REPAYMENT_HINTS
            words = {kind: words[kind] for kind in loan.product.repayments}
        self.answer.choices = options(words)

    def validate_answer(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(str(labels.REQUIRED.get(self.question, _("Choose what is right for you."))))


class TextForm(QuestionForm):
    kind = Kind.TEXT
    answer = StringField(
        filters=[tidy],
        validators=[Length(max=120, message=_l("Please use 120 characters at most.")), honest_text],
    )

    def validate_answer(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(labels.REQUIRED[self.question]))


class FollowUpForm(QuestionForm):
    kind = Kind.FOLLOW_UP
    LIMIT = 500
    answer = TextAreaField(
        filters=[tidy],
        validators=[Length(max=LIMIT, message=_l("Please use 500 characters at most.")), honest_text],
    )

    def prepare(self, loan: LoanApplication) -> None:
        self.purpose = loan.value(Question.PURPOSE)
        self.answer.label.text = labels.PURPOSE_QUESTIONS[rules.PURPOSE_FOLLOW_UP[self.purpose]]

    def validate_answer(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tell us in a few words. It helps the reviewer to understand."))

    def value(self) -> Any:
        return {"purpose": self.purpose, "text": self.answer.data}

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["text"]}


class DayForm(FlaskForm):
    class Meta(FlaskForm.Meta):
        csrf = False

    year = StringField(_l("Year"), filters=[plain_digits])
    month = StringField(_l("Month"), filters=[plain_digits])
    day = StringField(_l("Day"), filters=[plain_digits])

    def validate_day(self, _field: Field) -> None:
        if not all(part.data for part in self):
            raise ValidationError(_("Type day, month and year, such as 31 5 2019."))
        if (self.year.data or "").isdecimal() and len(self.year.data or "") < YEAR_DIGITS:
            raise ValidationError(_("Type the year with four digits, such as 1985."))
        try:
            self.as_date()
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _("This date does not exist. Type day, month and year, such as 31 5 2019.")
            ) from error

    def as_date(self) -> date:
        return date(int(self.year.data or ""), int(self.month.data or ""), int(self.day.data or ""))


class PastDayForm(DayForm):
    def validate_day(self, field: Field) -> None:
        super().validate_day(field)
        if not date(1900, 1, 1) <= self.as_date() <= _today():
            raise ValidationError(_("Type a date between 1900 and today."))


class ComingDayForm(DayForm):
    def validate_day(self, field: Field) -> None:
        super().validate_day(field)
        if not _today() <= self.as_date() <= _today() + FURTHEST:
            raise ValidationError(_("Type a date from today on, within the next three years."))


def _today() -> date:
    return clock.today(current_app.config["TIMEZONE"])


class DayQuestionForm(QuestionForm):
    """A day; `answer` is the form of year, month and day."""

    def value(self) -> Any:
        return self.answer.form.as_date().isoformat()

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        year, month, day = value.split("-")
        return {"answer": {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}}


class PastDayQuestionForm(DayQuestionForm):
    kind = Kind.PAST_DAY
    answer = FormField(PastDayForm)


class ComingDayQuestionForm(DayQuestionForm):
    kind = Kind.COMING_DAY
    answer = FormField(ComingDayForm)
