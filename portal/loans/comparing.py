"""Two choices of one product side by side, and their difference in sentences."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField

from portal.languages import format_money
from portal.loans import labels, rules
from portal.loans.example import Choice, Example, ExampleForm, whole
from portal.loans.rules import Product, Repayment
from portal.money import Money


class SecondForm(ExampleForm):
    suffix = "_2"
    amount = StringField(_l("Amount"), name="amount_2")
    months = SelectField(_l("Term"), name="months_2", coerce=whole, validate_choice=False)
    repayment = RadioField(_l("Way to repay"), name="repayment_2", validate_choice=False)


class Comparison:
    """Like a form it has `errors` and gives its fields in turn, so that one summary tells of both."""

    form_errors: tuple[str, ...] = ()

    def __init__(self, product: Product, asked: Mapping[str, str]) -> None:
        self.product = product
        self.first = Example(product, asked)
        self.second = Example(product, asked, another(product, self.first.choice), SecondForm)

    def __iter__(self) -> Iterator[Field]:
        return chain(self.first.form, self.second.form)

    @property
    def errors(self) -> list[Any]:
        return [field.errors for field in self if field.errors]

    @property
    def sentences(self) -> list[str]:
        """How the second choice differs: in all, in the first payments, in time."""
        first, second = self.first.quote, self.second.quote
        difference = rules.compare(first, second)
        every_month = Repayment.EQUAL_PRINCIPAL not in (first.repayment, second.repayment)
        payment = _each_month(difference.instalment) if every_month else _first_month(difference.instalment)
        return [_in_all(difference.total_cost), payment, *_in_time(difference.months), *self._at_the_end()]

    def _at_the_end(self) -> Iterator[str]:
        """What interest first asks for at the end, so that its small payments deceive nobody."""
        first, second = self.first.quote, self.second.quote
        if first.repayment == Repayment.INTEREST_FIRST:
            amount = _figures(first.last_instalment)
            yield _("At its end the first choice asks for %(amount)s at once.", amount=amount)
        if second.repayment == Repayment.INTEREST_FIRST:
            amount = _figures(second.last_instalment)
            yield _("At its end the second choice asks for %(amount)s at once.", amount=amount)


def another(product: Product, choice: Choice) -> Choice:
    """What to compare with until a person says: another way to repay, else a longer term, else a shorter one."""
    ways = [way for way in product.repayments if way != choice.repayment]
    if ways:
        return choice._replace(repayment=ways[0])
    longer = [term for term in product.terms if term > choice.months]
    return choice._replace(months=longer[0] if longer else product.terms[-2])


def _in_all(more: Money) -> str:
    if not more.minor:
        return _("Both cost the same in all.")
    if more.minor > 0:
        return _("The second choice costs %(amount)s more in all.", amount=_figures(more))
    return _("The second choice costs %(amount)s less in all.", amount=_figures(-more))


def _each_month(more: Money) -> str:
    if not more.minor:
        return _("Each month you pay the same with both.")
    if more.minor > 0:
        return _("With the second choice you pay %(amount)s more each month.", amount=_figures(more))
    return _("With the second choice you pay %(amount)s less each month.", amount=_figures(-more))


def _first_month(more: Money) -> str:
    if not more.minor:
        return _("In the first month you pay the same with both.")
    if more.minor > 0:
        return _("With the second choice you pay %(amount)s more in the first month.", amount=_figures(more))
    return _("With the second choice you pay %(amount)s less in the first month.", amount=_figures(-more))


def _in_time(more: int) -> Iterator[str]:
    if more > 0:
        yield _("It runs longer, by %(term)s.", term=labels.term(more))
    if more < 0:
        yield _("It runs shorter, by %(term)s.", term=labels.term(-more))


def _figures(amount: Money) -> str:
    return format_money(amount, str(get_locale()))
