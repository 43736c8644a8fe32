"""The worked example of the product page: what a loan costs, before any question is asked."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, SelectField, StringField, ValidationError

from portal.loans import labels, rules
from portal.loans.forms import as_money, expect_lent, stored_money, typed_money
from portal.loans.rules import MONTHS_A_YEAR, EarlyRepayment, Instalment, Product, Question, Repayment
from portal.money import Money, money_in_words
from portal.web.forms import Form, options, plain_digits
from portal.web.templating import money

TYPED = ("amount", "months", "repayment")
"""What a person may type, as addresses and forms have it."""
SHOWN_BY_MONTH = 36
"""Months of a term up to which its schedule and picture are by the month, above it by the year."""
LONGEST_NUMBER = 4


def whole(text: Any) -> int:
    """A number of months however its digits are typed; 0 for what is none."""
    digits = plain_digits(str(text)) or ""
    return int(digits) if digits.isdecimal() and len(digits) <= LONGEST_NUMBER else 0


class Choice(NamedTuple):
    """An amount over a term, repaid in one way."""

    amount: Money
    months: int
    repayment: Repayment

    @property
    def typed(self) -> dict[str, str]:
        """As it stands in addresses and forms."""
        amount = typed_money(stored_money(self.amount))
        return dict(zip(TYPED, (amount, str(self.months), self.repayment.value), strict=True))


class ExampleForm(Form):
    """`suffix` ends the names of its fields, so that two may stand in one form."""

    suffix: ClassVar[str] = ""
    product: Product
    amount = StringField(_l("Amount"))
    months = SelectField(_l("Term"), coerce=whole, validate_choice=False)
    repayment = RadioField(_l("Way to repay"), validate_choice=False)

    @classmethod
    def asked(cls, product: Product, asked: Mapping[str, str], usual: Choice) -> "ExampleForm":
        """What was asked for `product`, and the usual where nothing was."""
        names = {name: name + cls.suffix for name in TYPED}
        form = cls(MultiDict({names[name]: asked.get(names[name], usual.typed[name]) for name in TYPED}))
        form.product = product
        form.months.choices = options({term: labels.term(term) for term in product.terms})
        form.repayment.choices = options({way: labels.REPAYMENTS[way] for way in product.repayments})
        if len(product.repayments) == 1:
            del form.repayment
        return form

    @property
    def choice(self) -> Choice:
        """What was chosen; only after the form was found valid."""
        way = self.repayment.data if "repayment" in self else self.product.repayments[0]
        return Choice(as_money(self.amount), self.months.data, Repayment(way))

    def validate_amount(self, field: Field) -> None:
        expect_lent(as_money(field), self.product)

    def validate_months(self, field: Field) -> None:
        if field.data not in self.product.terms:
            raise ValidationError(_("Choose one of the terms in the list."))

    def validate_repayment(self, field: Field) -> None:
        if field.data not in self.product.repayments:
            raise ValidationError(_("Choose one of the ways to repay in the list."))


class EarlyForm(Form):
    after = SelectField(_l("I repay everything after"), coerce=whole, validate_choice=False)


class Example:
    """The figures for what was asked, else for the usual choice: the bank's own example."""

    def __init__(
        self,
        product: Product,
        asked: Mapping[str, str],
        usual: Choice | None = None,
        form: type[ExampleForm] = ExampleForm,
    ) -> None:
        self.product = product
        usual = usual or Choice(*product.example, product.repayments[0])
        self.is_typed = any(asked.get(name + form.suffix, said) != said for name, said in usual.typed.items())
        self.form = form.asked(product, asked, usual)
        self.is_valid = self.form.validate()
        self.choice = self.form.choice if self.is_valid else usual
        self.quote = rules.quote(self.choice.amount, self.choice.months, product, self.choice.repayment)
        self.early_form = self._early_form(whole(asked.get("after")))
        self.opened_year = whole(asked.get("year"))
        """Whose months are wanted; a long schedule shows no others, lest the page grow heavy."""

    def _early_form(self, after: int) -> EarlyForm:
        """A month that the chosen term does not have gives way to the middle: changing the term does that."""
        months = self.choice.months
        ends = range(1, months) if self.is_short else range(MONTHS_A_YEAR, months, MONTHS_A_YEAR)
        form = EarlyForm(formdata=None, after=after if after in ends else ends[len(ends) // 2])
        form.after.choices = options({end: labels.term(end) for end in ends})
        return form

    @property
    def is_short(self) -> bool:
        return self.choice.months <= SHOWN_BY_MONTH

    @property
    def early(self) -> EarlyRepayment:
        """What is owed and saved if everything is repaid after the chosen month."""
        return rules.early_repayment(self.quote, self.early_form.after.data)

    @property
    def years(self) -> list[tuple[Instalment, tuple[Instalment, ...]]]:
        """The schedule by years, each with its months."""
        return list(rules.by_years(self.quote.schedule))

    @property
    def bars(self) -> list[dict[str, Any]]:
        """What the picture draws: months, of a long term years."""
        rows = self.quote.schedule if self.is_short else [year for year, _months in self.years]
        return [
            {"label": row.number, "parts": [row.principal, row.interest], "total": row.payment}
            for row in rows
        ]

    @property
    def term(self) -> str:
        return labels.term(self.choice.months)

    @property
    def way(self) -> str:
        return str(labels.REPAYMENTS[self.choice.repayment])

    @property
    def address(self) -> dict[str, str]:
        """The choice as addresses have it; the way to repay only where there are several."""
        several = len(self.product.repayments) > 1
        return {name: text for name, text in self.choice.typed.items() if several or name != "repayment"}

    @property
    def typed(self) -> dict[str, str]:
        """What the person typed, for the address or form that takes it further."""
        return self.address if self.is_typed else {}

    def answers(self) -> Iterator[tuple[Question, Any]]:
        """What the card shows, as the first questions ask it."""
        yield Question.AMOUNT, stored_money(self.choice.amount)
        yield Question.TERM, self.choice.months
        if "repayment" in self.address:
            yield Question.REPAYMENT, self.choice.repayment.value

    @property
    def payments(self) -> list[tuple[str, Markup]]:
        """What is paid when, named as the way to repay asks."""
        return [(str(words), money(amount)) for words, amount in labels.payments(self.quote)]

    @property
    def sentence(self) -> str:
        """The cost in a sentence, with its amounts in words."""
        words = {
            "amount": self._in_words(self.quote.amount),
            "instalment": self._in_words(self.quote.instalment),
            "last": self._in_words(self.quote.last_instalment),
            "less": self._in_words(self.quote.falls_by),
            "cost": self._in_words(self.quote.total_cost),
        }
        match self.choice.repayment:
            case Repayment.EQUAL_INSTALMENTS:
                return _(
                    "In words: you borrow %(amount)s, pay %(instalment)s each month, and the loan costs you %(cost)s.",
                    **words,
                )
            case Repayment.EQUAL_PRINCIPAL:
                return _(
                    "In words: you borrow %(amount)s and pay %(instalment)s in the first month. Each month after it "
                    "you pay about %(less)s less, down to %(last)s. The loan costs you %(cost)s.",
                    **words,
                )
            case Repayment.INTEREST_FIRST:
                return _(
                    "In words: you borrow %(amount)s and pay %(instalment)s of interest each month. With the last "
                    "interest you repay the whole loan: %(last)s at once. The loan costs you %(cost)s.",
                    **words,
                )

    @property
    def smallest(self) -> Money:
        """What amounts are rounded to."""
        return Money(1, self.product.currency)

    @property
    def early_term(self) -> str:
        return labels.term(self.early.after_month)

    def _in_words(self, amount: Money) -> str:
        return money_in_words(amount, str(get_locale()))
