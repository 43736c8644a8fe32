"""A paper: one that the bank holds, sent now, or brought."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, ValidationError
from wtforms.validators import InputRequired

from portal import clock
from portal.attachments.forms import PapersField
from portal.loans import labels, queries
from portal.loans.forms.question import QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.rules import ConsentPurpose, Kind, Paper, Way
from portal.web.forms import options
from portal.web.templating import day


class PaperForm(QuestionForm):
    kind = Kind.PAPER
    answer = RadioField(
        validators=[InputRequired(_l("Choose whether you send the paper now or bring it."))],
        validate_choice=False,
    )
    file = PapersField(_l("Photos or PDFs"))

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        self.pages = loan.pages(self.question) if loan.way(self.question) == Way.UPLOAD else []
        self.is_sent_back = loan.paper_state(self.question) == Paper.SENT_BACK
        self.held = queries.held_paper(loan, self.question, clock.now())
        self.reuse_refused = loan.refused(ConsentPurpose.REUSE)
        self.answer.choices = options(self._ways())
        self.hints = labels.PAPER_WAY_HINTS if self.pages else {}
        self.file.expect(loan.customer_id, len(self.pages))
        if self.file.data and self.answer.data in (None, loan.way(self.question)):
            self.answer.process(MultiDict({"answer": Way.UPLOAD.value}))  # chosen files say it

    def _ways(self) -> dict[Way, Any]:
        ways: dict[Way, Any] = dict(labels.PAPER_WAYS)
        if self.held is None or self.reuse_refused:
            del ways[Way.HELD]
        else:
            seen_on = day(self.held.verified_at)
            ways[Way.HELD] = _("Use the one that the bank holds, seen by an officer on %(day)s", day=seen_on)
        return ways

    def validate_answer(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose whether you send the paper now or bring it."))

    def validate_file(self, field: PapersField) -> None:
        if self.answer.data != Way.UPLOAD or field.data:
            return
        if self.is_sent_back:
            raise ValidationError(_("Choose the new photos or PDFs, or choose to bring the paper."))
        if not self.pages:
            raise ValidationError(_("Choose the photos or PDFs, or choose to bring the paper."))

    def stored(self, new_pages: list[str]) -> dict[str, Any]:
        """The answer as it is stored, with the public ids of the files that came now behind those before."""
        if self.answer.data == Way.HELD and self.held:
            return self.held.value
        if self.answer.data == Way.UPLOAD:
            return {"way": Way.UPLOAD, "pages": [*self.pages, *new_pages]}
        return {"way": Way.BRING}

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["way"]}
