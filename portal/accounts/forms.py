from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.accounts import labels
from portal.accounts.queries.search import Wanted
from portal.accounts.rules import Direction, last_of, month_named
from portal.languages import format_month
from portal.money import AmountError, parse_money
from portal.web.forms import Form, options, search_field

AMOUNT_ERRORS = {
    "not_a_number": _l("Type the amount in figures only, such as 264.80."),
    "too_large": _l("This amount is very large. Check the number of zeros."),
    "too_precise": _l("This amount has more decimals than its currency."),
    "negative": _l("Type the amount without a sign, and choose money in or money out."),
}


class SearchForm(Form):
    """What to look for; everything may stay empty."""

    words = search_field(_l("Name, text or amount"))
    direction = RadioField(_l("Money in or out"), choices=options(labels.DIRECTIONS), default="")
    least = StringField(_l("Amount from"))
    most = StringField(_l("Amount up to"))
    since = SelectField(_l("From month"), default="")
    until = SelectField(_l("Until month"), default="")

    def prepare(self, currency: str, months: Iterable[date]) -> None:
        self.currency = currency
        named = [(f"{month:%Y-%m}", format_month(month, str(get_locale()))) for month in months]
        any_month = SelectChoice("", str(_("Any")))
        self.since.choices = self.until.choices = [any_month, *(SelectChoice(*each) for each in named)]

    def validate_least(self, field: Field) -> None:
        self.minor(field)

    def validate_most(self, field: Field) -> None:
        most, least = self.minor(field), None if self.least.errors else self.minor(self.least)
        if most is not None and least is not None and most < least:
            raise ValidationError(_("This is less than the amount to begin with. Exchange the two."))

    def minor(self, field: Field) -> int | None:
        """The typed amount in minor units, None for nothing; ValidationError that says how to mend it."""
        try:
            return parse_money(field.data or "", self.currency, str(get_locale())).minor
        except AmountError as error:
            if error.code == "empty":
                return None
            raise ValidationError(str(AMOUNT_ERRORS[error.code])) from error

    def wanted(self) -> Wanted:
        """What was asked for, once it is valid."""
        until = month_named(self.until.data or "")
        return Wanted(
            words=self.words.data or "",
            least=self.minor(self.least),
            most=self.minor(self.most),
            direction=Direction(self.direction.data) if self.direction.data else None,
            since=month_named(self.since.data or ""),
            until=last_of(until) if until else None,
            locale=str(get_locale()),
        )
