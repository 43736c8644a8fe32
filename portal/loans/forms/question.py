"""What every question's form has, and amounts as they are typed and stored."""

from typing import Any, ClassVar

from flask import current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.rules import Kind, Question
from portal.money import AmountError, Money, parse_money
from portal.web.forms import Form

AMOUNT_ERRORS = {
    "empty": _l("Type an amount, such as 50,000."),
    "not_a_number": _l("Type the amount in figures only, such as 50,000."),
    "too_large": _l("This amount is very large. Check the number of zeros."),
    "too_precise": _l("An amount has two decimals at most, such as 50,000.50."),
    "negative": _l("Type an amount above zero, such as 50,000."),
}


class QuestionForm(Form):
    """One question. `version` is that of the answer the page was made from."""

    kind: ClassVar[Kind]
    question: ClassVar[Question]
    version = HiddenField()

    def prepare(self, loan: LoanApplication) -> None:
        """Set the words and choices that depend on the question and the application."""
        if "answer" in self:
            self.answer.label.text = labels.QUESTIONS[self.question]

    def value(self) -> Any:
        """The answer as it is stored."""
        return self.answer.data

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        """A stored answer as form data."""
        return {"answer": value}


def as_money(field: Field) -> Money:
    """The typed amount in the bank's currency; ValidationError that says how to mend it."""
    try:
        return parse_money(field.data or "", current_app.config["CURRENCY"], str(get_locale()))
    except AmountError as error:
        raise ValidationError(str(AMOUNT_ERRORS[error.code])) from error


def stored_money(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}


def typed_money(value: dict[str, Any]) -> str:
    """A stored amount as a person would type it: 50000 or 50000.50."""
    major = Money(value["minor"], value["currency"]).major
    return f"{major:.0f}" if major == int(major) else str(major)
