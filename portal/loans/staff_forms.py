"""What the branch may type: a reference and a code, a paper, that it was seen."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired

from portal.attachments.forms import PaperField, required_paper
from portal.casework.references import tidy_reference
from portal.loans.rules import DIGITS
from portal.web.forms import Form, plain_digits


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
