"""A paper: sent now, or brought."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.validators import InputRequired

from portal.attachments.forms import PaperField
from portal.loans import labels
from portal.loans.forms.question import QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.rules import Kind
from portal.web.forms import options


class PaperForm(QuestionForm):
    kind = Kind.PAPER
    answer = RadioField(
        validators=[InputRequired(_l("Choose whether you send the paper now or bring it."))],
        choices=options(labels.PAPER_WAYS),
    )
    file = PaperField(_l("Photo or PDF"))

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        self.held = loan.paper_id(self.question)
        self.file.expect(loan.customer_id)

    def validate_file(self, field: PaperField) -> None:
        if self.answer.data == "upload" and not field.data and not self.held:
            raise ValidationError(_("Choose the photo or PDF, or choose to bring the paper."))

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["way"]}
