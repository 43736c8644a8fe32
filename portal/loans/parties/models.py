from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.casework.models import Consent
from portal.db import Base, Key
from portal.identity.models import Customer, Staff
from portal.identity.sealing import Sealed
from portal.loans.models import LoanApplication
from portal.loans.rules import MAY_SIGN_IN, ConsentPurpose, PartyRole, PartyState, PartyWay
from portal.money import Money

STANDING = text("removed_at IS NULL AND declined_at IS NULL")


class LoanParty(Base):
    """A person whom the applicant named. Name and e-mail are sealed for her, what he says of himself for him."""

    __tablename__ = "loan_parties"
    __table_args__ = (
        Index(
            "uq_loan_parties_person",
            *("case_id", "customer_id"),
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        CheckConstraint("role IN ('joint', 'guarantor')", name="role_is_known"),
        CheckConstraint("way IN ('email', 'hand', 'branch')", name="way_is_known"),
        CheckConstraint("way <> 'email' OR email_sealed IS NOT NULL", name="mail_has_address"),
        CheckConstraint("(customer_id IS NULL) = (accepted_at IS NULL)", name="accepted_is_somebody"),
        CheckConstraint("customer_id IS NULL OR token_sealed IS NULL", name="accepted_link_is_not_kept"),
        CheckConstraint(
            "signed_at IS NULL OR (customer_id IS NOT NULL AND told_income_sealed IS NOT NULL "
            "AND told_debts_sealed IS NOT NULL)",
            name="signed_is_told",
        ),
        CheckConstraint("signed_at IS NULL OR declined_at IS NULL", name="signed_or_declined"),
        CheckConstraint("(paper_seen_at IS NULL) = (paper_seen_by_id IS NULL)", name="seen_paper_has_eyes"),
        CheckConstraint("(paper_seen_at IS NULL) = (paper_kind IS NULL)", name="seen_paper_has_kind"),
        CheckConstraint("paper_seen_at IS NULL OR customer_id IS NOT NULL", name="seen_is_somebody"),
        CheckConstraint("code_tries BETWEEN 0 AND 5", name="tries_are_counted"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("loan_applications.id"), index=True)
    role: Mapped[str]
    way: Mapped[str]
    name_sealed: Mapped[bytes]
    email_sealed: Mapped[bytes | None]
    locale: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    token_sealed: Mapped[bytes | None]
    code_hash: Mapped[str | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    accepted_at: Mapped[datetime | None]
    paper_seen_at: Mapped[datetime | None]
    paper_seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    paper_kind: Mapped[str | None]
    told_income_sealed: Mapped[bytes | None]
    told_debts_sealed: Mapped[bytes | None]
    signed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    loan: Mapped[LoanApplication] = relationship(back_populates="parties")
    customer: Mapped[Customer | None] = relationship()
    paper_seen_by: Mapped[Staff | None] = relationship(foreign_keys=[paper_seen_by_id])

    consents: Mapped[list[Consent]] = relationship(
        primaryjoin="and_(LoanParty.id == Consent.party_id, Consent.withdrawn_at.is_(None))",
        order_by="Consent.id",
        viewonly=True,
    )

    name = Sealed()
    email = Sealed()
    token = Sealed()
    told_income = Sealed("customer_id")  # minor units
    told_debts = Sealed("customer_id")  # minor units

    @property
    def sealed_for(self) -> int:
        return self.loan.customer_id

    @property
    def sealed_row(self) -> str:
        return self.public_id

    @property
    def monthly_income(self) -> Money:
        return self._money(self.told_income)

    @property
    def monthly_debts(self) -> Money:
        return self._money(self.told_debts)

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    def agrees_to(self, purpose: ConsentPurpose) -> bool:
        return any(each.purpose == purpose and each.given for each in self.consents)

    @property
    def is_standing(self) -> bool:
        return self.removed_at is None and self.declined_at is None

    @property
    def may_sign(self) -> bool:
        """Whether this person can sign, as far as the application goes."""
        return self.is_standing and not self.is_signed and self.loan.status in MAY_SIGN_IN

    @property
    def may_be_sent(self) -> bool:
        """Whether the application need not wait for him when it is sent to the branch."""
        return self.is_signed or (self.is_standing and self.way == PartyWay.BRANCH)

    @property
    def terms(self) -> str:
        """What is signed, as a form remembers it: amount, months and the way to repay."""
        amount = self.loan.amount
        return f"{amount.minor if amount else 0}/{self.loan.months}/{self.loan.repayment}"

    @property
    def party_role(self) -> PartyRole:
        return PartyRole(self.role)

    def state(self, now: datetime) -> PartyState:
        """Where this person stands; the strongest fact says it."""
        facts = [
            (self.removed_at is not None, PartyState.REMOVED),
            (self.declined_at is not None, PartyState.DECLINED),
            (self.is_signed, PartyState.SIGNED),
            (self.customer_id is not None, PartyState.OPENED),
            (self.way == PartyWay.BRANCH, PartyState.COMES),
            (now >= self.expires_at, PartyState.EXPIRED),
        ]
        return next((state for holds, state in facts if holds), PartyState.INVITED)

    def _money(self, told: str | None) -> Money:
        return Money(int(told or 0), self.loan.product.currency)
