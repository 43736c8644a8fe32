"""What staff may type: a reference and a code, a paper, a decision."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.attachments.forms import PaperField, required_paper
from portal.casework.references import tidy_reference
from portal.loans import labels
from portal.loans.rules import DIGITS, LoanAction, RefusalReason
from portal.web.forms import Form, honest_text, options, plain_digits, tidy


class PickUpForm(Form):
    reference = StringField(
        _l("Reference"), [InputRequired(_l("Type the reference, such as L-7K3M-92QF-5."))]
    )
    code = StringField(
        _l("Pick-up code"),
        [InputRequired(_l("Type the six digits that the customer shows you."))],
        [plain_digits],
    )

    def validate_reference(self, field: Field) -> None:
        if tidy_reference(field.data) is None:
            raise ValidationError(
                _(
                    "This reference has a typing mistake: its last character does not fit. Compare it once more."
                )
            )

    def validate_code(self, field: Field) -> None:
        if len(field.data) != DIGITS or not field.data.isdigit():
            raise ValidationError(_("The code has six digits. Ask the customer to show it again."))


def _identity_papers() -> RadioField:
    return RadioField(
        _l("Which identity paper have you seen?"),
        [InputRequired(_l("Choose the paper that you have seen."))],
        choices=options(labels.IDENTITY_PAPERS),
    )


class IdentityForm(Form):
    """Opening a file without a code."""

    version = HiddenField()
    paper = _identity_papers()


class WalkInForm(Form):
    number = StringField(
        _l("Customer number"),
        [InputRequired(_l("Type the customer number, as on the customer’s card."))],
        [tidy],
    )
    paper = _identity_papers()
    product = RadioField(
        _l("What is the loan for?"),
        [InputRequired(_l("Choose the loan."))],
        choices=options({code: words.name for code, words in labels.PRODUCTS.items()}),
    )


class HandBackForm(Form):
    version = HiddenField()
    message = TextAreaField(
        _l("What should the customer do?"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Write what the customer should change or add. The customer reads it.")),
            Length(max=500, message=_l("Please use 500 characters at most.")),
            honest_text,
        ],
    )


class DisputeForm(Form):
    note = TextAreaField(
        _l("What is wrong in the bank’s record, and how do you know?"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Write what is wrong and what shows it.")),
            Length(max=500, message=_l("Please use 500 characters at most.")),
            honest_text,
        ],
    )


class AddPaperForm(Form):
    version = HiddenField()
    file = PaperField(
        _l("Photo or PDF of the paper"), [required_paper(_l("Choose the photo or PDF of the paper first."))]
    )


class ReviewForm(Form):
    version = HiddenField()
    seen = BooleanField(_l("I have compared every paper with its original, and they agree"))

    def validate_seen(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Compare every paper with its original, then tick this."))


class DecisionForm(Form):
    version = HiddenField()
    outcome = RadioField(
        _l("Your decision"),
        [InputRequired(_l("Choose whether you approve or refuse."))],
        choices=options({LoanAction.APPROVE: _l("Approve"), LoanAction.REFUSE: _l("Refuse")}),
    )
    reasons = SelectMultipleField(
        _l("Reasons for a refusal"),
        choices=options(labels.REFUSAL_REASONS),
    )
    words = TextAreaField(
        _l("Your reasons, in your own words"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Write why you decide so. The customer reads it.")),
            Length(max=1000, message=_l("Please use 1,000 characters at most.")),
            honest_text,
        ],
    )
    change = TextAreaField(
        _l("What would change a refusal"),
        filters=[tidy],
        validators=[Length(max=1000, message=_l("Please use 1,000 characters at most.")), honest_text],
    )

    def validate_reasons(self, field: Field) -> None:
        if self.is_refusal and not field.data:
            raise ValidationError(_("A refusal gives at least one reason."))

    def validate_change(self, field: Field) -> None:
        if self.is_refusal and not field.data:
            raise ValidationError(
                _("Write what the customer can change, so that a new application may pass.")
            )

    @property
    def is_refusal(self) -> bool:
        return bool(self.outcome.data == LoanAction.REFUSE)

    @property
    def chosen_reasons(self) -> list[RefusalReason]:
        return [RefusalReason(reason) for reason in self.reasons.data or []] if self.is_refusal else []
