"""The worked example of the product page: what a loan costs, before any question is asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField

from portal.loans import labels, rules
from portal.loans.forms import as_money, expect_lent, stored_money, typed_money
from portal.money import Money, money_in_words
from portal.web.forms import Form, options
from portal.web.templating import money


class ExampleForm(Form):
    product: rules.Product
    amount = StringField(_l("Amount"))
    months = SelectField(_l("Term"), coerce=int)

    def validate_amount(self, field: Field) -> None:
        expect_lent(as_money(field), self.product)


class Example:
    """The figures for what was asked, else for the bank's own example."""

    def __init__(self, product: rules.Product, asked: Mapping[str, str]) -> None:
        self.product = product
        self.is_typed = bool(asked.get("amount") or asked.get("months"))
        amount, months = product.example
        usual = {"amount": typed_money(stored_money(amount)), "months": str(months)}
        self.form = ExampleForm(MultiDict({name: asked.get(name, usual[name]) for name in usual}))
        self.form.product = product
        self.form.months.choices = options({term: labels.months(term) for term in product.terms})
        self.is_valid = self.form.validate()
        self.amount = as_money(self.form.amount) if self.is_valid else amount
        self.months: int = self.form.months.data if self.is_valid else months
        self.quote = rules.quote(self.amount, self.months, product)

    @property
    def term(self) -> str:
        return labels.months(self.months)

    @property
    def typed(self) -> dict[str, str]:
        """What the person typed, for the address or form that takes it further."""
        return (
            {"amount": typed_money(stored_money(self.amount)), "months": str(self.months)}
            if self.is_typed
            else {}
        )

    @property
    def rows(self) -> list[list[Any]]:
        """The amortisation schedule as a table's rows."""
        return [
            [row.number, *(money(part) for part in (row.payment, row.interest, row.principal, row.balance))]
            for row in self.quote.schedule
        ]

    def answers(self) -> Iterator[tuple[rules.Question, Any]]:
        """What the person typed here and need not type again."""
        if self.is_typed and self.is_valid:
            yield rules.Question.AMOUNT, stored_money(self.amount)
            yield rules.Question.TERM, self.months

    def in_words(self, amount: Money) -> str:
        return money_in_words(amount, str(get_locale()))
