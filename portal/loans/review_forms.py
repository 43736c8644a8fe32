"""What is typed in a review: by the reviewers, and by the customer who answers them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal import clock
from portal.attachments.forms import PaperField
from portal.languages import join_sentences
from portal.loans import labels
from portal.loans.explaining import explain
from portal.loans.facts import facts_of
from portal.loans.forms import as_money, expect_lent, stored_money, typed_money
from portal.loans.models import LoanApplication
from portal.loans.rules import (
    Asked,
    LoanAction,
    OfferAnswer,
    RefusalReason,
    Repayment,
    Terms,
    problems_of_offer,
)
from portal.money import Money
from portal.web.forms import Form, honest_text, options, tidy

LIMIT = 1000
SHORT = [Length(max=LIMIT, message=_l("Please use 1,000 characters at most.")), honest_text]


def words_field(label: Any, needed: Any = None) -> TextAreaField:
    """Words that the customer or a colleague reads; `needed` says what to write where they may not be missing."""
    must = [DataRequired(needed)] if needed else []
    return TextAreaField(label, filters=[tidy], validators=[*must, *SHORT])


class DecisionForm(Form):
    version = HiddenField()
    outcome = RadioField(
        _l("Your decision"),
        [InputRequired(_l("Choose whether you approve or refuse."))],
        choices=options({LoanAction.APPROVE: _l("Approve"), LoanAction.REFUSE: _l("Refuse")}),
    )
    reasons = SelectMultipleField(_l("Reasons for a refusal"), choices=options(labels.REFUSAL_REASONS))
    words = words_field(
        _l("Your reasons, in your own words"), _l("Write why you decide so. The customer reads it.")
    )
    change = words_field(_l("What would change a refusal"))

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


class OfferForm(Form):
    """Other terms, or the same under conditions; what the rules do not pass is said, with why."""

    loan: LoanApplication
    version = HiddenField()
    offer_amount = StringField(_l("Amount that you offer"))
    offer_months = SelectField(_l("Term"), coerce=int)
    offer_repayment = SelectField(_l("Repayment"))
    conditions = words_field(_l("Conditions, if there are any"))
    offer_words = words_field(
        _l("Why you offer this"), _l("Write why you offer this. The customer reads it.")
    )

    def prepare(self, loan: LoanApplication) -> "OfferForm":
        self.loan, product = loan, loan.product
        self.offer_months.choices = options({term: labels.term(term) for term in product.terms})
        self.offer_repayment.choices = options({kind: labels.REPAYMENTS[kind] for kind in product.repayments})
        return self

    def validate_offer_amount(self, field: Field) -> None:
        expect_lent(as_money(field), self.loan.product)

    def validate_conditions(self, field: Field) -> None:
        is_other = self.offer_amount.errors or self.terms != self.loan.asked_terms
        if not field.data and not is_other:
            raise ValidationError(
                _(
                    "These are the terms that the customer asked for. Change them, write a condition, or approve."
                )
            )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        if not super().validate(*args, **kwargs):
            return False
        for finding in problems_of_offer(self.terms, facts_of(self.loan), self.loan.product, _today()):
            said = _(
                "%(check)s: %(outcome)s.",
                check=labels.CHECKS[finding.check],
                outcome=labels.OUTCOMES[finding.outcome],
            )
            why = join_sentences([said, *explain(finding)], str(get_locale()))
            self.form_errors.append(_("The rules do not pass this offer. %(why)s", why=why))
        return not self.form_errors

    @property
    def terms(self) -> Terms:
        return Terms(
            as_money(self.offer_amount), self.offer_months.data, Repayment(self.offer_repayment.data)
        )

    @staticmethod
    def of(terms: Terms) -> dict[str, Any]:
        """Terms as they stand in the form."""
        return {
            "offer_amount": typed_money(stored_money(terms.amount)),
            "offer_months": terms.months,
            "offer_repayment": terms.repayment.value,
        }


class AskingForm(Form):
    version = HiddenField()
    asked_kind = RadioField(
        _l("What the customer should send or explain"),
        [InputRequired(_l("Choose what you need from the customer."))],
    )
    asked_words = words_field(_l("Your question"), _l("Write what you need and why. The customer reads it."))

    def prepare(self, loan: LoanApplication) -> "AskingForm":
        papers: Mapping[str, Any] = {paper.value: labels.ANSWERS[paper] for paper in loan.papers}
        self.asked_kind.choices = options({Asked.EXPLANATION: labels.ASKED[Asked.EXPLANATION], **papers})
        return self


class SecondReviewForm(Form):
    version = HiddenField()
    verdict = RadioField(
        _l("Do you agree?"),
        [InputRequired(_l("Choose whether you agree."))],
        choices=options({"agree": _l("I agree"), LoanAction.RETURN: _l("Send it back")}),
    )
    second_words = words_field(_l("Why you send it back"))

    def validate_second_words(self, field: Field) -> None:
        if self.verdict.data == LoanAction.RETURN and not field.data:
            raise ValidationError(_("Write what the first reviewer should look at again."))


class ReplyForm(Form):
    """Her answer to what was asked: words, or the paper."""

    version = HiddenField()
    reply_words = words_field(_l("Your answer"))
    file = PaperField(_l("Photo or PDF of the paper"))
    wants_paper = False

    def prepare(self, loan: LoanApplication, kind: str) -> "ReplyForm":
        self.wants_paper = kind != Asked.EXPLANATION
        self.file.expect(loan.customer_id)
        return self

    def validate_reply_words(self, field: Field) -> None:
        if not self.wants_paper and not field.data:
            raise ValidationError(_("Write your answer first."))

    def validate_file(self, field: PaperField) -> None:
        if self.wants_paper and not field.data and not self.reply_words.data:
            raise ValidationError(_("Choose the photo or PDF, or write why you cannot send it."))


class OfferAnswerForm(Form):
    number = HiddenField()
    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose yes or no."))],
        choices=options(
            {
                OfferAnswer.ACCEPTED: _l("Yes, I accept the offer"),
                OfferAnswer.DECLINED: _l("No, I decline the offer"),
            }
        ),
    )


class BeginWithForm(Form):
    """Which of the changes that were shown she takes."""

    amount = HiddenField()
    months = HiddenField()

    @property
    def chosen(self) -> tuple[Money, int] | None:
        """None when the hidden fields were tampered with."""
        amount, months = self.amount.data or "", self.months.data or ""
        if not (amount.isdecimal() and months.isdecimal() and len(amount + months) < 20):
            return None
        return Money(int(amount), current_app.config["CURRENCY"]), int(months)


def _today() -> date:
    return clock.today(current_app.config["TIMEZONE"])
