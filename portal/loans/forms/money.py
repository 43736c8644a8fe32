"""Amounts, and over how long."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from portal.languages import format_money
from portal.loans import labels, rules
from portal.loans.forms.question import AMOUNT_ERRORS, QuestionForm, as_money, stored_money, typed_money
from portal.loans.models import LoanApplication
from portal.loans.rules import PRICES, Kind, Product
from portal.money import Money

MOST = Money(10**13, "CNY")


class MoneyForm(QuestionForm):
    """An amount that is told; nothing is an answer too."""

    kind = Kind.MONEY
    answer = StringField()

    def validate_answer(self, field: Field) -> None:
        if as_money(field).minor > MOST.minor:
            raise ValidationError(str(AMOUNT_ERRORS["too_large"]))
        if self.question in PRICES and not as_money(field).minor:
            raise ValidationError(_("Type what it costs. This is never 0."))

    def value(self) -> Any:
        return stored_money(as_money(self.answer))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": typed_money(value)}


class AmountForm(MoneyForm):
    kind = Kind.AMOUNT

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        self.product = loan.product

    def validate_answer(self, field: Field) -> None:
        expect_lent(as_money(field), self.product)


def expect_lent(amount: Money, product: Product) -> None:
    """ValidationError unless the product is lent in this amount."""
    if rules.validate_amount(amount, product):
        limits = {
            "minimum": format_money(product.minimum, str(get_locale())),
            "maximum": format_money(product.maximum, str(get_locale())),
        }
        raise ValidationError(
            _("We lend from %(minimum)s to %(maximum)s. Type an amount in between.", **limits)
        )


class TermForm(QuestionForm):
    kind = Kind.TERM
    answer = RadioField(
        validators=[InputRequired(_l("Choose over how many months you want to repay."))], coerce=int
    )

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        self.answer.choices = [(months, labels.term(months)) for months in loan.product.terms]
        self.hints = {months: self._instalment(loan, months) for months in loan.product.terms}

    @staticmethod
    def _instalment(loan: LoanApplication, months: int) -> str:
        """What each month costs, so that the choice can be made by it."""
        if loan.amount is None:
            return ""
        locale = str(get_locale())
        first, *others = rules.schedule(loan.amount, months, loan.product.annual_rate, loan.repayment)
        interest = sum((each.interest for each in others), first.interest)
        figures = {
            "amount": format_money(first.payment, locale),
            "interest": format_money(interest, locale),
        }
        return str(labels.FIRST_PAYMENTS[loan.repayment]) % figures
