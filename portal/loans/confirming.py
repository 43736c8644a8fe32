"""What the customer confirms on the tablet that was turned to her: each change by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from portal import clock
from portal.audit.models import Actor, AuditEvent
from portal.casework.operations import ProposalOvertaken
from portal.loans import labels, operations
from portal.loans.models import LoanApplication
from portal.loans.presenting import answered_in_words, value_in_words
from portal.loans.rules import DIGITS, LoanAction, Proof, Question
from portal.web.forms import Form, options, plain_digits

CONFIRM, DECLINE = "confirm", "decline"


class ConfirmationForm(Form):
    """A choice a proposal, `choice_<question>`; its value names what she saw: act, number, version."""

    code = StringField(_l("Your pick-up code"), filters=[plain_digits])
    needs_code = False

    def validate_code(self, field: Field) -> None:
        if self.needs_code and (len(field.data or "") != DIGITS or not field.data.isdigit()):
            raise ValidationError(_("Type the six digits of your pick-up code."))

    @property
    def choices(self) -> list[Field]:
        return [field for field in self if field.short_name.startswith("choice_")]

    def settle(self, loan: LoanApplication, by: Actor, now: datetime, proof: Proof) -> int:
        """Settle each as she chose; how many had changed meanwhile, and are asked again."""
        missed = 0
        for field in self.choices:
            act, number, seen = field.data.split(".")
            question = Question(field.short_name.removeprefix("choice_"))
            try:
                operations.settle(loan, question, act == CONFIRM, int(number), int(seen), by, now, proof)
            except ProposalOvertaken:
                missed += 1
        if missed < len(self.choices):
            operations.tell_settled(loan, now)
        return missed


def confirmation_form(loan: LoanApplication, proof: Proof) -> ConfirmationForm:
    """The form for what waits now."""
    fields: dict[str, Any] = {"needs_code": proof == Proof.CODE}
    for proposal in loan.open_proposals:
        question = Question(proposal.question)
        fields[f"choice_{question}"] = RadioField(
            labels.ANSWERS[question],
            [InputRequired(_l("Choose which answer is right.")), _as_it_is_now],
            choices=options(_choices(loan, question)),
            validate_choice=False,
        )
    return type("ConfirmationForm", (ConfirmationForm,), fields)()  # type: ignore[no-any-return]


def proof_for(events: Sequence[AuditEvent], now: datetime) -> Proof:
    """What shows on the tablet that it is she: as the file was opened today."""
    opened = next((event for event in reversed(events) if event.action == LoanAction.PICK_UP), None)
    timezone = current_app.config["TIMEZONE"]
    if opened is None or clock.day_of(opened.at, timezone) != clock.day_of(now, timezone):
        return Proof.NONE
    is_by_code = not {"paper", "walk_in"} & opened.detail.keys()
    return Proof.CODE if is_by_code else Proof.IDENTITY


def _as_it_is_now(_form: Form, field: Field) -> None:
    if field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(_("This changed while you were reading. Please choose again."))


def _choices(loan: LoanApplication, question: Question) -> dict[str, str]:
    proposal, last = loan.proposal_for(question), loan.current_answers.get(question)
    if proposal is None:
        return {}
    seen = f"{proposal.number}.{last.version if last else 0}"
    new = _("The new answer is right: %(answer)s", answer=value_in_words(question, proposal.value))
    if last is None:
        return {f"{CONFIRM}.{seen}": new, f"{DECLINE}.{seen}": _("It is not right: leave it open")}
    old = _("My answer stays: %(answer)s", answer=answered_in_words(loan, question))
    return {f"{CONFIRM}.{seen}": new, f"{DECLINE}.{seen}": old}
