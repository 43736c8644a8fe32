"""Where and when she comes, and what she agrees to."""

from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    ValidationError,
)
from wtforms.validators import InputRequired

from portal import clock
from portal.access.permissions import Role
from portal.identity.models import Branch
from portal.identity.queries import branch_coded, branches_with
from portal.languages import format_clock
from portal.loans import labels
from portal.loans.forms.question import QuestionForm
from portal.loans.models import LoanApplication
from portal.loans.rules import ConsentPurpose, Kind, Question
from portal.visits.queries import free_slots
from portal.web.forms import options


class BranchForm(QuestionForm):
    kind = Kind.BRANCH
    answer = RadioField(validators=[InputRequired(_l("Choose the branch where you want to come."))])

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        locale = str(get_locale())
        found = branches_with(Role.OFFICER, loan.people)
        self.answer.choices = options({branch.code: branch.name(locale) for branch in found})
        self.hints = {branch.code: branch.address(locale) for branch in found}


class VisitForm(QuestionForm):
    kind = Kind.VISIT
    answer = RadioField(validators=[InputRequired(_l("Choose a day and a time that still has room."))])

    def prepare(self, loan: LoanApplication) -> None:
        super().prepare(loan)
        self.offer(branch_coded(loan.value(Question.BRANCH)))

    def offer(self, branch: Branch | None) -> None:
        """Offer the branch's free times."""
        self.branch = branch
        offered = free_slots(branch, clock.now()) if branch else {}
        locale, timezone = str(get_locale()), current_app.config["TIMEZONE"]
        slots = [slot for free in offered.values() for slot in free]
        self.answer.choices = options(
            {slot.isoformat(): format_clock(slot, locale, timezone) for slot in slots}
        )
        self.days = {day: [slot.isoformat() for slot in free] for day, free in offered.items()}

    def value(self) -> Any:
        return {"branch": self.branch.code if self.branch else "", "starts_at": self.answer.data}

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {"answer": value["starts_at"]}


class ConsentsForm(QuestionForm):
    kind = Kind.CONSENTS
    agree_process = BooleanField(labels.CONSENTS[ConsentPurpose.PROCESS])
    agree_bureau = BooleanField(labels.CONSENTS[ConsentPurpose.BUREAU])
    agree_reuse = BooleanField(labels.CONSENTS[ConsentPurpose.REUSE])
    agree_offers = BooleanField(labels.CONSENTS[ConsentPurpose.OFFERS])

    def validate_agree_process(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(
                _("Tick this if you want us to decide on your pre-application. Without it we cannot send it.")
            )

    def value(self) -> Any:
        return [purpose.value for purpose in ConsentPurpose if self[f"agree_{purpose}"].data]

    @staticmethod
    def prefill(value: Any) -> dict[str, Any]:
        return {f"agree_{purpose}": purpose in value for purpose in ConsentPurpose}
