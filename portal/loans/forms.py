"""What may be typed on each question's page, and how it becomes an answer and back."""

from datetime import date
from typing import Any, ClassVar

from flask import current_app
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from portal import clock
from portal.attachments.forms import PaperField
from portal.identity.queries import branch_coded, branches
from portal.languages import format_money
from portal.loans import labels, rules
from portal.loans.models import LoanApplication
from portal.loans.rules import ConsentPurpose, Question
from portal.money import AmountError, Money, parse_money
from portal.visits.queries import free_slots
from portal.web.forms import Form, honest_text, options, plain_digits, tidy

AMOUNT_ERRORS = {
    "empty": _l("Type an amount, such as 50,000."),
    "not_a_number": _l("Type the amount in figures only, such as 50,000."),
    "too_precise": _l("An amount has two decimals at most, such as 50,000.50."),
    "negative": _l("Type an amount above zero, such as 50,000."),
}


def as_money(field: Field) -> Money:
    """The typed amount in the bank's currency; ValidationError that says how to mend it."""
    try:
        return parse_money(field.data or "", current_app.config["CURRENCY"], str(get_locale()))
    except AmountError as error:
        raise ValidationError(str(AMOUNT_ERRORS[error.code])) from error


class QuestionForm(Form):
    """One question. `version` is that of the answer the page was made from."""

    question: ClassVar[Question]
    version = HiddenField()

    def prepare(self, loan: LoanApplication) -> None:
        """Set the choices and labels that depend on the application."""

    def value(self) -> Any:
        """The answer as it is stored."""
        return self.answer.data

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        """A stored answer as form data."""
        return {"answer": value}


class AmountForm(QuestionForm):
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

    def value(self) -> Any:
        return stored_money(as_money(self.answer))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": typed_money(value)}


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
            InputRequired(_l("Tell us in a few words. It helps the reviewer to understand.")),
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


class BusinessNameForm(QuestionForm):
    question = Question.BUSINESS_NAME
    answer = StringField(
        labels.QUESTIONS[Question.BUSINESS_NAME],
        filters=[tidy],
        validators=[
            InputRequired(_l("Type the name as it stands on your business licence.")),
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
        except ValueError as error:
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


class YearlyIncomeForm(QuestionForm):
    question = Question.YEARLY_INCOME
    answer = StringField(labels.QUESTIONS[Question.YEARLY_INCOME])

    def validate_answer(self, field: Field) -> None:
        if as_money(field).minor > 10**13:
            raise ValidationError(_("This amount is very large. Check the number of zeros."))

    def value(self) -> Any:
        return stored_money(as_money(self.answer))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": typed_money(value)}


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

    def validate_file(self, field: PaperField) -> None:
        if self.answer.data == "upload" and not field.data and not self.held:
            raise ValidationError(_("Choose the photo or PDF, or choose to bring the licence."))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["way"]}


class BranchForm(QuestionForm):
    question = Question.BRANCH
    answer = RadioField(
        labels.QUESTIONS[Question.BRANCH], [InputRequired(_l("Choose the branch where you want to come."))]
    )

    def prepare(self, loan: LoanApplication) -> None:
        locale = str(get_locale())
        found = branches()
        self.answer.choices = options({branch.code: branch.name(locale) for branch in found})
        self.addresses = {branch.code: branch.address(locale) for branch in found}


class VisitForm(QuestionForm):
    question = Question.VISIT
    answer = RadioField(
        labels.QUESTIONS[Question.VISIT],
        [InputRequired(_l("Choose a day and a time that still has room."))],
    )

    def prepare(self, loan: LoanApplication) -> None:
        self.branch = branch_coded(loan.value(Question.BRANCH))
        offered = free_slots(self.branch, clock.now()) if self.branch else {}
        slots = [slot for free in offered.values() for slot in free]
        self.answer.choices = options({slot.isoformat(): format_time(slot, "HH:mm") for slot in slots})
        self.days = {day: [slot.isoformat() for slot in free] for day, free in offered.items()}

    def value(self) -> Any:
        return {"branch": self.branch.code if self.branch else "", "starts_at": self.answer.data}

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["starts_at"]}


class ConsentsForm(QuestionForm):
    question = Question.CONSENTS
    agree_process = BooleanField(labels.CONSENTS[ConsentPurpose.PROCESS])
    agree_bureau = BooleanField(labels.CONSENTS[ConsentPurpose.BUREAU])
    agree_reuse = BooleanField(labels.CONSENTS[ConsentPurpose.REUSE])
    agree_offers = BooleanField(labels.CONSENTS[ConsentPurpose.OFFERS])

    def validate_agree_process(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(
                _("Tick this if you want us to decide on your pre-application. Without it we cannot send it.")
            )

    def value(self) -> Any:
        return [purpose.value for purpose in ConsentPurpose if self[f"agree_{purpose}"].data]

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {f"agree_{purpose}": purpose in value for purpose in ConsentPurpose}


FORMS: dict[Question, type[QuestionForm]] = {form.question: form for form in QuestionForm.__subclasses__()}


def stored_money(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}


def typed_money(value: dict[str, Any]) -> str:
    """A stored amount as a person would type it: 50000 or 50000.50."""
    major = Money(value["minor"], value["currency"]).major
    return f"{major:.0f}" if major == int(major) else str(major)
