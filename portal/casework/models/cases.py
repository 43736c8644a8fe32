"""A case, what it was told, and what the customer agreed to."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key
from portal.identity.models import Branch, Customer, Staff
from portal.identity.sealing import Sealed

if TYPE_CHECKING:
    from portal.casework.models.clocks import CaseClock
    from portal.casework.models.leases import CaseLease
    from portal.casework.models.proposals import AnswerProposal, RecordDispute

CHAIN = "case:"
"""How the names of cases' audit chains begin; the reference follows."""
DECIDED = "('approved', 'refused')"
CLOSED = "('approved', 'refused', 'withdrawn')"


CURRENT = text("withdrawn_at IS NULL")
CURRENT_AND_HERS = text("withdrawn_at IS NULL AND party_id IS NULL")


class Case(Base):
    __tablename__ = "cases"
    __table_args__: Any = (
        CheckConstraint("(status = 'draft') = (submitted_at IS NULL)", name="draft_is_unsubmitted"),
        CheckConstraint("(owner_id IS NULL) = (submitted_at IS NULL)", name="submitted_is_owned"),
        CheckConstraint(f"(status IN {CLOSED}) = (closed_at IS NOT NULL)", name="closed_has_moment"),
        CheckConstraint(f"(status IN {DECIDED}) = (decided_at IS NOT NULL)", name="decided_has_moment"),
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL AND NOT decided_by_machine)",
            name="decided_has_decider",
        ),
        CheckConstraint(
            "NOT decided_by_machine OR (decided_by_id IS NULL AND status = 'approved')",
            name="machine_only_approves",
        ),
        Index("ix_cases_customer_id_id", "customer_id", "id"),
        Index("ix_cases_branch_id_status_id", "branch_id", "status", "id"),
        Index("ix_cases_owner_id_closed_at", "owner_id", "closed_at"),
        Index("ix_cases_status_touched_at", "status", "touched_at"),
        Index("ix_cases_customer_id_status_touched_at", "customer_id", "status", "touched_at"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by_machine: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    customer: Mapped[Customer] = relationship()
    branch: Mapped[Branch | None] = relationship()
    owner: Mapped[Staff | None] = relationship(foreign_keys=[owner_id])
    decided_by: Mapped[Staff | None] = relationship(foreign_keys=[decided_by_id])
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="case", order_by="Answer.version", cascade="all, delete-orphan"
    )
    clocks: Mapped[list["CaseClock"]] = relationship(back_populates="case", cascade="all, delete-orphan")
    lease: Mapped["CaseLease | None"] = relationship(viewonly=True)
    proposals: Mapped[list["AnswerProposal"]] = relationship(order_by="AnswerProposal.id", viewonly=True)
    disputes: Mapped[list["RecordDispute"]] = relationship(order_by="RecordDispute.id", viewonly=True)

    __mapper_args__ = {"polymorphic_on": "kind", "version_id_col": version}

    transitions: ClassVar[Mapping[tuple[Any, Any], Any]] = {}
    closed_statuses: ClassVar[frozenset[Any]] = frozenset()
    undoable: ClassVar[frozenset[Any]] = frozenset()
    """The moves that whoever made them may take back."""
    branch_clocks: ClassVar[frozenset[str]] = frozenset()
    """The kinds of its clocks that count only while its branch is open."""

    @property
    def subject(self) -> str:
        """The name of its audit chain."""
        return f"{CHAIN}{self.reference}"

    @property
    def current_answers(self) -> dict[str, "Answer"]:
        return {answer.question: answer for answer in self.answers}

    @property
    def is_draft(self) -> bool:
        return self.submitted_at is None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def people(self) -> set[int]:
        """The customers whose case it is."""
        return {self.customer_id}

    def is_own_of(self, member: Staff) -> bool:
        """Whether it is this member of staff's own: then he neither sees it nor works on it."""
        return member.customer_id in self.people

    @property
    def open_proposals(self) -> list["AnswerProposal"]:
        """What the customer has not settled, the first one first."""
        return [each for each in self.proposals if not each.settled_at]

    def proposal_for(self, question: str) -> "AnswerProposal | None":
        """What staff propose in place of her answer and she has not settled."""
        return next((each for each in self.open_proposals if each.question == question), None)

    def running_clock(self, kind: str) -> "CaseClock | None":
        return next((clock for clock in self.clocks if clock.kind == kind and not clock.stopped_at), None)


class AnswerSource(StrEnum):
    CUSTOMER = "customer"
    BANK_RECORD = "bank_record"
    OFFICER = "officer"
    DOCUMENT = "document"


class Answer(Base):
    """One answer as it was given once; a later version stands beside it and counts."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("case_id", "question", "version"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    question: Mapped[str]
    version: Mapped[int]
    text_sealed: Mapped[bytes]
    source: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(back_populates="answers")

    text = Sealed()

    @property
    def value(self) -> Any:
        return json.loads(self.text or "null")

    @property
    def sealed_for(self) -> int:
        return self.case.customer_id

    @property
    def sealed_row(self) -> str:
        return f"{self.case.reference}:{self.question}:{self.version}"


class Consent(Base):
    """One purpose that somebody agreed to or not, in the words of that version, until a change of mind.

    `party_id` is whose it is, where it is not the customer's.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_current",
            *("case_id", "purpose"),
            unique=True,
            sqlite_where=CURRENT_AND_HERS,
            postgresql_where=CURRENT_AND_HERS,
        ),
        Index(
            "uq_consents_party",
            *("party_id", "purpose"),
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("loan_parties.id"))
    purpose: Mapped[str]
    version: Mapped[int]
    given: Mapped[bool]
    at: Mapped[datetime]
    locale: Mapped[str]
    channel: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
