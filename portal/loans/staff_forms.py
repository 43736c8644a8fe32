"""What staff may type: a reference and a code, a paper, a decision."""

from typing import Self

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

from portal.attachments.forms import PapersField, required_paper
from portal.casework.references import tidy_reference
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.papers import slug
from portal.loans.rules import DIGITS, LoanAction, Question, RefusalReason, Way
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


class OfPaper(Form):
    """A form that stands on the page once for each paper."""

    paper: Question

    @classmethod
    def of(cls, paper: Question) -> Self:
        """The form with ids of its own."""
        form = cls()
        form.paper = paper
        for field in form:
            field.id = field.label.field_id = f"{slug(paper)}-{field.name}"
        return form


class AddPagesForm(OfPaper):
    file = PapersField(
        _l("Photos or PDFs of the paper"),
        [required_paper(_l("Choose the photos or PDFs of the paper first."))],
    )
    instead = BooleanField(_l("They replace what is there"))

    def expect(self, loan: LoanApplication) -> None:
        """Say whose paper it is, and how many files it has."""
        held = 0 if self.instead.data or loan.way(self.paper) != Way.UPLOAD else len(loan.pages(self.paper))
        self.file.expect(loan.customer_id, held)


class SendBackForm(OfPaper):
    reason = RadioField(
        _l("Why do you send it back?"),
        [InputRequired(_l("Choose why you send it back."))],
        choices=options(labels.SEND_BACK_REASONS),
    )
    words = TextAreaField(
        _l("What the customer should do"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Write in plain words what the customer should do. The customer reads it.")),
            Length(max=500, message=_l("Please use 500 characters at most.")),
            honest_text,
        ],
    )


class ReviewForm(Form):
    """Nothing to type: what it needs stands beside each paper."""


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
