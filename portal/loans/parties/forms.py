"""What is typed of the people beside the applicant, and by them."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from portal.identity.models import Customer
from portal.identity.queries import customer_numbered
from portal.loans import labels
from portal.loans.forms import as_money, typed_money
from portal.loans.forms.money import MOST
from portal.loans.models import LoanApplication
from portal.loans.parties.models import LoanParty
from portal.loans.parties.operations import Statement
from portal.loans.rules import (
    DIGITS,
    MONTHS_A_YEAR,
    PARTY_CONSENTS,
    ConsentPurpose,
    PartyProblem,
    PartyRole,
    PartyWay,
    roles_left,
)
from portal.web.forms import Form, honest_text, options, plain_digits, tidy


class InviteForm(Form):
    """Naming somebody; e-mail is offered only where the bank sends any."""

    role = RadioField(_l("What this person does"), [InputRequired(_l("Choose what this person does."))])
    name = StringField(
        _l("Full name, as it stands in the identity paper"),
        [
            InputRequired(_l("Type the full name of this person.")),
            Length(max=120, message=_l("Please use 120 characters at most.")),
            honest_text,
        ],
        [tidy],
    )
    way = RadioField(
        _l("How the invitation arrives"), [InputRequired(_l("Choose how the invitation arrives."))]
    )
    email = StringField(_l("E-mail address of this person"), filters=[tidy])

    def prepare(self, loan: LoanApplication, has_mail: bool) -> None:
        """Offer the roles that are left, and the ways that there are."""
        self.loan, self.has_mail = loan, has_mail
        left = roles_left(loan.product.parties, (each.party_role for each in loan.named_parties))
        self.role.choices = options({role: labels.PARTY_ROLES[role] for role in left})
        self.hints = {role.value: labels.PARTY_MEANINGS[role] for role in left}
        ways = {way: words for way, words in labels.PARTY_WAYS.items() if has_mail or way != PartyWay.EMAIL}
        self.way.choices = options(ways)
        if len(left) == 1 and not self.role.data:
            self.role.data = left[0].value

    @property
    def chosen(self) -> tuple[PartyRole, PartyWay]:
        return PartyRole(self.role.data), PartyWay(self.way.data)

    def validate_email(self, field: Field) -> None:
        if self.way.data != PartyWay.EMAIL:
            return
        if not _is_address(field.data or ""):
            raise ValidationError(_("Type the e-mail address of this person, such as name@example.com."))
        if (self.loan.customer.email or "").lower() == field.data.lower():
            raise ValidationError(
                _(
                    "This is your own address. You cannot sign for the person beside you: type that person’s own."
                )
            )


class SignForm(Form):
    """What the person says of himself, agrees to and signs. `terms`: the loan that his page showed."""

    terms = HiddenField()
    income = StringField(_l("Your income in a month, after tax"))
    debts = StringField(_l("What you pay for other loans in a month"))
    agree_process = BooleanField(labels.CONSENTS[ConsentPurpose.PROCESS])
    agree_bureau = BooleanField(labels.CONSENTS[ConsentPurpose.BUREAU])
    signature = BooleanField()

    def prepare(self, party: LoanParty, sentence: str) -> None:
        self.signature.label.text = sentence

    def validate_income(self, field: Field) -> None:
        _expect_sane(field)

    def validate_debts(self, field: Field) -> None:
        _expect_sane(field)

    def validate_agree_process(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick this if you want to sign. Without it we may not use your answers."))

    def validate_signature(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Read the sentence, and tick it if you want to sign."))

    def statement(self) -> Statement:
        agreed = frozenset(purpose for purpose in PARTY_CONSENTS if self[f"agree_{purpose}"].data)
        terms, locale = self.terms.data or "", str(get_locale())
        return Statement(as_money(self.income), as_money(self.debts), agreed, terms, locale)


class BranchSignForm(SignForm):
    """The same on the tablet, with the digits that are the person's own."""

    code = StringField(
        _l("Your six-digit code"),
        [InputRequired(_l("Type the six digits that came with your invitation."))],
        [plain_digits],
    )

    def validate_code(self, field: Field) -> None:
        if len(field.data) != DIGITS or not field.data.isdigit():
            raise ValidationError(_("The code has six digits. Look at your invitation again."))


class IdentityForm(Form):
    """What the officer saw, and whose it is. `matched`: the number whose name he was shown and compared."""

    paper = RadioField(
        _l("Identity paper that you saw"),
        [InputRequired(_l("Choose the paper that you saw."))],
        choices=options(labels.IDENTITY_PAPERS),
    )
    number = StringField(
        _l("Customer number of this person"),
        [InputRequired(_l("Type the customer number of this person."))],
        [tidy],
    )
    seen = BooleanField(_l("The paper is original, and shows the person who stands here"))
    same = BooleanField(_l("Both names are the same person"))
    matched = HiddenField()
    customer: Customer | None = None

    def validate_number(self, field: Field) -> None:
        found = customer_numbered((field.data or "").upper())
        if found is None or found.id == current_user.customer_id:
            raise ValidationError(_("No customer has this number. Compare it once more."))
        self.customer = found

    def validate_same(self, field: Field) -> None:
        if self.customer is None:
            return
        field.data = field.data and self.matched.data == self.customer.number
        if not field.data:
            raise ValidationError(_("Compare the two names, then tick this if they are the same person."))

    def validate_seen(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Compare the paper with the person, then tick this."))

    def refuse(self, problem: PartyProblem) -> None:
        self.number.errors = [str(labels.PARTY_PROBLEMS[problem])]


def known_of(party: LoanParty) -> dict[str, Any]:
    """What stands in the form before he types: what he said before, else what the bank's record says."""
    if party.told_income is not None:
        return {"income": _typed(party.monthly_income.minor), "debts": _typed(party.monthly_debts.minor)}
    business = party.customer.business if party.customer else None
    if business is None or business.yearly_income is None:
        return {}
    return {"income": _typed(int(business.yearly_income) // MONTHS_A_YEAR)}


def _typed(minor: int) -> str:
    return typed_money({"minor": minor, "currency": MOST.currency})


def _expect_sane(field: Field) -> None:
    if as_money(field).minor > MOST.minor:
        raise ValidationError(_("This amount is very large. Check the number of zeros."))


def _is_address(text: str) -> bool:
    try:
        parsed = Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError):
        return False
    return bool(parsed.username) and "." in parsed.domain.strip(".") and text.isascii() and len(text) <= 254
