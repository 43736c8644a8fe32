"""The words for the products and the ways to repay."""

from datetime import timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.loans.rules import MONTHS_A_YEAR, Quote, Repayment
from portal.money import Money

LONG_YEARS = 2
"""From so many years on a term is said in years too."""


class ProductWords(NamedTuple):
    name: Any
    lead: Any
    """Whom it is for, in a sentence."""
    needs: tuple[Any, ...]
    """What the applicant needs, apart from time."""
    icon: str


def payments(cost: Quote) -> list[tuple[Any, Money]]:
    """What is paid when, named as the way to repay asks, and the fee, without which no total adds up."""
    fee = [(_l("Fee at the start"), cost.fee)] if cost.fee.minor else []
    return [*_monthly(cost), *fee]


def _monthly(cost: Quote) -> list[tuple[Any, Money]]:
    first, last = cost.instalment, cost.last_instalment
    match cost.repayment:
        case Repayment.EQUAL_INSTALMENTS:
            return [(_l("Each month you pay"), first)]
        case Repayment.EQUAL_PRINCIPAL:
            return [
                (_l("In the first month you pay"), first),
                (_l("Each month it falls by about"), cost.falls_by),
                (_l("In the last month you pay"), last),
            ]
        case Repayment.INTEREST_FIRST:
            return [(_l("Each month you pay interest of"), first), (_l("At the end you pay"), last)]


def months(count: int) -> str:
    """A span in the reader's words and plural form."""
    return ngettext("%(num)s month", "%(num)s months", count)


def term(count: int) -> str:
    """A term in months, a long one in years too: "20 years (240 months)"."""
    if not is_long(count):
        return months(count)
    years = count // MONTHS_A_YEAR
    return ngettext("%(num)s year (%(months)s)", "%(num)s years (%(months)s)", years, months=months(count))


def is_long(count: int) -> bool:
    """Whether a number of months is better said as the whole years that it is."""
    return count % MONTHS_A_YEAR == 0 and count >= LONG_YEARS * MONTHS_A_YEAR


def working_days(within: timedelta) -> str:
    """How soon it is decided, in whole days on which the branches are open."""
    days = within // timedelta(days=1)
    if days == 1:
        return _("1 working day (24 hours on days when the branches are open)")
    return ngettext("%(num)s working day", "%(num)s working days", days)


PRODUCTS = {
    "inclusive": ProductWords(
        _l("Small-business inclusive loan"),
        _l("For your shop, workshop or trade: goods, machines, premises or wages."),
        (
            _l("A business in your name, at least one year old"),
            _l("Your business licence, as a photo or PDF, or brought to the branch"),
        ),
        "shop",
    ),
    "technology": ProductWords(
        _l("Technology company loan"),
        _l("For a company that lives by what it invents. A person looks at every one."),
        (
            _l("A company at least two years old"),
            _l("Your business licence and last year’s accounts; patent certificates, if you have them"),
        ),
        "bulb",
    ),
    "consumer": ProductWords(
        _l("Personal loan"),
        _l("For your home, your health or your family."),
        (
            _l("An income of your own, from work, a business or a pension"),
            _l("One paper that shows it"),
        ),
        "person",
    ),
    "mortgage": ProductWords(
        _l("Home mortgage"),
        _l("For buying the home that you live in."),
        (
            _l("An income that carries the instalments"),
            _l("The purchase contract, and a paper that shows your income"),
        ),
        "key",
    ),
    "car": ProductWords(
        _l("Car loan"),
        _l("For a new or a used car."),
        (
            _l("An income of your own"),
            _l("The order or the purchase contract, and a paper that shows your income"),
        ),
        "car",
    ),
    "study-abroad": ProductWords(
        _l("Study abroad loan"),
        _l("For tuition and living, your own or your child’s."),
        (
            _l("A letter of admission"),
            _l("An income of your own, and a paper that shows it"),
        ),
        "graduation",
    ),
}
REPAYMENTS = {
    Repayment.EQUAL_INSTALMENTS: _l("The same amount each month"),
    Repayment.EQUAL_PRINCIPAL: _l("A little less each month"),
    Repayment.INTEREST_FIRST: _l("Interest each month, the loan at the end"),
}
REPAYMENT_HINTS = {
    Repayment.EQUAL_INSTALMENTS: _l("Easy to plan."),
    Repayment.EQUAL_PRINCIPAL: _l("The first months are the dearest; the whole loan costs least."),
    Repayment.INTEREST_FIRST: _l(
        "Small amounts at first, the whole amount at once at the end; it costs most."
    ),
}
FIRST_PAYMENTS = {
    Repayment.EQUAL_INSTALMENTS: _l("%(amount)s each month"),
    Repayment.EQUAL_PRINCIPAL: _l("%(amount)s in the first month, then a little less each month"),
    Repayment.INTEREST_FIRST: _l(
        "%(amount)s of interest each month (%(interest)s in all), and the loan at the end"
    ),
}
