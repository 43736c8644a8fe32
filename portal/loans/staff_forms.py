"""What the branch may type: a reference and a code, a paper, what is wrong with one."""

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from portal.attachments.forms import PapersField, required_paper
from portal.casework.references import tidy_reference
from portal.identity.models import Customer
from portal.identity.queries import customers_with
from portal.loans import labels
from portal.loans.models import LoanApplication
from portal.loans.papers import slug
from portal.loans.rules import DIGITS, Question, Way
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
        [InputRequired(_l("Choose the paper that you saw."))],
        choices=options(labels.IDENTITY_PAPERS),
    )


class IdentityForm(Form):
    """Opening a file without a code."""

    version = HiddenField()
    paper = _identity_papers()


class CounterForm(Form):
    """Who stands at the counter. `found`: the customer, once the form is valid."""

    number = StringField(
        _l("Customer number or identity number"),
        [InputRequired(_l("Type the number on the customer’s card, or the one on the identity paper."))],
        [tidy],
    )
    found: Customer | None = None

    def validate_number(self, field: Field) -> None:
        found = customers_with(field.data, current_user)
        if not found:
            raise ValidationError(
                _("Nobody here has this number. Compare it with the card or the identity paper once more.")
            )
        if len(found) > 1:
            raise ValidationError(
                _("More than one customer has this identity number. Type the customer number instead.")
            )
        (self.found,) = found


class WalkInForm(Form):
    paper = _identity_papers()
    product = RadioField(
        _l("What is the loan for?"),
        [InputRequired(_l("Choose the loan."))],
        choices=options({code: words.name for code, words in labels.PRODUCTS.items()}),
    )
    another = BooleanField(_l("Begin another one for the same kind of loan"))

    def refuse(self, begun: LoanApplication) -> None:
        """Say which one is begun already; another one takes a tick."""
        self.another.errors = [
            _(
                "%(reference)s is begun for this loan already and not sent: go on with it, or tick this.",
                reference=begun.reference,
            )
        ]


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
